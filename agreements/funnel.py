"""Who has an agreement that everybody signed, for the funnel of a route (routes.funnel.count_with)."""

from collections.abc import Iterator

from django.utils.timezone import localdate

from routes.enums import Stage
from routes.funnel import Sighting
from routes.models import Route

from .enums import State
from .models import Agreement


def sightings(route: Route) -> Iterator[Sighting]:
    signed = Agreement.objects.filter(route=route, state__in=[State.SIGNED, State.SEALED])
    rows = signed.order_by("match__application__created_at", "id").values_list(
        "student_id", "match__application__created_at", "match__application__channel"
    )
    for student, at, channel in rows:
        yield Sighting(Stage.SIGNED, localdate(at), student, channel=channel or "")
