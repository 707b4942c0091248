"""The certificate: what a matching is worth, recomputed from the lists as they came, by none of the code that made it.

A pair blocks when both find each other acceptable, nothing forbids it, the applicant has no place or likes this
position better, and the position has a free place or likes this applicant better than somebody it has. What is pinned
stays: a pinned applicant blocks nothing, and nobody can take the place of one. Where a pin was broken it holds nobody:
that is a fault, and she blocks and gives way as anybody else.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .instance import Instance, Pair, Ranking


class Fault(StrEnum):
    UNKNOWN = "unknown"
    NOT_WISHED = "not_wished"  # the applicant does not list the position
    NOT_RANKED = "not_ranked"  # the position does not rank the applicant
    FORBIDDEN = "forbidden"
    OVER_CAPACITY = "over_capacity"
    PIN_BROKEN = "pin_broken"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Certificate:
    size: int
    faults: "list[tuple[Fault, str, str]]"  # with applicant (empty when over capacity) and position
    blocking_pairs: "list[Pair]"

    @property
    def is_valid(self) -> bool:
        return not self.faults

    @property
    def is_stable(self) -> bool:
        return not self.faults and not self.blocking_pairs


def certify(instance: "Instance", matches: Mapping[str, str], closed: Collection[str] = ()) -> Certificate:
    known = {
        applicant: name
        for applicant, name in matches.items()
        if applicant in instance.applicants and name in instance.positions
    }
    faults = [(Fault.UNKNOWN, *pair) for pair in matches.items() if pair[0] not in known]
    faults += [*_unwanted(instance, known, closed), *_unranked(instance, known), *_broken_pins(instance, known)]
    blocking = sorted(_blocking_pairs(instance, known, frozenset(closed)))
    return Certificate(len(matches), sorted(faults), blocking)


def _unwanted(
    instance: "Instance", matches: Mapping[str, str], closed: Collection[str]
) -> Iterator[tuple[Fault, str, str]]:
    forbidden = set(instance.forbidden)
    for applicant, name in matches.items():
        if name not in _named(instance.applicants[applicant]):
            yield Fault.NOT_WISHED, applicant, name
        if (applicant, name) in forbidden:
            yield Fault.FORBIDDEN, applicant, name
        if name in closed:
            yield Fault.CLOSED, applicant, name


def _unranked(instance: "Instance", matches: Mapping[str, str]) -> Iterator[tuple[Fault, str, str]]:
    for name, placed in _placed(matches).items():
        ranked = _named(instance.positions[name].ranking)
        yield from ((Fault.NOT_RANKED, applicant, name) for applicant in placed if applicant not in ranked)
        if len(placed) > instance.positions[name].capacity:
            yield Fault.OVER_CAPACITY, "", name


def _broken_pins(instance: "Instance", matches: Mapping[str, str]) -> Iterator[tuple[Fault, str, str]]:
    for applicant, name in instance.pinned:
        if matches.get(applicant) != name:
            yield Fault.PIN_BROKEN, applicant, name


def _blocking_pairs(instance: "Instance", matches: Mapping[str, str], closed: Collection[str]) -> "Iterator[Pair]":
    bar = _bars(instance, matches)
    forbidden: dict[str, set[str]] = defaultdict(set)
    # what was only added for a pin is nobody's wish
    for applicant, name in [*instance.forbidden, *instance.added_wishes, *instance.added_ranks]:
        forbidden[applicant].add(name)
    held = _held(instance, matches)
    for applicant, ranking in instance.applicants.items():
        if applicant not in held:
            barred = forbidden.get(applicant, ())
            for name in _liked_better(ranking, matches.get(applicant)):
                if applicant in bar[name] and name not in barred and name not in closed:
                    yield applicant, name


def _bars(instance: "Instance", matches: Mapping[str, str]) -> dict[str, frozenset[str]]:
    """position -> whom it would rather have than somebody it has, or than an empty place."""
    placed, held = _placed(matches), _held(instance, matches)
    bars = {}
    for name, position in instance.positions.items():
        here = set(placed.get(name, ()))
        if len(here) < position.capacity:
            bars[name] = frozenset(_named(position.ranking))
        else:
            bars[name] = frozenset(_above_last(position.ranking, here - held))
    return bars


def _held(instance: "Instance", matches: Mapping[str, str]) -> set[str]:
    """Who is where she was pinned."""
    return {applicant for applicant, name in instance.pinned if matches.get(applicant) == name}


def _above_last(ranking: "Ranking", placed: Collection[str]) -> list[str]:
    """Who stands strictly above the last of those placed; nobody when nobody can be replaced."""
    above: list[str] = []
    passed = 0
    for tie in ranking:
        names = (tie,) if isinstance(tie, str) else tie
        passed += sum(name in placed for name in names)
        if passed == len(placed):
            return above if placed else []
        above.extend(names)
    return above


def _liked_better(ranking: "Ranking", own: str | None) -> Iterator[str]:
    for tie in ranking:
        names = (tie,) if isinstance(tie, str) else tie
        if own in names:
            return
        yield from names


def _named(ranking: "Ranking") -> set[str]:
    return {name for tie in ranking for name in ((tie,) if isinstance(tie, str) else tie)}


def _placed(matches: Mapping[str, str]) -> dict[str, list[str]]:
    placed: dict[str, list[str]] = defaultdict(list)
    for applicant, name in matches.items():
        placed[name].append(applicant)
    return placed
