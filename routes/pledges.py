"""Which companies said themselves that they take part, for the funnel of a route (routes.funnel.count_with)."""

from collections.abc import Iterator

from django.utils.timezone import localdate

from mkbroute.organisations.enums import Kind

from .enums import Stage
from .funnel import Sighting
from .models import Route, RoutePartner


def sightings(route: Route) -> Iterator[Sighting]:
    confirmed = RoutePartner.objects.filter(
        route=route, confirmed_at__isnull=False, organisation__kind__in=(Kind.COMPANY, Kind.EMPLOYER)
    )
    for organisation, at in confirmed.order_by().values_list("organisation_id", "confirmed_at"):
        yield Sighting(Stage.PLEDGE, localdate(at), organisation)
