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
