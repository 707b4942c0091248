"""Who shapes a route, and what a partner may read of it."""

from collections.abc import Iterable
from typing import Any

from django.db.models import F, QuerySet

from mkbroute.organisations.enums import Kind

from ..models import NameConsent, Route, RoutePartner, RouteYear
from ..weeks import Week
from .routes import week_of, weeks_of

CAN_CONFIRM = (Kind.COMPANY, Kind.BRANCHE, Kind.EMPLOYER, Kind.HOGESCHOOL)


def can_confirm(partner: RoutePartner) -> bool:
    return partner.organisation.kind in CAN_CONFIRM


def partners_of(route: Route) -> list[RoutePartner]:
    return list(RoutePartner.objects.filter(route=route).select_related("organisation"))


def routes_as_partner() -> dict[int, Route]:
    """The routes in which one's own hogeschool is a partner of another, by id; for a coordinator only."""
    return {route.pk: route for route in Route.objects.raw("SELECT * FROM portal.routes_as_partner()")}


def partnerships(hogeschool_id: int) -> list[tuple[RoutePartner, Route]]:
    """In which one's own hogeschool takes part, while another is in the lead."""
    routes = routes_as_partner()
    if not routes:
        return []
    rows = RoutePartner.objects.filter(organisation_id=hogeschool_id, route_id__in=routes).select_related("hogeschool")
    return sorted(((row, routes[row.route_id]) for row in rows), key=lambda pair: pair[1].title)


def partnerships_of_company() -> QuerySet[RoutePartner]:
    """In which one's own company is named; what it has not confirmed yet first."""
    rows = RoutePartner.objects.select_related("route", "hogeschool")
    return rows.order_by(F("confirmed_at").asc(nulls_first=True), "route__programme", "id")


def with_consents(partners: Iterable[RoutePartner]) -> list[tuple[RoutePartner, NameConsent | None]]:
    """Each with what its company last said about being named."""
    rows = list(partners)
    said = NameConsent.objects.filter(route__in=[row.route_id for row in rows]).order_by("at", "id")
    last = {(each.route_id, each.organisation_id): each for each in said}
    return [(row, last.get((row.route_id, row.organisation_id))) for row in rows]


def consents_of(partner: RoutePartner) -> list[dict[str, Any]]:
    """Newest first."""
    said = NameConsent.objects.filter(route=partner.route_id, organisation=partner.organisation_id)
    return [{"at": each.at, "who": each.who, "what": str(each)} for each in said]


def route_of_partner(partner: RoutePartner) -> Route:
    """The route that the partner itself is asked about."""
    if partner.organisation.kind == Kind.HOGESCHOOL:
        return routes_as_partner()[partner.route_id]
    return partner.route


def weeks_of_partner(partner: RoutePartner) -> list[Week]:
    if partner.organisation.kind == Kind.HOGESCHOOL:
        rows = RouteYear.objects.raw("SELECT * FROM portal.weeks_as_partner()")
        return [week_of(row) for row in rows if row.route_id == partner.route_id]
    return weeks_of(partner.route)
