"""From an instance to an outcome."""

import gc
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from . import exact
from .acceptance import defer_acceptance
from .bound import most_placed
from .checker import certify
from .instance import Instance, Objective, flat
from .lottery import draw
from .market import Market, close, open_market
from .promotion import Promotion

VERSION = "1"  # changes whenever an instance may get another outcome
LOTS = 20  # of tie-breaks tried for the largest
# Entries of the programme up to which the solver is asked for the largest: some 300 applicants with four wishes each,
# 100 with eight. It is the length of the lists, more than their number, that makes it slow.
EXACT_ENTRIES = 40_000

# Called with the steps done and the steps in all, which may grow.
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    matches: dict[str, str]  # applicant -> position
    unmatched: list[str]
    optimal: bool | None  # no stable matching places more: proven, refuted, or not known
    method: str  # what found it: acceptance, lot 7, promotion 0, highs
    seconds: float = 0.0
    closed: list[str] = field(default_factory=list)  # because they could not fill their lower quota
    below_lower: dict[str, int] = field(default_factory=dict)  # position -> how many it got, below its lower quota

    @property
    def size(self) -> int:
        return len(self.matches)


@dataclass(frozen=True, slots=True)
class _Found:
    matches: dict[str, str]
    method: str
    optimal: bool | None = None

    @property
    def size(self) -> int:
        return len(self.matches)


def solve(
    instance: Instance,
    progress: Progress | None = None,
    *,
    lots: int = LOTS,
    exact_entries: int = EXACT_ENTRIES,
) -> Outcome:
    """Takes an instance that `require_valid` lets pass; raises InvalidInstance for most that it does not.

    Lower quotas do not change who is placed. In every stable matching of lists without ties a position that is not
    full has the same people (Roth's rural hospitals theorem), so that no choice among them helps it: it is reported,
    and only closed when the instance says so. A position that has someone pinned is never closed.
    """
    started = time.perf_counter()
    with _no_search_for_cycles():
        found, closed, short = _solve_and_close(instance, progress, lots, exact_entries)
    unmatched = sorted(name for name in instance.applicants if name not in found.matches)
    seconds = time.perf_counter() - started
    return Outcome(found.matches, unmatched, found.optimal, found.method, seconds, sorted(closed), short)


@contextmanager
def _no_search_for_cycles() -> Iterator[None]:
    """There are none, and looking for them among so many lists takes half as long as the work."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _solve_and_close(
    instance: Instance, progress: Progress | None, lots: int, exact_entries: int
) -> tuple[_Found, list[str], dict[str, int]]:
    market = open_market(instance)
    steps = _Steps(progress, 1 if instance.objective == Objective.STABLE else 2 * lots + 1)
    closed: list[str] = []
    while True:
        found = _solve_market(instance, close(market, closed), steps, lots, exact_entries)
        short = _below_lower(instance, found.matches, closed)
        if not instance.close_short or not (emptiest := _emptiest(instance, short)):
            return found, closed, short
        closed += emptiest
        steps.expect_again()


def price_of_stability(instance: Instance, outcome: Outcome) -> int:
    """How many more could be placed if nobody's preferences between acceptable places counted."""
    market = close(open_market(instance), outcome.closed)
    start = {applicant: name for applicant, name in outcome.matches.items() if applicant in market.wishes}
    return most_placed(market, start) - len(start)


class _Steps:
    def __init__(self, progress: Progress | None, each_time: int) -> None:
        self._progress, self._each_time = progress, each_time
        self._done, self._all = 0, each_time

    def advance(self) -> None:
        self._done += 1
        if self._progress:
            self._progress(self._done, self._all)

    def expect_again(self) -> None:
        self._all = self._done + self._each_time

    def skip_rest(self) -> None:
        self._done = self._all - 1
        self.advance()


def _solve_market(instance: Instance, market: Market, steps: _Steps, lots: int, exact_entries: int) -> _Found:
    if market.is_strict:
        # Every stable matching of lists without ties has the same size (Roth's rural hospitals theorem).
        found = _Found(defer_acceptance(market, list(market.wishes)), "acceptance", True)
    elif instance.objective == Objective.STABLE:
        found = _compared(instance, market, next(_tie_breaks(instance, market, 1)), exact_entries)
    else:
        found = _largest(instance, market, steps, lots)
        if not found.optimal and _entries(market) <= exact_entries:
            found = _proven(instance, market, found)
    steps.skip_rest()
    return replace(found, matches=_with_pinned(instance, found.matches))


def _with_pinned(instance: Instance, matches: dict[str, str]) -> dict[str, str]:
    return {**matches, **dict(instance.pinned)} if instance.pinned else matches


def _entries(market: Market) -> int:
    """Not more than so many: every pair has a row with those of its applicant and of its position."""
    lists = [*map(flat, market.wishes.values()), *market.levels.values()]
    return sum(len(each) ** 2 for each in lists)


def _compared(instance: Instance, market: Market, found: _Found, exact_entries: int) -> _Found:
    """Where it costs little: does another stable matching place more?"""
    if _entries(market) > exact_entries:
        return found
    if most_placed(market, found.matches) == found.size:
        return replace(found, optimal=True)
    return replace(found, optimal=False if next(_promotions(instance, market, 1)).size > found.size else None)


def _tie_breaks(instance: Instance, market: Market, lots: int) -> Iterator[_Found]:
    for number in range(lots):
        yield _Found(
            defer_acceptance(market, _draw(instance, market, number)), f"lot {number}" if number else "acceptance"
        )


def _promotions(instance: Instance, market: Market, lots: int) -> Iterator[_Found]:
    for number in range(lots):
        yield _Found(Promotion(market, _draw(instance, market, number)).run(), f"promotion {number}")


def _draw(instance: Instance, market: Market, number: int) -> list[str]:
    """The first draw is by the seed alone, so that anybody can repeat it."""
    seed = f"{instance.seed}/{number}" if number else str(instance.seed)
    return draw(market.wishes, seed, instance.priorities)


def _largest(instance: Instance, market: Market, steps: _Steps, lots: int) -> _Found:
    attempts = _attempts(instance, market, lots)
    best = next(attempts)
    limit = most_placed(market, best.matches)
    while best.size < limit and (found := next(attempts, None)):
        steps.advance()
        best = max(best, found, key=lambda each: each.size)  # the first of the largest
    return replace(best, optimal=True) if best.size == limit else best


def _attempts(instance: Instance, market: Market, lots: int) -> Iterator[_Found]:
    yield from _promotions(instance, market, lots)
    yield from _tie_breaks(instance, market, lots)


def _proven(instance: Instance, market: Market, best: _Found) -> _Found:
    answer = exact.enlarge(market, best.matches, most_placed(market, best.matches))
    if len(answer.matches) > best.size:
        closed = {name for name, places in market.room.items() if not places} - set(dict(instance.pinned).values())
        if not certify(instance, _with_pinned(instance, answer.matches), closed).is_stable:
            return best
        best = _Found(answer.matches, "highs")
    return replace(best, optimal=True if answer.is_largest else None)


def _below_lower(instance: Instance, matches: Mapping[str, str], closed: Collection[str]) -> dict[str, int]:
    lower = {name: position.lower for name, position in instance.positions.items() if position.lower}
    if not lower:
        return {}
    placed = dict.fromkeys(lower, 0)
    for name in matches.values():
        if name in placed:
            placed[name] += 1
    return {name: placed[name] for name in sorted(lower) if placed[name] < lower[name] and name not in closed}


def _emptiest(instance: Instance, short: Mapping[str, int]) -> list[str]:
    """All that are empty, whose closing changes nothing; otherwise the one that is furthest from its quota."""
    pinned = {name for _, name in instance.pinned}
    free = {name: placed for name, placed in short.items() if name not in pinned}
    empty = [name for name, placed in free.items() if not placed]
    if empty or not free:
        return empty
    return [min(free, key=lambda name: (free[name] / instance.positions[name].lower, name))]
