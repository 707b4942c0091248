"""The figures of `make bench`: each a function that measures one thing and says how.

@figure("pages.list_vs_bare")
def list_vs_bare() -> Result:
    return Result(ratio(our_list, bare_list), "<= 2.0", "25 rows as coordinator against a bare Django page")
"""

import operator
from collections.abc import Callable
from dataclasses import dataclass

COMPARE = {"<=": operator.le, ">=": operator.ge, "==": operator.eq}
FIGURES: dict[str, Callable[[], "Result"]] = {}


@dataclass(frozen=True)
class Result:
    value: float
    goal: str  # "<= 2.0"; empty when it is only reported
    how: str  # one line

    @property
    def ok(self) -> bool:
        if not self.goal:
            return True
        comparison, limit = self.goal.split()
        return bool(COMPARE[comparison](self.value, float(limit)))


class CannotMeasure(Exception):
    """Why not. The figure is then absent, never invented."""


def figure(name: str) -> Callable[[Callable[[], Result]], Callable[[], Result]]:
    """`name` is group.figure."""

    def register(measure: Callable[[], Result]) -> Callable[[], Result]:
        FIGURES[name] = measure
        return measure

    return register


def chosen(only: str) -> dict[str, Callable[[], Result]]:
    """Every figure, those of one group, or one."""
    return {name: FIGURES[name] for name in sorted(FIGURES) if only in ("", name, name.partition(".")[0])}
