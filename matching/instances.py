"""What the engine is given for a round: who takes part, which places there are, who ranks whom, and what was decided.

Names in it are numbers that mean nothing outside the run: the book says whose they are.
"""

import json
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b

from .engine import Instance, Objective, Position
from .engine.instance import Pair, Ranking, Tie
from .enums import LineState, MatchState, PairKind, Unjudged
from .models import Match, Offer, Round, RoundMinimum, RoundPair, Run, RunPerson
from .queries import offers
from .round_queries import looking
from .snapshots import Ranked

UNJUDGED = 1_000_000  # after whoever the company did rank
BY_HAND = 2_000_000  # and these after all: decided, not ranked


class Impossible(Exception):
    """No instance can be made of what was decided beforehand. The text is for the coordinator, in Dutch."""


@dataclass(slots=True)
class Someone:
    student: int
    applications: dict[int, int]  # by route
    name: str = ""
    kept: Match | None = None  # by an earlier turn of this round


@dataclass(slots=True)
class Place:
    position: int
    organisation: int
    label: str
    capacity: int
    offers: dict[int, int]  # by route
    name: str = ""
    lower: int = 0


@dataclass(slots=True)
class Book:
    people: dict[int, Someone] = field(default_factory=dict)  # by student
    places: dict[int, Place] = field(default_factory=dict)  # by position
    student_of: dict[int, int] = field(default_factory=dict)  # by application
    position_of: dict[int, int] = field(default_factory=dict)  # by offer
    dropped: list[str] = field(default_factory=list)  # decisions that do not fit any more, in words

    def offer_for(self, student: int, position: int) -> tuple[int, int, int] | None:
        """Route, application and offer by which they can be brought together; the oldest application first."""
        mine, theirs = self.people[student].applications, self.places[position].offers
        shared = sorted((application, route) for route, application in mine.items() if route in theirs)
        return next(((route, application, theirs[route]) for application, route in shared), None)


def open_book(found: Round, salt: str) -> Book:
    """Who is admissible and has no place yet, or has one by an earlier turn; and the leerwerkplekken that stand."""
    book = Book()
    routes = {scope.route_id: scope.route.public_id for scope in found.scope.select_related("route")}
    _add_places(book, offers(routes=list(routes.values()), with_room=False))
    _add_kept(book, found)
    people = looking(routes).order_by("pk").values_list("student_id", "route_id", "pk")
    for student, route, application in people.iterator(chunk_size=5_000):
        someone = book.people.setdefault(student, Someone(student, {}))
        if not someone.kept:
            someone.applications[route] = application
            book.student_of[application] = student
    _add_minimums(book, found)
    _name(book, salt)
    return book


def _add_places(book: Book, found: Iterable[Offer]) -> None:
    for offer in found:
        position = offer.position
        place = book.places.setdefault(
            position.pk,
            Place(position.pk, offer.organisation_id, _label(offer), max(position.free, 0), {}),
        )
        place.offers[offer.route_id] = offer.pk
        book.position_of[offer.pk] = position.pk


def _label(offer: Offer) -> str:
    position = offer.position
    return f"{position.title} bij {position.organisation.name}, {position.workplace.city}"


def _add_kept(book: Book, found: Round) -> None:
    """Their places count as theirs: they are added to what is free, and pinned."""
    kept = RunPerson.objects.filter(
        round=found, line=LineState.PROPOSED, match__state__in=[MatchState.PROPOSED, MatchState.CONFIRMED]
    ).select_related("match__offer__position__organisation", "match__offer__position__workplace")
    for person in kept.order_by("pk"):
        match = person.match
        if match is None:
            continue
        if match.position_id not in book.places:
            _add_places(book, [match.offer])
        book.places[match.position_id].capacity += 1
        someone = Someone(person.student_id, {match.route_id: match.application_id}, kept=match)
        book.people[person.student_id] = someone
        book.student_of[match.application_id] = person.student_id


def _add_minimums(book: Book, found: Round) -> None:
    """Who is there already, also by others, counts."""
    kept = Counter(each.kept.position_id for each in book.people.values() if each.kept)
    for minimum in RoundMinimum.objects.filter(round=found).select_related("position"):
        place = book.places.get(minimum.position_id)
        if place:
            there = minimum.position.taken - kept[minimum.position_id]
            place.lower = min(place.capacity, max(0, minimum.places - there))


def _name(book: Book, salt: str) -> None:
    """In an order that says nothing about who applied when."""
    for letter, entries in (("k", book.people), ("p", book.places)):
        order = sorted(entries, key=lambda key: blake2b(f"{salt}:{key}".encode()).digest())
        for number, key in enumerate(order, 1):
            entries[key].name = f"{letter}{number}"


class _Lists:
    """Who ranks whom, while it is read."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.wishes: dict[int, dict[int, int]] = {student: {} for student in book.people}  # position -> rank
        self.ranks: dict[int, dict[int, int]] = {position: {} for position in book.places}  # student -> rank
        self.unsuitable: set[tuple[int, int]] = set()
        self.added_wishes: list[tuple[int, int]] = []  # student, position
        self.added_ranks: list[tuple[int, int]] = []

    def take(self, each: Ranked) -> None:
        student, position = self.book.student_of.get(each.application), self.book.position_of.get(each.offer)
        if student is None or position is None:
            return
        if not each.rank:
            self.unsuitable.add((student, position))
            return
        ranks, key = (self.wishes[student], position) if each.by_student else (self.ranks[position], student)
        ranks[key] = min(each.rank, ranks.get(key, each.rank))  # twice, by two routes: the better one

    def settle(self, unjudged: str) -> None:
        for student, position in self.unsuitable:
            self.ranks[position].pop(student, None)
        if unjudged == Unjudged.LAST:
            for student, wishes in self.wishes.items():
                for position in wishes:
                    if (student, position) not in self.unsuitable:
                        self.ranks[position].setdefault(student, UNJUDGED)

    def admit(self, student: int, position: int) -> None:
        """Decided by people: both find it acceptable, after all that they ranked."""
        if position not in self.wishes[student]:
            self.wishes[student][position] = BY_HAND
            self.added_wishes.append((student, position))
        if student not in self.ranks[position]:
            self.ranks[position][student] = BY_HAND
            self.added_ranks.append((student, position))

    def said(self, position: int) -> int:
        """How many levels are the company's own."""
        return len({rank for rank in self.ranks[position].values() if rank < UNJUDGED})


def assemble(run: Run, book: Book, ranked: Iterable[Ranked]) -> Instance:
    """Raises Impossible."""
    lists = _Lists(book)
    for each in ranked:
        lists.take(each)
    lists.settle(run.round.unjudged)
    pinned, forbidden = _decided(run.round, book)
    for student, position in pinned.items():
        lists.admit(student, position)
    _require_room(book, pinned)
    people, places = book.people, book.places
    return Instance(
        {people[student].name: _ranking(wishes, places) for student, wishes in lists.wishes.items()},
        {
            place.name: Position(place.capacity, _ranking(lists.ranks[key], people), place.lower, lists.said(key))
            for key, place in places.items()
        },
        _named(book, pinned.items()),
        _named(book, sorted(forbidden)),
        Objective(run.objective),
        run.seed,
        close_short=run.close_short,
        added_wishes=_named(book, lists.added_wishes),
        added_ranks=_named(book, lists.added_ranks),
    )


def _named(book: Book, pairs: Iterable[tuple[int, int]]) -> list[Pair]:
    return [(book.people[student].name, book.places[position].name) for student, position in pairs]


def _ranking(ranks: Mapping[int, int], entries: Mapping[int, Someone] | Mapping[int, Place]) -> list[Tie]:
    levels: dict[int, list[str]] = defaultdict(list)
    for key, rank in ranks.items():
        levels[rank].append(entries[key].name)
    return [names[0] if len(names) == 1 else tuple(sorted(names)) for _, names in sorted(levels.items())]


def _decided(found: Round, book: Book) -> tuple[dict[int, int], set[tuple[int, int]]]:
    """Who stays where: placed by an earlier turn, or pinned; and who does not come together: forbidden, or declined."""
    pinned = {student: someone.kept.position_id for student, someone in book.people.items() if someone.kept}
    forbidden: set[tuple[int, int]] = set(_declined(found, book))
    for pair in RoundPair.objects.filter(round=found).select_related("application", "position"):
        fits = pair.student_id in book.people and pair.position_id in book.places
        if pair.kind == PairKind.FORBIDDEN:
            forbidden |= {(pair.student_id, pair.position_id)} if fits else set()
        elif not fits or not book.offer_for(pair.student_id, pair.position_id):
            book.dropped.append(f"{pair.application.name} op {pair.position.title}")
        else:
            pinned.setdefault(pair.student_id, pair.position_id)
    return pinned, forbidden - set(pinned.items())


def _declined(found: Round, book: Book) -> Iterator[tuple[int, int]]:
    """Said no to once, in this round: not proposed again."""
    said_no = RunPerson.objects.filter(round=found, match__state=MatchState.DECLINED)
    for student, position in said_no.values_list("student_id", "match__position_id"):
        if student in book.people and position in book.places:
            yield student, position


def _require_room(book: Book, pinned: Mapping[int, int]) -> None:
    for position, many in Counter(pinned.values()).items():
        place = book.places[position]
        if many > place.capacity:
            raise Impossible(
                f"Op {place.label} zijn meer kandidaten vastgezet ({many}) dan er plaatsen zijn ({place.capacity}). "
                "Haal er een weg bij ‘Vooraf vastgelegd’ en bereken opnieuw."
            )


def packed(instance: Instance) -> bytes:
    """As the engine's command reads it, compressed."""
    return zlib.compress(json.dumps(as_json(instance), separators=(",", ":")).encode())


def as_json(instance: Instance) -> dict[str, object]:
    return {
        "applicants": {name: _lists_of(ranking) for name, ranking in instance.applicants.items()},
        "positions": {
            name: {"capacity": each.capacity, "ranking": _lists_of(each.ranking), "lower": each.lower}
            | ({} if each.said is None else {"said": each.said})
            for name, each in instance.positions.items()
        },
        "pinned": _pairs(instance.pinned),
        "forbidden": _pairs(instance.forbidden),
        "objective": str(instance.objective),
        "seed": instance.seed,
        "close_short": instance.close_short,
        "added_wishes": _pairs(instance.added_wishes),
        "added_ranks": _pairs(instance.added_ranks),
    }


def _lists_of(ranking: Ranking) -> list[list[str]]:
    return [[tie] if isinstance(tie, str) else list(tie) for tie in ranking]


def _pairs(pairs: Iterable[Pair]) -> list[list[str]]:
    return [list(pair) for pair in pairs]
