"""Demand and supply: the leerwerkplekken that nobody has yet, and the people who have none. The database counts, leaves
out what is too old, and rounds for who may not know the people (sql/demand_and_supply.sql)."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.utils.formats import number_format

from mkbroute.exports.tables import Column, Kind, Row, Sheet
from mkbroute.organisations.enums import Province
from routes.enums import Sector
from routes.models import Route

from .models import PlaceTerms

FEW = -1  # people: some, and fewer than one step


@dataclass(frozen=True)
class Line:
    label: str
    detail: str  # of a route: its hogeschool
    key: str
    places: int
    people: int  # FEW: see there
    step: int  # in which people are rounded

    @property
    def said_people(self) -> str:
        return f"minder dan {self.step}" if self.people == FEW else number_format(self.people, force_grouping=True)

    @property
    def gap(self) -> int:
        """Places less people: more is asked for than there is to offer, or the other way round."""
        return self.places - max(self.people, 0)

    @property
    def verdict(self) -> str:
        if not self.places and not self.people:
            return "niets open"
        if abs(self.gap) <= (self.step if self.people else 0):
            return "ongeveer in evenwicht"
        return "mensen gezocht" if self.gap > 0 else "plaatsen gezocht"

    @property
    def tone(self) -> str:
        return {"mensen gezocht": "info", "plaatsen gezocht": "warning"}.get(self.verdict, "neutral")


@dataclass(frozen=True)
class DemandSupply:
    whole: Line
    provinces: list[Line]
    sectors: list[Line]
    routes: list[Line]  # those with the largest difference first
    terms: PlaceTerms
    is_rounded: bool


def demand_and_supply(*, rounded: bool) -> DemandSupply:
    """Of the hogeschool that looks, or of the whole country for the programme team. Three queries, whatever there is.

    `rounded`: whether the reader gets rounded numbers of people, so that it can be said.
    """
    terms = PlaceTerms.objects.latest()
    counts: dict[str, dict[str, tuple[int, int]]] = {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT dimension, key, places, people FROM portal.demand_and_supply()")
        for dimension, key, places, people in cursor.fetchall():
            counts.setdefault(dimension, {})[key] = (places, people)
    step = terms.round_to if rounded else 1

    def line(dimension: str, key: str, label: str, detail: str = "") -> Line:
        return Line(label, detail, key, *counts.get(dimension, {}).get(key, (0, 0)), step)

    return DemandSupply(
        line("all", "", "Alle routes samen"),
        [
            line("province", each.value, each.label)
            for each in Province
            if rounded or each in counts.get("province", {})
        ],
        [line("sector", each.value, each.label) for each in Sector if each.value in counts.get("sector", {})],
        _by_gap(line("route", str(key), title, name) for key, title, name in _routes(counts.get("route", {}))),
        terms,
        rounded,
    )


def _routes(keys: Iterable[str]) -> list[tuple[int, str, str]]:
    routes = Route.objects.filter(pk__in=[int(key) for key in keys]).select_related("hogeschool")
    return [(route.pk, route.title, route.hogeschool.name) for route in routes.order_by("programme", "pk")]


def _by_gap(lines: Iterable[Line]) -> list[Line]:
    return sorted(lines, key=lambda line: -abs(line.gap))


COLUMNS = (
    Column("dimension", "Naar", "Waarnaar is geteld: alles, provincie, sector of route."),
    Column("label", "Naam", "De provincie, sector of route."),
    Column("hogeschool", "Hogeschool", "Van een route."),
    Column("places", "Vrije plaatsen", "Op gepubliceerde leerwerkplekken waar nog iemand bij kan.", kind=Kind.NUMBER),
    Column(
        "people", "Mensen zonder plek", "Aangemeld of toelaatbaar, zonder voorstel; afgerond voor het programmateam."
    ),
)


def sheet(found: DemandSupply) -> Sheet:
    return Sheet("Vraag en aanbod", COLUMNS, _rows(found))


def _rows(found: DemandSupply) -> Iterable[Row]:
    parts = (
        ("alles", [found.whole]),
        ("provincie", found.provinces),
        ("sector", found.sectors),
        ("route", found.routes),
    )
    for dimension, lines in parts:
        for line in lines:
            yield (dimension, line.label, line.detail, line.places, line.said_people)
