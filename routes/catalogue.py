"""What a visitor finds: recognised routes, as long as one can apply to them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Case, Count, Max, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from mkbroute.organisations.enums import Kind, Province
from mkbroute.organisations.models import Organisation

from .enums import Degree, Form, Involvement, LocationUse, Reader
from .models import Route, RouteLocation, RoutePartner, RouteYear, title_of
from .models.route import OPEN, STANDS
from .neighbours import NEIGHBOURS
from .queries import saying, words
from .readers import asked_by
from .weeks import Week, summary

FEW = 15  # more than these are chosen by typing
SUGGESTED = 12
ALTERNATIVES = 3
ASK_FOR_START = "Vraag naar de volgende start"


class Card(NamedTuple):
    """Of one route in the list, in words."""

    url: str
    title: str
    hogeschool: str
    week: str  # "4 dagen werken, 1 dag studeren"
    form: str  # "Duaal, 2 jaar"
    place: str  # "Utrecht" or "Zwolle, Overijssel"
    start: str  # "Start 1 september 2027"


class Elsewhere(NamedTuple):
    """How many routes another province has."""

    province: str
    label: str
    routes: int


@dataclass(frozen=True)
class Wanted:
    """What someone looks for; empty: everything."""

    text: str = ""
    province: str = ""
    sector: str = ""
    degree: str = ""
    form: str = ""
    audience: str = ""
    cities: list[str] | None = None
    hogescholen: list[str] | None = None  # their public ids: in the lead, or carrying it out too
    starts_from: date | None = None
    order: str = ""  # a key of ORDERS


def recognised(hogeschool_id: int | None = None) -> QuerySet[Route]:
    """Also those that lie still or have ended. On the web address of one hogeschool, only what she carries out."""
    return _of_hogeschool(Route.objects.filter(STANDS), hogeschool_id)


def to_choose_from(hogeschool_id: int | None = None) -> QuerySet[Route]:
    return _of_hogeschool(Route.objects.filter(OPEN), hogeschool_id)


def _of_hogeschool(routes: QuerySet[Route], hogeschool_id: int | None) -> QuerySet[Route]:
    return routes.filter(carried_out_by([hogeschool_id])) if hogeschool_id else routes


def found(wanted: Wanted, hogeschool_id: int | None = None) -> QuerySet[Route]:
    exact = {"sector": wanted.sector, "degree": wanted.degree, "form": wanted.form}
    routes = to_choose_from(hogeschool_id).filter(**{name: value for name, value in exact.items() if value})
    if wanted.audience:
        routes = routes.filter(audiences__contains=[wanted.audience])
    if wanted.cities is not None:
        routes = routes.filter(_taught(city__in=wanted.cities))
    if wanted.province:
        routes = routes.filter(_taught(province=wanted.province))
    if wanted.hogescholen is not None:
        routes = routes.filter(_of(wanted.hogescholen))
    if wanted.starts_from:
        routes = routes.filter(starts_on__gte=wanted.starts_from)
    routes = saying(routes, wanted.text, "programme", "summary", "city", "hogeschool__name", also=_mentioning)
    return routes.order_by(*_order(wanted.order))


def _of(public_ids: list[str]) -> Q:
    return carried_out_by(list(Organisation.objects.filter(public_id__in=public_ids).values_list("pk", flat=True)))


def carried_out_by(hogeschool_ids: list[int]) -> Q:
    """In the lead, or beside it by what they said themselves."""
    beside = _carrying_out().filter(organisation__in=hogeschool_ids).values("route_id")
    return Q(hogeschool__in=hogeschool_ids) | Q(pk__in=beside)


def _carrying_out() -> QuerySet[RoutePartner]:
    return confirmed().filter(role=Involvement.EXECUTES).order_by()


def confirmed() -> QuerySet[RoutePartner]:
    """Nobody is named in public by another."""
    return RoutePartner.objects.filter(confirmed_at__isnull=False)


def _taught(**where: object) -> Q:
    """By the town of the route itself, or by another place where its hogeschool teaches."""
    return Q(**where) | Q(pk__in=_places().filter(**where).values("route_id"))


def _places() -> QuerySet[RouteLocation]:
    return RouteLocation.objects.filter(use=LocationUse.SCHOOL).order_by()


def _mentioning(word: str) -> Q:
    beside = _carrying_out().filter(organisation__name__icontains=word).values("route_id")
    return Q(pk__in=_places().filter(city__icontains=word).values("route_id")) | Q(pk__in=beside)


def _order(key: str) -> tuple[Case | str, ...]:
    if key == "start":  # what has begun comes after what is still to begin
        return Case(When(starts_on__lt=timezone.localdate(), then=1), default=0), "starts_on", "programme", "id"
    return (*{"hogeschool": ("hogeschool__name",), "plaats": ("city",)}.get(key, ()), "programme", "id")


LISTED = ("pk", "slug", "degree", "programme", "form", "city", "province", "starts_on", "hogeschool__name")


def cards(routes: QuerySet[Route], reader: Reader = Reader.STUDENT) -> list[Card]:
    """Values instead of models, and what hangs on them in a query each: this is the page that everyone opens."""
    rows = list(routes.values_list(*LISTED))
    weeks, towns = _weeks_of([row[0] for row in rows]), _towns_of([row[0] for row in rows])
    return [
        Card(
            reverse("routes:page", args=[slug], query=asked_by(reader)),
            title_of(degree, programme),
            hogeschool,
            summary(weeks[pk]),
            f"{Form(form).label}, {Degree(degree).years} jaar",
            place(city, province, towns[pk] - {city}),
            start(starts_on),
        )
        for pk, slug, degree, programme, form, city, province, starts_on, hogeschool in rows
    ]


def _weeks_of(route_ids: list[int]) -> dict[int, list[Week]]:
    weeks = defaultdict(list)
    rows = RouteYear.objects.filter(route__in=route_ids).order_by("year")
    for pk, year, school, company, away in rows.values_list(
        "route_id", "year", "days_school", "days_company", "days_elsewhere"
    ):
        weeks[pk].append(Week(year, school, company, away))
    return weeks


def _towns_of(route_ids: list[int]) -> dict[int, set[str]]:
    towns = defaultdict(set)
    for pk, city in _places().filter(route__in=route_ids).values_list("route_id", "city"):
        towns[pk].add(city)
    return towns


def place(city: str, province: str, others: Iterable[str] = ()) -> str:
    label = Province(province).label
    also = ", ".join(sorted(others, key=str.casefold))
    return (city if city == label else f"{city}, {label}") + (f" (ook in {also})" if also else "")


def start(starts_on: date) -> str:
    """A start that has been is no promise."""
    return f"Start {date_format(starts_on, 'j F Y')}" if starts_on > timezone.localdate() else ASK_FOR_START


# -- what there is to choose from -------------------------------------------------------------------------------------


def hogescholen(text: str = "", limit: int | None = None) -> list[tuple[str, str]]:
    """In the lead of a recognised route, or carrying one out too: public id and name."""
    leads = to_choose_from().order_by().values("hogeschool_id")
    partners = _carrying_out().filter(route__in=to_choose_from().order_by()).values("organisation_id")
    named = Organisation.objects.filter(Q(pk__in=leads) | Q(pk__in=partners), kind=Kind.HOGESCHOOL)
    for word in words(text):
        named = named.filter(name__icontains=word)
    rows = named.order_by("name").values_list("public_id", "name")[:limit]
    return [(str(public_id), name) for public_id, name in rows]


def cities(text: str = "", limit: int | None = None, hogeschool_id: int | None = None) -> list[tuple[str, str]]:
    """With a recognised route."""
    routes = to_choose_from(hogeschool_id).order_by()
    places = _places().filter(route__in=routes.values("pk"))
    for word in words(text):
        routes, places = routes.filter(city__icontains=word), places.filter(city__icontains=word)
    names = routes.values_list("city").union(places.values_list("city")).order_by("city")[:limit]
    return [(name, name) for (name,) in names]


def starts(hogeschool_id: int | None = None) -> list[date]:
    """The first days of the months in which a recognised route still begins."""
    to_come = to_choose_from(hogeschool_id).filter(starts_on__gte=timezone.localdate())
    return list(to_come.dates("starts_on", "month")[:FEW])


# -- when nothing fits, or no longer ----------------------------------------------------------------------------------


def elsewhere(wanted: Wanted, hogeschool_id: int | None = None) -> list[Elsewhere]:
    """The same in other provinces: next door first, then where most is."""
    anywhere = found(replace(wanted, province="", cities=None), hogeschool_id)
    counted = anywhere.order_by().values_list("province").annotate(routes=Count("pk"))
    near = NEIGHBOURS.get(wanted.province, ())
    rows = sorted(counted, key=lambda row: (row[0] not in near, -row[1], row[0]))
    return [Elsewhere(code, Province(code).label, routes) for code, routes in rows[:ALTERNATIVES]]


def alternatives(route: Route, hogeschool_id: int | None = None, reader: Reader = Reader.STUDENT) -> list[Card]:
    """To a route that is gone: the same programme first, then the same sector; nearby before far away."""
    alike = Case(When(programme__iexact=route.programme, then=Value(0)), default=Value(1))
    nearby = Case(
        When(city=route.city, then=Value(0)),
        When(province=route.province, then=Value(1)),
        When(province__in=NEIGHBOURS.get(route.province, ()), then=Value(2)),
        default=Value(3),
    )
    others = to_choose_from(hogeschool_id).filter(Q(sector=route.sector) | Q(programme__iexact=route.programme))
    return cards(others.order_by(alike, nearby, "programme", "id")[:ALTERNATIVES], reader)


# -- one route --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class TakingPart:
    """Who shapes a route with the hogeschool in the lead, by name."""

    hogescholen: list[str]
    branches: list[str]  # and opleidingsbedrijven
    companies: list[str]  # as they agreed to be called
    unnamed: int  # companies that did not

    def __bool__(self) -> bool:
        return bool(self.hogescholen or self.branches or self.companies or self.unnamed)


def taking_part(route: Route) -> TakingPart:
    # no order: sorting by name would join, and leave out what is joined to a company that visitors do not see
    rows = list(confirmed().filter(route=route).order_by().values_list("organisation_id", "shown_as"))
    companies = sorted((name for _, name in rows if name), key=str.casefold)
    rest = [pk for pk, name in rows if not name]
    known = list(Organisation.objects.filter(pk__in=rest).order_by("name").values_list("kind", "name"))
    return TakingPart(
        hogescholen=[name for kind, name in known if kind == Kind.HOGESCHOOL],
        branches=[name for kind, name in known if kind != Kind.HOGESCHOOL],
        companies=companies,
        unnamed=len(rest) - len(known),
    )


def addresses(hogeschool_ids: Iterable[int], *, inside: bool) -> list[tuple[str, datetime]]:
    """(slug, last change) of the public routes of these hogescholen, or of all but these."""
    of_them = Q(hogeschool__in=list(hogeschool_ids))
    routes = to_choose_from().filter(of_them if inside else ~of_them).order_by("slug")
    return list(routes.values_list("slug", "changed_at"))


def last_change(hogeschool_id: int | None = None) -> datetime | None:
    return recognised(hogeschool_id).aggregate(last=Max("changed_at"))["last"]
