"""Who has an agreement that everybody signed, for the funnel of a route (routes.funnel.count_with)."""

from collections.abc import Iterator

from django.db.models.functions import Coalesce
from django.utils.timezone import localdate

from routes.enums import Stage
from routes.funnel import Sighting
from routes.models import Route

from .enums import State
from .models import Agreement

APPLIED_AT = Coalesce("match__application__created_at", "application__created_at")


def sightings(route: Route) -> Iterator[Sighting]:
    signed = Agreement.objects.filter(route=route, state__in=[State.SIGNED, State.SEALED]).order_by()
    for student, at in signed.values_list("student_id", APPLIED_AT):
        yield Sighting(Stage.SIGNED, localdate(at), student)
