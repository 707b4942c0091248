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


class Phase(TextChoices):
    EXPLORING = "exploring", "Verkenning"
    DEVELOPING = "developing", "Ontwikkeling"
    STARTING = "starting", "Start"
    GROWN = "grown", "Uitgegroeid"
    STALLED = "stalled", "Stilgelegd"
    ENDED = "ended", "Beëindigd"


class PartnerRole(TextChoices):
    PILOT = "pilot", "Pilotpartner"
    DEVELOPMENT = "development", "Ontwikkelpartner"
    KNOWLEDGE = "knowledge", "Kennispartner"


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
    RETURNED = "returned", "Aanvulling gevraagd"
    RECOGNISED = "recognised", "Erkend"
    REJECTED = "rejected", "Nog niet erkend"
    WITHDRAWN = "withdrawn", "Ingetrokken"

    @property
    def tone(self) -> str:
        """Of its badge."""
        return TONES[self.value]


TONES = {
    "concept": "neutral",
    "submitted": "info",
    "returned": "warning",
    "recognised": "success",
    "rejected": "danger",
    "withdrawn": "neutral",
}


# from -> to -> who may take the step; the database refuses every other (routes.models.Route)
STEPS: dict[str, dict[str, tuple[str, ...]]] = {
    "concept": {"submitted": (COORDINATOR,), "withdrawn": (COORDINATOR,)},
    "submitted": {
        "returned": (PROGRAMME,),
        "recognised": (PROGRAMME,),
        "rejected": (PROGRAMME,),
        "withdrawn": (COORDINATOR,),
    },
    "returned": {"submitted": (COORDINATOR,), "withdrawn": (COORDINATOR,)},
    "rejected": {"submitted": (COORDINATOR,), "withdrawn": (COORDINATOR,)},
    "recognised": {"withdrawn": (COORDINATOR, PROGRAMME)},
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
    ASSESSED = "assessed"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    RECOGNISED = "recognised"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


# while the programme team reads a dossier, or has recognised it, what it read stays as it was
DOSSIER_OPEN = (State.CONCEPT, State.RETURNED, State.REJECTED)
