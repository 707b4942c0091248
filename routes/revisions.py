"""What someone had before her when she began to type, so that a later save does not wipe out a colleague's."""

from hashlib import sha256

from django.core.exceptions import ValidationError


class Overtaken(ValidationError):
    """Someone else saved in the meantime; nothing of this save was kept."""

    def __init__(self) -> None:
        super().__init__(
            "Iemand anders heeft dit gewijzigd terwijl u typte. Er is nog niets van u opgeslagen: kijk wat er nu staat "
            "en sla daarna opnieuw op."
        )


def revision(*values: object) -> str:
    """The same values, the same revision."""
    return sha256(repr([str(value) for value in values]).encode()).hexdigest()[:16]


def require_unchanged(seen: str, now: str) -> None:
    """Raises `Overtaken`. An empty `seen` is of someone who saw nothing: a program."""
    if seen and seen != now:
        raise Overtaken
