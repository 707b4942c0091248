"""The learning outcomes of a route: every change is a new version."""

from collections.abc import Sequence

from django.db import transaction

from routes.enums import EventKind, State
from routes.models import OutcomeList, Route
from routes.revisions import Overtaken

from .steps import locked, record, require_state

OPEN = tuple(state for state in State if state != State.WITHDRAWN)


@transaction.atomic
def write_outcomes(route: Route, outcomes: Sequence[str], *, seen: int, who: str) -> OutcomeList | None:
    """`seen`: the version that was looked at, 0 for none. The same outcomes again make no new version.

    Raises Overtaken, and ValidationError when the route was withdrawn.
    """
    route = locked(route)
    require_state(route, *OPEN)
    last = route.outcome_lists.first()
    if last and last.outcomes == list(outcomes):
        return last
    if (last.number if last else 0) != seen:
        raise Overtaken
    made = OutcomeList.objects.create(
        route=route, hogeschool_id=route.hogeschool_id, number=seen + 1, outcomes=list(outcomes), who=who
    )
    record(route, EventKind.OUTCOMES_CHANGED, who=who, text=f"Leeruitkomsten gewijzigd, versie {made.number}")
    return made
