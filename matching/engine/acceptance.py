"""Deferred acceptance (Gale and Shapley 1962): best for every applicant among the stable matchings.

Ties are broken by lots. All positions follow one order of the applicants, so that a lucky lot is lucky everywhere.
Positions that an applicant finds equally good are asked in turn by name, from where the lot points: otherwise everybody
would begin at the same one.
"""

from collections.abc import Iterator, Sequence
from heapq import heappush, heappushpop
from itertools import chain

from .instance import InvalidInstance, Tie
from .market import Levels, Market

Seat = tuple[Levels, list[int], int]  # who is ranked, who is held, places


def defer_acceptance(market: Market, applicants: Sequence[str]) -> dict[str, str]:
    """applicant -> position; `applicants` are those of the market in the order of their lots."""
    everybody = len(applicants)
    # Who is held is kept as level * everybody + lot, negated: the heap gives the worst.
    seats: dict[Tie, Seat] = {name: (levels, [], market.room[name]) for name, levels in market.levels.items()}
    left: list[Iterator[Tie]] = list(map(iter, map(market.wishes.__getitem__, applicants)))
    for first, own_wishes in enumerate(left):
        lot, asking, wishes = first, applicants[first], own_wishes
        while (wish := next(wishes, None)) is not None:
            seat = seats.get(wish)
            if seat is None:
                wishes = left[lot] = chain(in_turn(wish, lot), wishes)
                continue
            levels, held, places = seat
            level = levels.get(asking)
            if level is None:
                continue
            key = -(level * everybody + lot)
            if len(held) < places:
                heappush(held, key)
                break
            bumped = heappushpop(held, key)
            if bumped != key:
                lot = -bumped % everybody
                asking, wishes = applicants[lot], left[lot]
    return {applicants[-key % everybody]: name for name in market.levels for key in seats[name][1]}


def in_turn(tie: Tie, lot: int) -> list[str]:
    if isinstance(tie, str):
        raise InvalidInstance(f"somebody lists the unknown position {tie!r}")
    names = sorted(tie)
    first = lot % len(names)
    return names[first:] + names[:first]
