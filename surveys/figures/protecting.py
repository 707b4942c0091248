"""What is hidden, decided at once for everything that is published of a measurement: every page, export and chart shows
a part of the same whole, so that no two of them together say more than either.

First which groups are shown at all (families.py). One that is not is left out everywhere; what a reader can calculate
of it by subtraction counts as shown. Then, item by item, the counts within the groups that are left. How large a group
is, and how many in it left a question open, is told of every group that is shown: who says nothing is not recognised by
it. To how many a question was put says what they answered before, so that is shown only where those answers are. Apart
from these, items share no counts, and none can give away anything of another. Last the means, deviations and medians:
shown where they leave hidden counts unknown.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product

from mkbroute.disclosure import Fact, Sum, Table, total_of

from ..asking.conditions import Comparison, Operator
from ..asking.items import CHOICES, SCALES, Content, Item
from ..statistics import spread
from .families import Families
from .gathered import EVERYBODY
from .kinds import MISSING, NOBODY, NOT_ASKED, VALID
from .tallies import Tally

Cell = tuple[str, str]  # group, category
TOTAL = "total"  # of the rows of a table
ASKED = "asked"
ENDS = frozenset((NOBODY, VALID, MISSING, NOT_ASKED))


@dataclass(frozen=True)
class Shown:
    """Of one item: by group and category, or row. `means` and `spreads`: groups whose mean, or deviation and median
    with it, are shown."""

    counts: frozenset[Cell]
    means: frozenset[str] = frozenset()
    spreads: frozenset[str] = frozenset()
    rows: frozenset[Cell] = frozenset()


def protected(
    tallies: Iterable[Tally],
    content: Content,
    families: Families,
    minimum: int,
    before: Iterable[tuple[Tally, Shown]] = (),
) -> dict[str, Shown]:
    """By the code of each item; in the order of asking, for what is asked depends on answers before it only. `before`:
    what these people were asked first, of which it is decided already what is shown."""
    by_code = {tally.item.code: tally for tally, _ in before}
    found = {tally.item.code: shown for tally, shown in before}
    for tally in tallies:
        by_code[tally.item.code] = tally
        unasked = _not_told_to_how_many(tally, content, by_code, found, families, minimum)
        found[tally.item.code] = _protected(tally, families, unasked, minimum)
    return found


def _protected(tally: Tally, families: Families, unasked: frozenset[str], minimum: int) -> Shown:
    """As much as can be; rather the mean of everybody together than how many gave each value."""
    everybody = families.same[EVERYBODY]
    groups = frozenset(families.names)
    fewest = Shown(frozenset((everybody, end) for end in (NOBODY, MISSING) if everybody in families.shown))
    for not_divided, with_values in (
        (frozenset[str](), True),
        (frozenset[str](), False),
        (groups - {everybody}, True),
        (groups, False),
    ):
        table = _table(tally, families, unasked, not_divided, minimum, with_values=with_values)
        hidden = table.hidden(minimum)
        if any(True for _ in table.given_away(hidden, minimum)):
            continue
        fewest = _with_means(tally, families, table, hidden, unasked, minimum)
        if not tally.values or everybody in fewest.means:
            break
    return fewest


def _table(
    tally: Tally,
    families: Families,
    unasked: frozenset[str],
    not_divided: frozenset[str],
    minimum: int,
    *,
    with_values: bool,
) -> Table:
    """`not_divided`: groups of which no answers are shown; `with_values`: of everybody together the single values of a
    scale, and not its bands only."""
    counts = {(name, key): count for name in families.names for key, count in tally.counts[name].items()}
    fine = {category.key for category in tally.shape.categories if category.is_fine and minimum > 1}
    few = {name for name in families.names if 0 < tally.counts[name][VALID] < minimum}
    few |= (frozenset(families.names) - families.shown) | unasked | not_divided
    whole = {families.same[EVERYBODY]} if with_values else set()
    closed = frozenset(
        cell
        for cell in counts
        if cell[1] not in ENDS and (cell[0] in few or (cell[0] not in whole and cell[1] in fine))
    )
    # as if the reader knew these of every group, also where they are not shown: then items share nothing unknown
    known = frozenset(cell for cell in counts if cell[1] in ENDS)
    return Table(counts, tuple(_sums(tally, families)), closed, known)


def _ends_not_shown(families: Families, unasked: frozenset[str]) -> frozenset[Cell]:
    left_out = frozenset(families.names) - families.shown
    return frozenset(product(left_out, ENDS)) | frozenset(product(unasked, (VALID, NOT_ASKED)))


def _sums(tally: Tally, families: Families) -> Iterator[Sum]:
    for name, (total, parts) in product(families.names, tally.shape.sums):
        if len(parts) > 1:
            yield Sum((name, total), tuple((name, part) for part in parts))
    for each, key in product(families.sums, tally.counts[EVERYBODY]):
        yield Sum((each.total, key), tuple((part, key) for part in each.parts))


# -- to whom it is asked --------------------------------------------------------------------------------------------


def _not_told_to_how_many(
    tally: Tally,
    content: Content,
    by_code: Mapping[str, Tally],
    found: Mapping[str, Shown],
    families: Families,
    minimum: int,
) -> frozenset[str]:
    """The groups in which it would tell of an answer that is hidden, or of fewer than the minimum."""
    comparisons = list(_comparisons(tally.item, content))
    if not comparisons or minimum <= 1:
        return frozenset()
    hidden = {
        name
        for name, each in product(families.names, comparisons)
        if (keys := _telling(each, name, by_code)) and not keys <= found[each.code].counts
    }
    return frozenset(hidden) | _asked_of_few(tally, families, frozenset(hidden), minimum)


def _comparisons(item: Item, content: Content) -> Iterator[Comparison]:
    section = content.section_of(item.code)
    for when in (section.when if section else None, item.when):
        yield from when.comparisons if when else ()


def _telling(each: Comparison, name: str, by_code: Mapping[str, Tally]) -> set[Cell]:
    """The counts of the earlier item from which a reader knows to how many this one is put. None of numbers without
    bands, and of the rows of a table: how many gave which number is not published."""
    earlier = by_code.get(each.code)
    if earlier is None:
        return set()
    if each.operator == Operator.ANSWERED:
        return {(name, VALID)}
    if earlier.item.kind in CHOICES and each.operator in (Operator.IS, Operator.IS_NOT, Operator.INCLUDES):
        return {(name, VALID), (name, f"o:{int(each.value or 0)}")}
    return {(name, category.key) for category in earlier.shape.categories if not category.is_fine}


def _asked_of_few(tally: Tally, families: Families, hidden: frozenset[str], minimum: int) -> frozenset[str]:
    counts: dict[Cell, int] = {}
    for name in families.names:
        ends = tally.counts[name]
        counts |= {(name, NOBODY): ends[NOBODY], (name, NOT_ASKED): ends[NOT_ASKED]}
        counts[name, ASKED] = ends[NOBODY] - ends[NOT_ASKED]
    sums = [Sum((name, NOBODY), ((name, ASKED), (name, NOT_ASKED))) for name in families.names]
    for each, key in product(families.sums, (NOBODY, ASKED, NOT_ASKED)):
        sums.append(Sum((each.total, key), tuple((part, key) for part in each.parts)))
    left_out = (frozenset(families.names) - families.shown) | hidden
    closed = frozenset(cell for cell in counts if cell[0] in left_out and cell[1] != NOBODY)
    known = frozenset((name, NOBODY) for name in families.names)
    return frozenset(cell[0] for cell in Table(counts, tuple(sums), closed, known).hidden(minimum))


# -- means ----------------------------------------------------------------------------------------------------------


def _with_means(
    tally: Tally, families: Families, table: Table, hidden: frozenset[Cell], unasked: frozenset[str], minimum: int
) -> Shown:
    counts = frozenset(table.counts) - hidden - _ends_not_shown(families, unasked)
    if tally.rows:
        return Shown(counts, rows=_rows(tally, families, counts, minimum))
    enough = [name for name in families.names if (name, VALID) in counts and tally.counts[name][VALID] >= minimum]
    if not tally.values:
        return Shown(counts)
    means, spreads = _means(tally, enough, Told(table, hidden, minimum))
    return Shown(counts, means, spreads)


def _means(tally: Tally, names: list[str], told: "Told") -> tuple[frozenset[str], frozenset[str]]:
    """From the largest group down each that gives nothing away beside those before it."""
    means: set[str] = set()
    spreads: set[str] = set()
    for some, with_spread in _tellable(tally, sorted(names, key=lambda name: (-tally.counts[name][VALID], name)), told):
        means |= some
        spreads |= some if with_spread else set()
    return frozenset(means), frozenset(spreads)


def _tellable(tally: Tally, names: list[str], told: "Told") -> Iterator[tuple[set[str], bool]]:
    """With whether the spread is told too. All at once where that may be, else one half and then the other: who is told
    more knows no less, so it comes to the same as one by one."""
    if told.may_be(fact for name in names for fact in (*_mean(tally, name), *_spread(tally, name))):
        yield set(names), True
    elif len(names) > 1:
        half = len(names) // 2
        yield from _tellable(tally, names[:half], told)
        yield from _tellable(tally, names[half:], told)
    elif told.may_be(_mean(tally, names[0])):
        yield set(names), False


@dataclass
class Told:
    """What is told beside the counts, as long as it gives no hidden one away."""

    table: Table
    hidden: frozenset[Cell]
    minimum: int
    facts: list[Fact] = field(default_factory=list)
    found: Cell | None = None  # what would have been given away last: likely again

    def may_be(self, said: Iterable[Fact]) -> bool:
        """Then it is told."""
        facts = [*self.facts, *said]
        given_away = next(self.table.given_away(self.hidden, self.minimum, facts, self.found), None)
        if given_away is None:
            self.facts = facts
            return True
        self.found = given_away
        return False


def _mean(tally: Tally, name: str) -> Iterator[Fact]:
    """What it says of the counts of the values. Of other numbers than those of a scale no counts are shown."""
    if tally.item.kind in SCALES:
        counts = {(name, key): count for key, count in tally.counts[name].items()}
        yield total_of({(name, f"v:{value}"): float(value) for value in tally.item.values}, counts)


def _spread(tally: Tally, name: str) -> Iterator[Fact]:
    """A deviation tells what the squares add up to; a median where the half of all answers lies."""
    found = spread(tally.values[name])
    if tally.item.kind not in SCALES or found is None:
        return
    counts = {(name, key): count for key, count in tally.counts[name].items()}
    cells = {value: (name, f"v:{value}") for value in tally.item.values}
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
    few = {name for name in names if tally.counts[name][VALID] < minimum}
    closed = frozenset(cell for cell in counts if cell[0] in few or (cell[0], VALID) not in shown)
    return frozenset(counts) - Table(counts, tuple(sums), closed).hidden(minimum)
