"""What a visitor finds: recognised routes."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from mkbroute.organisations.enums import Kind
from mkbroute.organisations.models import Organisation

from .enums import Degree, State
from .models import Route, RoutePartner
from .queries import saying, weeks_of
from .weeks import summary

SHOWN = ("slug", "programme", "degree", "form", "city", "province", "starts_on")  # on a card


@dataclass(frozen=True)
class Card:
    route: Route
    week: str  # "4 dagen werken, 1 dag studeren"
    years: int
    starts_later: bool  # than today


@dataclass(frozen=True)
class Wanted:
    """What someone looks for; empty: everything."""

    text: str = ""
    province: str = ""
    sector: str = ""
    degree: str = ""
    form: str = ""
    hogeschool: str = ""  # its public id


def recognised(wanted: Wanted) -> QuerySet[Route]:
    exact = {"province": wanted.province, "sector": wanted.sector, "degree": wanted.degree, "form": wanted.form}
    chosen = {name: value for name, value in exact.items() if value}
    if wanted.hogeschool:
        chosen["hogeschool__public_id"] = wanted.hogeschool
    routes = Route.objects.filter(state=State.RECOGNISED, **chosen)
    routes = saying(routes, wanted.text, "programme", "summary", "city", "hogeschool__name")
    return routes.select_related("hogeschool").only(*SHOWN, "hogeschool__name").order_by("programme", "id")


def cards(routes: Iterable[Route]) -> list[Card]:
    """`routes` with their years prefetched."""
    today = timezone.localdate()
    return [
        Card(route, summary(weeks_of(route)), Degree(route.degree).years, route.starts_on > today) for route in routes
    ]


def hogescholen() -> list[tuple[str, str]]:
    """Those with a recognised route: public id and name."""
    theirs = Route.objects.filter(state=State.RECOGNISED).values("hogeschool_id")
    found = Organisation.objects.filter(kind=Kind.HOGESCHOOL, pk__in=theirs).order_by("name")
    return [(str(public_id), name) for public_id, name in found.values_list("public_id", "name")]


def named_partners(route: Route) -> tuple[list[str], int]:
    """The names that a visitor may know, and how many companies take part beside them."""
    # no order: sorting by name would join, and leave out what is joined to a company that visitors do not see
    ids = list(RoutePartner.objects.filter(route=route).order_by().values_list("organisation_id", flat=True))
    names = list(Organisation.objects.filter(pk__in=ids).order_by("name").values_list("name", flat=True))
    return names, len(ids) - len(names)
