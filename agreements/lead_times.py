"""How long it takes from a draft to a sealed agreement, per step and per party: median and 90 %, in one query."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db import connection

from routes.models import Route, title_of

from .enums import Role
from .term import shown_number

STEPS = {
    "drafting": "Opstellen en versturen",
    "first": "Tot de eerste handtekening",
    "all": "Tot iedereen heeft getekend",
    "sealing": "Verzegelen",
    "whole": "Van concept tot verzegeld",
}
PARTIES = {f"party:{role}": role.label for role in Role if role != Role.LEAVING}
ENOUGH = 5  # of fewer agreements the programme team reads nothing: portal.lead_times_of_routes


@dataclass(frozen=True)
class Time:
    """Hours."""

    step: str
    agreements: int
    median: float
    ninetieth: float

    @property
    def label(self) -> str:
        return STEPS.get(self.step) or PARTIES[self.step]

    @property
    def median_in_words(self) -> str:
        return in_words(self.median)

    @property
    def ninetieth_in_words(self) -> str:
        return in_words(self.ninetieth)


@dataclass(frozen=True)
class Group:
    """Of one route and study year, of one of both, or of all."""

    route_id: int | None
    year: int | None
    times: dict[str, Time]

    @property
    def study_year(self) -> str:
        return f"{self.year}-{self.year + 1}" if self.year else ""

    @property
    def steps(self) -> list[Time]:
        return [self.times[step] for step in STEPS if step in self.times]

    @property
    def parties(self) -> list[Time]:
        return [self.times[step] for step in PARTIES if step in self.times]

    @property
    def agreements(self) -> int:
        return max((time.agreements for time in self.times.values()), default=0)


QUERY = """
SELECT l.route_id, l.study_year, l.step, count(*), percentile_cont(0.5) WITHIN GROUP (ORDER BY l.hours),
       percentile_cont(0.9) WITHIN GROUP (ORDER BY l.hours)
  FROM portal.lead_times() l
 WHERE (%(routes)s::bigint[] IS NULL OR l.route_id = ANY(%(routes)s::bigint[]))
   AND (%(year)s::int IS NULL OR l.study_year = %(year)s::int)
 GROUP BY GROUPING SETS ((l.step), (l.route_id, l.step), (l.route_id, l.study_year, l.step))
"""


def lead_times(routes: Iterable[int] | None = None, year: int | None = None) -> list[Group]:
    """Of the agreements that the actor may see. First of all together, then per route, then per route and study year.

    `year`: in which the study year begins.
    """
    with connection.cursor() as cursor:
        cursor.execute(QUERY, {"routes": list(routes) if routes is not None else None, "year": year})
        return _grouped(cursor.fetchall())


def lead_times_of_routes() -> list[Group]:
    """For the programme team: per route, and nothing of few agreements."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT route_id, NULL::int, step, agreements, median, ninetieth FROM portal.lead_times_of_routes()"
        )
        return _grouped(cursor.fetchall())


def _grouped(rows: Iterable[tuple]) -> list[Group]:
    groups: dict[tuple[int | None, int | None], Group] = {}
    for route, year, step, number, median, ninetieth in rows:
        group = groups.setdefault((route, year), Group(route, year, {}))
        group.times[step] = Time(step, number, median, ninetieth)
    return sorted(groups.values(), key=lambda group: (group.route_id or 0, group.year or 0))


def titles(groups: Iterable[Group]) -> dict[int, str]:
    rows = Route.objects.filter(pk__in={group.route_id for group in groups if group.route_id})
    return {pk: title_of(degree, programme) for pk, degree, programme in rows.values_list("pk", "degree", "programme")}


def in_words(hours: float) -> str:
    """ "20 minuten", "5 uur", "2,5 dagen": as precise as anyone needs it."""
    if hours < 1:
        minutes = max(round(hours * 60), 1)
        return f"{minutes} {'minuut' if minutes == 1 else 'minuten'}"
    if hours < 48:
        return f"{round(hours)} uur"
    return f"{shown_number(Decimal(str(round(hours / 24, 1))))} dagen"
