"""The leerwerkplekken that visitors see: to look through, and to hear of."""

from collections import Counter
from collections.abc import Collection
from dataclasses import astuple, dataclass
from hashlib import sha256
from itertools import count
from uuid import UUID

from django.core.cache import cache
from django.db.models import Q, QuerySet
from django.urls import reverse

from mkbroute.design.listing import MOST
from mkbroute.organisations.enums import Province
from routes.enums import Sector
from routes.models import Route
from routes.workplaces import OpenWorkplace, OpenWorkplaces

from .models import OpenPlace

SHOWN = 5  # on the page of a route
# Which places a list holds is looked up once a minute for everybody: in the whole country that takes half a second.
# What is shown of them is read anew, so what was withdrawn is gone at once.
SECONDS_KNOWN = 60
AT_ONCE = 2_000  # offers


@dataclass(frozen=True)
class Wanted:
    """What someone looks for; empty: everything."""

    text: str = ""
    province: str = ""
    sector: str = ""
    route_id: int | None = None


def found(wanted: Wanted, routes: Collection[int] | QuerySet[Route] | None = None) -> QuerySet[OpenPlace]:
    """With room for one more, the newest first. `routes`: only on these."""
    places = OpenPlace.objects.filter(free__gt=0).select_related("route__hogeschool")
    if routes is not None:
        places = places.filter(route__in=routes)
    if wanted.route_id:
        places = places.filter(route=wanted.route_id)
    if wanted.province:
        places = places.filter(province=wanted.province)
    if wanted.sector:
        places = places.filter(route__sector=wanted.sector)
    for word in wanted.text.split():
        said = Q(title__icontains=word) | Q(company_name__icontains=word) | Q(city__icontains=word)
        places = places.filter(said | Q(tasks__icontains=word) | Q(route__programme__icontains=word))
    return places


Newest = tuple[UUID, int]  # a leerwerkplek, by its public id, and its newest offer


def newest_places(wanted: Wanted, home: int | None, routes: QuerySet[Route] | None = None) -> list[Newest]:
    """The newest first, each leerwerkplek once; no more than a list counts (MOST, and one). `home`: the hogeschool
    whose pages these are, with its `routes`."""
    key = sha256(repr((astuple(wanted), home)).encode()).hexdigest()
    known: list[Newest] | None = cache.get(f"open-places:{key}")
    if known is None:
        known = _each_once(found(wanted, routes))
        cache.set(f"open-places:{key}", known, SECONDS_KNOWN)
    return known


def _each_once(places: QuerySet[OpenPlace]) -> list[Newest]:
    first: dict[UUID, int] = {}
    rows = places.values_list("public_id", "pk")
    for start in count(0, AT_ONCE):
        batch = list(rows[start : start + AT_ONCE])
        for public_id, key in batch:
            first.setdefault(public_id, key)
        if len(batch) < AT_ONCE or len(first) > MOST:
            break
    return list(first.items())[: MOST + 1]


@dataclass(frozen=True)
class Shown:
    """A leerwerkplek in a list, and on how many other routes it is offered there."""

    place: OpenPlace
    elsewhere: int


def shown(newest: Collection[Newest], routes: QuerySet[Route] | None = None) -> list[Shown]:
    """In this order, as far as there is room yet."""
    rows = list(found(Wanted(), routes).filter(public_id__in=[public_id for public_id, _ in newest]))
    times = Counter(each.public_id for each in rows)
    by_offer = {each.pk: Shown(each, times[each.public_id] - 1) for each in rows}
    return [by_offer[offer] for _, offer in newest if offer in by_offer]


def on_route(route: Route) -> OpenWorkplaces:
    with_room = OpenPlace.objects.filter(free__gt=0, route=route)
    places = list(with_room[: SHOWN + 1])
    total = len(places) if len(places) <= SHOWN else with_room.count()
    shown = [
        OpenWorkplace(place.title, f"{place.company_name}, {place.city}", url_of(place)) for place in places[:SHOWN]
    ]
    return OpenWorkplaces(shown, total, reverse("matching:open_places", query={"opleiding": route.slug}))


def url_of(place: OpenPlace) -> str:
    return reverse("matching:open_place", args=[place.public_id])


def list_url(wanted: Wanted, route: Route | None = None) -> str:
    """The list with what someone looks for filled in; `route`: of `wanted`."""
    asked = {
        "zoek": wanted.text,
        "provincie": wanted.province,
        "sector": wanted.sector,
        "opleiding": route.slug if route else "",
    }
    return reverse("matching:open_places", query={name: value for name, value in asked.items() if value})


def in_words(wanted: Wanted, route: Route | None = None) -> str:
    """What someone looks for, in a sentence: "‘lasser’ in Overijssel, in de sector ICT"."""
    parts = [f"‘{wanted.text}’" if wanted.text else "alle leerwerkplekken"]
    if wanted.province:
        parts.append(f"in {Province(wanted.province).label}")
    said = " ".join(parts)
    if wanted.sector:
        said += f", in de sector {Sector(wanted.sector).label}"
    if wanted.route_id and not route:
        route = Route.objects.filter(pk=wanted.route_id).first()
    return f"{said}, bij {route.title}" if route else said
