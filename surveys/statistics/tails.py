"""How far out 95 % of a distribution reaches."""

from functools import lru_cache
from math import exp, lgamma, log

CERTAINTY = 0.95
NORMAL = 1.959963984540054  # of the normal distribution
TINY = 1e-300
STEPS = 500


@lru_cache(maxsize=4096)
def t_limit(freedom: float) -> float:
    """95 % of Student's t lies within plus and minus this. `freedom`: degrees of it, above 0, not always whole."""
    if freedom <= 0:
        raise ValueError(f"{freedom} degrees of freedom")
    low, high = 0.0, 2.0
    while _outside(high, freedom) > 1 - CERTAINTY:
        low, high = high, 2 * high
    for _ in range(100):
        middle = (low + high) / 2
        if _outside(middle, freedom) > 1 - CERTAINTY:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _outside(limit: float, freedom: float) -> float:
    """The chance of a t further from 0 than `limit` (Abramowitz and Stegun 26.7.1 and 26.5.27)."""
    return _beta(freedom / (freedom + limit * limit), freedom / 2, 0.5)


def _beta(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function, by the side on which its continued fraction is quick."""
    if x in (0.0, 1.0):
        return x
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log(1 - x))
    if x < (a + 1) / (a + b + 2):
        return front * _fraction(x, a, b) / a
    return 1 - front * _fraction(1 - x, b, a) / b


def _fraction(x: float, a: float, b: float) -> float:
    """Lentz's way along Abramowitz and Stegun 26.5.8."""
    value, numerator, denominator = 1.0, 1.0, 0.0
    for step in range(1, STEPS):
        term = _term(step, x, a, b)
        denominator = 1 / _not_nothing(1 + term * denominator)
        numerator = _not_nothing(1 + term / numerator)
        value *= numerator * denominator
        if abs(numerator * denominator - 1) < 1e-15:
            break
    return 1 / value


def _term(step: int, x: float, a: float, b: float) -> float:
    half = step // 2
    if step % 2:
        return -(a + half) * (a + b + half) * x / ((a + 2 * half) * (a + 2 * half + 1))
    return half * (b - half) * x / ((a + 2 * half - 1) * (a + 2 * half))


def _not_nothing(value: float) -> float:
    return value if abs(value) > TINY else TINY
