"""What happened to an application, written once."""

from ..enums import EventKind
from ..models import Application, ApplicationEvent, Match


def record(
    application: Application, kind: EventKind, *, who: str, text: str = "", reason: str = "", match: Match | None = None
) -> None:
    """With `match`, its company reads it too."""
    ApplicationEvent.objects.create(
        application=application,
        match=match,
        hogeschool_id=application.hogeschool_id,
        student_id=application.student_id,
        organisation_id=match.organisation_id if match else None,
        kind=kind,
        who=who,
        text=text or kind.label,
        reason=reason,
    )
