"""How the groups of a measurement lie in each other: a hogeschool is its routes, a sector too."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from mkbroute.disclosure import Sum, Table

from .gathered import EVERYBODY, Division, Gathered


@dataclass(frozen=True)
class Families:
    """`same`: of each group the one under which its figures stand, for two groups of the same people have the same.
    `sums`: which groups make which, under those names. `shown`: the groups whose figures are published."""

    sizes: Mapping[str, int]
    same: Mapping[str, str]
    sums: tuple[Sum, ...]
    shown: frozenset[str] = field(default=frozenset())

    @property
    def names(self) -> list[str]:
        """Of all groups of different people that have any."""
        return [name for name in dict.fromkeys(self.same.values()) if self.sizes[name]]


def families(gathered: Gathered, minimum: int) -> Families:
    sizes = {EVERYBODY: len(gathered)}
    for division in gathered.divisions.values():
        sizes |= dict(zip(division.labels, map(int, division.sizes), strict=True))
    sizes |= {others: len(gathered) - sizes[house] for others, house in gathered.others.items()}
    same = _same_people(gathered)
    found = {
        Sum(same[whole], tuple(sorted(same[part] for part in parts))): None
        for whole, parts in _wholes(gathered)
        if len(parts) > 1
    }
    sums = tuple(found)
    known = frozenset({EVERYBODY}) if sizes[EVERYBODY] >= minimum else frozenset()
    table = Table({name: sizes[name] for name in dict.fromkeys(same.values())}, sums, known=known)
    return Families(sizes, same, sums, frozenset(same.values()) - table.hidden(minimum))


def within(gathered: Gathered, whole: Families, names: Mapping[str, str]) -> Families:
    """Of some of the people, by their routes: what is shown of them is what is shown of the same groups among all.
    `names`: of each of their groups the key that it has among all."""
    found = families(gathered, 1)
    shown = {found.same[key] for key, name in names.items() if whole.same[name] in whole.shown}
    return replace(found, shown=frozenset(shown))


def _same_people(gathered: Gathered) -> dict[str, str]:
    """The first group of the same people, everybody before all others."""
    first: dict[bytes, str] = {}
    return {key: first.setdefault(of.tobytes(), key) for key, of in gathered.groups().items()}


def _wholes(gathered: Gathered) -> list[tuple[str, list[str]]]:
    """Each group with the groups that make it, those of nobody left out."""
    divisions = list(gathered.divisions.values())
    found = [(EVERYBODY, _some(division)) for division in divisions]
    found += [(EVERYBODY, [house, others]) for others, house in gathered.others.items()]
    for coarse in divisions:
        for fine in divisions:
            if fine is not coarse and (parts := _nested(fine, coarse)):
                found += parts
    return [(whole, parts) for whole, parts in found if parts]


def _some(division: Division) -> list[str]:
    return [key for key, size in zip(division.labels, division.sizes, strict=True) if size]


def _nested(fine: Division, coarse: Division) -> list[tuple[str, list[str]]]:
    """Nothing where a fine group lies in more than one coarse group, or where it is the coarse one."""
    if len(_some(fine)) < len(_some(coarse)) or not len(fine.of):
        return []
    crossed = np.zeros((len(fine.labels), len(coarse.labels)), dtype=np.int64)
    np.add.at(crossed, (fine.of, coarse.of), 1)
    if (np.count_nonzero(crossed, axis=1) > 1).any():
        return []
    keys = list(fine.labels)
    wholes = [
        (whole, [keys[place] for place in np.flatnonzero(crossed[:, at])]) for at, whole in enumerate(coarse.labels)
    ]
    return [(whole, parts) for whole, parts in wholes if parts]
