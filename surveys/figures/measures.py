"""The figures that the nulmeting printed, taken of other answers. Only of what is published, so that they tell no more.

respondents, complete      how many answered, and how many of them all of it
count:4                    who chose option 4; named:bouwkunde: the options in whose name that stands
year:2019, before:2019     who gave this year, or an earlier one
from:8, between:20-30      who gave such a value; both inclusive
mean, sum                  of the values
row:a, rows                of a table: what a row adds up to, or all of them
means                      the average over the items of a block: B12 of B12.1, B12.2 and so on
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ..statistics import Interval, Share, Spread, share
from .gathered import EVERYBODY
from .kinds import NOBODY, VALID, band_key
from .protecting import TOTAL
from .published import COMPLETE

Plain = Mapping[str, Any]


@dataclass(frozen=True)
class Measured:
    """`part` of `whole` people, or a `value` over `n` answers: the one or the other."""

    n: int | None = None
    part: int | None = None
    value: float | None = None

    @property
    def share(self) -> Share | None:
        return None if self.part is None or not self.n else share(self.part, self.n)

    @property
    def number(self) -> float | None:
        """As the nulmeting prints it: a count, or a value."""
        return self.value if self.part is None else float(self.part)


HIDDEN = Measured()


def measured(result: Plain, item: str, measure: str, key: str = EVERYBODY) -> Measured | None:
    """None where it was not asked; HIDDEN where it is not shown."""
    name, _, detail = measure.partition(":")
    if name in (NOBODY, COMPLETE):
        counts = result["response"].get(key) or {}
        if counts.get(name) is None:
            return HIDDEN
        return Measured(counts[NOBODY], *((None, counts[NOBODY]) if name == NOBODY else (counts[name],)))
    if name == "means":
        return _mean_of_means(result, item, key)
    found = next((each for each in result["items"] if each["code"] == item), None)
    if found is None:
        return None
    group = found["groups"].get(key)
    if not group or group.get(VALID) is None:
        return HIDDEN if group else Measured(0)
    return MEASURES[name](found, group, detail) if name in MEASURES else _of_values(group, name)


def _mean_of_means(result: Plain, block: str, key: str) -> Measured | None:
    groups = [each["groups"].get(key) or {} for each in result["items"] if each["code"].startswith(f"{block}.")]
    means = [group["mean"] for group in groups if group.get("mean") is not None]
    if not groups:
        return None
    return Measured(max(group[VALID] for group in groups), value=sum(means) / len(means)) if means else HIDDEN


def _of_values(group: Plain, name: str) -> Measured:
    mean = group.get("mean")
    if mean is None:
        return HIDDEN if group[VALID] else Measured(0)
    return Measured(group[VALID], value=mean if name == "mean" else float(round(mean * group[VALID])))


def _counted(group: Plain, keys: list[str]) -> Measured:
    counts = [group["counts"].get(key) for key in keys]
    return HIDDEN if None in counts else Measured(group[VALID], sum(count or 0 for count in counts))


def _named(item: Plain, group: Plain, detail: str) -> Measured:
    return _counted(group, [key for key, label, _ in item["categories"] if detail in label.lower()])


def _in_year(item: Plain, group: Plain, detail: str) -> Measured:
    return _counted(group, [key for key, label, _ in item["categories"] if label == detail])


def _before(item: Plain, group: Plain, detail: str) -> Measured:
    return _counted(group, [key for key, label, _ in item["categories"] if int(label) < int(detail)])


def _banded(item: Plain, group: Plain, detail: str) -> Measured:
    """A band of the item: those are made of what the nulmeting printed."""
    low, _, high = detail.partition("-")
    starts = {key for key, _, _ in item["categories"] if key.startswith(f"b:{low}-")}
    return _counted(group, [band_key(int(low), int(high))] if high else sorted(starts))


def _row(item: Plain, group: Plain, detail: str) -> Measured:
    rows = group["rows"]
    return HIDDEN if rows[detail] is None or rows[TOTAL] is None else Measured(rows[TOTAL], rows[detail])


def _rows(item: Plain, group: Plain, detail: str) -> Measured:
    total = group["rows"][TOTAL]
    return HIDDEN if total is None else Measured(group[VALID], value=float(total))


MEASURES: dict[str, Callable[[Plain, Plain, str], Measured]] = {
    "count": lambda item, group, detail: _counted(group, [f"o:{detail}"]),
    "named": _named,
    "year": _in_year,
    "before": _before,
    "from": _banded,
    "between": _banded,
    "row": _row,
    "rows": _rows,
}


def spread_of(group: Plain) -> Spread | None:
    """Of a group as it is published; None where its mean is hidden."""
    if group.get("mean") is None:
        return None
    interval = group.get("interval")
    return Spread(
        group[VALID],
        group["mean"],
        group.get("median") or 0.0,
        group.get("deviation"),
        Interval(*interval) if interval else None,
    )
