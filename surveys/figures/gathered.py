"""The answers of one audience in one measurement, and the groups they divide into."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..asking.columns import columns
from ..asking.items import Content

EVERYBODY = ""  # the key of all answers together
OTHERS, FEWEST_HOUSES = "others", 3
ROUTE, SECTOR, HOGESCHOOL, DOELGROEP = "route", "sector", "hogeschool", "doelgroep"


@dataclass(frozen=True)
class Division:
    """`of`: of each response the place of its group in `labels`, or -1. `labels`: by the key of each group."""

    of: np.ndarray[Any, np.dtype[np.int64]]
    labels: Mapping[str, str]

    @property
    def sizes(self) -> np.ndarray[Any, np.dtype[np.int64]]:
        return np.bincount(self.of[self.of >= 0], minlength=len(self.labels))


@dataclass(frozen=True)
class Gathered:
    """A row per response in `numbers`, a column per column of `content`. `complete`: who sent it in."""

    content: Content
    numbers: np.ndarray[Any, np.dtype[np.int16]]
    complete: np.ndarray[Any, np.dtype[np.bool_]]
    divisions: Mapping[str, Division]

    def __len__(self) -> int:
        return len(self.numbers)

    @property
    def places(self) -> dict[str, int]:
        """Of each column, by its name."""
        return {column.name: place for place, column in enumerate(columns(self.content))}

    def groups(self) -> dict[str, np.ndarray[Any, np.dtype[np.bool_]]]:
        """Who is in each, by the key of the group; everybody first."""
        found = {EVERYBODY: np.ones(len(self), dtype=bool)}
        for division in self.divisions.values():
            found |= {key: division.of == place for place, key in enumerate(division.labels)}
        return found | {others: ~found[house] for others, house in self.others.items()}

    @property
    def others(self) -> dict[str, str]:
        """The group of all but one hogeschool, for each: beside which that is laid. None where fewer than three
        answered: each would see what the one other said."""
        if HOGESCHOOL not in self.divisions:
            return {}
        division = self.divisions[HOGESCHOOL]
        some = [key for key, size in zip(division.labels, division.sizes, strict=True) if size]
        return {f"{OTHERS}:{key}": key for key in some} if len(some) >= FEWEST_HOUSES else {}


def divided(of: list[str], labels: Mapping[str, str]) -> Division:
    """From the key of the group of each response; an empty one is of no group."""
    places = {key: place for place, key in enumerate(labels)}
    return Division(np.array([places.get(key, -1) for key in of], dtype=np.int64), labels)
