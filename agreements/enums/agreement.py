"""What an agreement is, says and goes through; an addendum goes the same way."""

from django.db.models import TextChoices

from mkbroute.access.roles import COORDINATOR, SIGNER


class Role(TextChoices):
    """A party to the agreement. WHW 7.7 lid 5: the institution, the student and the company; and the formal employer
    where the student works at another company than the one that employs her."""

    STUDENT = "student", "Student"
    COMPANY = "company", "Bedrijf"
    EMPLOYER = "employer", "Formele werkgever"
    LEAVING = "leaving", "Vertrekkend bedrijf"  # of an addendum by which another company takes over
    HOGESCHOOL = "hogeschool", "Hogeschool"


class State(TextChoices):
    DRAFT = "draft", "Concept"
    SENT = "sent", "Ter ondertekening"
    DECLINED = "declined", "Geweigerd"
    SIGNED = "signed", "Door iedereen getekend"
    SEALED = "sealed", "Verzegeld"
    ENDED = "ended", "Geëindigd"
    CANCELLED = "cancelled", "Vervallen"

    @property
    def tone(self) -> str:
        """Of its badge."""
        tones = {"sent": "warning", "declined": "danger", "signed": "info", "sealed": "success"}
        return tones.get(self.value, "neutral")


# from -> to -> who may take the step; the database refuses every other. SIGNED, SEALED and ENDED are the worker's, and
# ENDED needs an ending that is final (models/endings.py). Services, buttons and the page about statuses ask here.
STEPS: dict[str, dict[str, tuple[str, ...]]] = {
    "draft": {"sent": (COORDINATOR,), "cancelled": (COORDINATOR,)},
    "sent": {
        "draft": (COORDINATOR,),
        "declined": (SIGNER,),
        "signed": (SIGNER, COORDINATOR),  # a coordinator: when the last signatures stand on paper
        "cancelled": (COORDINATOR,),
    },
    "declined": {"draft": (COORDINATOR,), "cancelled": (COORDINATOR,)},
    "signed": {"sealed": ()},
    "sealed": {"ended": ()},
    "ended": {"sealed": (COORDINATOR,)},  # a diploma that was recorded by mistake (portal.require_correction)
}
# an addendum does not end by itself: the agreement does
ADDENDUM_STEPS = {before: steps for before, steps in STEPS.items() if before not in ("sealed", "ended")}
CALLED_OFF = "Gaat niet door"  # what ended on the day before it would have begun
# everybody signed, and there is a document to show; what ended stays so
BY_ALL = (State.SIGNED, State.SEALED, State.ENDED)
WITH_SEAL = (State.SEALED, State.ENDED)


def leads_to(state: str, *parts: str) -> list[State]:
    """From which states a step leads there, for these parts; none named: for whoever."""
    return [
        State(before)
        for before, steps in STEPS.items()
        if state in steps and (not parts or set(parts) & set(steps[state]))
    ]


# an addendum in one of these keeps the next one waiting
OPEN = (State.DRAFT, State.SENT, State.DECLINED, State.SIGNED)


class Contract(TextChoices):
    """How long the employment lasts."""

    PERMANENT = "permanent", "Voor onbepaalde tijd"
    PROGRAMME = "programme", "Voor de duur van de opleiding"
    TEMPORARY = "temporary", "Tot een einddatum"


class YesNo(TextChoices):
    YES = "yes", "Ja"
    NO = "no", "Nee"


class AlertKind(TextChoices):
    """What the contact of a route is told in her daily mail."""

    AGREEMENT = "agreement", "Overeenkomst loopt af"
    CONTRACT = "contract", "Tijdelijke arbeidsovereenkomst loopt af"
    LINK = "link", "Persoonlijke link verloopt"
    CARD = "card", "Gegevenskaart ingevuld"
    ANSWERS = "answers", "Termijn om te antwoorden op een einde is voorbij"


class Place(TextChoices):
    """Where a learning outcome is worked on."""

    SCHOOL = "school", "Op school"
    COMPANY = "company", "Op het werk"
    ELSEWHERE = "elsewhere", "Ergens anders"


class Language(TextChoices):
    """In which an agreement is drawn up: one text, and that text is signed."""

    NL = "nl", "Nederlands"
    EN = "en", "Engels"


class Placement(TextChoices):
    """Who employs the student: the company where she works, or another that lends her to it."""

    DIRECT = "direct", "in dienst van het bedrijf"
    POSTED = "posted", "gedetacheerd door een formele werkgever"


class Workplaces(TextChoices):
    ONE = "one", "één bedrijf"
    ROTATION = "rotation", "rotatie over meer bedrijven"
