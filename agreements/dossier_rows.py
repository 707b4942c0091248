"""What a dossier tells of the rows of a table: every column but keys and secrets, with a name in Dutch."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import Field, ForeignKey, Model, QuerySet
from django.utils import timezone
from django.utils.formats import date_format, number_format

from matching.models import (
    AdmissionCheck,
    Application,
    ApplicationEvent,
    ApplicationFile,
    Introduction,
    Match,
    Preference,
    Profile,
    RoundPair,
    RunPerson,
)
from mkbroute.access.policies import row_access
from mkbroute.exports.archive import Section
from mkbroute.mail.models import Message

from .models import (
    Addendum,
    Agreement,
    AgreementEvent,
    AgreementReader,
    AgreementVersion,
    Alert,
    AttendanceWeek,
    ContactMoment,
    DispatchLine,
    Ending,
    EndingConfirmation,
    Hold,
    Interruption,
    MomentNote,
    OutcomeVoice,
    PaperCopy,
    Party,
    PartyCard,
    PlanRow,
    PracticeLink,
    RealisedOutcome,
    RotationPeriod,
    Signing,
    Takeover,
    Weighing,
)


class Table(NamedTuple):
    name: str  # in JSON
    title: str


OF_AGREEMENT = {
    Party: Table("parties", "Partijen"),
    PartyCard: Table("cards", "Gegevenskaarten"),
    PlanRow: Table("plan", "Opleidingsplan"),
    RotationPeriod: Table("rotation", "Rotatie over bedrijven"),
    AgreementVersion: Table("versions", "Versies"),
    Addendum: Table("addenda", "Addenda"),
    Signing: Table("signings", "Handtekeningen"),
    PaperCopy: Table("paper_copies", "Exemplaren op papier"),
    AgreementReader: Table("readers", "Wie meelezen"),
    Weighing: Table("weighings", "Wat de hogeschool afwoog bij het versturen"),
    ContactMoment: Table("moments", "Gesprekken en begeleiding"),
    OutcomeVoice: Table("voices", "Wat ieder zei per leeruitkomst"),
    MomentNote: Table("notes", "Aanvullingen op verslagen"),
    AttendanceWeek: Table("attendance", "Aanwezigheid per week"),
    Interruption: Table("interruptions", "Dagen die niet meetellen"),
    RealisedOutcome: Table("realised", "Gerealiseerde leeruitkomsten"),
    PracticeLink: Table("practice_links", "Wie een link over de praktijk kreeg"),
    Ending: Table("endings", "Hoe de overeenkomst eindigt"),
    EndingConfirmation: Table("ending_answers", "Wat de partijen daarvan zeiden"),
    DispatchLine: Table("dispatches", "Wanneer ze met een klas is verstuurd"),
    Takeover: Table("takeovers", "Welk bedrijf de overeenkomst overnam"),
    Alert: Table("alerts", "Wat het portaal aan de contactpersoon meldde"),
    Hold: Table("holds", "Langer bewaren"),
}
# a file of its own: the log
ELSEWHERE = {AgreementEvent}
OF_APPLICATION = {
    Match: Table("matches", "Voorstellen en matches"),
    ApplicationEvent: Table("events", "Wat er met de aanmelding gebeurde"),
    AdmissionCheck: Table("checks", "Wat over de toelating is vastgelegd"),
    ApplicationFile: Table("files", "Bestanden"),
    Profile: Table("profile", "Wat bedrijven mochten lezen"),
    Introduction: Table("introductions", "Kennismakingen"),
    Preference: Table("preferences", "Volgorde van de kandidaat en van bedrijven"),
    RoundPair: Table("round_pairs", "Wat vooraf over haar is vastgelegd in een ronde"),
    RunPerson: Table("in_runs", "Indelingen van een ronde"),
}
MAILS = Table("mails", "Verzonden mail (wat erin stond, is na het verzenden gewist)")

# links and codes, which are nobody's data; and text that is a file of its own
SECRET = {"token_hash", "code_hash", "code_expires_at", "code_attempts", "codes_sent", "link_expires_at", "html"}
# what ties a row to others: told by what it hangs under
KEYS = {"id", "hogeschool", "organisation", "employer", "student", "agreement", "application", "offer", "match"}
# for machines only
UNREADABLE = {"public_id", "content", "drawing"}
LABELS = {
    "about": "over",
    "added_by": "toegevoegd door",
    "addendum": "addendum",
    "answered_at": "antwoord op",
    "answered_by": "antwoord van",
    "answers": "getypt, nog niet ingediend",
    "asked_at": "gevraagd op",
    "asked_by": "gevraagd door",
    "at": "wanneer",
    "attempts": "pogingen",
    "background": "doelgroep",
    "cancelled_at": "afgezegd op",
    "changed_at": "laatst gewijzigd",
    "changes": "wat er verandert",
    "closed_at": "afgesloten op",
    "closed_by": "afgesloten door",
    "closing_reason": "reden bij het afsluiten",
    "code": "code",
    "company_answer": "antwoord van het bedrijf",
    "company_answered_at": "antwoord van het bedrijf op",
    "confirm_by": "antwoord gevraagd voor",
    "confirmed_at": "bevestigd op",
    "confirmed_by": "bevestigd door",
    "content": "waaruit de tekst bestaat",
    "content_sha256": "kenmerk van de tekst (SHA-256)",
    "corrected_at": "hersteld op",
    "corrected_by": "hersteld door",
    "correction": "brief over het herstel",
    "correction_reason": "waarom hersteld",
    "created_at": "gemaakt op",
    "decline_reason": "reden van weigering",
    "day": "dag",
    "days": "termijn in dagen",
    "dispatch": "bij verzending",
    "document": "document",
    "done_at": "afgehandeld op",
    "drawing": "getekende handtekening (pad)",
    "due_at": "te verzenden op",
    "effective_on": "gaat in op",
    "email": "e-mailadres",
    "ended_on": "geëindigd op",
    "ending": "bij einde",
    "error": "foutmelding",
    "facts": "overige gegevens",
    "filled_at": "ingevuld op",
    "follows": "vervolg op",
    "form": "vorm",
    "function": "functie",
    "has_account": "antwoordt met een account",
    "given_at": "ingeleverd op",
    "identified_at": "code bevestigd op",
    "invited": "uitgenodigd",
    "is_asked": "link gestuurd",
    "kind": "soort",
    "language": "taal",
    "lifted_at": "opgeheven op",
    "explanation": "uitleg",
    "found_name": "berekende plek",
    "is_by_hand": "door een mens gewijzigd",
    "is_kept": "had al een plek",
    "line": "wat ermee gebeurde",
    "round": "ronde",
    "run": "indeling",
    "shown_at": "bekendgemaakt op",
    "student_reminded_on": "student herinnerd op",
    "company_reminded_on": "bedrijf herinnerd op",
    "by": "door",
    "lifted_by": "opgeheven door",
    "method": "manier van tekenen",
    "moment": "bij gesprek",
    "name": "naam",
    "number": "nummer",
    "opened_at": "geopend op",
    "outcome": "leeruitkomst",
    "own_employer": "eigen werkgever",
    "parties": "partijen vanaf dan",
    "party_name": "namens",
    "passed_on_by": "doorgestuurd door",
    "placed_by": "besloten door",
    "placed_on": "besloten op",
    "plan": "opleidingsplan vanaf dan",
    "rotation": "rotatie vanaf dan",
    "planned_by": "gepland door",
    "position": "plaats in de lijst",
    "problem": "waarom niet verstuurd",
    "proposed_at": "voorgesteld op",
    "proposed_by": "voorgesteld door",
    "public_id": "kenmerk in het portaal",
    "reason": "reden",
    "recorded_at": "genoteerd op",
    "recorded_by": "genoteerd door",
    "reminded_at": "herinnerd op",
    "role": "rol",
    "route": "opleiding",
    "route_title": "opleiding",
    "sealed_at": "verzegeld op",
    "sent_at": "verzonden op",
    "sent_on": "gemeld op",
    "sequence": "keer verzet",
    "signed_on": "datum op papier",
    "source": "bron",
    "state": "stand",
    "student_answer": "antwoord van de student",
    "student_answered_at": "antwoord van de student op",
    "student_name": "student",
    "subject": "onderwerp",
    "taken_by": "overgenomen door",
    "taken_over_at": "overgenomen op",
    "template": "sjabloon",
    "text": "wat",
    "title": "titel",
    "to_email": "aan (adres)",
    "to_name": "aan",
    "turn": "volgorde",
    "typed_name": "getypte naam",
    "uploaded_at": "geüpload op",
    "uploaded_by": "geüpload door",
    "version": "versie",
    "vestigingsnummer": "vestigingsnummer",
    "voice": "namens",
    "who": "wie",
    "withdrawn_at": "ingetrokken op",
    "withdrawn_by": "ingetrokken door",
}


def may_read(model: type[Model], role: str) -> bool:
    """Whether the part has any right to read it: where it has none, asking is an error."""
    return role in row_access(model).rules["read"]


def fields_of(model: type[Model]) -> list[Field]:
    return [field for field in model._meta.concrete_fields if field.name not in SECRET | KEYS]


def readable_fields(model: type[Model]) -> list[Field]:
    return [field for field in fields_of(model) if field.name not in UNREADABLE]


def label_of(field: Field) -> str:
    """Raises KeyError for a column without a name in Dutch."""
    own = str(field.verbose_name)
    label = own if own != field.name.replace("_", " ") else LABELS[field.name]
    return label[:1].upper() + label[1:]


def told(row: Model) -> dict[str, Any]:
    """For machines: values as they are kept, and beside a code what it means."""
    said: dict[str, Any] = {}
    for field in fields_of(type(row)):
        value = getattr(row, field.attname)
        said[field.name] = _named(row, field) if isinstance(field, ForeignKey) else _plain(value)
        if field.choices and value:
            said[f"{field.name}_label"] = getattr(row, f"get_{field.name}_display")()
    return said


def shown(row: Model) -> list[tuple[str, str]]:
    """For people: what is filled in."""
    pairs = ((label_of(field), _shown(row, field)) for field in readable_fields(type(row)))
    return [(label, value) for label, value in pairs if value]


def as_section(table: Table, rows: Iterable[Model], model: type[Model]) -> Section:
    """A table of the columns that any row has something in."""
    fields = readable_fields(model)
    lines = [[_shown(row, field) for field in fields] for row in rows]
    used = [place for place in range(len(fields)) if any(line[place] for line in lines)]
    columns = [label_of(fields[place]) for place in used] or [label_of(fields[0])]
    return Section(table.title, columns=columns, rows=[[line[place] for place in used] for line in lines])


def rows_of(agreement: Agreement, model: type[Model]) -> QuerySet:
    related = [field.name for field in fields_of(model) if isinstance(field, ForeignKey)]
    found = model._default_manager.filter(agreement=agreement)
    return found.select_related(*related) if related else found  # without names Django would join everything


def mails_of(application: Application) -> QuerySet[Message]:
    return Message.objects.filter(about=f"application:{application.public_id}").order_by("created_at")


def _named(row: Model, field: ForeignKey) -> str:
    """What the row hangs on, in words."""
    if getattr(row, field.attname) is None:
        return ""
    other = getattr(row, field.name)
    return str(other.number) if isinstance(other, AgreementVersion) else str(other)


def _plain(value: Any) -> Any:
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    return value if value is None or isinstance(value, (bool, int, str, list, dict)) else str(value)


def _shown(row: Model, field: Field) -> str:
    value = getattr(row, field.attname)
    if value is None or value == "" or value in ([], {}):
        return ""
    if isinstance(field, ForeignKey):
        return _named(row, field)
    if field.choices:
        return str(getattr(row, f"get_{field.name}_display")())
    return readable(value)


def readable(value: Any) -> str:
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "j F Y, H.i")
    if isinstance(value, date):
        return date_format(value, "j F Y")
    if isinstance(value, dict):
        return "\n".join(f"{key}: {readable(each)}" for key, each in value.items() if each not in ("", None))
    if isinstance(value, list):
        return "\n".join(readable(each) for each in value)
    return str(value) if isinstance(value, (str, int)) else number_format(value)
