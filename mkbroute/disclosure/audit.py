"""What a clever reader finds: the hidden counts that what is shown leaves only one value for.

Every set of positive numbers that fits the sums could be the truth. The true one is known here; each linear programme
looks for another that differs from it in one count as far as it can, and clears all that differ in what it finds.
"""

from collections.abc import Collection, Hashable, Mapping, Sequence, Set
from dataclasses import dataclass
from math import inf
from typing import Any

A_PERSON = 1 - 1e-6  # counts are whole: to differ by less is not to differ


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


def pinned(
    counts: Mapping[Hashable, int],
    sums: Sequence[tuple[Hashable, ...]],
    hidden: Set[Hashable],
    closed: Set[Hashable] = frozenset(),
    facts: Sequence[Fact] = (),
    minimum: int = 1,
) -> list[Hashable]:
    """Of `hidden`, in the order of `counts`; of those that are `closed` only what is below the minimum, for the others
    there might be shown. A sum is its total and then its parts."""
    cells = [cell for cell in counts if cell in hidden]
    wanted = [place for place, cell in enumerate(cells) if cell not in closed or 0 < counts[cell] < minimum]
    if not wanted:
        return []
    places = {cell: place for place, cell in enumerate(cells)}
    known = [total_of(dict(zip(each, [1.0, *[-1.0] * (len(each) - 1)], strict=True)), counts) for each in sums]
    rows = [row for fact in (*known, *facts) if (row := _row(fact, counts, places))]
    world = _World([counts[cell] for cell in cells], rows, [0.0 if cell in closed else 1.0 for cell in cells])
    return [cells[place] for place in world.pinned(wanted)]


Row = tuple[Mapping[int, float], float, float]  # what the weighted columns come to: at least, at most


def _row(fact: Fact, counts: Mapping[Hashable, int], places: Mapping[Hashable, int]) -> Row | None:
    """What is shown has no column: it goes to the other side."""
    weights = {places[cell]: weight for cell, weight in fact.weights.items() if cell in places}
    shown = sum(weight * counts[cell] for cell, weight in fact.weights.items() if cell not in places)
    return (weights, fact.low - shown, fact.high - shown) if weights else None


class _World:
    """One column per hidden count, with the least that a reader knows it to be; each row is what she knows of some."""

    def __init__(self, truth: Collection[int], rows: Sequence[Row], least: Sequence[float]) -> None:
        self._truth = list(truth)
        self._rows = rows
        self._least = least
        self._solver = self._prepared()

    def pinned(self, wanted: Collection[int]) -> list[int]:
        fixed = []
        open_ = list(wanted)
        while open_:
            column = open_.pop(0)
            moved = self._moved(column, 1.0) or self._moved(column, -1.0)
            if not moved:
                fixed.append(column)
            open_ = [other for other in open_ if other not in moved]
        return fixed

    def _moved(self, column: int, sign: float) -> set[int]:
        """The columns that differ from the truth where this one is pushed; none when it does not move."""
        self._solver.changeColCost(column, sign)
        self._solver.run()
        values = self._solver.getSolution().col_value
        self._solver.changeColCost(column, 0.0)
        moved = {place for place, value in enumerate(values) if abs(value - self._truth[place]) >= A_PERSON}
        return moved if column in moved else set()

    def _prepared(self) -> Any:
        import highspy  # heavy, and needed only where something is hidden

        model, number = highspy.HighsLp(), len(self._truth)
        model.num_col_, model.num_row_ = number, len(self._rows)
        model.col_cost_ = [0.0] * number
        model.col_lower_ = list(self._least)
        model.col_upper_ = [float(sum(self._truth) + 1)] * number  # beyond what matters, but bounded
        model.row_lower_ = [float(low) for _, low, _ in self._rows]
        model.row_upper_ = [float(high) for _, _, high in self._rows]
        model.sense_ = highspy.ObjSense.kMaximize
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        starts = [0]
        for weights, _, _ in self._rows:
            starts.append(starts[-1] + len(weights))
        model.a_matrix_.start_ = starts
        model.a_matrix_.index_ = [place for weights, _, _ in self._rows for place in weights]
        model.a_matrix_.value_ = [weight for weights, _, _ in self._rows for weight in weights.values()]
        solver = highspy.Highs()
        for option, value in {"output_flag": False, "threads": 1, "random_seed": 0}.items():
            solver.setOptionValue(option, value)
        solver.passModel(model)
        return solver
