"""Which categories the answers to an item fall into, and which of those sum up to which.

Of every item each response is one of: valid, missing (asked, not answered), or na (not asked). What is valid divides
further: into options, into values, or into bands of values.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from ..asking.items import SCALES, Item, Kind

VALID, MISSING, NOT_ASKED = "valid", "missing", "na"
NOBODY = "respondents"  # the total that these three make

# Satisfaction: the report of the nulmeting counts who gives an 8 or more (paragraph 2.2), and below 5.5 is a fail at
# school. Agreement: the middle of 1 to 7 is neither.
SCALE_BANDS = {Kind.SATISFACTION: ((1, 5), (6, 7), (8, 10)), Kind.AGREEMENT: ((1, 3), (4, 4), (5, 7))}
# Ages and hours as the nulmeting printed them (paragraph 2.3, p. 13 and 15); sizes of companies as Europe counts mkb
# (Recommendation 2003/361/EC, article 2); shares in quarters.
BANDS: dict[str, tuple[tuple[int, int], ...]] = {
    "S01": ((0, 19), (20, 30), (31, 99)),
    "S20": ((0, 4), (5, 40)),
    "B03": ((0, 9), (10, 49), (50, 249), (250, 30_000)),
}
QUARTERS = ((0, 24), (25, 49), (50, 74), (75, 100))


@dataclass(frozen=True)
class Category:
    key: str
    label: str
    is_fine: bool = False  # shown of everybody together only: in groups the bands say enough


@dataclass(frozen=True)
class Shape:
    """How the answers to an item divide. `sums`: total, and the categories that make it."""

    categories: tuple[Category, ...]
    sums: tuple[tuple[str, tuple[str, ...]], ...]


def is_counted(item: Item) -> bool:
    return item.kind not in (Kind.OPEN, Kind.STATEMENT)


def has_values(item: Item) -> bool:
    """A mean can be taken of its answers."""
    return item.kind in SCALES or item.kind in (Kind.NUMBER, Kind.PERCENTAGE)


def bands_of(item: Item) -> Sequence[tuple[int, int]]:
    """From and to, both inclusive: a next band begins above the last."""
    if item.kind == Kind.PERCENTAGE:
        return QUARTERS
    return SCALE_BANDS.get(item.kind) or BANDS.get(item.code, ())


def band_key(low: int, high: int) -> str:
    return f"v:{low}" if low == high else f"b:{low}-{high}"


def band_of(item: Item, value: Decimal | float) -> str | None:
    """A value between two bands, such as 4,5 hours, belongs to the upper one."""
    return next((band_key(low, high) for low, high in bands_of(item) if value <= high), None)


def shape_of(item: Item, values: Sequence[int] = ()) -> Shape:
    """`values`: those that were given, where an item does not name them itself (years)."""
    whole = (NOBODY, (VALID, MISSING, NOT_ASKED))
    match item.kind:
        case Kind.SINGLE:
            options = tuple(Category(f"o:{option.code}", option.text.nl) for option in item.options)
            return _shape(options, whole, (VALID, _keys(options)))
        case Kind.MULTIPLE:
            return _several(item, whole)
        case Kind.YEAR:
            years = tuple(Category(f"v:{value}", str(value)) for value in values)
            return _shape(years, whole, (VALID, _keys(years)))
        case Kind.AGREEMENT | Kind.SATISFACTION:
            return _scale(item, whole)
        case Kind.NUMBER | Kind.PERCENTAGE if bands_of(item):
            bands = tuple(Category(band_key(low, high), _said(low, high, item)) for low, high in bands_of(item))
            return _shape(bands, whole, (VALID, _keys(bands)))
    return _shape((), whole)


def _shape(categories: tuple[Category, ...], *sums: tuple[str, tuple[str, ...]]) -> Shape:
    return Shape(categories, tuple(each for each in sums if each[1]))


def _keys(categories: Sequence[Category]) -> tuple[str, ...]:
    return tuple(category.key for category in categories)


def _several(item: Item, whole: tuple[str, tuple[str, ...]]) -> Shape:
    """Of each option: chosen or not."""
    chosen = tuple(Category(f"o:{option.code}", option.text.nl) for option in item.options)
    sums = [(VALID, (category.key, not_chosen(category.key))) for category in chosen]
    return _shape(chosen, whole, *sums)


def not_chosen(key: str) -> str:
    return f"not {key}"


def _scale(item: Item, whole: tuple[str, tuple[str, ...]]) -> Shape:
    bands = [(band_key(low, high), low, high) for low, high in bands_of(item)]
    single = {key for key, low, high in bands if low == high}
    values = tuple(Category(f"v:{value}", str(value), f"v:{value}" not in single) for value in item.values)
    named = tuple(Category(key, _said(low, high, item)) for key, low, high in bands if key not in single)
    splits = [
        (key, tuple(f"v:{value}" for value in range(low, high + 1))) for key, low, high in bands if key not in single
    ]
    return _shape((*values, *named), whole, (VALID, tuple(key for key, _, _ in bands)), *splits)


def _said(low: int, high: int, item: Item) -> str:
    unit = "%" if item.kind == Kind.PERCENTAGE else f" {item.unit.nl}" if item.unit.nl else ""
    least, most = item.bounds
    if item.kind not in SCALES and low <= least:
        return f"tot en met {high}{unit}"
    if item.kind not in SCALES and high >= most:
        return f"{low}{unit} of meer"
    return f"{low}{unit}" if low == high else f"{low} tot en met {high}{unit}"
