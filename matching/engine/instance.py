"""What is to be matched: who wants which position, whom each position takes, and what was decided beforehand."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

# One name, or several that are equally good.
Tie = str | tuple[str, ...]
# Best first. Who is not in it is unacceptable.
Ranking = Sequence[Tie]
Pair = tuple[str, str]


class InvalidInstance(ValueError):
    """Says in one line what is wrong and where."""


class Objective(StrEnum):
    STABLE = "stable"  # the best that every applicant can have in a stable matching, ties broken by priority and lot
    MAX = "max"  # weakly stable, and as many placed as can be found


class Position(NamedTuple):
    capacity: int  # places
    ranking: Ranking
    lower: int = 0  # places that must be filled, or the position is of no use
    said: int | None = None  # so many levels of the ranking are its own; what follows was added. None: all are


@dataclass(frozen=True, slots=True)
class Instance:
    applicants: Mapping[str, Ranking]
    positions: Mapping[str, Position]
    pinned: Sequence[Pair] = ()  # (applicant, position): stay together whatever anybody prefers
    forbidden: Sequence[Pair] = ()
    objective: Objective = Objective.STABLE
    seed: int = 0  # of the lots that break ties
    priorities: Mapping[str, int] = field(default_factory=dict)  # applicant -> lower goes first in a tie; 0 if absent
    close_short: bool = False  # close positions that cannot fill `lower` places, the emptiest first
    # Of the lists, what was added so that a pin is acceptable: (applicant, position). Nobody said it, so nobody is told
    # she did.
    added_wishes: Sequence[Pair] = ()
    added_ranks: Sequence[Pair] = ()


def flat(ranking: Ranking) -> list[str]:
    names: list[str] = []
    for tie in ranking:
        if isinstance(tie, str):
            names.append(tie)
        else:
            names += tie
    return names


def fingerprint(instance: Instance) -> str:
    """SHA-256 of the instance, the same however its parts are ordered: what a stored run was computed from."""
    parts: list[object] = [
        {applicant: _canonical(ranking) for applicant, ranking in instance.applicants.items()},
        {
            name: [position.capacity, position.lower, _canonical(position.ranking)]
            for name, position in instance.positions.items()
        },
        [sorted(instance.pinned), sorted(set(instance.forbidden))],
        [instance.objective, instance.seed, dict(instance.priorities), instance.close_short],
    ]
    if added := _added(instance):  # what says nothing of it keeps the fingerprint that it had
        parts.append(added)
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def _added(instance: Instance) -> list[object]:
    said = {name: position.said for name, position in instance.positions.items() if position.said is not None}
    pairs = [sorted(instance.added_wishes), sorted(instance.added_ranks)]
    return [said, *pairs] if said or any(pairs) else []


def _canonical(ranking: Ranking) -> list[list[str]]:
    return [[tie] if isinstance(tie, str) else sorted(tie) for tie in ranking]
