"""What belongs to a route beside its form: locations, people to turn to, costs and the rhythm of the school year.

`public_details` is what visitors may know; the other functions show each reader what her own part lets through.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone

from mkbroute.design.templatetags.design import money

from .enums import PeriodKind
from .ics import Event
from .models import RhythmPeriod, Route, RouteContact, RouteCost, RouteLocation
from .rhythm import Period, name_of, study_year


@dataclass(frozen=True)
class PublicDetails:
    locations: list[RouteLocation]
    contacts: list[RouteContact]
    costs: list[RouteCost]
    rhythm_url: str  # of the page with the rhythm, "" when there is none


def public_details(route: Route) -> PublicDetails:
    """For the page that visitors read, whoever asks."""
    has_rhythm = route.has_page and RhythmPeriod.objects.filter(route=route).exists()
    return PublicDetails(
        locations=locations_of(route),
        contacts=[contact for contact in contacts_of(route) if contact.is_public],
        costs=[cost for cost in costs_of(route) if cost.is_public],
        rhythm_url=reverse("routes:rhythm_page", args=[route.slug]) if has_rhythm else "",
    )


def locations_of(route: Route) -> list[RouteLocation]:
    return list(RouteLocation.objects.filter(route=route))


def contacts_of(route: Route) -> list[RouteContact]:
    return list(RouteContact.objects.filter(route=route))


def costs_of(route: Route) -> list[RouteCost]:
    return list(RouteCost.objects.filter(route=route))


def said_of_location(location: RouteLocation) -> str:
    return f"{location.name} ({location.get_use_display().lower()}), {location.address}"


def said_of_cost(cost: RouteCost) -> str:
    amount = "" if cost.amount_eur is None else f" {money(cost.amount_eur)}"
    said = f"{cost.what}:{amount} {cost.get_per_display()}, {cost.get_payer_display().lower()} betaalt"
    return f"{said} ({cost.note})" if cost.note else said


# -- rhythm -----------------------------------------------------------------------------------------------------------


def period_of(row: RhythmPeriod) -> Period:
    return Period(PeriodKind(row.kind), row.name, row.first_day, row.last_day)


def rhythm_of(route: Route, year: int) -> list[RhythmPeriod]:
    return list(RhythmPeriod.objects.filter(route=route, year=year))


def years_of(route: Route) -> list[int]:
    """The study years that something is known of."""
    return sorted(RhythmPeriod.objects.filter(route=route).order_by().values_list("year", flat=True).distinct())


def year_to_show(years: Iterable[int], asked: str = "", today: date | None = None) -> int:
    """What was asked for; else the running year, or the first that comes once it is nearly over."""
    running = study_year(today or timezone.localdate())
    if asked.isdecimal() and len(asked) == 4 and 2000 <= int(asked) <= 2100:
        return int(asked)
    known = sorted(years)
    later = [year for year in known if year >= running]
    return later[0] if later else (known[-1] if known else running)


def choices_of_years(years: Iterable[int], shown: int) -> list[tuple[str, str]]:
    """The years to leaf through: those that are known, the shown one, and the next; (key, "2026-2027")."""
    running = study_year(timezone.localdate())
    return [(str(year), name_of(year)) for year in sorted({*years, shown, running, running + 1})]


def events_of(route: Route, *, host: str, url: str) -> list[Event]:
    """Of every year, for the calendar that praktijkbegeleiders subscribe to."""
    return [
        Event(
            uid=f"{row.public_id}@{host}",
            summary=f"{row.name} ({route.title})",
            first_day=row.first_day,
            last_day=row.last_day,
            changed_at=row.changed_at,
            category=PeriodKind(row.kind).label,
            url=url,
        )
        for row in RhythmPeriod.objects.filter(route=route)
    ]
