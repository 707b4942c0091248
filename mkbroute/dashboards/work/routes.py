"""Routes: dossiers, questions, norms, partners."""

from collections.abc import Iterator
from datetime import datetime, time
from typing import TYPE_CHECKING

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.timezone import localdate, make_aware

from routes import queries as route_queries
from routes.board import late_points
from routes.enums import STOPPED, WITH_PROGRAMME, Phase
from routes.enums import State as RouteState
from routes.indicators import INDICATORS
from routes.models import PhaseChange, Route, RouteFlag, RoutePartner
from routes.models.route import STANDS
from routes.queries import Standing, since_last_step

from .item import AT_MOST, Item

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

STOPPED_IN_WORDS = {Phase.STALLED: "ligt stil", Phase.ENDED: "is beëindigd"}


def routes_to_complete() -> Iterator[Item]:
    wanted = {
        RouteState.CONCEPT: "dossier afmaken en indienen",
        RouteState.RETURNED: "dossier aanvullen en opnieuw indienen",
    }
    for route in Route.objects.filter(state__in=wanted).order_by("changed_at")[:AT_MOST]:
        yield Item(route.title, wanted[RouteState(route.state)], "", route.changed_at, _route_url(route))


def board_points_late() -> Iterator[Item]:
    for point in late_points()[:AT_MOST]:
        what = f"punt van de ombouw-assistent afmaken{f' ({point.owner_name})' if point.owner_name else ''}"
        due = make_aware(datetime.combine(point.due_on or localdate(), time.min))
        url = reverse("routes:board_point", args=[point.route.public_id, point.item.code])
        yield Item(f"{point.route.title}: {point.item.title}", what, "", due, url)


def routes_with_programme() -> Iterator[Item]:
    for route in _lying_there()[:AT_MOST]:
        yield Item(route.title, _judging(route), "programmateam", route.moved_at, _route_url(route))


def routes_to_judge() -> Iterator[Item]:
    for route in _lying_there()[:AT_MOST]:
        url = reverse("routes:review", args=[route.public_id])
        yield Item(f"{route.title}, {route.hogeschool.name}", _judging(route), "", route.moved_at, url)


def _lying_there() -> "QuerySet[WithAnnotations[Route, Standing]]":
    """With the programme team, and not waiting for an answer of the hogeschool."""
    routes = since_last_step(Route.objects.filter(state__in=WITH_PROGRAMME)).filter(open_questions=0)
    return routes.select_related("hogeschool").order_by("moved_at")


def _judging(route: Route) -> str:
    return "opnieuw beoordelen" if route.state == RouteState.RECONSIDERING else "dossier beoordelen"


def questions_to_answer() -> Iterator[Item]:
    for route in _asked()[:AT_MOST]:
        url = reverse("routes:questions", args=[route.public_id])
        yield Item(route.title, "vragen van het programmateam beantwoorden", "", route.moved_at, url)


def questions_asked() -> Iterator[Item]:
    for route in _asked()[:AT_MOST]:
        url = reverse("routes:questions", args=[route.public_id])
        yield Item(route.title, "vragen beantwoorden", route.hogeschool.name, route.moved_at, url)


def _asked() -> "QuerySet[WithAnnotations[Route, Standing]]":
    routes = since_last_step(Route.objects.filter(state__in=WITH_PROGRAMME)).filter(open_questions__gt=0)
    return routes.select_related("hogeschool").order_by("moved_at")


def routes_below() -> Iterator[Item]:
    flags = RouteFlag.objects.filter(cleared_at=None).select_related("route__hogeschool").order_by("raised_at")
    for flag in flags[:AT_MOST]:
        url = reverse("routes:overview", args=[flag.route.public_id])
        what = f"bekijken wat er onder de norm is: {INDICATORS[flag.code].title.lower()}"
        yield Item(f"{flag.route.title}, {flag.route.hogeschool.name}", what, "", flag.raised_at, url)


def routes_stopped() -> Iterator[Item]:
    """Recognised, and nobody begins any more."""
    changes = PhaseChange.objects.filter(route=OuterRef("pk")).order_by("-at").values("at")
    stopped = Route.objects.filter(STANDS, phase__in=STOPPED).select_related("hogeschool")
    for route in stopped.annotate(since=Coalesce(Subquery(changes[:1]), F("changed_at"))).order_by("since")[:AT_MOST]:
        what = f"bespreken: de route is erkend en {STOPPED_IN_WORDS[Phase(route.phase)]}"
        url = reverse("routes:phase", args=[route.public_id])
        yield Item(f"{route.title}, {route.hogeschool.name}", what, "", route.since, url)


def _route_url(route: Route) -> str:
    return reverse("routes:detail", args=[route.public_id])


def partnerships_to_confirm() -> Iterator[Item]:
    asked = RoutePartner.objects.filter(confirmed_at=None).select_related("route", "hogeschool")
    for partner in asked[:AT_MOST]:
        yield _to_confirm(partner, partner.route)


def partnerships_of_hogeschool() -> Iterator[Item]:
    """In which another hogeschool is in the lead: she sees those routes only as a partner."""
    routes = route_queries.routes_as_partner()
    asked = RoutePartner.objects.filter(confirmed_at=None, route_id__in=routes).select_related("hogeschool")
    for partner in asked[:AT_MOST]:
        yield _to_confirm(partner, routes[partner.route_id])


def _to_confirm(partner: RoutePartner, route: Route) -> Item:
    url = reverse("routes:confirm_partner", args=[partner.public_id])
    title = f"{route.title}, {partner.hogeschool.name}"
    return Item(title, "betrokkenheid bevestigen", "", route.created_at, url)
