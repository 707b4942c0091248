"""How many gave which answer, in all and per group. Arrays in, counts out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..asking.columns import MISSING as UNANSWERED
from ..asking.columns import NOT_APPLICABLE
from ..asking.items import SCALES, Item, Kind
from .gathered import Gathered
from .kinds import MISSING, NOBODY, NOT_ASKED, VALID, Shape, band_of, bands_of, has_values, is_counted, not_chosen, shape_of

Counts = dict[str, int]  # by category
Distribution = dict[float, int]  # value -> how many gave it
Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Tally:
    """Of one item, by the key of each group. `rows`: of a table, what the answers in each row add up to."""

    item: Item
    shape: Shape
    counts: Mapping[str, Counts]
    values: Mapping[str, Distribution]
    rows: Mapping[str, Counts]


def tallies(gathered: Gathered, only: str | None = None) -> list[Tally]:
    """`only`: the code of the one item."""
    groups = gathered.groups()
    wanted = [item for item in gathered.content.items if is_counted(item) and only in (None, item.code)]
    return [_tally(item, gathered, groups) for item in wanted]


def _tally(item: Item, gathered: Gathered, groups: Mapping[str, Array]) -> Tally:
    places = gathered.places
    numbers = gathered.numbers[:, [places[code] for code in item.column_codes]]
    if item.kind == Kind.MULTIPLE:
        return Tally(item, shape_of(item), {key: _several(item, numbers[of]) for key, of in groups.items()}, {}, {})
    if item.kind == Kind.TABLE:
        return _table(item, numbers, groups)
    column = numbers[:, 0]
    counted = {key: counted_values(column[of]) for key, of in groups.items()}
    years = sorted(_answered(counted[""])) if item.kind == Kind.YEAR else ()
    shape = shape_of(item, years)
    counts = {key: _categorised(item, shape, found) for key, found in counted.items()}
    values = {key: _measured(item, found) for key, found in counted.items()} if has_values(item) else {}
    return Tally(item, shape, counts, values, {})


def counted_values(column: Array) -> dict[int, int]:
    """Why there is no answer among them."""
    if not len(column):
        return {}
    least = int(column.min())
    if least == UNANSWERED or least == NOT_APPLICABLE or int(column.max()) - least > 4096:
        return _counted_widely(column)
    found = np.bincount(column.astype(np.int32) - least)
    return {place + least: int(count) for place, count in enumerate(found) if count}


def _counted_widely(column: Array) -> dict[int, int]:
    values, counts = np.unique(column, return_counts=True)
    return {int(value): int(count) for value, count in zip(values, counts, strict=True)}


def _answered(found: Mapping[int, int]) -> dict[int, int]:
    return {value: count for value, count in found.items() if value not in (UNANSWERED, NOT_APPLICABLE)}


def _categorised(item: Item, shape: Shape, found: Mapping[int, int]) -> Counts:
    answered = _answered(found)
    counts = _ends(found.get(UNANSWERED, 0), found.get(NOT_APPLICABLE, 0), sum(answered.values()))
    counts |= {category.key: 0 for category in shape.categories}
    for value, count in answered.items():
        for key in _keys(item, value):
            if key in counts:
                counts[key] += count
    return counts


def _keys(item: Item, value: int) -> set[str | None]:
    if item.kind == Kind.SINGLE:
        return {f"o:{value}"}
    keys: set[str | None] = {f"v:{value}"} if item.kind in SCALES or item.kind == Kind.YEAR else set()
    return keys | {band_of(item, value / 10**item.decimals)} if bands_of(item) else keys


def _ends(missing: int, not_asked: int, valid: int) -> Counts:
    return {NOBODY: missing + not_asked + valid, VALID: valid, MISSING: missing, NOT_ASKED: not_asked}


def _measured(item: Item, found: Mapping[int, int]) -> Distribution:
    scale = 10**item.decimals
    return {value / scale: count for value, count in _answered(found).items()}


def _several(item: Item, numbers: Array) -> Counts:
    if not item.options:
        return _ends(0, len(numbers), 0)
    first = numbers[:, 0]
    valid = (first != UNANSWERED) & (first != NOT_APPLICABLE)
    missing = int((first == UNANSWERED).sum())
    counts = _ends(missing, len(first) - missing - int(valid.sum()), int(valid.sum()))
    for place, option in enumerate(item.options):
        chosen = int((numbers[:, place] == 1).sum())
        counts |= {f"o:{option.code}": chosen, not_chosen(f"o:{option.code}"): int(valid.sum()) - chosen}
    return counts


def _table(item: Item, numbers: Array, groups: Mapping[str, Array]) -> Tally:
    answered = (numbers != UNANSWERED) & (numbers != NOT_APPLICABLE)
    valid = answered.any(axis=1)
    not_asked = (numbers == NOT_APPLICABLE).all(axis=1)
    counts, rows = {}, {}
    for key, of in groups.items():
        given, unasked = int(valid[of].sum()), int(not_asked[of].sum())
        counts[key] = _ends(int(of.sum()) - given - unasked, unasked, given)
        totals = np.where(answered[of], numbers[of], 0).sum(axis=0, dtype=np.int64)
        rows[key] = {row.code: int(total) for row, total in zip(item.rows, totals, strict=True)}
    return Tally(item, shape_of(item), counts, {}, rows)
