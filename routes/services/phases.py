from django.core.exceptions import ValidationError

from routes.enums import STOPPED, EventKind, Phase
from routes.models import PhaseChange, Route
from routes.revisions import require_unchanged

from . import notices
from .steps import locked, record, require_reason


def change_phase(route: Route, to: Phase, *, who: str, reason: str = "", seen: str = "") -> Route:
    """Where the route stands in its development: whatever its recognition says. To stop needs a reason.

    `seen`: the phase that the person was looking at; raises `Overtaken`.
    """
    route = locked(route)
    require_unchanged(seen, route.phase)
    if route.phase == to:
        raise ValidationError(f"De route is al in de fase ‘{Phase(to).label.lower()}’.", code="same")
    reason = require_reason(reason) if to in STOPPED else reason.strip()
    before, route.phase = Phase(route.phase), to
    route.save(update_fields=["phase"])
    note_phase(route, before, who=who, reason=reason)
    text = f"Fase gewijzigd van {before.label.lower()} naar {Phase(to).label.lower()}"
    record(route, EventKind.PHASE_CHANGED, who=who, text=text, reason=reason)
    notices.phase_changed(route, before, reason=reason, who=who)
    return route


def note_phase(route: Route, before: str, *, who: str, reason: str = "") -> None:
    """For the history: the phase that the route is in now, and the one it came from."""
    if before != route.phase:
        PhaseChange.objects.create(
            route=route, hogeschool_id=route.hogeschool_id, before=before, after=route.phase, reason=reason, who=who
        )


def require_running(phase: str) -> None:
    """A route does not begin stopped."""
    if phase in STOPPED:
        raise ValidationError(
            "Een nieuwe route ligt nog niet stil. Registreer haar in de fase waarin zij was, en wijzig daarna de fase.",
            code="phase",
        )
