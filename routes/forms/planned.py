"""What each row of a file would do to the register: nothing, a new route, changes, or mistakes to mend first."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict
from django.utils.formats import date_format

from mkbroute.exports.tables import BETWEEN, as_text

from .. import queries
from ..enums import Audience, Connection, Degree, PartnerRole, Persona, Phase, State
from ..exports import READ_COLUMNS, WEEK_KEYS
from ..models import Route, title_of
from ..revisions import revision
from ..services.register import EDITABLE, RECOGNISED_AS
from ..services.uploads import UploadRows, Write
from ..weeks import Week
from .register import RouteForm, complete
from .uploads import LABELS, errors_by_label
from .weeks import WeeksForm, weeks_initial

NEW, CHANGED, SAME, WRONG = "new", "changed", "same", "wrong"
BADGES = {
    NEW: ("Nieuw", "success"),
    CHANGED: ("Gewijzigd", "info"),
    SAME: ("Ongewijzigd", "neutral"),
    WRONG: ("Herstellen", "danger"),
}
SEVERAL = {"connections": Connection, "audiences": Audience, "personas": Persona}
CHOICES = {each.column.key: each for each in READ_COLUMNS if each.column.choices}
MONTHS = "januari februari maart april mei juni juli augustus september oktober november december".split()
WRITTEN = [each.fills for each in READ_COLUMNS if each.fills and each.fills not in WEEK_KEYS]
DEFAULTS = {"phase": Phase.DEVELOPING.value, "partner_role": PartnerRole.PILOT.value}
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
    changes: list[tuple[str, str, str]] = field(default_factory=list)  # column, before, after
    wrong: list[tuple[str, str]] = field(default_factory=list)  # column or "", what to do
    write: Write | None = None

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

    def find(self, cells: dict[str, str], values: dict[str, Any]) -> Route | None:
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

    def take(self, number: int, route: Route | None, values: dict[str, Any]) -> None:
        about = route.pk if route else _known_by_values(values)
        if about in self.taken:
            raise ValidationError(f"Deze route staat ook in rij {self.taken[about]}. Houd één van beide over.")
        self.taken[about] = number


def _known_by(route: Route) -> tuple[str, ...]:
    return route.programme.casefold(), route.degree, route.form, route.city.casefold()


def _known_by_values(values: dict[str, Any]) -> tuple[str, ...]:
    return tuple(str(values.get(name, "")).casefold() for name in ("programme", "degree", "form", "city"))


def _planned(number: int, cells: dict[str, str], register: _Register) -> Planned:
    values, wrong = _values(cells)
    row = Planned(number, _title(values), wrong=wrong)
    try:
        route = register.find(cells, values)
        register.take(number, route, values)
    except ValidationError as refusal:
        row.wrong.append((LABELS["id"] if cells.get("id") else "", refusal.message))
        row.outcome = WRONG
        return row
    row.title = route.title if route else row.title
    if not wrong:
        _compare(row, route, values)
    if row.wrong:
        row.outcome, row.write = WRONG, None
    return row


def _title(values: dict[str, Any]) -> str:
    programme = str(values.get("programme", ""))[:160]
    return (
        title_of(values["degree"], programme) if values.get("degree") in Degree.values else programme or "Zonder naam"
    )


# -- from cells to what forms know ------------------------------------------------------------------------------------


def _values(cells: dict[str, str]) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    values: dict[str, Any] = {}
    wrong: list[tuple[str, str]] = []
    for key, cell in cells.items():
        try:
            values[key] = _read(key, cell)
        except ValidationError as refusal:
            wrong.append((LABELS[key], refusal.message))
    return values, wrong


def _read(key: str, cell: str) -> Any:
    if key in SEVERAL:
        return [_chosen(key, part) for part in cell.split(BETWEEN.strip()) if part.strip()]
    if key in CHOICES:
        return _chosen(key, cell) if cell else ""
    return READERS.get(key, str)(cell)


def _chosen(key: str, cell: str) -> str:
    """The code of a choice, written as its label or as the code itself."""
    labels = CHOICES[key].column.choices
    field_choices = dict(Route._meta.get_field(key).flatchoices) if key not in SEVERAL else dict(SEVERAL[key].choices)
    for code, label in field_choices.items():
        if cell.strip().casefold() in (code.casefold(), str(label).casefold()):
            return code
    raise ValidationError(f"‘{cell[:60]}’ kan hier niet. Kies uit: {'; '.join(labels)}.")


def _read_date(cell: str) -> str:
    """2027-09-01, from 1-9-2027, 01/09/2027, 1 september 2027 or itself."""
    if not cell:
        return ""
    parts = cell.lower().replace("/", "-").replace(".", "-").replace(" ", "-").split("-")
    parts = [str(MONTHS.index(part) + 1) if part in MONTHS else part for part in parts if part]
    if len(parts) == 3 and all(part.isdecimal() and len(part) <= 4 for part in parts):
        day, month, year = parts if len(parts[2]) == 4 else reversed(parts)
        try:
            return date(int(year), int(month), int(day)).isoformat()
        except ValueError:
            pass
    raise ValidationError("Dit is geen datum. Schrijf dag, maand en jaar, bijvoorbeeld 1-9-2027.")


def _read_yes(cell: str) -> bool:
    answers = {"ja": True, "j": True, "1": True, "nee": False, "n": False, "0": False, "": False}
    if cell.lower() not in answers:
        raise ValidationError("Vul ja of nee in.")
    return answers[cell.lower()]


READERS: dict[str, Callable[[str], Any]] = {"starts_on": _read_date, "accredited": _read_yes, "brin": str.upper}


# -- held against the route -------------------------------------------------------------------------------------------


def _compare(row: Planned, route: Route | None, values: dict[str, Any]) -> None:
    before = _as_values(route) if route else DEFAULTS
    weeks_before = queries.weeks_of(route) if route else []
    seen = queries.revision_of(route) if route else ""
    given = {name: value for name, value in values.items() if route or value != "" or name not in DEFAULTS}
    form = RowForm(_data({**before, **given}), instance=route)
    weeks_given = any(values.get(key) for key in WEEK_KEYS)
    weeks_form = _weeks_form(values if weeks_given else _week_data(weeks_before), form)
    found = complete(form, weeks_form)
    row.wrong += [mistake for checked in (form, weeks_form) for mistake in errors_by_label(checked)]
    if route and route.state == State.RECOGNISED:
        row.wrong += _settled(before, values)
        if weeks_given and weeks_form.is_valid() and _days(weeks_form) != weeks_initial(weeks_before):
            row.wrong.append(("Week per studiejaar", SETTLED))
    if not found or row.wrong:
        return
    fields, weeks = found
    if route is None:
        row.outcome, row.write = NEW, Write(row.number, None, fields, weeks)
        return
    changed = {name: value for name, value in fields.items() if name in given and not _alike(before[name], value)}
    row.changes = [(LABELS[name], _shown(name, before[name]), _shown(name, value)) for name, value in changed.items()]
    if weeks is not None and weeks != weeks_before:
        row.changes.append(("Week per studiejaar", _in_words(weeks_before), _in_words(weeks)))
    if row.changes:
        _conclude(row, route, Write(row.number, route, changed, weeks, seen))


def _conclude(row: Planned, route: Route, write: Write) -> None:
    if route.state in EDITABLE:
        row.outcome, row.write = CHANGED, write
    else:
        label = State(route.state).label.lower()
        row.wrong.append(("", f"De status van deze route is ‘{label}’: er kan nu niets aan worden gewijzigd."))


def _as_values(route: Route) -> dict[str, Any]:
    """Before a form writes its own into `route`."""
    return {name: getattr(route, name) for name in WRITTEN}


def _settled(before: dict[str, Any], values: dict[str, Any]) -> list[tuple[str, str]]:
    names = [name for name in RECOGNISED_AS if name in values and not _alike(before[name], values[name])]
    return [(LABELS[name], SETTLED) for name in names]


def _alike(before: Any, after: Any) -> bool:
    """Programs end lines in ways of their own."""
    if isinstance(before, str) and isinstance(after, str):
        return before.split() == after.split()
    return bool(before == after)


def _weeks_form(values: dict[str, Any], form: RowForm) -> WeeksForm:
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
