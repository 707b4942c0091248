"""Two measurements of the same thing: how much they differ, and whether that can be chance."""

from dataclasses import dataclass
from math import sqrt

from .summary import Interval, Share, Spread
from .tails import t_limit


@dataclass(frozen=True, slots=True)
class Change:
    """The later minus the earlier. Without an interval nobody can tell it from chance."""

    value: float
    interval: Interval | None = None

    @property
    def is_clear(self) -> bool:
        """Zero lies outside the interval."""
        return self.interval is not None and not self.interval.low <= 0 <= self.interval.high


def change_of_means(later: Spread, earlier: Spread) -> Change:
    """Welch's interval: both spread as they do, and may have different numbers of answers."""
    value = later.mean - earlier.mean
    errors = [each.error for each in (later, earlier)]
    if any(error is None for error in errors) or not any(errors):
        return Change(value)
    squares = [(error or 0.0) ** 2 for error in errors]
    freedom = sum(squares) ** 2 / sum(
        square**2 / (each.n - 1) for square, each in zip(squares, (later, earlier), strict=True)
    )
    reach = t_limit(freedom) * sqrt(sum(squares))
    return Change(value, Interval(value - reach, value + reach))


def change_of_shares(later: Share, earlier: Share) -> Change:
    """Newcombe's interval (1998, method 10), made of the two of Wilson."""
    value = later.value - earlier.value
    below = sqrt((later.value - later.interval.low) ** 2 + (earlier.interval.high - earlier.value) ** 2)
    above = sqrt((later.interval.high - later.value) ** 2 + (earlier.value - earlier.interval.low) ** 2)
    return Change(value, Interval(value - below, value + above))
