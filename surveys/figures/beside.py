"""Two measurements next to each other: what both asked, with both numbers of answers and how much it changed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from ..statistics import Change, change_of_means, change_of_shares, share
from .gathered import EVERYBODY
from .kinds import VALID
from .measures import HIDDEN, Measured, measured, spread_of

Plain = Mapping[str, Any]
PERCENT, FIGURE = "percent", "figure"
NOT_PUBLISHED, NOT_SHOWN, NOT_ASKED = "niet gepubliceerd", "niet getoond", "niet gevraagd"


class Printed(Protocol):
    """Of the nulmeting. `value` is None where it was published as a chart, or in words only."""

    item: str
    measure: str
    label: str
    n: int | None
    value: float | None
    unit: str
    precision: str
    printed: str
    page: int
    note: str


@dataclass(frozen=True)
class Line:
    """One figure, now and then. `change`: in the unit of the figure, or percentage points."""

    printed: Printed
    now: Measured | None
    change: Change | None

    @property
    def why_not_now(self) -> str:
        return NOT_ASKED if self.now is None else NOT_SHOWN if self.now == HIDDEN else ""


def beside_baseline(result: Plain, printed: Iterable[Printed], key: str = EVERYBODY) -> list[Line]:
    found = []
    for each in printed:
        now = measured(result, each.item, each.measure, key)
        found.append(Line(each, now, _change(each, now)))
    return found


def _change(printed: Printed, now: Measured | None) -> Change | None:
    """Nothing beside a figure that was not printed. With an interval where both are shares of a known number."""
    if now is None or now == HIDDEN or printed.value is None or not now.n:
        return None
    if now.share and printed.unit == PERCENT:
        return Change(100 * now.share.value - printed.value)
    if now.share and printed.n and (before := share(int(printed.value), printed.n)):
        return in_points(change_of_shares(now.share, before))
    if now.value is not None and printed.measure.partition(":")[0] in ("mean", "means"):
        return Change(now.value - printed.value)
    return None


def in_points(change: Change) -> Change:
    """Percentage points, out of shares between 0 and 1."""
    interval = change.interval and type(change.interval)(100 * change.interval.low, 100 * change.interval.high)
    return Change(100 * change.value, interval)


@dataclass(frozen=True)
class Beside:
    """One item in two waves: of each the published figures of the same group."""

    code: str
    text: str
    later: Plain
    earlier: Plain
    mean: Change | None
    shares: Sequence[tuple[str, str, Change]]  # of each category: its key and label


def beside_wave(later: Plain, earlier: Plain, key: str = EVERYBODY) -> list[Beside]:
    """Items that both asked: an item keeps its code as long as it can be compared."""
    before = {item["code"]: item for item in earlier["items"]}
    pairs = [(item, before[item["code"]]) for item in later["items"] if item["code"] in before]
    return [_pair(now, then, key) for now, then in pairs]


def _pair(now: Plain, then: Plain, key: str) -> Beside:
    groups: list[Plain] = [each["groups"].get(key) or {} for each in (now, then)]
    spreads = [spread_of(group) for group in groups]
    mean = change_of_means(spreads[0], spreads[1]) if spreads[0] and spreads[1] else None
    shares = [
        (category, label, changed)
        for category, label, is_fine in now["categories"]
        if not is_fine and (changed := change_between(category, *groups))
    ]
    return Beside(now["code"], now["text"], groups[0], groups[1], mean, shares)


def change_between(category: str, now: Plain, then: Plain) -> Change | None:
    """Of a share. None where either is hidden."""
    counts = [(each.get("counts") or {}).get(category) for each in (now, then)]
    wholes = [each.get(VALID) for each in (now, then)]
    if None in counts or not all(wholes):
        return None
    found = [share(part or 0, whole or 0) for part, whole in zip(counts, wholes, strict=True)]
    return in_points(change_of_shares(found[0], found[1])) if found[0] and found[1] else None
