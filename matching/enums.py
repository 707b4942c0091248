from django.db.models import TextChoices

from mkbroute.access.roles import COMPANY, COORDINATOR, STUDENT


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


class PositionState(TextChoices):
    OFFERED = "offered", "Aangeboden"
    WITHDRAWN = "withdrawn", "Ingetrokken"

    @property
    def tone(self) -> str:
        return "success" if self == PositionState.OFFERED else "neutral"


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
POSITION_STEPS = {"offered": {"withdrawn": (COMPANY,)}, "withdrawn": {"offered": (COMPANY,)}}
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
