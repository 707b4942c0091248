"""The largest weakly stable matching as an integer programme, solved by HiGHS and never believed on its word.

The programme is that of Kwanashie and Manlove (2014) for hospitals and residents with ties: a pair either has an
applicant placed at least as well, or a position that is full of people at least as good.

HiGHS has answered "optimal" for less than what others found. So it starts from the best that is known; what it finds is
judged by the checker; and "largest" is said only when a second run, put and solved in another way, finds that one more
is impossible.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from .instance import Pair, Ranking, flat
from .market import Market

SECONDS = 60.0  # for each of the two runs; what was found by then is not used, since it would not be found again


@dataclass(frozen=True, slots=True)
class Answer:
    matches: dict[str, str]
    is_largest: bool  # proven twice, or as large as anything can be


def acceptable_pairs(market: Market) -> list[Pair]:
    return [
        (applicant, name)
        for applicant, wished in sorted(market.wishes.items())
        for name in sorted(flat(wished))
        if market.room[name] and applicant in market.levels[name]
    ]


def enlarge(market: Market, start: Mapping[str, str], limit: int, seconds: float = SECONDS) -> Answer:
    """A stable matching at least as large as `start`, which must be stable itself. None is larger than `limit`."""
    programme = _Programme(market)
    found = programme.solve(dict(start), 0, seconds)
    if found is None or not found.is_proven or len(found.matches) < len(start):
        return Answer(dict(start), is_largest=False)
    if len(found.matches) == limit:
        return Answer(found.matches, is_largest=True)
    larger = programme.solve(None, len(found.matches) + 1, seconds)
    if larger is not None and larger.is_proven:
        return Answer(larger.matches, is_largest=False)
    return Answer(found.matches, is_largest=larger is None)


@dataclass(frozen=True, slots=True)
class _Found:
    matches: dict[str, str]
    is_proven: bool


class _Programme:
    """One column per acceptable pair; rows `lower <= sum(coefficient * pair) <= upper`."""

    def __init__(self, market: Market) -> None:
        self._pairs = acceptable_pairs(market)
        self._rows: list[tuple[float, float, Mapping[int, float]]] = []
        self._add_rows(market)

    def _add_rows(self, market: Market) -> None:
        wished = {applicant: _levels(ranking) for applicant, ranking in market.wishes.items()}
        of_applicant, of_position = defaultdict(list), defaultdict(list)
        for column, (applicant, name) in enumerate(self._pairs):
            of_applicant[applicant].append((wished[applicant][name], column))
            of_position[name].append((market.levels[name][applicant], column))
        for columns in of_applicant.values():
            self._rows.append((0, 1, {column: 1 for _, column in columns}))
        for name, columns in of_position.items():
            self._rows.append((0, market.room[name], {column: 1 for _, column in columns}))
        for applicant, name in self._pairs:
            places = min(market.room[name], len(of_position[name]) + 1)  # who can never fill must place all
            row: dict[int, float] = defaultdict(float)
            for column in _up_to(wished[applicant][name], of_applicant[applicant]):
                row[column] += places
            for column in _up_to(market.levels[name][applicant], of_position[name]):
                row[column] += 1
            self._rows.append((places, float("inf"), row))

    def solve(self, start: dict[str, str] | None, least: int, seconds: float) -> _Found | None:
        """With a start: the largest. Without: any of `least` pairs. None when there is none."""
        import highspy  # heavy, and seldom needed

        solver = highspy.Highs()
        for option, value in {
            "output_flag": False,
            "threads": 1,
            "time_limit": seconds,
            "mip_rel_gap": 0.0,
            "mip_abs_gap": 0.99,
            "random_seed": 0 if start is not None else 1,
            "presolve": "choose" if start is not None else "off",
        }.items():
            solver.setOptionValue(option, value)
        solver.passModel(self._model(highspy, least, maximise=start is not None))
        if start is not None:
            solution = highspy.HighsSolution()
            solution.col_value = [float(start.get(applicant) == name) for applicant, name in self._pairs]
            solver.setSolution(solution)
        solver.run()
        status = solver.getModelStatus()
        if status == highspy.HighsModelStatus.kInfeasible:
            return None
        values = solver.getSolution().col_value
        matches = {pair[0]: pair[1] for pair, value in zip(self._pairs, values, strict=False) if value > 0.5}
        return _Found(matches, status == highspy.HighsModelStatus.kOptimal)

    def _model(self, highspy: Any, least: int, *, maximise: bool) -> Any:
        everybody = dict.fromkeys(range(len(self._pairs)), 1.0)
        rows = self._rows if maximise else [*self._rows, (least, float("inf"), everybody)]
        model, number = highspy.HighsLp(), len(self._pairs)
        model.num_col_, model.num_row_ = number, len(rows)
        model.col_cost_ = [1.0 if maximise else 0.0] * number
        model.col_lower_, model.col_upper_ = [0.0] * number, [1.0] * number
        model.row_lower_, model.row_upper_ = [float(row[0]) for row in rows], [float(row[1]) for row in rows]
        model.integrality_ = [highspy.HighsVarType.kInteger] * number
        model.sense_ = highspy.ObjSense.kMaximize
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        starts = [0]
        for _, _, row in rows:
            starts.append(starts[-1] + len(row))
        model.a_matrix_.start_ = starts
        model.a_matrix_.index_ = [column for _, _, row in rows for column in row]
        model.a_matrix_.value_ = [float(value) for _, _, row in rows for value in row.values()]
        return model


def _up_to(level: int, columns: Iterable[tuple[int, int]]) -> list[int]:
    return [column for other, column in columns if other <= level]


def _levels(ranking: Ranking) -> dict[str, int]:
    return {name: level for level, tie in enumerate(ranking) for name in ((tie,) if isinstance(tie, str) else tie)}
