"""Templates."""

from django.db.models import TextChoices

from mkbroute.access.roles import COORDINATOR, PROGRAMME


class TemplateState(TextChoices):
    DRAFT = "draft", "Concept"
    PUBLISHED = "published", "Gepubliceerd"
    DROPPED = "dropped", "Weggegooid"


TEMPLATE_STEPS = {
    "draft": {"published": (COORDINATOR, PROGRAMME), "dropped": (COORDINATOR, PROGRAMME)},
}


class TemplateEventKind(TextChoices):
    STARTED = "started", "Begonnen"
    EDITED = "edited", "Gewijzigd"
    PUBLISHED = "published", "Gepubliceerd"
    DROPPED = "dropped", "Weggegooid"

    @property
    def tone(self) -> str:
        """Of its stop on the timeline."""
        return {"published": "success", "dropped": "warning"}.get(self.value, "")
