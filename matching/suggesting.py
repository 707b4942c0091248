"""Where she ranked nothing: which leerwerkplekken would suit, by what is known of both. For a coordinator to consider.

Travel is as the crow flies between provinces: the portal knows no closer. What is not known of either side counts for
neither (engine.suggestion). Sector does not count: all that is offered on one route is of one sector.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mkbroute.organisations.enums import Province
from routes.models import OutcomeList, Route

from .engine import Feature, Person, Point, Score, Workplace, suggest
from .engine.suggestion import score
from .enums import Side
from .models import Application, Offer, Preference
from .queries import offers
from .round_queries import SEEKS, looking

AT_MOST = 3
TOGETHER = 200  # people, and places, that are looked at in one request
KM_PER_MINUTE = 0.7  # of travel from door to door, as the crow flies: some 40 km an hour
USUAL_REACH_KM = 60.0  # when she did not say how long she would travel

# About the middle of each province: degrees north and east.
MIDDLE = {
    Province.GRONINGEN: Point(53.22, 6.74),
    Province.FRYSLAN: Point(53.10, 5.85),
    Province.DRENTHE: Point(52.86, 6.62),
    Province.OVERIJSSEL: Point(52.44, 6.44),
    Province.FLEVOLAND: Point(52.53, 5.60),
    Province.GELDERLAND: Point(52.06, 5.94),
    Province.UTRECHT: Point(52.08, 5.18),
    Province.NOORD_HOLLAND: Point(52.58, 4.87),
    Province.ZUID_HOLLAND: Point(52.00, 4.49),
    Province.ZEELAND: Point(51.45, 3.83),
    Province.NOORD_BRABANT: Point(51.56, 5.18),
    Province.LIMBURG: Point(51.21, 5.94),
}
DAYS = "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag".split()
DAY = "|".join(DAYS)
CODES = {"mo": 1, "tu": 2, "we": 3, "th": 4, "fr": 5, "sa": 6, "su": 7}
WORDS = {
    Feature.TRAVEL: "reisafstand",
    Feature.DAYS: "werkdagen",
    Feature.OUTCOMES: "wat er te leren valt",
}


@dataclass(frozen=True)
class Suggested:
    offer: Offer
    points: int  # out of 100
    because: list[str]


@dataclass(frozen=True)
class Fitting:
    """Whoever ranked nothing on a route, each at another place: together as many points as can be."""

    pairs: list[tuple[Application, Suggested]]
    without: list[Application]  # no place in reach or on a day in common, or all are taken by who suits better
    left_out: int  # who applied after the first `TOGETHER`


def suggest_for(application: Application, found: Iterable[Offer]) -> list[Suggested]:
    """The best few, best first; nothing when she ranks for herself, or when nothing is known to suit."""
    if Preference.objects.filter(application=application, by=Side.STUDENT).exists():
        return []
    person = _person(application, outcomes_of(application.route))
    scored = [(score(person, _workplace(offer)), offer) for offer in found if _is_wanted(application, offer)]
    known = [(each, offer) for each, offer in scored if each and each.parts]
    known.sort(key=lambda pair: (-pair[0].points, pair[1].pk))
    return [_suggested(offer, each) for each, offer in known[:AT_MOST]]


def unranked(route: Route) -> list[Application]:
    """Who looks for a place and put none in order, who waits longest first."""
    ranked = Preference.objects.filter(route=route, by=Side.STUDENT).values("application")
    return list(looking([route.pk]).filter(SEEKS).exclude(pk__in=ranked).order_by("created_at", "pk"))


def fit_together(route: Route) -> Fitting:
    """Raises engine.assignment.NotProven when the solver cannot show that nothing fits better."""
    waiting = unranked(route)
    people = {str(each.pk): each for each in waiting[:TOGETHER]}
    places = {str(each.pk): each for each in offers(routes=[route.public_id]).order_by("offered_at", "pk")[:TOGETHER]}
    learnt = outcomes_of(route)
    unwanted = [
        (person, place) for person in people for place in places if not _is_wanted(people[person], places[place])
    ]
    found = suggest(
        {key: _person(each, learnt) for key, each in people.items()},
        {key: _workplace(each) for key, each in places.items()},
        forbidden=unwanted,
    )
    return Fitting(
        [(people[key], _suggested(places[place], found.scores[key])) for key, place in found.matches.items()],
        [people[key] for key in found.unmatched],
        len(waiting) - len(people),
    )


def outcomes_of(route: Route) -> frozenset[str]:
    """What anybody on it is to learn."""
    last = OutcomeList.objects.filter(route=route).first()
    return frozenset(last.outcomes) if last else frozenset()


def _is_wanted(application: Application, offer: Offer) -> bool:
    return not application.regions or offer.position.workplace.province in application.regions


def _suggested(offer: Offer, found: Score) -> Suggested:
    return Suggested(offer, found.points // 10, list(_because(found)))


def _person(application: Application, outcomes: frozenset[str]) -> Person:
    minutes = application.travel_minutes
    reach = minutes * KM_PER_MINUTE if minutes else USUAL_REACH_KM
    days = frozenset(CODES[code] for code in application.days)
    # who names regions says where she would work, which may be farther than she lives
    at = None if application.regions else _middle(application.province)
    return Person(at=at, reach_km=reach, days=days, outcomes=outcomes)


def _workplace(offer: Offer) -> Workplace:
    position = offer.position
    return Workplace(
        position.free,
        at=_middle(position.workplace.province),
        days=days_in(position.working_days),
        outcomes=frozenset(offer.outcomes),
    )


def _middle(province: str) -> Point | None:
    return MIDDLE[Province(province)] if province in Province.values else None


def days_in(text: str) -> frozenset[int]:
    """What a company wrote: "maandag tot en met donderdag", "dinsdag en vrijdag". Nothing when it names no days."""
    said = text.casefold()
    found = {DAYS.index(day) + 1 for day in re.findall(DAY, said)}
    for first, last in re.findall(rf"({DAY})\s*(?:t/m|tot en met|-|–)\s*({DAY})", said):
        found |= set(range(DAYS.index(first) + 1, DAYS.index(last) + 2))
    return frozenset(found)


def _because(each: Score) -> Iterator[str]:
    for feature, points in each.parts.items():
        far = f", hemelsbreed ongeveer {round(each.km)} km" if feature == Feature.TRAVEL and each.km else ""
        yield f"{WORDS[feature]}: {points // 10} van 100{far}"
