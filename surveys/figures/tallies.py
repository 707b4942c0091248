"""How many gave which answer, in all and per group. Arrays in, counts out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..asking.columns import MISSING as UNANSWERED
from ..asking.columns import NOT_APPLICABLE
from ..asking.items import SCALES, Item, Kind
from .gathered import EVERYBODY, Gathered
from .kinds import (
    MISSING,
    NOBODY,
    NOT_ASKED,
    VALID,
    Shape,
    band_of,
    bands_of,
    has_values,
    is_counted,
    not_chosen,
    shape_of,
)

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
    columns, places = np.ascontiguousarray(gathered.numbers.T), gathered.places
    wanted = [item for item in gathered.content.items if is_counted(item) and only in (None, item.code)]
    return [_tally(item, [columns[places[code]] for code in item.column_codes], gathered) for item in wanted]


def _tally(item: Item, columns: Sequence[Array], gathered: Gathered) -> Tally:
    if item.kind == Kind.MULTIPLE:
        return Tally(item, shape_of(item), _several(item, columns, gathered), {}, {})
    if item.kind == Kind.TABLE:
        return _table(item, columns, gathered)
    counted = counted_values(columns[0], gathered)
    years = sorted(_answered(counted[EVERYBODY])) if item.kind == Kind.YEAR else ()
    shape = shape_of(item, years)
    counts = {key: _categorised(item, shape, found) for key, found in counted.items()}
    values = {key: _measured(item, found) for key, found in counted.items()} if has_values(item) else {}
    return Tally(item, shape, counts, values, {})


def counted_values(column: Array, gathered: Gathered) -> dict[str, dict[int, int]]:
    """By group, how many gave each value; why there is no answer among them."""
    answered = (column != UNANSWERED) & (column != NOT_APPLICABLE)
    low = int(column[answered].min()) if answered.any() else 0
    # not answered and not asked come before the lowest answer
    places = np.where(answered, column.astype(np.int64) - low + 2, column == NOT_APPLICABLE)
    span = int(places.max(initial=1)) + 1
    values = [UNANSWERED, NOT_APPLICABLE, *range(low, low + span - 2)]
    return {
        key: {values[place]: int(found[place]) for place in np.flatnonzero(found)}
        for key, found in _by_group(places, span, gathered)
    }


def _by_group(places: Array, span: int, gathered: Gathered) -> Iterator[tuple[str, Array]]:
    every = np.bincount(places, minlength=span)
    yield EVERYBODY, every
    for division in gathered.divisions.values():
        size = (len(division.labels) + 1) * span  # the first row is of who is in no group
        found = np.bincount((division.of + 1) * span + places, minlength=size).reshape(-1, span)
        yield from zip(division.labels, found[1:], strict=True)
        of_groups = dict(zip(division.labels, found[1:], strict=True))
        yield from ((others, every - of_groups[key]) for others, key in gathered.others.items() if key in of_groups)


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


def _several(item: Item, columns: Sequence[Array], gathered: Gathered) -> dict[str, Counts]:
    if not item.options:
        return {key: _ends(0, int(of.sum()), 0) for key, of in gathered.groups().items()}
    by_option = [counted_values(column, gathered) for column in columns]
    return {key: _chosen(item, [counted[key] for counted in by_option]) for key in by_option[0]}


def _chosen(item: Item, found: Sequence[Mapping[int, int]]) -> Counts:
    valid = sum(_answered(found[0]).values())
    counts = _ends(found[0].get(UNANSWERED, 0), found[0].get(NOT_APPLICABLE, 0), valid)
    for option, each in zip(item.options, found, strict=True):
        counts |= {f"o:{option.code}": each.get(1, 0), not_chosen(f"o:{option.code}"): valid - each.get(1, 0)}
    return counts


def _table(item: Item, columns: Sequence[Array], gathered: Gathered) -> Tally:
    answered = [(column != UNANSWERED) & (column != NOT_APPLICABLE) for column in columns]
    any_answered, all_unasked = (
        np.any(answered, axis=0),
        np.all([column == NOT_APPLICABLE for column in columns], axis=0),
    )
    ends = np.where(any_answered, 1, np.where(all_unasked, NOT_APPLICABLE, UNANSWERED)).astype(np.int16)
    counted = counted_values(ends, gathered)
    counts = {
        key: _ends(found.get(UNANSWERED, 0), found.get(NOT_APPLICABLE, 0), found.get(1, 0))
        for key, found in counted.items()
    }
    given = [np.where(known, column, 0).astype(np.int64) for known, column in zip(answered, columns, strict=True)]
    rows = {
        key: {row.code: int(column[of].sum()) for row, column in zip(item.rows, given, strict=True)}
        for key, of in gathered.groups().items()
    }
    return Tally(item, shape_of(item), counts, {}, rows)
