"""What a clever reader finds: the hidden counts that what is shown leaves only one value for.

Every set of positive numbers that fits the sums could be the truth. The true one is known here; each linear programme
looks for another that differs from it in one count as far as it can, and clears all that differ in what it finds.
"""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from math import inf
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]
EMPTY: Array = np.array([])
A_PERSON = 1 - 1e-6  # counts are whole: to differ by less is not to differ
NEARLY = 1e-6  # of a linear programme


@dataclass(frozen=True, slots=True)
class Fact:
    """What else a reader is told of counts: together, each times its weight, they come to between `low` and `high`.
    A mean is one (the values are the weights), and so are a deviation (their squares) and a median."""

    weights: Mapping[Any, float]
    low: float
    high: float = inf


def total_of(weights: Mapping[Any, float], counts: Mapping[Any, int]) -> Fact:
    """The reader knows to what it comes."""
    found = sum(weight * counts[cell] for cell, weight in weights.items())
    return Fact(weights, found, found)


class Reader:
    """Knows the sums, and remembers every other world that was found, as by how much its counts differ from the true
    ones: while more is hidden, and until a fact denies it, each shows that what it moves cannot be calculated."""

    def __init__(
        self,
        counts: Mapping[Hashable, int],
        sums: Sequence[tuple[Hashable, ...]],
        closed: Set[Hashable] = frozenset(),
    ) -> None:
        """A sum is its total and then its parts."""
        self._cells = list(counts)
        self._places = {cell: place for place, cell in enumerate(self._cells)}
        self._truth = np.array(list(counts.values()), dtype=float)
        self._closed = self._mask(closed)
        self._sums = [self._row(dict(zip(each, [1.0, *[-1.0] * (len(each) - 1)], strict=True)), 0.0) for each in sums]
        self._others = _Others(len(self._cells))
        self._facts: dict[int, tuple[Fact, Row]] = {}  # by the identity of the fact, which is kept

    def pinned(
        self,
        hidden: Set[Hashable],
        minimum: int = 1,
        facts: Sequence[Fact] = (),
        first: Hashable = None,
        matters: Callable[[Hashable], bool] = lambda cell: True,
    ) -> Iterator[Hashable]:
        """Of `hidden`, in the order of the counts, but for the one to look at `first`; of those that are closed only
        what is below the minimum, for the others there might be shown. Found one by one, and only what `matters`."""
        rows = [self._heard(fact) for fact in facts]
        mask = self._mask(hidden)
        wanted = mask & (~self._closed | ((self._truth > 0) & (self._truth < minimum)))
        wanted &= ~self._others.moved(rows)
        if not wanted.any():
            return
        world = _World(mask, self._truth, self._closed, [*self._sums, *rows])
        for place in sorted(np.flatnonzero(wanted).tolist(), key=lambda place: self._cells[place] != first):
            if not wanted[place] or not matters(self._cells[place]):
                continue
            if (other := world.other(place)) is None:
                yield self._cells[place]
                continue
            self._others.add(other)
            wanted &= np.abs(other) < A_PERSON

    def _mask(self, cells: Set[Hashable]) -> Array:
        return np.fromiter((cell in cells for cell in self._cells), dtype=bool, count=len(self._cells))

    def _heard(self, fact: Fact) -> "Row":
        if id(fact) not in self._facts:
            self._facts[id(fact)] = (fact, self._row(fact.weights, fact.low, fact.high))
        return self._facts[id(fact)][1]

    def _row(self, weights: Mapping[Hashable, float], low: float, high: float | None = None) -> "Row":
        """`high`: None where it is `low`."""
        places = np.array([self._places[cell] for cell in weights], dtype=np.int64)
        values = np.array(list(weights.values()), dtype=float)
        truth = float(values @ self._truth[places])
        return Row(places, values, low - truth, (low if high is None else high) - truth)


@dataclass(eq=False)
class Row:
    """What a reader knows of some counts: what the weighted differences from the true ones come to, at least, at most.
    `allowed`: of the first so many other worlds, which it allows."""

    places: Array
    weights: Array
    low: float
    high: float
    allowed: Array = field(default_factory=lambda: np.zeros(0, dtype=bool))

    def allows(self, others: Array) -> Array:
        told = others[len(self.allowed) :, self.places] @ self.weights
        room = NEARLY * max(1.0, float(np.abs(self.weights).max(initial=0)))
        self.allowed = np.concatenate([self.allowed, (self.low - room <= told) & (told <= self.high + room)])
        return self.allowed


class _Others:
    """Other worlds that were found, a row each."""

    def __init__(self, cells: int) -> None:
        self._found = np.zeros((64, cells))
        self._count = 0

    def add(self, other: Array) -> None:
        if self._count == len(self._found):
            self._found = np.concatenate([self._found, np.zeros_like(self._found)])
        self._found[self._count] = other
        self._count += 1

    def moved(self, rows: Sequence[Row]) -> Array:
        """Which counts differ in any that all of these allow."""
        found = self._found[: self._count]
        allowed = np.ones(self._count, dtype=bool)
        for row in rows:
            allowed &= row.allows(found)
        return np.any(np.abs(found[allowed]) >= A_PERSON, axis=0)


class _World:
    """One column per hidden count: by how much it differs from the true one, no further than the least that a reader
    knows it to be. What she knows is rows."""

    def __init__(self, hidden: Array, truth: Array, closed: Array, rows: Sequence[Row]) -> None:
        self._hidden = hidden
        self._places = np.flatnonzero(hidden)
        self._columns = np.cumsum(hidden) - 1  # of each count that is hidden
        least = np.where(closed, 0.0, 1.0)[self._places] - truth[self._places]
        most = np.full(len(self._places), truth[self._places].sum() + 1)  # beyond what matters, but bounded
        self._solver = self._prepared(least, most, rows)

    def other(self, place: int) -> Array | None:
        """In which this one differs, pushed up and then down."""
        up = self._pushed(place, 1.0)
        return self._pushed(place, -1.0) if up is None else up

    def _pushed(self, place: int, sign: float) -> Array | None:
        column = int(self._columns[place])
        self._solver.changeColCost(column, sign)
        self._solver.run()
        found = np.array(self._solver.getSolution().col_value)
        self._solver.changeColCost(column, 0.0)
        if abs(found[column]) < A_PERSON:
            return None
        other = np.zeros(len(self._hidden))
        other[self._places] = found
        return other

    def _prepared(self, least: Array, most: Array, rows: Sequence[Row]) -> Any:
        """What is shown does not differ, and has no column."""
        import highspy  # heavy, and needed only where something is hidden

        kept = [(row, mask) for row in rows if (mask := self._hidden[row.places]).any()]
        model, number = highspy.HighsLp(), len(least)
        model.num_col_, model.num_row_ = number, len(kept)
        model.col_cost_, model.col_lower_, model.col_upper_ = np.zeros(number), least, most
        model.row_lower_ = np.array([row.low for row, _ in kept])
        model.row_upper_ = np.array([row.high for row, _ in kept])
        model.sense_ = highspy.ObjSense.kMaximize
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = np.cumsum([0, *(int(mask.sum()) for _, mask in kept)])
        model.a_matrix_.index_ = np.concatenate([self._columns[row.places[mask]] for row, mask in kept] or [EMPTY])
        model.a_matrix_.value_ = np.concatenate([row.weights[mask] for row, mask in kept] or [EMPTY])
        solver = highspy.Highs()
        for option, value in {"output_flag": False, "threads": 1, "random_seed": 0}.items():
            solver.setOptionValue(option, value)
        solver.passModel(model)
        return solver
