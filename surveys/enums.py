from django.db.models import TextChoices

from mkbroute.access.roles import COORDINATOR, PROGRAMME


class Audience(TextChoices):
    """Who is asked: the three populations of the nulmeting (paragraph 1.2). Each has a questionnaire worded for it."""

    COMPANIES = "companies", "Bedrijven"
    STUDENTS = "students", "Studenten"
    TEACHERS = "teachers", "Docenten"

    @property
    def prefix(self) -> str:
        """Of the codes of the standard items."""
        return {"companies": "B", "students": "S", "teachers": "D"}[self.value]

    @property
    def own_prefix(self) -> str:
        """Of the codes of a hogeschool's own items."""
        return f"H{self.prefix}"


class VersionState(TextChoices):
    DRAFT = "draft", "Concept"
    PUBLISHED = "published", "Gepubliceerd"
    DROPPED = "dropped", "Weggegooid"


VERSION_STEPS = {
    "draft": {"published": (COORDINATOR, PROGRAMME), "dropped": (COORDINATOR, PROGRAMME)},
}


class VersionEventKind(TextChoices):
    STARTED = "started", "Begonnen"
    EDITED = "edited", "Gewijzigd"
    RECODED = "recoded", "Nieuwe code"
    PUBLISHED = "published", "Gepubliceerd"
    DROPPED = "dropped", "Weggegooid"

    @property
    def tone(self) -> str:
        """Of its stop on the timeline."""
        return {"published": "success", "dropped": "warning", "recoded": "warning"}.get(self.value, "")


class WaveState(TextChoices):
    DRAFT = "draft", "In voorbereiding"
    OPEN = "open", "Loopt"
    CLOSING = "closing", "Wordt gesloten"
    CLOSED = "closed", "Gesloten"

    @property
    def tone(self) -> str:
        """Of its badge."""
        return {"draft": "neutral", "open": "success", "closing": "warning", "closed": "info"}[self.value]


# closing is the worker's: it drops the keys in the same step
WAVE_STEPS: dict[str, dict[str, tuple[str, ...]]] = {
    "draft": {"open": (PROGRAMME,)},
    "open": {"closing": (PROGRAMME,), "closed": ()},
    "closing": {"closed": ()},
}


class ListState(TextChoices):
    """Of the people of one route who are asked the same."""

    CHECKING = "checking", "Na te kijken"
    SENDING = "sending", "Wordt verstuurd"
    SENT = "sent", "Verstuurd"

    @property
    def tone(self) -> str:
        """Of its badge."""
        return {"checking": "warning", "sending": "info", "sent": "success"}[self.value]


LIST_STEPS: dict[str, dict[str, tuple[str, ...]]] = {
    "checking": {"sending": (COORDINATOR, PROGRAMME)},
    "sending": {"sent": ()},
    "sent": {"sending": (COORDINATOR, PROGRAMME)},  # names that came later
}


class InvitationState(TextChoices):
    LISTED = "listed", "Op de lijst"
    SENT = "sent", "Uitgenodigd"
    OPENED = "opened", "Begonnen"
    SUBMITTED = "submitted", "Ingevuld"
    DECLINED = "declined", "Doet niet mee"
    SKIPPED = "skipped", "Niet gevraagd"  # asked not long ago, or asked us to stop

    @property
    def tone(self) -> str:
        """Of its badge."""
        tones = {"sent": "info", "opened": "info", "submitted": "success", "declined": "warning"}
        return tones.get(self.value, "neutral")


ASKED = (InvitationState.SENT, InvitationState.OPENED, InvitationState.SUBMITTED, InvitationState.DECLINED)
INVITATION_STEPS: dict[str, dict[str, tuple[str, ...]]] = {
    "listed": {"sent": (), "skipped": (), "declined": ()},
    "sent": {"opened": (), "submitted": (), "declined": ()},
    "opened": {"submitted": (), "declined": ()},
    "declined": {"opened": (), "submitted": ()},  # who thinks better of it
}


class Listed(TextChoices):
    """How somebody came on a list."""

    PORTAL = "portal", "Uit het portaal"
    FILE = "file", "Uit een bestand"
    HAND = "hand", "Zelf toegevoegd"


class Precision(TextChoices):
    """How the nulmeting gave a figure."""

    EXACT = "exact", "precies"
    INFERRED = "inferred", "afgeleid"
    PRINTED = "printed", "als percentage"
    APPROX = "approx", "in woorden"
    FIGURE = "figure", "alleen als grafiek"
