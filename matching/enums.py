from django.db.models import IntegerChoices, TextChoices

from mkbroute.access.roles import CARD, COMPANY, COORDINATOR, STUDENT


class Background(TextChoices):
    """The six doelgroepen of the nulmeting (paragraph 3) and both handreikingen."""

    MBO4 = "mbo4", "Ik heb een mbo 4-diploma"
    EMPLOYEE_MBO = "employee_mbo", "Ik werk op mbo-niveau en wil doorgroeien"
    EMPLOYEE_HBO = "employee_hbo", "Ik werk op hbo-niveau, zonder hbo-diploma"
    CAREER_CHANGER = "career_changer", "Ik wil van beroep veranderen (zij-instromer)"
    HAVO = "havo", "Ik heb een havodiploma"
    FULLTIME_LEAVER = "fulltime_leaver", "Ik ben gestopt met een voltijd hbo-opleiding"


class Weekday(TextChoices):
    MONDAY = "mo", "maandag"
    TUESDAY = "tu", "dinsdag"
    WEDNESDAY = "we", "woensdag"
    THURSDAY = "th", "donderdag"
    FRIDAY = "fr", "vrijdag"
    SATURDAY = "sa", "zaterdag"
    SUNDAY = "su", "zondag"


class Travel(IntegerChoices):
    """Minutes one way, at most."""

    QUARTER = 15, "Hooguit een kwartier"
    HALF = 30, "Hooguit een half uur"
    THREE_QUARTERS = 45, "Hooguit drie kwartier"
    HOUR = 60, "Hooguit een uur"
    LONGER = 90, "Hooguit anderhalf uur"


class PayPeriod(TextChoices):
    MONTH = "month", "Per maand"
    HOUR = "hour", "Per uur"


class EmployerPlan(TextChoices):
    """Where she would learn."""

    SEEKS = "seeks", "Ik zoek een leerwerkplek"
    OWN = "own", "Bij mijn eigen werkgever"
    UNSURE = "unsure", "Dat weet ik nog niet"


class PositionState(TextChoices):
    OFFERED = "offered", "Aangeboden"
    WITHDRAWN = "withdrawn", "Ingetrokken"
    INACTIVE = "inactive", "Niet actief"  # the company did not say that it still stands
    ARCHIVED = "archived", "In het archief"

    @property
    def tone(self) -> str:
        return {"offered": "success", "inactive": "warning"}.get(self.value, "neutral")


class OfferState(TextChoices):
    """The check by the hogeschool of a leerwerkplek on one of its routes."""

    WAITING = "waiting", "Wacht op controle"
    PUBLISHED = "published", "Gepubliceerd"
    RETURNED = "returned", "Teruggestuurd"

    @property
    def tone(self) -> str:
        return {"waiting": "warning", "published": "success"}.get(self.value, "danger")


class PlaceEventKind(TextChoices):
    """What happened to a leerwerkplek."""

    OFFERED = "offered", "Aangeboden"
    OFFERED_AGAIN = "offered_again", "Opnieuw aangeboden"
    CHANGED = "changed", "Gewijzigd"
    SEEN = "seen", "Wijziging bekeken"
    PUBLISHED = "published", "Gepubliceerd"
    RETURNED = "returned", "Teruggestuurd"
    TAKEN_OFF = "taken_off", "Niet meer aangeboden op de route"
    WITHDRAWN = "withdrawn", "Ingetrokken"
    EXTENDED = "extended", "Verlengd"
    ARCHIVED = "archived", "In het archief gezet"
    UNARCHIVED = "unarchived", "Uit het archief gehaald"
    ASKED = "asked", "Gevraagd of de plek nog open staat"
    STILL_OPEN = "still_open", "De plek staat nog open"
    INACTIVE = "inactive", "Niet meer actief"
    SCANNED = "scanned", "Werkplekscan afgerond"

    @property
    def tone(self) -> str:
        """Of its stop on the timeline."""
        good = ("published", "still_open")
        bad = ("returned", "inactive", "withdrawn", "taken_off")
        return "success" if self.value in good else "warning" if self.value in bad else ""


class ChecklistKind(TextChoices):
    SCAN = "scan", "Werkplekscan"
    SETTLING = "settling", "Inregelen"


class ScanState(TextChoices):
    DRAFT = "draft", "Concept"
    CONCLUDED = "concluded", "Afgerond"


class ScanAnswer(TextChoices):
    YES = "yes", "Ja"
    PARTLY = "partly", "Deels"
    NO = "no", "Nee"

    @property
    def tone(self) -> str:
        return {"yes": "success", "partly": "warning"}.get(self.value, "danger")


class ScanOutcome(TextChoices):
    """What the hogeschool finds of a workplace."""

    FITS = "fits", "Geschikt"
    FITS_IF = "fits_if", "Geschikt, met afspraken"
    UNFIT = "unfit", "Nog niet geschikt"

    @property
    def tone(self) -> str:
        return {"fits": "success", "fits_if": "info"}.get(self.value, "danger")


class ApplicationState(TextChoices):
    SUBMITTED = "submitted", "Ontvangen"
    ADMISSIBLE = "admissible", "Toelaatbaar"
    REJECTED = "rejected", "Niet toegelaten"
    PLACED = "placed", "Leerwerkplek gevonden"
    WITHDRAWN = "withdrawn", "Ingetrokken"

    @property
    def tone(self) -> str:
        return {"submitted": "warning", "admissible": "info", "placed": "success"}.get(self.value, "neutral")


class MatchState(TextChoices):
    PROPOSED = "proposed", "Voorgesteld"
    CONFIRMED = "confirmed", "Bevestigd"
    DECLINED = "declined", "Afgewezen"
    CANCELLED = "cancelled", "Vervallen"

    @property
    def tone(self) -> str:
        return {"proposed": "warning", "confirmed": "success"}.get(self.value, "neutral")


class CheckOutcome(TextChoices):
    MET = "met", "Voldaan"
    OPEN = "open", "Voorwaarde: moet nog"
    NOT_MET = "not_met", "Niet voldaan"
    NOT_NEEDED = "not_needed", "Niet nodig"

    @property
    def tone(self) -> str:
        return {"met": "success", "open": "warning", "not_met": "danger"}.get(self.value, "neutral")


class FileKind(TextChoices):
    CV = "cv", "Cv"
    DIPLOMA = "diploma", "Diploma of cijferlijst"
    EVC = "evc", "EVC-rapport of certificaat"
    OTHER = "other", "Iets anders"


class IntroductionState(TextChoices):
    OPEN = "open", "Wacht op antwoord"
    ACCEPTED = "accepted", "Maken kennis"
    DECLINED = "declined", "Nee gezegd"
    WITHDRAWN = "withdrawn", "Ingetrokken"
    CLOSED = "closed", "Gesloten zonder antwoord"

    @property
    def tone(self) -> str:
        return {"open": "warning", "accepted": "success"}.get(self.value, "neutral")


class Answer(TextChoices):
    YES = "yes", "Ja"
    NO = "no", "Nee"


class Side(TextChoices):
    """Whose answer to a match."""

    STUDENT = "student", "Kandidaat"
    COMPANY = "company", "Bedrijf"


class EventKind(TextChoices):
    SUBMITTED = "submitted", "Aangemeld"
    ENROLLED = "enrolled", "Ingeschreven door de hogeschool"
    ADMITTED = "admitted", "Toelaatbaar"
    REJECTED = "rejected", "Niet toegelaten"
    WITHDRAWN = "withdrawn", "Aanmelding ingetrokken"
    PROPOSED = "proposed", "Leerwerkplek voorgesteld"
    SAID_YES = "said_yes", "Ja gezegd"
    CONFIRMED = "confirmed", "Leerwerkplek bevestigd"
    DECLINED = "declined", "Nee gezegd"
    CANCELLED = "cancelled", "Voorstel vervallen"
    SHOWN = "shown", "Laat zich vinden door bedrijven"
    HIDDEN = "hidden", "Laat zich niet meer vinden door bedrijven"
    CORRECTED = "corrected", "Gegevens gewijzigd"
    CHECKED = "checked", "Toelating beoordeeld"
    FILE_ADDED = "file_added", "Bestand toegevoegd"
    FILE_REMOVED = "file_removed", "Bestand verwijderd"
    MEETING_ASKED = "meeting_asked", "Kennismaking gevraagd"
    MEETING_ANSWERED = "meeting_answered", "Antwoord op een kennismaking"
    MEETING_CLOSED = "meeting_closed", "Kennismaking gesloten"
    OWN_EMPLOYER = "own_employer", "Leert bij de eigen werkgever"
    OWN_EMPLOYER_ENDED = "own_employer_ended", "Leert niet bij de eigen werkgever"

    @property
    def tone(self) -> str:
        """Of its stop on the timeline."""
        good = ("admitted", "confirmed", "own_employer")
        bad = ("declined", "cancelled", "withdrawn", "own_employer_ended")
        return "success" if self in good else "warning" if self in bad else "danger" if self == "rejected" else ""


ENDED = (ApplicationState.WITHDRAWN, ApplicationState.REJECTED)  # the person may apply to the route again

# from -> to -> who may take the step; the database refuses every other
POSITION_STEPS: dict[str, dict[str, tuple[str, ...]]] = {
    "offered": {"withdrawn": (COMPANY,), "archived": (COMPANY,), "inactive": ()},
    "withdrawn": {"offered": (COMPANY,), "archived": (COMPANY,)},
    "inactive": {"offered": (COMPANY,), "withdrawn": (COMPANY,), "archived": (COMPANY,)},
    "archived": {"withdrawn": (COMPANY,)},
}
OFFER_STEPS = {
    "waiting": {"published": (COORDINATOR,), "returned": (COORDINATOR,)},
    "published": {"waiting": (COMPANY,), "returned": (COORDINATOR,)},
    "returned": {"waiting": (COMPANY,), "published": (COORDINATOR,)},
}
APPLICATION_STEPS = {
    "submitted": {"admissible": (COORDINATOR,), "rejected": (COORDINATOR,), "withdrawn": (STUDENT,)},
    "admissible": {"placed": (STUDENT, COMPANY, COORDINATOR), "rejected": (COORDINATOR,), "withdrawn": (STUDENT,)},
    "placed": {"admissible": (COORDINATOR,), "withdrawn": (STUDENT,)},
}
MATCH_STEPS = {
    "proposed": {
        "confirmed": (STUDENT, COMPANY),
        "declined": (STUDENT, COMPANY),
        "cancelled": (COORDINATOR, STUDENT),
    },
    "confirmed": {"cancelled": (COORDINATOR, STUDENT)},
}
# Closed by the portal: after its term, or when she finds a place or the leerwerkplek goes.
INTRODUCTION_STEPS = {
    "open": {
        "accepted": (STUDENT, COMPANY, CARD),
        "declined": (STUDENT, COMPANY, CARD),
        "withdrawn": (STUDENT, COMPANY),
        "closed": (),
    }
}


class RoundState(TextChoices):
    OPEN = "open", "Open"  # or planned, before its first day
    CLOSED = "closed", "Gesloten"  # what was ranked then is what counts
    ENDED = "ended", "Afgerond"

    @property
    def tone(self) -> str:
        return {"open": "success", "closed": "info"}.get(self.value, "neutral")


class Unjudged(TextChoices):
    """Where does someone stand whom a company did not judge, and who would like to work there?"""

    LAST = "last", "Onderaan: na iedereen die het bedrijf wel op volgorde zette, onderling gelijk"
    OUT = "out", "Niet: alleen wie het bedrijf op volgorde zette, komt in aanmerking"


class PairKind(TextChoices):
    PINNED = "pinned", "Vastgezet"
    FORBIDDEN = "forbidden", "Uitgesloten"


class RunObjective(TextChoices):
    """As the engine's Objective."""

    STABLE = "stable", "Het beste voor de kandidaten"
    MAX = "max", "Zo veel mogelijk mensen een plek"


class RunState(TextChoices):
    WAITING = "waiting", "In de rij"
    RUNNING = "running", "Wordt berekend"
    FAILED = "failed", "Niet gelukt"
    PREVIEW = "preview", "Proefberekening"
    DRAFT = "draft", "Concept"
    PUBLISHED = "published", "Gepubliceerd"
    DISCARDED = "discarded", "Niet gebruikt"

    @property
    def tone(self) -> str:
        tones = {"failed": "danger", "draft": "warning", "published": "success", "preview": "accent"}
        return tones.get(self.value, "info" if self in COMPUTING else "neutral")


COMPUTING = (RunState.WAITING, RunState.RUNNING)


class LineState(TextChoices):
    """What came of one person, once a run is published."""

    NONE = "", "Nog niet gepubliceerd"
    WAITING = "waiting", "Wordt doorgegeven"
    PROPOSED = "proposed", "Voorgesteld"
    KEPT = "kept", "Had al een plek uit deze ronde"
    UNPLACED = "unplaced", "Geen plek"
    REFUSED = "refused", "Niet meer voor te stellen"


ROUND_STEPS: dict[str, dict[str, tuple[str, ...]]] = {
    "open": {"closed": (), "ended": (COORDINATOR,)},
    "closed": {"open": (COORDINATOR,), "ended": (COORDINATOR,)},
}
RUN_STEPS: dict[str, dict[str, tuple[str, ...]]] = {
    "waiting": {"running": (), "failed": ()},
    "running": {"preview": (), "draft": (), "failed": (), "discarded": ()},
    "draft": {"published": (COORDINATOR,), "discarded": (COORDINATOR,)},
}
LINE_STEPS: dict[str, dict[str, tuple[str, ...]]] = {
    "": {"waiting": (COORDINATOR,)},
    "waiting": {"proposed": (), "kept": (), "unplaced": (), "refused": ()},
}
