"""Who has an agreement that everybody signed, for the funnel of a route (routes.funnel.count_with)."""

from collections.abc import Iterator

from django.db.models.functions import Coalesce
from django.utils.timezone import localdate

from routes.enums import Stage
from routes.funnel import Sighting
from routes.models import Route

from .enums import BY_ALL
from .models import Agreement

APPLIED_AT = Coalesce("match__application__created_at", "application__created_at")
CHANNEL = Coalesce("match__application__channel", "application__channel")


def sightings(route: Route) -> Iterator[Sighting]:
    signed = Agreement.objects.filter(route=route, state__in=BY_ALL)
    rows = signed.annotate(applied_at=APPLIED_AT).order_by("applied_at", "id")
    for student, at, channel in rows.values_list("student_id", "applied_at", CHANNEL):
        yield Sighting(Stage.SIGNED, localdate(at), student, channel=channel or "")
