"""How many could be placed if stability did not matter: no stable matching places more (Hopcroft and Karp 1973)."""

from collections import deque
from collections.abc import Iterator, Mapping

from .instance import Pair, flat
from .market import Market


def most_placed(market: Market, start: Mapping[str, str]) -> int:
    """The largest number of acceptable pairs at once, grown out of a matching in the same market."""
    search = _Search(market, start)
    while search.grow():
        pass
    return len(search.at)


class _Search:
    def __init__(self, market: Market, start: Mapping[str, str]) -> None:
        self._wishes = {
            applicant: [name for name in flat(wished) if applicant in market.levels[name]]
            for applicant, wished in market.wishes.items()
        }
        self.at = dict(start)
        self._held: dict[str, set[str]] = {name: set() for name in market.levels}
        self._room = dict(market.room)
        for applicant, name in start.items():
            self._held[name].add(applicant)
            self._room[name] -= 1

    def grow(self) -> bool:
        """Shortest ways from an applicant without a place to a free place, as many as do not cross."""
        depth = self._depths()
        left = {applicant: self._ways_on(applicant, depth) for applicant in depth}
        grown = False
        for applicant in [name for name, steps in depth.items() if not steps]:
            grown |= self._place(applicant, left)
        return grown

    def _depths(self) -> dict[str, int]:
        """Of the applicants who may have to move, breadth first, up to the nearest free place."""
        depth = {applicant: 0 for applicant, wished in self._wishes.items() if wished and applicant not in self.at}
        seen, queue, furthest = set[str](), deque(depth), len(self._wishes)
        while queue:
            applicant = queue.popleft()
            if depth[applicant] >= furthest:
                break
            for name in self._wishes[applicant]:
                if self._room[name]:
                    furthest = depth[applicant]
                if name not in seen:
                    seen.add(name)
                    fresh = [other for other in self._held[name] if other not in depth]
                    depth.update(dict.fromkeys(fresh, depth[applicant] + 1))
                    queue.extend(fresh)
        return depth

    def _ways_on(self, applicant: str, depth: Mapping[str, int]) -> Iterator[tuple[str, str | None]]:
        """The positions that somebody could go to, with who would have to move on from there, one layer deeper."""
        for name in self._wishes[applicant]:
            if self._room[name]:
                yield name, None
            for other in tuple(self._held[name]):
                if depth.get(other) == depth[applicant] + 1 and self.at[other] == name:
                    yield name, other

    def _place(self, applicant: str, left: Mapping[str, Iterator[tuple[str, str | None]]]) -> bool:
        """Depth first along the layers; whoever is on the way moves on."""
        way: list[Pair] = []  # who takes which place
        while True:
            name, mover = next(left[applicant], ("", None))
            if mover is not None:
                way.append((applicant, name))
                applicant = mover
            elif name:
                self._take([*way, (applicant, name)])
                return True
            elif way:
                applicant = way.pop()[0]
            else:
                return False

    def _take(self, way: list[Pair]) -> None:
        for applicant, name in way:
            if applicant in self.at:
                self._held[self.at[applicant]].discard(applicant)
            self.at[applicant] = name
            self._held[name].add(applicant)
        self._room[way[-1][1]] -= 1
