"""What each row of a file would do to the register: nothing, a new route, changes, or mistakes to mend first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict
from django.utils.formats import date_format

from mkbroute.exports.tables import as_text

from .. import queries
from ..enums import Audience, Connection, Degree, PartnerRole, Persona, Phase, State
from ..exports import READ_COLUMNS, WEEK_KEYS
from ..models import Route, title_of
from ..revisions import revision
from ..services.register import EDITABLE, RECOGNISED_AS
from ..services.uploads import UploadRows, Write
from ..weeks import Week
from .cells import SEVERAL, Cells, read_cells
from .register import RouteForm, complete
from .uploads import LABELS, Mistake, mistakes_of
from .weeks import WeeksForm, weeks_initial

NEW, CHANGED, SAME, WRONG = "new", "changed", "same", "wrong"
BADGES = {
    NEW: ("Nieuw", "success"),
    CHANGED: ("Gewijzigd", "info"),
    SAME: ("Ongewijzigd", "neutral"),
    WRONG: ("Herstellen", "danger"),
}
WRITTEN = [each.fills for each in READ_COLUMNS if each.fills and each.fills not in WEEK_KEYS]
DEFAULTS = {"phase": Phase.DEVELOPING.value, "partner_role": PartnerRole.PILOT.value}
KNOWN_BY = ("programme", "degree", "form", "city")
ABSENT = "Dit bestand mist kolommen die een nieuwe route nodig heeft. Welke, staat boven de tabel."
CHANGE_PHASE = "Wijzig de fase op de bladzijde ‘Fase’ van de route, want daar hoort een reden bij."
WEEK = "Week per studiejaar"
SETTLED = "Dit ligt vast sinds de erkenning. Laat de cel zoals zij was, of registreer een nieuwe route."


class RowForm(RouteForm):
    """A route as one row: also what has no place in the register's form."""

    connections = forms.MultipleChoiceField(choices=Connection, required=False)
    audiences = forms.MultipleChoiceField(choices=Audience, required=False)
    personas = forms.MultipleChoiceField(choices=Persona, required=False)

    class Meta(RouteForm.Meta):
        fields = tuple(dict.fromkeys([*RouteForm.Meta.fields, *SEVERAL, "brin", "accredited"]))


@dataclass
class Planned:
    number: int
    title: str
    outcome: str = SAME
    changes: list[tuple[str, str, str]] = field(default_factory=list)  # column, before ("" in a new route), after
    wrong: list[tuple[str, str]] = field(default_factory=list)  # column or "", what to do
    absent: list[str] = field(default_factory=list)  # columns that a new route needs
    write: Write | None = None

    @property
    def is_new(self) -> bool:
        return self.outcome == NEW

    @property
    def badge(self) -> tuple[str, str]:
        return BADGES[self.outcome]


def plan(rows: UploadRows, routes: Iterable[Route]) -> list[Planned]:
    """`routes`: the register of the hogeschool, with their years."""
    register = _Register(routes)
    return [_planned(number, cells, register) for number, cells in rows]


def revision_of_plan(planned: Iterable[Planned]) -> str:
    """The same file against the same register, the same revision."""
    return revision(*[(row.number, row.outcome, row.changes, row.wrong) for row in planned])


class _Register:
    def __init__(self, routes: Iterable[Route]) -> None:
        self.routes = list(routes)
        self.by_id = {str(route.public_id): route for route in self.routes}
        self.taken: dict[Any, int] = {}  # what a row was about, and its number

    def find(self, cells: Mapping[str, str], values: Mapping[str, Any]) -> Route | None:
        """Raises ValidationError when it cannot be told which route is meant."""
        if key := cells.get("id", "").lower():
            if key not in self.by_id:
                raise ValidationError("Dit kenmerk staat niet in uw register. Laat de cel leeg voor een nieuwe route.")
            return self.by_id[key]
        alike = [
            route
            for route in self.routes
            if route.state != State.WITHDRAWN and _known_by(route) == _known_by_values(values)
        ]
        if len(alike) > 1:
            raise ValidationError("Er zijn meer routes met deze opleiding, graad, vorm en plaats. Vul het kenmerk in.")
        return alike[0] if alike else None

    def take(self, number: int, route: Route | None, values: Mapping[str, Any]) -> None:
        """Raises ValidationError when a row before this one is about the same route."""
        about = route.pk if route else _known_by_values(values)
        if about in self.taken:
            raise ValidationError(f"Deze route staat ook in rij {self.taken[about]}. Houd één van beide over.")
        if route or all(about):
            self.taken[about] = number


def _known_by(route: Route) -> tuple[str, ...]:
    return route.programme.casefold(), route.degree, route.form, route.city.casefold()


def _known_by_values(values: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(str(values.get(name, "")).casefold() for name in KNOWN_BY)


def _planned(number: int, cells: Mapping[str, str], register: _Register) -> Planned:
    """Every mistake of the row at once: what cannot be read, and what the forms find in the rest."""
    read = read_cells(cells)
    row = Planned(number, _title(read.values), wrong=[(LABELS[key], said) for key, said in read.refused.items()])
    route, is_new = _route_of(row, read, register)
    row.title = route.title if route else row.title
    _compare(row, route, read, is_new)
    if row.wrong:
        row.outcome, row.write, row.changes = WRONG, None, []
    return row


def _route_of(row: Planned, read: Cells, register: _Register) -> tuple[Route | None, bool]:
    """The route that the row is about, and whether it is surely a new one."""
    if "id" in read.refused:
        return None, False
    column = LABELS["id"] if read.cells.get("id") else ""
    try:
        route = register.find(read.cells, read.values)
    except ValidationError as refusal:
        row.wrong.append((column, refusal.message))
        return None, False
    try:
        register.take(row.number, route, read.values)
    except ValidationError as refusal:
        row.wrong.append((column, refusal.message))
    return route, route is None and not read.refused.keys() & set(KNOWN_BY)


def _title(values: Mapping[str, Any]) -> str:
    programme = str(values.get("programme", ""))[:160]
    return (
        title_of(values["degree"], programme) if values.get("degree") in Degree.values else programme or "Zonder naam"
    )


# -- held against the route -------------------------------------------------------------------------------------------


def _compare(row: Planned, route: Route | None, read: Cells, is_new: bool) -> None:
    values = read.values
    before = _as_values(route) if route else DEFAULTS
    weeks_before = queries.weeks_of(route) if route else []
    seen = queries.revision_of(route) if route else ""
    given = {name: value for name, value in values.items() if route or value != "" or name not in DEFAULTS}
    form = RowForm(_data(read.without_refused({**before, **given})), instance=route)
    weeks_given = any(values.get(key) for key in WEEK_KEYS)
    weeks_form = _weeks_form(values if weeks_given else _week_data(weeks_before), form)
    found = complete(form, weeks_form)
    _complain(row, read, is_new, [*mistakes_of(form), *mistakes_of(weeks_form)])
    if route:
        row.wrong += _fixed(route, before, values)
        if route.state == State.RECOGNISED and weeks_given and weeks_form.is_valid():
            row.wrong += [] if _days(weeks_form) == weeks_initial(weeks_before) else [(WEEK, SETTLED)]
    if not found or row.wrong:
        return
    fields, weeks = found
    if route is None:
        row.changes = _filled_in(fields, weeks or [])
        row.outcome, row.write = NEW, Write(row.number, None, fields, weeks)
        return
    changed = {name: value for name, value in fields.items() if name in given and not _alike(before[name], value)}
    row.changes = [(LABELS[name], _shown(name, before[name]), _shown(name, value)) for name, value in changed.items()]
    if weeks is not None and weeks != weeks_before:
        row.changes.append((WEEK, _in_words(weeks_before), _in_words(weeks)))
    if row.changes:
        _conclude(row, route, Write(row.number, route, changed, weeks, seen))


def _complain(row: Planned, read: Cells, is_new: bool, mistakes: Iterable[Mistake]) -> None:
    """What the forms found, where the cell itself could be read; of columns that are not there only their names."""
    for mistake in mistakes:
        if mistake.name in read.spoiled:
            continue
        if mistake.code != "required" or mistake.name in read.cells:
            row.wrong.append((LABELS.get(mistake.name, ""), mistake.message))
        elif is_new:
            row.absent.append(LABELS[mistake.name])
    if row.absent:
        row.wrong.append(("", ABSENT))


def _filled_in(fields: Mapping[str, Any], weeks: Iterable[Week]) -> list[tuple[str, str, str]]:
    """Of a new route: everything that comes in the register."""
    shown = [(LABELS[name], "", _shown(name, value)) for name, value in fields.items() if value not in ("", [], None)]
    return [*shown, (WEEK, "", _in_words(weeks))]


def _conclude(row: Planned, route: Route, write: Write) -> None:
    if route.state in EDITABLE:
        row.outcome, row.write = CHANGED, write
    else:
        label = State(route.state).label.lower()
        row.wrong.append(("", f"De status van deze route is ‘{label}’: er kan nu niets aan worden gewijzigd."))


def _as_values(route: Route) -> dict[str, Any]:
    """Before a form writes its own into `route`."""
    return {name: getattr(route, name) for name in WRITTEN}


def _fixed(route: Route, before: Mapping[str, Any], values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What a file cannot change: the phase, which goes with a reason, and what a route was recognised as."""
    names = [name for name in values if name in before and not _alike(before[name], values[name])]
    settled = [name for name in names if name in RECOGNISED_AS and route.state == State.RECOGNISED]
    wrong = [(LABELS[name], SETTLED) for name in settled]
    if "phase" in names:
        now = Phase(route.phase).label
        wrong.append((LABELS["phase"], f"De route staat op ‘{now}’. {CHANGE_PHASE} Zet hier weer {now}."))
    return wrong


def _alike(before: Any, after: Any) -> bool:
    """Programs end lines in ways of their own."""
    if isinstance(before, str) and isinstance(after, str):
        return before.split() == after.split()
    return bool(before == after)


def _weeks_form(values: Mapping[str, Any], form: RowForm) -> WeeksForm:
    return WeeksForm({key: values.get(key, "") for key in WEEK_KEYS}, degree=form.data.get("degree", ""))


def _days(form: WeeksForm) -> dict[str, Decimal]:
    years = {name[: len("year1")] for name, days in form.cleaned_data.items() if days}
    return {name: days or Decimal(0) for name, days in form.cleaned_data.items() if name[: len("year1")] in years}


def _data(values: dict[str, Any]) -> MultiValueDict[str, str]:
    shown = {name: value if isinstance(value, list) else [_posted(value)] for name, value in values.items()}
    return MultiValueDict(shown)


def _posted(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def _week_data(weeks: Iterable[Week]) -> dict[str, str]:
    return {name: as_text(Decimal(days)) for name, days in weeks_initial(weeks).items()}


def _shown(name: str, value: Any) -> str:
    if isinstance(value, date):
        return date_format(value, "j F Y")
    labels = dict(SEVERAL[name].choices if name in SEVERAL else Route._meta.get_field(name).flatchoices)
    if isinstance(value, list):
        return ", ".join(str(labels[one]) for one in value) or "leeg"
    return str(labels.get(value, as_text(value))) or "leeg"


def _in_words(weeks: Iterable[Week]) -> str:
    return "; ".join(f"jaar {week.year}: {week.words}" for week in weeks)
