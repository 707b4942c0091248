"""What each row of a file with a class would become: a draft, nothing, or mistakes to mend first."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django import forms

from matching.dates import far_off
from matching.enums import ApplicationState, MatchState
from matching.models import OPEN_MATCH, Application, Match
from mkbroute.design.fields import DateField, EmailField, NumberField
from mkbroute.exports.tables import Column, Kind, Sheet
from mkbroute.organisations.models import KVK_NUMBER
from routes.models import Route
from routes.revisions import revision

from .consolidated import settled_end
from .models import Agreement
from .services.bulk import Newcomer, OwnEmployer, UploadRows, Wanted
from .services.drafting import Signer
from .services.following import at_hand

MAX_ROWS = 100
COLUMNS = [
    Column("email", "E-mailadres student", "Zoals in de aanmelding. Wie nieuw is, wordt ingeschreven. Altijd nodig."),
    Column("name", "Naam student", "Nodig bij wie zich niet heeft aangemeld; anders telt de naam uit de aanmelding."),
    Column("employer_name", "Werkgever", "Bij een eigen werkgever, zonder match: de naam."),
    Column("kvk_number", "KvK-nummer", "Bij een eigen werkgever: 8 cijfers."),
    Column("contact_name", "Contactpersoon", "Bij een eigen werkgever: wie de gegevens van het bedrijf invult."),
    Column("contact_email", "E-mailadres contactpersoon", "Hier gaat de gegevenskaart naartoe."),
    Column("starts_on", "Begindatum", "Leeg: het begin van de route.", Kind.DATE),
    Column("ends_on", "Einddatum", "Leeg: het einde van de opleiding.", Kind.DATE),
    Column("hours_per_week", "Werkuren per week", "Leeg: zoals bij de leerwerkplek staat.", Kind.NUMBER),
    Column("school_supervisor", "Begeleider hogeschool", "Leeg: de contactpersoon van de route."),
]
LABELS = {column.key: column.label for column in COLUMNS}
EXAMPLE = ["voorbeeld@voorbeeld.nl", "Joris Kok", "Dak en Zo B.V.", "12345678", "Gerda Dak", "gerda@voorbeeld.nl",
           "1-9-2027", "31-8-2029", "32", "Sanne de Wit"]  # fmt: skip
NOBODY = "Met dit adres meldde niemand zich aan. Verbeter het; of vul de naam in, dan wordt deze persoon ingeschreven."
OF_AGREEMENT = ("starts_on", "ends_on", "hours_per_week", "school_supervisor")
OF_EMPLOYER = ("employer_name", "kvk_number", "contact_name", "contact_email")


def template_sheet() -> Sheet:
    return Sheet("Klas", COLUMNS, [EXAMPLE])


def key_of(head: str) -> str:
    """The column that is called so; "" for one that the portal does not know."""
    return {_plain(name): column.key for column in COLUMNS for name in (column.key, column.label)}.get(_plain(head), "")


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text.casefold()).strip()


class RowForm(forms.Form):
    email = EmailField()
    name = forms.CharField(max_length=120, required=False)
    employer_name = forms.CharField(max_length=200, required=False)
    kvk_number = forms.CharField(max_length=8, required=False, validators=[KVK_NUMBER])
    contact_name = forms.CharField(max_length=120, required=False)
    contact_email = EmailField(required=False)
    starts_on = DateField(required=False)
    ends_on = DateField(required=False)
    hours_per_week = NumberField(required=False, max_digits=3, decimal_places=1, min_value=1, max_value=40)
    school_supervisor = forms.CharField(max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        starts_on, ends_on = cleaned.get("starts_on"), cleaned.get("ends_on")
        for name in ("starts_on", "ends_on"):
            if problem := far_off(cleaned.get(name)):
                self.add_error(name, problem)
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", "De einddatum ligt vóór de begindatum.")
        return cleaned


@dataclass
class Planned:
    number: int
    title: str
    company: str = ""
    wrong: list[tuple[str, str]] = field(default_factory=list)  # column or "", what to do
    there: Agreement | None = None  # made before
    wanted: Wanted | None = None

    @property
    def badge(self) -> tuple[str, str]:
        if self.wrong:
            return "Herstellen", "danger"
        if self.wanted:
            return ("Inschrijven en concept" if self.wanted.newcomer else "Nieuw concept"), "success"
        return ("Beëindigd" if self.is_over else "Is er al"), "neutral"

    @property
    def is_over(self) -> bool:
        """Its end is final, and the place still taken: the file says nothing of whether she goes on."""
        return bool(self.there and settled_end(self.there))


def plan(rows: UploadRows, route: Route) -> list[Planned]:
    known = _Known(route)
    return [_planned(number, cells, known) for number, cells in rows]


def revision_of(planned: Iterable[Planned]) -> str:
    """The same file against the same class, the same revision."""
    return revision(*[(row.number, row.title, row.badge, row.wrong, row.company) for row in planned])


class _Known:
    """The class as it stands, in a handful of queries."""

    def __init__(self, route: Route) -> None:
        found = Application.objects.filter(route=route).select_related("route", "hogeschool", "own_employer")
        # of who applied twice, the application that runs
        self.by_email = {
            each.email.casefold(): each for each in sorted(found, key=lambda each: (not each.has_ended, each.pk))
        }
        matches = Match.objects.filter(OPEN_MATCH, route=route).select_related("organisation")
        self.matches = {match.application_id: match for match in matches}
        there = at_hand(Agreement.objects.filter(route=route)).select_related("match").prefetch_related("endings")
        self.agreements = {
            agreement.match.application_id if agreement.match else agreement.application_id: agreement
            for agreement in there
        }
        self.taken: dict[str, int] = {}
        self.route = route


def _planned(number: int, cells: dict[str, str], known: _Known) -> Planned:
    row = Planned(number, cells.get("name") or cells.get("email", ""))
    form = RowForm(cells)
    row.wrong = [
        (LABELS[name], "Vul deze cel in." if error.code == "required" else message)
        for name, errors in form.errors.as_data().items()
        for error in errors
        for message in error.messages
    ]
    email = cells.get("email", "").casefold()
    if not email or form.errors.get("email"):
        return row
    if email in known.taken:
        row.wrong.append(("", f"Deze persoon staat ook in rij {known.taken[email]}. Houd één van beide over."))
    known.taken[email] = number
    application = known.by_email.get(email)
    if application:
        row.title = application.name
        row.there = known.agreements.get(application.pk)
    elif not cells.get("name"):
        row.wrong.append((LABELS["email"], NOBODY))
    if not row.wrong and not row.there:
        match = known.matches.get(application.pk) if application else None
        _want(row, application, match, form.cleaned_data, known.route)
    return row


def _want(
    row: Planned, application: Application | None, match: Match | None, cleaned: dict[str, Any], route: Route
) -> None:
    values = {name: cleaned[name] for name in OF_AGREEMENT if cleaned[name] not in (None, "")}
    values |= {f"practice_{name}": values[name] for name in ("starts_on", "ends_on") if name in values}
    name = f"Rij {row.number} ({row.title})"
    if match and match.state == MatchState.CONFIRMED:
        row.company = match.organisation.name
        row.wanted = Wanted(name, application, match=match, values=values)
    elif match:
        row.wrong.append(("", "Het voorstel voor een leerwerkplek is nog niet door beide bevestigd."))
    elif application and application.state not in WAITING:
        label = application.get_state_display().lower()
        row.wrong.append(("", f"De aanmelding heeft de stand ‘{label}’. Laat deze persoon eerst toe."))
    elif employer := _employer(row, application, cleaned):
        newcomer = None if application else Newcomer(route, cleaned["name"], cleaned["email"])
        row.company = employer.name
        row.wanted = Wanted(name, application, employer=employer, values=values, newcomer=newcomer)


WAITING = (ApplicationState.ADMISSIBLE, ApplicationState.PLACED)


def _employer(row: Planned, application: Application | None, cleaned: dict[str, Any]) -> OwnEmployer | None:
    given = {name: cleaned[name] for name in OF_EMPLOYER}
    if application and application.own_employer:
        given |= {"employer_name": application.own_employer.name, "kvk_number": application.own_employer.kvk_number}
    elif application:
        given["employer_name"] = given["employer_name"] or application.employer_name
    missing = [name for name in OF_EMPLOYER if not given[name]]
    row.wrong += [(LABELS[name], "Nodig, want deze persoon heeft geen match.") for name in missing]
    if missing:
        return None
    if given["contact_email"].casefold() == cleaned["email"].casefold():
        row.wrong.append((LABELS["contact_email"], "Dit is het adres van de student. Vul dat van het bedrijf in."))
        return None
    contact = Signer(given["contact_name"], given["contact_email"])
    return OwnEmployer(given["kvk_number"], given["employer_name"], contact)
