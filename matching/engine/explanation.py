"""Why this one, why not a higher one, and what would have changed it: facts and numbers, never names of others.

The facts are of the matching as it is, so they hold after manual changes too.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from .instance import Instance, Objective, Ranking
from .market import Market, close, open_market


class WhyNot(StrEnum):
    """Why somebody did not get a position that she likes better."""

    NOT_RANKED = "not_ranked"  # the position finds her unacceptable
    FORBIDDEN = "forbidden"
    CLOSED = "closed"  # it has no places, or was closed
    OTHERS_FIRST = "others_first"  # all places went to people who stand at least as high
    PINNED_ELSEWHERE = "pinned_elsewhere"  # she was placed by hand
    BLOCKING = "blocking"  # nothing stands in the way: the matching is not stable


class WentWhere(StrEnum):
    """Where somebody is whom a position likes better than the last it has, and who is not there."""

    LIKES_BETTER = "likes_better"
    LIKES_AS_MUCH = "likes_as_much"
    NOT_WISHED = "not_wished"  # does not list this position
    FORBIDDEN = "forbidden"
    PINNED = "pinned"
    BLOCKING = "blocking"


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A position that somebody likes better than what she got.

    `ahead`, `equal` and `pinned` count who has a place there: standing higher, standing as high with a better lot, and
    placed by hand.

    `seats_needed` more places would have been enough for certain, with the same lots; None where that is not proven:
    for the largest matching, where positions close, and after changes by hand. `top`: standing there with fewer than so
    many others as high or higher would have been enough for certain, in whatever stable matching: with a place that is
    not pinned, she would otherwise block with it. None where nothing is certain.
    """

    position: str
    why: WhyNot
    ahead: int = 0
    equal: int = 0
    pinned: int = 0
    level: int | None = None  # where the position ranks her, 1 is the top
    seats_needed: int | None = None
    top: int | None = None


@dataclass(frozen=True, slots=True)
class OfApplicant:
    position: str | None
    pinned: bool
    choice: int | None  # 1: the first; ties count as one
    choices: int
    passed_over: list[PassedOver]
    would_take: list[str]  # with a place left, ranking somebody unmatched who does not list them


@dataclass(frozen=True, slots=True)
class OfPosition:
    capacity: int
    placed: int
    wished_by: int
    first_choice_of: int
    ranked: int
    lowest_level: int | None  # of who is placed and not pinned, and it ranked itself; 1 is the top
    levels: int
    higher_elsewhere: dict[WentWhere, int]  # who stands above the lowest placed (or at all, with a place left)
    unranked_here: int = 0  # of who is placed, whom the position did not rank itself

    @property
    def free(self) -> int:
        return self.capacity - self.placed


@dataclass(frozen=True, slots=True)
class Explanation:
    applicants: dict[str, OfApplicant]
    positions: dict[str, OfPosition]

    @property
    def choices(self) -> dict[int, int]:
        """choice -> how many got it."""
        return dict(sorted(Counter(each.choice for each in self.applicants.values() if each.choice).items()))

    @property
    def popularity(self) -> list[tuple[str, float]]:
        """Wishes per place, the most wished first."""
        wishes = {name: each.wished_by / max(each.capacity, 1) for name, each in self.positions.items()}
        return sorted(wishes.items(), key=lambda pair: (-pair[1], pair[0]))


def explain(
    instance: Instance, matches: Mapping[str, str], closed: Collection[str] = (), *, as_computed: bool = True
) -> Explanation:
    """`as_computed`: the matches are what `solve` found, with nothing changed since. Raises InvalidInstance."""
    explainer = _Explainer(instance, matches, closed, as_computed=as_computed)
    return Explanation(
        {applicant: explainer.of_applicant(applicant) for applicant in sorted(instance.applicants)},
        {name: explainer.of_position(name) for name in sorted(instance.positions)},
    )


@dataclass(frozen=True, slots=True)
class _Place:
    """A position with who is there and who would like to be."""

    placed: list[int]  # levels of who is there and not pinned, sorted
    pinned: int
    waiting: list[int]  # levels of who likes it at least as much as what she got elsewhere, sorted

    def takes(self, level: int, places: int) -> bool:
        return len(self.placed) + self.pinned < places or bool(self.placed and level < self.placed[-1])


class _Explainer:
    def __init__(
        self, instance: Instance, matches: Mapping[str, str], closed: Collection[str], *, as_computed: bool
    ) -> None:
        self._instance, self._matches = instance, matches
        self._knows_seats = as_computed and instance.objective == Objective.STABLE and not instance.close_short
        # who was pinned and is elsewhere now is held by nothing
        self._pinned = {each: name for each, name in instance.pinned if matches.get(each) == name}
        held = replace(instance, pinned=list(self._pinned.items()))
        self._market: Market = close(open_market(held), closed)
        self._capacity = {name: 0 if name in closed else each.capacity for name, each in instance.positions.items()}
        self._forbidden = set(instance.forbidden)
        self._choice = {name: _choices(ranking) for name, ranking in instance.applicants.items()}
        for applicant, name in instance.added_wishes:
            del self._choice[applicant][name]
        self._added_ranks: dict[str, set[str]] = defaultdict(set)
        for applicant, name in instance.added_ranks:
            self._added_ranks[name].add(applicant)
        self._wished_by = Counter(name for choices in self._choice.values() for name in choices)
        self._first = Counter(name for each in self._choice.values() for name, choice in each.items() if choice == 1)
        self._here: dict[str, list[str]] = defaultdict(list)
        for applicant, name in matches.items():
            self._here[name].append(applicant)
        self._places = self._find_places()
        self._would_take = self._find_who_would_take()

    def _find_places(self) -> dict[str, _Place]:
        waiting: dict[str, list[int]] = defaultdict(list)
        for applicant in self._market.wishes:
            for name in self._as_good(applicant):
                if applicant in self._market.levels[name]:
                    waiting[name].append(self._market.levels[name][applicant])
        places = {}
        for name, levels in self._market.levels.items():
            placed = [levels[each] for each in self._here.get(name, ()) if each not in self._pinned and each in levels]
            pinned = sum(each in self._pinned for each in self._here.get(name, ()))
            places[name] = _Place(sorted(placed), pinned, sorted(waiting.get(name, ())))
        return places

    def _better(self, applicant: str) -> Iterator[str]:
        """The positions that somebody likes better than what she got."""
        got = self._got(applicant)
        for name, choice in self._choice[applicant].items():
            if got is not None and choice >= got:
                return
            yield name

    def _as_good(self, applicant: str) -> Iterator[str]:
        """The positions that somebody likes at least as much as what she got, but for that."""
        got = self._got(applicant)
        for name, choice in self._choice[applicant].items():
            if got is not None and choice > got:
                return
            if name != self._matches.get(applicant):
                yield name

    def _got(self, applicant: str) -> int | None:
        return self._choice[applicant].get(self._matches.get(applicant, ""))

    def of_applicant(self, applicant: str) -> OfApplicant:
        name = self._matches.get(applicant)
        return OfApplicant(
            name,
            applicant in self._pinned,
            self._got(applicant),
            max(self._choice[applicant].values(), default=0),
            [self._passed_over(applicant, other) for other in self._better(applicant)],
            [] if name else self._would_take.get(applicant, []),
        )

    def _passed_over(self, applicant: str, name: str) -> PassedOver:
        level = self._market.levels[name].get(applicant)
        if (applicant, name) in self._forbidden:
            return PassedOver(name, WhyNot.FORBIDDEN)
        if level is None:
            return PassedOver(name, WhyNot.NOT_RANKED)
        if not self._capacity[name]:
            return PassedOver(name, WhyNot.CLOSED, level=level + 1)
        if applicant in self._pinned:
            return PassedOver(name, WhyNot.PINNED_ELSEWHERE, level=level + 1)
        return self._others_first(name, level)

    def _others_first(self, name: str, level: int) -> PassedOver:
        place = self._places[name]
        ahead = bisect_left(place.placed, level)
        equal = bisect_left(place.placed, level + 1) - ahead
        why = WhyNot.BLOCKING if place.takes(level, self._capacity[name]) else WhyNot.OTHERS_FIRST
        # Who stands as high and waits too may have a better lot.
        queue = bisect_left(place.waiting, level + 1) if self._knows_seats else None
        return PassedOver(name, why, ahead, equal, place.pinned, level + 1, queue, self._top(name))

    def _top(self, name: str) -> int | None:
        may_close = self._instance.close_short and self._instance.positions[name].lower
        return None if may_close else max(0, self._market.room[name]) or None

    def _find_who_would_take(self) -> dict[str, list[str]]:
        """Somebody without a place -> the positions with a place left that rank her and that she does not list."""
        would: dict[str, list[str]] = defaultdict(list)
        for name, levels in sorted(self._market.levels.items()):
            if len(self._here.get(name, ())) < self._capacity[name]:
                for applicant in levels:
                    is_out = applicant in self._matches or applicant in self._added_ranks.get(name, ())
                    if not is_out and name not in self._choice[applicant]:
                        would[applicant].append(name)
        return would

    def of_position(self, name: str) -> OfPosition:
        own, here = self._own_levels(name), self._here.get(name, ())
        placed = [own[each] for each in here if each in own and each not in self._pinned]
        return OfPosition(
            self._capacity[name],
            len(here),
            self._wished_by[name],
            self._first[name],
            len(own),
            max(placed, default=None),
            max(own.values(), default=0),
            dict(sorted(self._higher_elsewhere(name, own).items())),
            sum(each not in own for each in here),
        )

    def _higher_elsewhere(self, name: str, own: Mapping[str, int]) -> Counter[WentWhere]:
        place = self._places[name]
        has_room = len(self._here.get(name, ())) < self._capacity[name]
        last = place.placed[-1] + 1 if place.placed else 0
        return Counter(
            self._went_where(applicant, name)
            for applicant, level in own.items()
            if self._matches.get(applicant) != name and (has_room or level < last)
        )

    def _own_levels(self, name: str) -> dict[str, int]:
        """Of whom the position ranked itself; 1 is the top."""
        position = self._instance.positions[name]
        added = self._added_ranks.get(name, ())
        own = position.ranking if position.said is None else position.ranking[: position.said]
        return {each: level for each, level in _choices(own).items() if each not in added}

    def _went_where(self, applicant: str, name: str) -> WentWhere:
        choice, got = self._choice[applicant].get(name), self._got(applicant)
        if choice is None:
            return WentWhere.NOT_WISHED
        if (applicant, name) in self._forbidden:
            return WentWhere.FORBIDDEN
        if applicant in self._pinned:
            return WentWhere.PINNED
        if got is None or got > choice:
            return WentWhere.BLOCKING
        return WentWhere.LIKES_AS_MUCH if got == choice else WentWhere.LIKES_BETTER


def _choices(ranking: Ranking) -> dict[str, int]:
    """1 is the first; ties count as one. In the order of the list."""
    return {
        name: number
        for number, tie in enumerate(ranking, 1)
        for name in ((tie,) if isinstance(tie, str) else sorted(tie))
    }
