from django.db.models import TextChoices


class State(TextChoices):
    """How far a job is."""

    WAITING = "waiting", "In de rij"
    RUNNING = "running", "Wordt gemaakt"
    FINISHED = "finished", "Klaar"
    FAILED = "failed", "Niet gelukt"
    EXPIRED = "expired", "Verlopen"

    @property
    def tone(self) -> str:
        """Of its badge."""
        tones = {"waiting": "warning", "running": "info", "finished": "success", "failed": "danger"}
        return tones.get(self.value, "neutral")


STEPS = {
    "waiting": {"running": ()},
    "running": {"finished": (), "failed": ()},
    "finished": {"expired": ()},
}
# in one of these a second request for the same finds the first
OPEN = (State.WAITING, State.RUNNING)
