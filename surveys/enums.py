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


class QuestionState(TextChoices):
    """Of the open answers to one question in one measurement."""

    READING = "reading", "Te lezen"
    CODING = "coding", "Wordt gecodeerd"
    SETTLING = "settling", "Verschillen bespreken"
    SETTLED = "settled", "Gecodeerd"

    @property
    def tone(self) -> str:
        """Of its badge."""
        return {"reading": "neutral", "coding": "warning", "settling": "warning", "settled": "success"}[self.value]


QUESTION_STEPS: dict[str, dict[str, tuple[str, ...]]] = {
    "reading": {"coding": (PROGRAMME,)},
    "coding": {"settling": (PROGRAMME,)},
    "settling": {"settled": (PROGRAMME,)},
    "settled": {"settling": (PROGRAMME,)},
}


class VerbatimState(TextChoices):
    """Of what somebody wrote, as it may be quoted."""

    NEW = "new", "Nog niet nagekeken op namen"
    REVIEWED = "reviewed", "Nagekeken"
    RELEASED = "released", "Vrijgegeven als citaat"

    @property
    def tone(self) -> str:
        """Of its badge."""
        return {"new": "neutral", "reviewed": "info", "released": "success"}[self.value]


VERBATIM_STEPS: dict[str, dict[str, tuple[str, ...]]] = {
    "new": {"reviewed": (COORDINATOR, PROGRAMME)},
    "reviewed": {"released": (COORDINATOR, PROGRAMME)},
    "released": {"reviewed": (COORDINATOR, PROGRAMME)},
}


class InterviewState(TextChoices):
    DRAFT = "draft", "Concept"
    FINISHED = "finished", "Afgerond"

    @property
    def tone(self) -> str:
        """Of its badge."""
        return {"draft": "warning", "finished": "success"}[self.value]


INTERVIEW_STEPS: dict[str, dict[str, tuple[str, ...]]] = {
    "draft": {"finished": (PROGRAMME,)},
    "finished": {"draft": (PROGRAMME,)},
}


class Mode(TextChoices):
    """How an interview was held."""

    LOCATION = "location", "Op locatie"
    ONLINE = "online", "Online"
    PHONE = "phone", "Telefonisch"
    WRITING = "writing", "Schriftelijk"


class Speaker(TextChoices):
    """With whom, as a role: the log holds no names of who was interviewed."""

    COORDINATOR = "coordinator", "Route-coördinator"
    MANAGER = "manager", "Opleidingsmanager of directie"
    TEACHER = "teacher", "Docent"
    SUPERVISOR = "supervisor", "Praktijkbegeleider"
    EMPLOYER = "employer", "Werkgever"
    STUDENT = "student", "Student"
    BRANCHE = "branche", "Branche of opleidingsbedrijf"
