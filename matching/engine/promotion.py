"""Király's algorithm for ties on both sides: weakly stable, and at least two thirds of the largest, in linear time.

Z. Király, "Linear time local approximation algorithm for maximum stable marriage", Algorithms 6 (2013) 471-484, with
every place of a position as a woman of his. An applicant who reached the end of the list goes through it once more,
promoted: it then comes first in ties. Of equally good positions it asks one with a free place first. Who is held by a
full position while an equally good one has a free place gives way to whoever asks, and finds that place.
"""

from collections.abc import Sequence
from heapq import heappop, heappush

from .acceptance import in_turn
from .instance import Ranking
from .market import Market

Held = tuple[int, bool, int, str]  # worst first: level negated, promoted, number of the lot negated, applicant


class Promotion:
    def __init__(self, market: Market, applicants: Sequence[str]) -> None:
        self._order = {applicant: lot for lot, applicant in enumerate(applicants)}
        self._room = dict(market.room)  # free places left
        self._levels = market.levels
        self._wishes = {name: self._acceptable(name, ranking) for name, ranking in market.wishes.items()}
        self._next_tie = dict.fromkeys(market.wishes, 0)
        self._tie: dict[str, list[str]] = {name: [] for name in market.wishes}  # what is left of the present one
        self._promoted: set[str] = set()
        self._at: dict[str, str] = {}
        self._held: dict[str, list[Held]] = {name: [] for name in market.levels}  # with some who have left
        self._movable: dict[str, list[str]] = {name: [] for name in market.levels}  # who may have another free place

    def run(self) -> dict[str, str]:
        for name in sorted(self._wishes, key=self._order.__getitem__):
            asking: str | None = name
            while asking is not None:
                asking = self._ask(asking)
        return self._at

    def _acceptable(self, applicant: str, ranking: Ranking) -> list[list[str]]:
        ties = [[tie] if isinstance(tie, str) else in_turn(tie, self._order[applicant]) for tie in ranking]
        wanted = ([name for name in names if applicant in self._levels[name]] for names in ties)
        return [names for names in wanted if names]

    def _ask(self, applicant: str) -> str | None:
        """The applicant asks one position; answers who must ask next, if anybody."""
        tie = self._tie[applicant] or self._begin_tie(applicant)
        if not tie:
            return None
        for name in tie:
            if self._room[name]:
                self._room[name] -= 1
                self._hold(applicant, name)
                if len(tie) > 1:
                    self._movable[name].append(applicant)
                return None
        return self._ask_full(applicant, tie[0])

    def _begin_tie(self, applicant: str) -> list[str]:
        number = self._next_tie[applicant]
        if number == len(self._wishes[applicant]):
            if applicant in self._promoted:
                return []
            self._promoted.add(applicant)
            number = 0
            if not self._wishes[applicant]:
                return []
        self._next_tie[applicant] = number + 1
        self._tie[applicant] = list(self._wishes[applicant][number])
        return self._tie[applicant]

    def _ask_full(self, applicant: str, name: str) -> str:
        if (mover := self._pop_mover(name)) is not None:
            del self._at[mover]
            self._hold(applicant, name)
            return mover
        worst = self._worst(name)
        if worst is None or self._key(applicant, name) < worst:
            self._tie[applicant].remove(name)
            return applicant
        heappop(self._held[name])
        bumped = worst[3]
        del self._at[bumped]
        self._tie[bumped].remove(name)
        self._hold(applicant, name)
        return bumped

    def _pop_mover(self, name: str) -> str | None:
        """Someone whom this full position holds and for whom an equally good one has a free place."""
        movable = self._movable[name]
        while movable:
            applicant = movable.pop()
            if self._at.get(applicant) == name and any(self._room[other] for other in self._tie[applicant]):
                return applicant
        return None

    def _worst(self, name: str) -> Held | None:
        held = self._held[name]
        while held and (self._at.get(held[0][3]) != name or held[0][1] != (held[0][3] in self._promoted)):
            heappop(held)
        return held[0] if held else None

    def _hold(self, applicant: str, name: str) -> None:
        self._at[applicant] = name
        heappush(self._held[name], self._key(applicant, name))

    def _key(self, applicant: str, name: str) -> Held:
        return -self._levels[name][applicant], applicant in self._promoted, -self._order[applicant], applicant
