"""What is left to decide once pinned, forbidden and closed are taken out, indexed for the algorithms."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, count
from typing import cast

from .instance import Instance, Ranking
from .validity import require_possible

Levels = Mapping[str, int]  # applicant -> how many ties stand above


@dataclass(frozen=True, slots=True)
class Market:
    wishes: Mapping[str, Ranking]  # of who is not pinned
    levels: Mapping[str, Levels]  # per position; a pair is acceptable when it is here and in the wishes
    room: Mapping[str, int]  # free places
    is_strict: bool  # nobody finds two equally good


def open_market(instance: Instance) -> Market:
    """Raises InvalidInstance when a pin is impossible."""
    require_possible(instance)
    wishes, rankings = instance.applicants, [position.ranking for position in instance.positions.values()]
    is_strict = _are_names(rankings, wishes) and _are_names(wishes.values(), instance.positions)
    index = _strict_levels if is_strict else _tied_levels
    levels = dict(zip(instance.positions, map(index, rankings), strict=True))
    room = {name: position.capacity for name, position in instance.positions.items()}
    if instance.pinned:
        pinned = dict(instance.pinned)
        wishes = {name: ranking for name, ranking in wishes.items() if name not in pinned}
        for name in pinned.values():
            room[name] -= 1
    for applicant, name in instance.forbidden:
        levels[name].pop(applicant, None)
    return Market(wishes, levels, room, is_strict)


def close(market: Market, closed: Collection[str]) -> Market:
    return replace(market, room={**market.room, **dict.fromkeys(closed, 0)}) if closed else market


def _are_names(rankings: Iterable[Ranking], known: Mapping[str, object]) -> bool:
    """Of one each: no tie is a known name."""
    return all(map(known.__contains__, chain.from_iterable(rankings)))


def _strict_levels(ranking: Ranking) -> dict[str, int]:
    return dict(zip(cast("Sequence[str]", ranking), count()))


def _tied_levels(ranking: Ranking) -> dict[str, int]:
    levels = {}
    for level, tie in enumerate(ranking):
        if isinstance(tie, str):
            levels[tie] = level
        else:
            for name in tie:
                levels[name] = level
    return levels
