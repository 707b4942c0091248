from django.db.models import TextChoices

from mkbroute.access.roles import COORDINATOR, SIGNER


class Role(TextChoices):
    """A party to the agreement. WHW 7.7 lid 5: the institution, the student and the company; and the formal employer
    where the student works at another company than the one that employs her."""

    STUDENT = "student", "Student"
    COMPANY = "company", "Bedrijf"
    EMPLOYER = "employer", "Formele werkgever"
    HOGESCHOOL = "hogeschool", "Hogeschool"


class State(TextChoices):
    DRAFT = "draft", "Concept"
    SENT = "sent", "Ter ondertekening"
    DECLINED = "declined", "Geweigerd"
    SIGNED = "signed", "Door iedereen getekend"
    SEALED = "sealed", "Verzegeld"
    CANCELLED = "cancelled", "Vervallen"

    @property
    def tone(self) -> str:
        """Of its badge."""
        tones = {"sent": "warning", "declined": "danger", "signed": "info", "sealed": "success"}
        return tones.get(self.value, "neutral")


# from -> to -> who may take the step; the database refuses every other. SIGNED and SEALED are the worker's.
STEPS = {
    "draft": {"sent": (COORDINATOR,), "cancelled": (COORDINATOR,)},
    "sent": {"draft": (COORDINATOR,), "declined": (SIGNER,), "signed": (SIGNER,), "cancelled": (COORDINATOR,)},
    "declined": {"draft": (COORDINATOR,), "cancelled": (COORDINATOR,)},
    "signed": {"sealed": ()},
}


class CardState(TextChoices):
    """How far a party is with its gegevenskaart."""

    NOT_ASKED = "not_asked", "Nog niet gevraagd"
    ASKED = "asked", "Gevraagd"
    OPENED = "opened", "Geopend"
    FILLED = "filled", "Ingevuld"
    TAKEN_OVER = "taken_over", "Door u overgenomen"

    @property
    def tone(self) -> str:
        tones = {"asked": "warning", "opened": "info", "filled": "success"}
        return tones.get(self.value, "neutral")


class Contract(TextChoices):
    """How long someone is employed."""

    FIXED = "fixed", "Voor bepaalde tijd"
    PROGRAMME = "programme", "Voor de duur van de opleiding"
    PERMANENT = "permanent", "Voor onbepaalde tijd"


class Place(TextChoices):
    """Where a learning outcome is worked on."""

    SCHOOL = "school", "Op school"
    COMPANY = "company", "Op het werk"
    ELSEWHERE = "elsewhere", "Ergens anders"


class SigningState(TextChoices):
    WAITING = "waiting", "Wacht op handtekening"
    SIGNED = "signed", "Getekend"
    DECLINED = "declined", "Geweigerd"

    @property
    def tone(self) -> str:
        return {"waiting": "warning", "signed": "success", "declined": "danger"}[self.value]


SIGNING_STEPS = {"waiting": {"signed": (SIGNER,), "declined": (SIGNER,)}}


class EventKind(TextChoices):
    DRAFTED = "drafted", "Opgesteld"
    EDITED = "edited", "Gewijzigd"
    SENT = "sent", "Verstuurd"
    REOPENED = "reopened", "Teruggehaald"
    LINK_SENT = "link_sent", "Persoonlijke link verstuurd"
    OPENED = "opened", "Geopend"
    CODE_SENT = "code_sent", "Code verstuurd"
    CODE_WRONG = "code_wrong", "Verkeerde code"
    IDENTIFIED = "identified", "Code bevestigd"
    SIGNED = "signed", "Getekend"
    DECLINED = "declined", "Geweigerd"
    SEALED = "sealed", "Verzegeld"
    CANCELLED = "cancelled", "Vervallen"
    DATA_ASKED = "data_asked", "Gegevens gevraagd"
    DATA_PASSED = "data_passed", "Gegevenskaart doorgestuurd"
    DATA_FILLED = "data_filled", "Gegevens ingevuld"
    DATA_TAKEN = "data_taken", "Gegevens overgenomen"

    @property
    def tone(self) -> str:
        """Of its stop on the timeline."""
        tones = {"signed": "success", "sealed": "success", "declined": "danger", "reopened": "warning"}
        return tones.get(self.value, "warning" if self in ("cancelled", "code_wrong") else "")


# what each may say of itself; sealing is the worker's to tell
TOLD_BY_HOGESCHOOL = (
    EventKind.DRAFTED, EventKind.EDITED, EventKind.SENT, EventKind.REOPENED, EventKind.LINK_SENT, EventKind.CANCELLED,
    EventKind.DATA_ASKED, EventKind.DATA_TAKEN,
)  # fmt: skip
TOLD_BY_SIGNER = (
    EventKind.OPENED, EventKind.CODE_SENT, EventKind.CODE_WRONG, EventKind.IDENTIFIED, EventKind.SIGNED,
    EventKind.DECLINED, EventKind.LINK_SENT,
)  # fmt: skip
TOLD_BY_CARD = (EventKind.DATA_ASKED, EventKind.DATA_PASSED, EventKind.DATA_FILLED)
# what a signer's browser and mailbox did: for who handles the agreement
TECHNICAL = (EventKind.CODE_SENT, EventKind.CODE_WRONG, EventKind.IDENTIFIED)
