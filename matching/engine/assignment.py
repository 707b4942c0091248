"""The assignment with the highest total score, as a linear programme: HiGHS solves it, whole numbers prove it."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from .instance import Pair

INTERIOR_FROM = 50_000  # pairs from which the interior point method is the faster one


class NotProven(RuntimeError):
    """The solver's prices do not prove its answer; it is not used."""


def assign(scores: Mapping[Pair, int], places: Mapping[str, int]) -> dict[str, str]:
    """applicant -> position, with the highest sum of scores, all of which are above 0.

    Every applicant and place has a price in the solution. When the prices cover the score of each pair and add up to
    the total, no assignment scores more (duality), and that is looked at here in whole numbers. Raises NotProven.
    """
    pairs = sorted(pair for pair, score in scores.items() if score > 0 and places[pair[1]] > 0)
    if not pairs:
        return {}
    values, prices = _solve(pairs, scores, places)
    matches = {applicant: name for (applicant, name), value in zip(pairs, values, strict=True) if value > 0.5}
    _require_proof(pairs, scores, places, matches, prices)
    return matches


def _solve(pairs: list[Pair], scores: Mapping[Pair, int], places: Mapping[str, int]) -> tuple[list[float], list[float]]:
    import highspy  # heavy, and seldom needed

    solver = highspy.Highs()
    for option, value in {
        "output_flag": False,
        "threads": 1,
        "solver": "ipm" if len(pairs) >= INTERIOR_FROM else "simplex",
        "run_crossover": "on",
    }.items():
        solver.setOptionValue(option, value)
    solver.passModel(_model(highspy, pairs, scores, places))
    solver.run()
    solution = solver.getSolution()
    return list(solution.col_value), list(solution.row_dual)


def _rows(pairs: list[Pair]) -> tuple[dict[str, int], dict[str, int]]:
    """Of each applicant, then of each position."""
    applicants = {name: row for row, name in enumerate(sorted({applicant for applicant, _ in pairs}))}
    positions = {name: row for row, name in enumerate(sorted({name for _, name in pairs}), len(applicants))}
    return applicants, positions


def _model(highspy: Any, pairs: list[Pair], scores: Mapping[Pair, int], places: Mapping[str, int]) -> Any:
    applicants, positions = _rows(pairs)
    model, number = highspy.HighsLp(), len(pairs)
    model.num_col_, model.num_row_ = number, len(applicants) + len(positions)
    model.col_cost_ = [float(scores[pair]) for pair in pairs]
    model.col_lower_, model.col_upper_ = [0.0] * number, [float("inf")] * number
    model.row_lower_ = [0.0] * model.num_row_
    model.row_upper_ = [1.0] * len(applicants) + [float(places[name]) for name in positions]
    model.sense_ = highspy.ObjSense.kMaximize
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = list(range(0, 2 * number + 1, 2))
    model.a_matrix_.index_ = [row for one, name in pairs for row in (applicants[one], positions[name])]
    model.a_matrix_.value_ = [1.0] * (2 * number)
    return model


def _require_proof(
    pairs: list[Pair],
    scores: Mapping[Pair, int],
    places: Mapping[str, int],
    matches: Mapping[str, str],
    prices: list[float],
) -> None:
    applicants, positions = _rows(pairs)
    price = [max(round(each), 0) for each in prices]
    total = sum(scores[pair] for pair in matches.items())
    bound = sum(price[row] for row in applicants.values())
    bound += sum(price[row] * places[name] for name, row in positions.items())
    covered = all(price[applicants[one]] + price[positions[name]] >= scores[one, name] for one, name in pairs)
    fits = all(number <= places[name] for name, number in Counter(matches.values()).items())
    if not (fits and covered and bound == total):
        raise NotProven(f"prices of {bound} for a total of {total}")
