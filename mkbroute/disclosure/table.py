"""Counts that are published together, the sums that a reader can make of them, and which of them are not shown."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from .audit import Fact, Reader

MINIMUM = 5  # people: a count below it is not shown, but for nobody at all
ALL = "*"  # in place of a category: of all of them together

Cell = Any  # hashable; the same count may stand in several sums


class Inconsistent(ValueError):
    """A count is negative, or a total is not the sum of its parts."""


@dataclass(frozen=True, slots=True)
class Sum:
    """What a reader knows: the parts make the total."""

    total: Cell
    parts: tuple[Cell, ...]

    @property
    def cells(self) -> tuple[Cell, ...]:
        return (self.total, *self.parts)


@dataclass(frozen=True, slots=True)
class Table:
    """`closed`: never shown, whatever they count. `known`: shown in any case, for it stands elsewhere too.

    Raises Inconsistent.
    """

    counts: Mapping[Cell, int]
    sums: tuple[Sum, ...] = ()
    closed: frozenset[Cell] = frozenset()
    known: frozenset[Cell] = frozenset()
    reader: Reader = field(init=False, compare=False, repr=False)
    beside: Mapping[Cell, Sequence[Sum]] = field(init=False, compare=False, repr=False)  # the sums that each stands in

    def __post_init__(self) -> None:
        for cell, count in self.counts.items():
            if count < 0:
                raise Inconsistent(f"{cell}: {count} is less than nobody")
        for each in self.sums:
            found = sum(self.counts[part] for part in each.parts)
            if found != self.counts[each.total]:
                raise Inconsistent(f"{each.total}: the parts make {found}, not {self.counts[each.total]}")
        reader = Reader(self.counts, [each.cells for each in self.sums], self.closed)
        object.__setattr__(self, "reader", reader)  # frozen
        object.__setattr__(self, "beside", self._standing_in())

    def _standing_in(self) -> Mapping[Cell, Sequence[Sum]]:
        found: dict[Cell, list[Sum]] = {cell: [] for cell in self.counts}
        for each in self.sums:
            for cell in each.cells:
                found[cell].append(each)
        return found

    def hidden(self, minimum: int = MINIMUM) -> frozenset[Cell]:
        """Counts below `minimum`, and the others that would give one away (complementary suppression).

        Afterwards a reader who adds and subtracts all she is shown, and knows that a hidden count is at least one,
        finds no hidden count and no group of hidden counts in one sum that is smaller than the minimum.
        The same table always hides the same. What `known` counts give away stays so: see `given_away`.
        """
        small = {cell for cell, count in self.counts.items() if 0 < count < minimum}
        hidden = (small - self.known) | self.closed
        while True:
            self._cover_sums(hidden, minimum)
            if not self._cover(hidden, minimum):
                return frozenset(hidden)

    def given_away(
        self, hidden: Set[Cell], minimum: int = MINIMUM, facts: Sequence[Fact] = (), first: Cell = None
    ) -> Iterator[Cell]:
        """Which hidden counts a reader can calculate who is told these `facts` as well: one by one, for often one is
        enough to know. `first`: the one to look at before the others."""
        return self.reader.pinned(hidden, minimum, facts, first)

    def _cover_sums(self, hidden: set[Cell], minimum: int) -> None:
        before = -1
        while before != len(hidden):
            before = len(hidden)
            for each in self.sums:
                if (cell := self._lacking(each, hidden, minimum)) is not None:
                    hidden.add(cell)

    def _lacking(self, each: Sum, hidden: set[Cell], minimum: int) -> Cell | None:
        """What to hide so that this sum gives nothing away; None when it does not."""
        parts = [part for part in each.parts if part in hidden]
        if each.total in hidden:
            return None if parts else self._smallest_shown(each.parts, hidden)
        together = sum(self.counts[part] for part in parts)
        if not together or (len(parts) > 1 and together >= minimum):
            return None
        another = self._smallest_shown(each.parts, hidden)
        return another if another is not None else None if each.total in self.known else each.total

    def _smallest_shown(self, cells: Iterable[Cell], hidden: Set[Cell]) -> Cell | None:
        """Of those that count anybody: to hide it costs the reader least."""
        shown = [cell for cell in cells if cell not in hidden and cell not in self.known and self.counts[cell]]
        return min(shown, key=lambda cell: (self.counts[cell], repr(cell)), default=None)

    def _cover(self, hidden: set[Cell], minimum: int) -> bool:
        """Hide one more beside the first that is given away and has anything left beside it."""
        given_away = self.reader.pinned(
            hidden, minimum, matters=lambda cell: self._smallest_beside(cell, hidden) is not None
        )
        cell = next(given_away, None)
        if cell is not None:
            hidden.add(self._smallest_beside(cell, hidden))
        return cell is not None

    def _smallest_beside(self, cell: Cell, hidden: Set[Cell]) -> Cell | None:
        return self._smallest_shown((other for each in self.beside[cell] for other in each.cells), hidden)


def crossed(counts: Mapping[tuple[str, ...], int]) -> Table:
    """By one or more questions at once, with the totals over each: ("bouw", ALL) is of all answers of bouw."""
    totals: Counter[tuple[str, ...]] = Counter()
    for cell, count in counts.items():
        for over in _subsets(len(cell)):
            totals[_over(cell, over)] += count
    return Table(totals, tuple(_sums(totals)))


def _sums(totals: Mapping[tuple[str, ...], int]) -> Iterable[Sum]:
    """Over one question at a time: the others follow from these."""
    parts: dict[tuple[int, tuple[str, ...]], list[tuple[str, ...]]] = defaultdict(list)
    for cell in totals:
        for place, category in enumerate(cell):
            if category != ALL:
                parts[place, _over(cell, (place,))].append(cell)
    return (Sum(total, tuple(cells)) for (_, total), cells in parts.items())


def _subsets(size: int) -> Iterable[tuple[int, ...]]:
    return (chosen for number in range(size + 1) for chosen in combinations(range(size), number))


def _over(cell: tuple[str, ...], places: tuple[int, ...]) -> tuple[str, ...]:
    return tuple(ALL if place in places else category for place, category in enumerate(cell))
