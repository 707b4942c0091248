from django.db.models import TextChoices

from mkbroute.access.roles import COORDINATOR, PROGRAMME


class Degree(TextChoices):
    AD = "ad", "Associate degree"
    BACHELOR = "bachelor", "Bachelor"

    @property
    def years(self) -> int:
        """Nominal length in study years (criterion 1)."""
        return 2 if self == Degree.AD else 4


class Form(TextChoices):
    """How work and study are combined: WHW 7.7 lid 1 and 2."""

    DUAAL = "duaal", "Duaal"
    DEELTIJD = "deeltijd", "Deeltijd"


class Shape(TextChoices):
    """The four shapes of the handreiking Samen opleiden met het mkb, paragraph 3."""

    THROUGHOUT = "throughout", "Werkend leren in de hele route"
    FIRST_LEARN = "first_learn", "Eerst leren, dan werkend leren"
    GROWING = "growing", "Van meer leren naar meer werken"
    ELSEWHERE = "elsewhere", "Werken en leren op verschillende locaties"


class Connection(TextChoices):
    """Six ways in which work and learning are connected: Samen opleiden met het mkb, paragraph 3."""

    MOSTLY_AT_WORK = "mostly_at_work", "Het leren vindt vooral op de werkplek plaats"
    EMPLOYER_TAKES_PART = "employer", "De werkgever begeleidt, geeft feedback en denkt mee over de beoordeling"
    ASSIGNMENTS = "assignments", "Een vast curriculum met opdrachten in het eigen bedrijf"
    QUESTIONS_FROM_WORK = "questions", "Vraagstukken uit het werk sturen wat er wordt geleerd"
    HYBRID_TEACHERS = "hybrid_teachers", "Hybride docenten: zij werken ook in het vak"
    OUTCOMES_TOGETHER = "outcomes", "Met bedrijven ontwikkeld op leeruitkomsten"


class Audience(TextChoices):
    """The six doelgroepen of the nulmeting (paragraph 3) and both handreikingen."""

    MBO4 = "mbo4", "Afgestudeerden van mbo-4"
    EMPLOYEE_MBO = "employee_mbo", "Medewerkers op mbo-niveau die doorgroeien"
    EMPLOYEE_HBO = "employee_hbo", "Medewerkers op hbo-niveau zonder diploma"
    CAREER_CHANGER = "career_changer", "Zij-instromers"
    HAVO = "havo", "Gediplomeerde havisten"
    FULLTIME_LEAVER = "fulltime_leaver", "Uitvallers van een voltijdopleiding in het hbo"

    @property
    def reader(self) -> "Reader":
        """Whom a page for them speaks to."""
        match self:
            case Audience.EMPLOYEE_MBO | Audience.EMPLOYEE_HBO:
                return Reader.WORKING
            case Audience.CAREER_CHANGER:
                return Reader.CHANGER
            case _:
                return Reader.STUDENT


class Persona(TextChoices):
    """The three of the Handreiking studentcommunicatie."""

    CURIOUS = "curious", "De nieuwsgierige student"
    PURPOSEFUL = "purposeful", "De doelgerichte doorstromer"
    INDEPENDENT = "independent", "De onafhankelijke zij-instromer"


class Reader(TextChoices):
    """How a public page speaks: "student" does not fit everyone (Handreiking studentcommunicatie, tip 5)."""

    STUDENT = "student", "Student"
    WORKING = "werkende", "Werkende"
    CHANGER = "zij-instromer", "Zij-instromer"


class Phase(TextChoices):
    EXPLORING = "exploring", "Verkenning"
    DEVELOPING = "developing", "Ontwikkeling"
    STARTING = "starting", "Start"
    GROWN = "grown", "Uitgegroeid"
    STALLED = "stalled", "Stilgelegd"
    ENDED = "ended", "Beëindigd"


# what only says something with the reason beside it
STOPPED = (Phase.STALLED, Phase.ENDED)


class PartnerRole(TextChoices):
    PILOT = "pilot", "Pilotpartner"
    DEVELOPMENT = "development", "Ontwikkelpartner"
    KNOWLEDGE = "knowledge", "Kennispartner"


class Involvement(TextChoices):
    """What a partner does on a route."""

    EXECUTES = "executes", "Voert de route mee uit"
    SHAPES = "shapes", "Geeft de inhoud mee vorm"
    RECRUITS = "recruits", "Werft bedrijven en leerwerkplekken"
    EMPLOYS = "employs", "Neemt studenten in dienst en detacheert hen"
    DEVELOPS = "develops", "Ontwikkelpartner"
    KNOWLEDGE = "knowledge", "Kennispartner"


class LocationUse(TextChoices):
    SCHOOL = "school", "Onderwijs van de hogeschool"
    ELSEWHERE = "elsewhere", "Leren buiten school en bedrijf"


class CostPer(TextChoices):
    YEAR = "year", "per studiejaar"
    MONTH = "month", "per maand"
    ONCE = "once", "eenmalig"


class Payer(TextChoices):
    EMPLOYER = "employer", "De werkgever"
    STUDENT = "student", "De student"
    SHARED = "shared", "Werkgever en student samen"
    SUBSIDY = "subsidy", "Subsidie of fonds"


class PeriodKind(TextChoices):
    """The rhythm of the school, as a praktijkbegeleider should know it (nulmeting, paragraph 4.1)."""

    BLOCK = "block", "Blok"
    LESSONS = "lessons", "Lesweken"
    EXAMS = "exams", "Tentamenweken"
    HOLIDAY = "holiday", "Vakantie"


class Sector(TextChoices):
    BUILDING = "building", "Bouw en infra"
    ICT = "ict", "ICT"
    LOGISTICS = "logistics", "Logistiek en mobiliteit"
    MARITIME = "maritime", "Maritiem"
    TECHNOLOGY = "technology", "Techniek en industrie"
    BUSINESS = "business", "Economie en management"
    CARE = "care", "Zorg en welzijn"
    EDUCATION = "education", "Onderwijs"
    GREEN = "green", "Landbouw en natuur"
    OTHER = "other", "Overig"


class State(TextChoices):
    """Where recognition stands."""

    CONCEPT = "concept", "Concept"
    SUBMITTED = "submitted", "Ingediend"
    ASSESSING = "assessing", "In beoordeling"
    RETURNED = "returned", "Aanvulling gevraagd"
    RECOGNISED = "recognised", "Erkend"
    REJECTED = "rejected", "Nog niet erkend"
    RECONSIDERING = "reconsider", "In heroverweging"
    WITHDRAWN = "withdrawn", "Ingetrokken"

    @property
    def tone(self) -> str:
        """Of its badge."""
        return TONES[self.value]


TONES = {
    "concept": "neutral",
    "submitted": "info",
    "assessing": "info",
    "returned": "warning",
    "recognised": "success",
    "rejected": "danger",
    "reconsider": "info",
    "withdrawn": "neutral",
}


# from -> to -> who may take the step; the database refuses every other (routes.models.Route)
STEPS: dict[str, dict[str, tuple[str, ...]]] = {
    "concept": {"submitted": (COORDINATOR,), "withdrawn": (COORDINATOR,)},
    "submitted": {"assessing": (PROGRAMME,), "withdrawn": (COORDINATOR,)},
    "assessing": {
        "returned": (PROGRAMME,),
        "recognised": (PROGRAMME,),
        "rejected": (PROGRAMME,),
        "withdrawn": (COORDINATOR,),
    },
    "returned": {"submitted": (COORDINATOR,), "withdrawn": (COORDINATOR,)},
    "rejected": {"submitted": (COORDINATOR,), "reconsider": (COORDINATOR,), "withdrawn": (COORDINATOR,)},
    "recognised": {"reconsider": (PROGRAMME,), "withdrawn": (COORDINATOR, PROGRAMME)},
    "reconsider": {
        "returned": (PROGRAMME,),
        "recognised": (PROGRAMME,),
        "rejected": (PROGRAMME,),
        "withdrawn": (COORDINATOR,),
    },
}


class Verdict(TextChoices):
    MEETS = "meets", "Voldoet"
    PARTLY = "partly", "Voldoet deels"
    NOT_YET = "not_yet", "Voldoet nog niet"

    @property
    def tone(self) -> str:
        return {"meets": "success", "partly": "warning", "not_yet": "danger"}[self.value]


class EventKind(TextChoices):
    REGISTERED = "registered"
    CHANGED = "changed"
    STATED = "stated"
    PARTNER_ADDED = "partner_added"
    PARTNER_REMOVED = "partner_removed"
    PARTNER_CONFIRMED = "partner_confirmed"
    PARTNER_SHOWN = "partner_shown"
    PARTNER_RETRACTED = "partner_retracted"
    EVIDENCE_ADDED = "evidence_added"
    EVIDENCE_REMOVED = "evidence_removed"
    TAKEN_UP = "taken_up"
    ASSESSOR_ASKED = "assessor_asked"
    TAKEN_OVER = "taken_over"
    ASSESSED = "assessed"
    QUESTIONED = "questioned"
    ANSWERED = "answered"
    RECONSIDERED = "reconsidered"
    FLAGGED = "flagged"
    UNFLAGGED = "unflagged"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    RECOGNISED = "recognised"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    PHASE_CHANGED = "phase_changed"
    DETAIL_CHANGED = "detail_changed"
    RHYTHM_CHANGED = "rhythm_changed"
    OUTCOMES_CHANGED = "outcomes_changed"
    BOARD_CHANGED = "board_changed"
    EXAMPLE_SHARED = "example_shared"
    EXAMPLE_UNSHARED = "example_unshared"
    FUNNEL_CHANGED = "funnel_changed"


# of the working day: on the board and with the funnel, not between the steps of recognition
BOARD_EVENTS = (EventKind.BOARD_CHANGED, EventKind.EXAMPLE_SHARED, EventKind.EXAMPLE_UNSHARED)
WORKDAY_EVENTS = (*BOARD_EVENTS, EventKind.FUNNEL_CHANGED)

# while the programme team reads a dossier, or has recognised it, what it read stays as it was
DOSSIER_OPEN = (State.CONCEPT, State.RETURNED, State.REJECTED)


class BoardPart(TextChoices):
    """What the points of the ombouw-assistent are about."""

    TIPS = "tips", "Van bestaande opleiding naar Mkb-route"
    SETTLING_IN = "settling_in", "Inregelen bij het bedrijf"


class Progress(TextChoices):
    """Of a point of the ombouw-assistent."""

    TODO = "todo", "Nog niet begonnen"
    BUSY = "busy", "Bezig"
    DONE = "done", "Klaar"
    NOT_APPLICABLE = "skipped", "Niet van toepassing"

    @property
    def tone(self) -> str:
        return {"todo": "neutral", "busy": "info", "done": "success", "skipped": "neutral"}[self.value]

    @property
    def is_open(self) -> bool:
        return self in (Progress.TODO, Progress.BUSY)


class Stage(TextChoices):
    """From a meeting to a signed agreement. `COUNTED_STAGES` are those that the portal has rows of itself."""

    MEETING = "meeting", "Informatiebijeenkomst"
    INTEREST = "interest", "Interesse"
    TALK = "talk", "Gesprek"
    PLEDGE = "pledge", "Toezegging"
    PLACE = "place", "Leerwerkplek"
    STUDENT = "student", "Student"
    SIGNED = "signed", "Getekend"

    @property
    def what(self) -> str:
        """Who or what one counts here."""
        return {
            "meeting": "mensen die naar een bijeenkomst, open dag of voorlichting kwamen",
            "interest": "mensen die zich meldden of aanmeldden",
            "talk": "mensen of bedrijven met wie u doorsprak",
            "pledge": "mensen of bedrijven die ja zeiden",
            "place": "plaatsen op leerwerkplekken die op deze route zijn aangeboden",
            "student": "mensen met een leerwerkplek waar zij en het bedrijf ja op zeiden",
            "signed": "mensen met een overeenkomst die iedereen tekende",
        }[self.value]


COUNTED_STAGES = (Stage.INTEREST, Stage.PLEDGE, Stage.PLACE, Stage.STUDENT, Stage.SIGNED)


class Channel(TextChoices):
    """How someone came to the route."""

    OPEN_DAY = "open_day", "Open dag of bijeenkomst"
    BRANCHE = "branche", "Branche"
    EMPLOYER = "employer", "Werkgever"
    MBO = "mbo", "Mbo-school"
    WEBSITE = "website", "Website"
    SOCIAL = "social", "Sociale media"
    COLLEAGUE = "colleague", "Collega, vriend of alumnus"
    OTHER = "other", "Overig"


# the programme team has the dossier
WITH_PROGRAMME = (State.SUBMITTED, State.ASSESSING, State.RECONSIDERING)


class EvidenceKind(TextChoices):
    FILE = "file", "Bestand"
    LINK = "link", "Link"
    FIGURE = "figure", "Cijfer van het portaal"


class Occasion(TextChoices):
    """Why a version of the dossier was laid before the programme team."""

    SUBMISSION = "submission", "Ingediend"
    OBJECTION = "objection", "Heroverweging gevraagd"
    REOPENED = "reopened", "Heropend door het programmateam"


class QuestionState(TextChoices):
    OPEN = "open", "Wacht op antwoord"
    ANSWERED = "answered", "Beantwoord"
    CLOSED = "closed", "Afgehandeld"

    @property
    def tone(self) -> str:
        return {"open": "warning", "answered": "info", "closed": "neutral"}[self.value]


# state -> state -> who may take the step
QUESTION_STEPS: dict[str, dict[str, tuple[str, ...]]] = {
    "open": {"answered": (COORDINATOR,), "closed": (PROGRAMME,)},
    "answered": {"open": (PROGRAMME,), "closed": (PROGRAMME,)},
}
