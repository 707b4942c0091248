"""What is hidden, decided at once for everything that is published of a measurement: every page, export and chart shows a
part of the same whole, so that no two of them together say more than either.

First which groups are shown at all. A group that is not (too few people, or its size would give that of another away)
is left out everywhere; what a reader can calculate of it by subtraction counts as shown. Then, item by item, the
counts within the groups that are left. The sizes of groups are all that items share; taken as known, an item cannot give
away anything of another. Last the means, deviations and medians: shown where they leave hidden counts unknown.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product

from mkbroute.disclosure import Fact, Sum, Table, total_of

from ..asking.items import SCALES
from ..statistics import spread
from .families import Families
from .gathered import EVERYBODY
from .kinds import NOBODY, VALID, Shape
from .tallies import Tally

Cell = tuple[str, str]  # group, category
TOTAL = "total"  # of the rows of a table


@dataclass(frozen=True)
class Shown:
    """Of one item: by group and category, or row. `means` and `spreads`: groups whose mean, or deviation and median
    with it, are shown."""

    counts: frozenset[Cell]
    means: frozenset[str]
    spreads: frozenset[str]
    rows: frozenset[Cell] = frozenset()


def protected(tally: Tally, families: Families, minimum: int) -> Shown:
    for closed_groups in (_not_shown(families), frozenset(families.names) - {EVERYBODY, families.same[EVERYBODY]}):
        table = _table(tally, families, closed_groups, is_whole=minimum <= 1)
        hidden = table.hidden(minimum)
        if not table.given_away(hidden):
            return _with_means(tally, families, table, hidden, minimum)
    return Shown(frozenset(), frozenset(), frozenset())


def _not_shown(families: Families) -> frozenset[str]:
    return frozenset(families.names) - families.shown


def _table(tally: Tally, families: Families, closed_groups: frozenset[str], *, is_whole: bool) -> Table:
    """`is_whole`: with the single values of a scale in each group."""
    names, everybody = families.names, families.same[EVERYBODY]
    counts = {(name, key): count for name in names for key, count in tally.counts[name].items()}
    fine = {category.key for category in tally.shape.categories if category.is_fine and not is_whole}
    known = frozenset((name, NOBODY) for name in names)
    closed = frozenset(
        cell for cell in counts if cell[0] in closed_groups or (cell[0] != everybody and cell[1] in fine)
    )
    return Table(counts, tuple(_sums(tally.shape, tally, families)), closed - known, known)


def _sums(shape: Shape, tally: Tally, families: Families) -> Iterable[Sum]:
    for name, (total, parts) in product(families.names, shape.sums):
        if len(parts) > 1:
            yield Sum((name, total), tuple((name, part) for part in parts))
    categories = next(iter(tally.counts.values()))
    for each, key in product(families.sums, categories):
        yield Sum((each.total, key), tuple((part, key) for part in each.parts))


# -- means ----------------------------------------------------------------------------------------------------------


def _with_means(tally: Tally, families: Families, table: Table, hidden: frozenset[Cell], minimum: int) -> Shown:
    counts = frozenset(table.counts) - hidden
    rows = _rows(tally, families, counts, minimum) if tally.rows else frozenset()
    valid = [name for name in families.names if (name, VALID) in counts and tally.counts[name][VALID]]
    everybody = [name for name in valid if name == families.same[EVERYBODY]]
    if not tally.values:
        return Shown(counts, frozenset(), frozenset(), rows)
    for means, spreads in ((valid, valid), (valid, everybody), (valid, []), (everybody, everybody), (everybody, [])):
        facts = [fact for name in means for fact in _facts(tally, name, whole=name in spreads)]
        if not table.given_away(hidden, facts):
            return Shown(counts, frozenset(means), frozenset(spreads))
    return Shown(counts, frozenset(), frozenset())


def _facts(tally: Tally, name: str, *, whole: bool) -> Iterable[Fact]:
    """What a mean (and a deviation and a median, where the whole is shown) says of the counts of the values."""
    if tally.item.kind not in SCALES:
        return
    counts = {(name, key): count for key, count in tally.counts[name].items()}
    cells = {value: (name, f"v:{value}") for value in tally.item.values}
    yield total_of({cell: float(value) for value, cell in cells.items()}, counts)
    if whole and (found := spread(tally.values[name])):
        yield total_of({cell: float(value**2) for value, cell in cells.items()}, counts)
        yield Fact({cell: 1.0 for value, cell in cells.items() if value < found.median}, 0.0, found.n / 2)
        yield Fact({cell: 1.0 for value, cell in cells.items() if value <= found.median}, found.n / 2)


# -- tables ---------------------------------------------------------------------------------------------------------


def _rows(tally: Tally, families: Families, shown: frozenset[Cell], minimum: int) -> frozenset[Cell]:
    """What the answers in a row add up to counts people too, other than those who answered."""
    names = families.names
    counts = {(name, row): count for name in names for row, count in tally.rows[name].items()}
    keys = [row.code for row in tally.item.rows]
    counts |= {(name, TOTAL): sum(tally.rows[name].values()) for name in names}
    sums = [Sum((name, TOTAL), tuple((name, key) for key in keys)) for name in names if len(keys) > 1]
    for each, key in product(families.sums, (*keys, TOTAL)):
        sums.append(Sum((each.total, key), tuple((part, key) for part in each.parts)))
    closed = frozenset(cell for cell in counts if (cell[0], VALID) not in shown)
    return frozenset(counts) - Table(counts, tuple(sums), closed).hidden(minimum)

