"""What a clever reader finds: the hidden counts that what is shown leaves only one value for.

Every set of positive numbers that fits the sums could be the truth. The true one is known here; each linear programme
looks for another that differs from it in one count as far as it can, and clears all that differ in what it finds.
"""

from collections.abc import Collection, Hashable, Mapping, Sequence, Set
from typing import Any

A_PERSON = 1 - 1e-6  # counts are whole: to differ by less is not to differ


def pinned(
    counts: Mapping[Hashable, int], sums: Sequence[tuple[Hashable, ...]], hidden: Set[Hashable]
) -> list[Hashable]:
    """Of `hidden`, in the order of `counts`. A sum is its total and then its parts."""
    if not hidden:
        return []
    cells = [cell for cell in counts if cell in hidden]
    places = {cell: place for place, cell in enumerate(cells)}
    rows = [row for each in sums if (row := _row(each, places))]
    world = _World([counts[cell] for cell in cells], rows)
    return [cells[place] for place in world.pinned()]


def _row(each: tuple[Hashable, ...], places: Mapping[Hashable, int]) -> dict[int, float]:
    signs = zip(each, [1.0, *[-1.0] * (len(each) - 1)], strict=True)
    return {places[cell]: sign for cell, sign in signs if cell in places}


class _World:
    """One column per hidden count; each row says what its part of a sum comes to."""

    def __init__(self, truth: Collection[int], rows: Sequence[Mapping[int, float]]) -> None:
        self._truth = list(truth)
        self._rows = rows
        self._solver = self._prepared()

    def pinned(self) -> list[int]:
        fixed = []
        open_ = list(range(len(self._truth)))
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
        model.col_lower_ = [1.0] * number
        model.col_upper_ = [float(sum(self._truth) + 1)] * number  # beyond what matters, but bounded
        sides = [sum(sign * self._truth[place] for place, sign in row.items()) for row in self._rows]
        model.row_lower_ = model.row_upper_ = [float(side) for side in sides]
        model.sense_ = highspy.ObjSense.kMaximize
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        starts = [0]
        for row in self._rows:
            starts.append(starts[-1] + len(row))
        model.a_matrix_.start_ = starts
        model.a_matrix_.index_ = [place for row in self._rows for place in row]
        model.a_matrix_.value_ = [sign for row in self._rows for sign in row.values()]
        solver = highspy.Highs()
        for option, value in {"output_flag": False, "threads": 1, "random_seed": 0}.items():
            solver.setOptionValue(option, value)
        solver.passModel(model)
        return solver
