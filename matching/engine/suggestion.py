"""Where nobody ranks: who would suit where, by what can be explained. A suggestion, for a person to decide on.

Four features count, each from 0 to 1000 points, and the score is their weighted mean. What is not known of either side
counts for neither. Too far to travel, or no working day in common, is no suggestion at all.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from math import asin, cos, radians, sin, sqrt

from .assignment import assign
from .instance import Pair

BEST = 1000
EARTH_KM = 6371.0
UNKNOWN = 500  # the score when nothing is known: possible, after everything that is known to suit


class Feature(StrEnum):
    TRAVEL = "travel"
    DAYS = "days"
    OUTCOMES = "outcomes"
    SECTOR = "sector"


@dataclass(frozen=True, slots=True)
class Point:
    latitude: float  # degrees
    longitude: float  # degrees

    def km_to(self, other: "Point") -> float:
        """As the crow flies."""
        north, south = radians(self.latitude), radians(other.latitude)
        east = radians(other.longitude - self.longitude)
        half = sin((south - north) / 2) ** 2 + cos(north) * cos(south) * sin(east / 2) ** 2
        return 2 * EARTH_KM * asin(min(1.0, sqrt(half)))


@dataclass(frozen=True, slots=True)
class Person:
    """None, or nothing in a set: not known."""

    at: Point | None = None
    reach_km: float | None = None  # as the crow flies
    days: frozenset[int] = frozenset()  # can work on; 1 is Monday
    outcomes: frozenset[str] = frozenset()  # wants to learn
    sectors: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Workplace:
    places: int
    at: Point | None = None
    days: frozenset[int] = frozenset()  # must be there on
    outcomes: frozenset[str] = frozenset()  # can be learnt here
    sector: str | None = None


@dataclass(frozen=True, slots=True)
class Score:
    points: int  # 1 to 1000
    parts: dict[Feature, int]  # 0 to 1000 for each feature that is known of both
    km: float | None = None


@dataclass(frozen=True, slots=True)
class Suggestion:
    matches: dict[str, str]
    scores: dict[str, Score]  # of who is matched, with the position of `matches`
    points: int  # in all; no assignment has more
    unmatched: list[str] = field(default_factory=list)


WEIGHTS: Mapping[Feature, int] = {Feature.TRAVEL: 3, Feature.DAYS: 3, Feature.OUTCOMES: 3, Feature.SECTOR: 1}


def score(person: Person, workplace: Workplace, weights: Mapping[Feature, int] = WEIGHTS) -> Score | None:
    """None when it cannot be: too far, or no day in common."""
    km = person.at.km_to(workplace.at) if person.at and workplace.at else None
    if km is not None and person.reach_km is not None and km > person.reach_km:
        return None
    if person.days and workplace.days and not person.days & workplace.days:
        return None
    parts = dict(_parts(person, workplace, km))
    weight = sum(weights[feature] for feature in parts)
    mean = sum(weights[feature] * points for feature, points in parts.items()) // weight if weight else UNKNOWN
    return Score(max(mean, 1), parts, km)


def _parts(person: Person, workplace: Workplace, km: float | None) -> Iterator[tuple[Feature, int]]:
    if km is not None and person.reach_km:
        yield Feature.TRAVEL, round(BEST * (1 - km / person.reach_km))
    if person.days and workplace.days:
        yield Feature.DAYS, _share(person.days & workplace.days, workplace.days)
    if person.outcomes and workplace.outcomes:
        yield Feature.OUTCOMES, _share(person.outcomes & workplace.outcomes, person.outcomes)
    if person.sectors and workplace.sector is not None:
        yield Feature.SECTOR, BEST if workplace.sector in person.sectors else 0


def _share(part: frozenset[int] | frozenset[str], whole: frozenset[int] | frozenset[str]) -> int:
    return BEST * len(part) // len(whole)


def suggest(
    people: Mapping[str, Person],
    workplaces: Mapping[str, Workplace],
    *,
    forbidden: Sequence[Pair] = (),
    weights: Mapping[Feature, int] = WEIGHTS,
) -> Suggestion:
    """The assignment with the most points in all. Raises NotProven when the solver cannot show that it is."""
    scores = _scores(people, workplaces, frozenset(forbidden), weights)
    points = {pair: each.points for pair, each in scores.items()}
    matches = assign(points, {name: workplace.places for name, workplace in workplaces.items()})
    return Suggestion(
        dict(sorted(matches.items())),
        {pair[0]: scores[pair] for pair in sorted(matches.items())},
        sum(points[pair] for pair in matches.items()),
        sorted(people.keys() - matches.keys()),
    )


def _scores(
    people: Mapping[str, Person],
    workplaces: Mapping[str, Workplace],
    forbidden: Collection[Pair],
    weights: Mapping[Feature, int],
) -> dict[Pair, Score]:
    scores = {}
    for applicant, person in people.items():
        for name, workplace in workplaces.items():
            if (applicant, name) not in forbidden and (found := score(person, workplace, weights)):
                scores[applicant, name] = found
    return scores
