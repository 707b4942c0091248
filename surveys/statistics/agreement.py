"""How far two people who put open answers under themes agree, beyond what chance does."""

from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Agreement:
    n: int
    observed: float  # share of answers with the same theme
    kappa: float | None  # Cohen (1960); None where both gave everything one and the same theme


def agreement(pairs: Iterable[tuple[Hashable, Hashable]]) -> Agreement | None:
    """Of each answer: what the first coder said, and the second. None where nothing was coded by both."""
    given = Counter(pairs)
    n = given.total()
    if not n:
        return None
    first, second = Counter[Hashable](), Counter[Hashable]()
    for (one, other), count in given.items():
        first[one] += count
        second[other] += count
    observed = sum(count for (one, other), count in given.items() if one == other) / n
    chance = sum(first[theme] * second[theme] for theme in first) / n**2
    return Agreement(n, observed, None if chance == 1 else (observed - chance) / (1 - chance))
