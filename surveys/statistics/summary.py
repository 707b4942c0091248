"""One set of answers: where its middle lies, how far it spreads, and how sure that is of everybody asked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import fsum, sqrt

from .tails import NORMAL, t_limit

Distribution = Mapping[float, int]  # value -> how many gave it


@dataclass(frozen=True, slots=True)
class Interval:
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Spread:
    """In the unit of the answers. One answer has no deviation and no interval."""

    n: int
    mean: float
    median: float
    deviation: float | None  # of a sample: divided by n - 1
    interval: Interval | None  # of the mean, by Student's t

    @property
    def error(self) -> float | None:
        """The standard error of the mean."""
        return None if self.deviation is None else self.deviation / sqrt(self.n)


@dataclass(frozen=True, slots=True)
class Share:
    part: int
    whole: int
    interval: Interval  # Wilson's, which stays between 0 and 1 with few answers too

    @property
    def value(self) -> float:
        """Between 0 and 1."""
        return self.part / self.whole


def spread(answers: Distribution) -> Spread | None:
    """None where nobody answered. Raises ValueError when a count is negative."""
    given = {value: count for value, count in sorted(answers.items()) if count}
    if any(count < 0 for count in given.values()):
        raise ValueError("less than nobody gave an answer")
    n = sum(given.values())
    if not n:
        return None
    mean = fsum(value * count for value, count in given.items()) / n
    if n == 1:
        return Spread(n, mean, _median(given, n), None, None)
    deviation = sqrt(fsum(count * (value - mean) ** 2 for value, count in given.items()) / (n - 1))
    reach = t_limit(n - 1) * deviation / sqrt(n)
    return Spread(n, mean, _median(given, n), deviation, Interval(mean - reach, mean + reach))


def _median(given: Distribution, n: int) -> float:
    return (_at(given, (n - 1) // 2) + _at(given, n // 2)) / 2


def _at(given: Distribution, place: int) -> float:
    """The answer on this place, counted from 0, of all in order."""
    for value, count in given.items():
        if place < count:
            return value
        place -= count
    raise IndexError(place)


def share(part: int, whole: int) -> Share | None:
    """None where the whole is nobody. Raises ValueError when the part is not of the whole."""
    if not 0 <= part <= whole:
        raise ValueError(f"{part} of {whole}")
    if not whole:
        return None
    square = NORMAL**2
    middle = (part + square / 2) / (whole + square)
    reach = NORMAL * sqrt(part * (whole - part) / whole + square / 4) / (whole + square)
    low = middle - reach if part else 0.0
    high = middle + reach if part < whole else 1.0
    return Share(part, whole, Interval(low, high))


def per_group(groups: Iterable[Distribution]) -> Spread | None:
    """Each group counts once, by its own mean, so that one large route does not hide the others."""
    means: dict[float, int] = {}
    for group in groups:
        if found := spread(group):
            means[found.mean] = means.get(found.mean, 0) + 1
    return spread(means)
