"""One route at a time: lock it, see whether the step may be taken, take it, and log it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format

from routes.enums import STEPS, EventKind, State
from routes.models import Route, RouteEvent

STEP_EVENTS = {
    State.SUBMITTED: (EventKind.SUBMITTED, "Ingediend bij het programmateam"),
    State.ASSESSING: (EventKind.TAKEN_UP, "In beoordeling genomen"),
    State.RETURNED: (EventKind.RETURNED, "Aanvulling gevraagd"),
    State.RECOGNISED: (EventKind.RECOGNISED, "Erkend als Mkb-route in het hbo"),
    State.REJECTED: (EventKind.REJECTED, "Nog niet erkend; de route gaat verder als ontwikkelroute"),
    State.RECONSIDERING: (EventKind.RECONSIDERED, "In heroverweging"),
    State.WITHDRAWN: (EventKind.WITHDRAWN, "Ingetrokken"),
}


def locked(route: Route) -> Route:
    """The route as it is now. Two people who decide about one route take turns."""
    return Route.objects.select_for_update(of=("self",)).get(pk=route.pk)


def require_step(route: Route, to: State) -> None:
    if to not in STEPS.get(route.state, {}):
        raise ValidationError(_why_not(route), code="state")


def require_state(route: Route, *states: State) -> None:
    if route.state not in states:
        raise ValidationError(_why_not(route), code="state")


def _why_not(route: Route) -> str:
    label = State(route.state).label.lower()
    kinds = [kind for kind, _ in STEP_EVENTS.values()]
    last = RouteEvent.objects.filter(route=route, kind__in=kinds).order_by("at").last()
    how = f" ({last.who}, {date_format(timezone.localtime(last.at), 'j F Y, H:i')})" if last else ""
    return f"Dit kan niet meer: de status van de route is nu ‘{label}’{how}. Er is niets gewijzigd."


def take_step(route: Route, to: State, *, who: str, reason: str = "", **changes: Any) -> None:
    """`route` is locked. The database refuses a step that the model does not list."""
    require_step(route, to)
    changes = {"reconsidered_from": "", **changes, "state": to, "changed_at": timezone.now()}
    for name, value in changes.items():
        setattr(route, name, value)
    route.save(update_fields=list(changes))
    kind, text = STEP_EVENTS[to]
    record(route, kind, who=who, text=text, reason=reason)


def record(route: Route, kind: EventKind, *, who: str, text: str, reason: str = "") -> None:
    RouteEvent.objects.create(
        route_id=route.pk, hogeschool_id=route.hogeschool_id, kind=kind, who=who, text=text, reason=reason
    )


def record_once(route: Route, kind: EventKind, *, who: str, text: str) -> None:
    """Not again when it is what the same person did last: the history of each row keeps every save."""
    last = RouteEvent.objects.filter(route=route).order_by("at").last()
    if not last or (last.kind, last.who, last.text) != (kind, who, text):
        record(route, kind, who=who, text=text)


def require_reason(reason: str) -> str:
    if not reason.strip():
        raise ValidationError("Schrijf op waarom: de ander moet ermee verder kunnen.", code="reason")
    return reason.strip()
