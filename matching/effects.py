"""What a change by hand does to a draft: who moves, and which pairs would then rather be together than as they are."""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from .engine import Instance, certify, read_instance
from .engine.instance import Pair, flat
from .models import Run, RunInputs, RunPerson, RunPlace

MOST_PEOPLE = 5_000  # of whom a page can say at once what a change does; of more, the worker says it afterwards


@dataclass(frozen=True)
class Effect:
    person: RunPerson
    before: RunPlace | None
    after: RunPlace | None
    gives_way: RunPerson | None
    made: list[Pair]  # blocking pairs, by their names in the instance
    undone: list[Pair]
    not_wished: bool  # she does not list the place
    not_ranked: bool  # the place does not rank her, or finds her unsuitable

    @property
    def is_stable(self) -> bool:
        return not self.made


def instance_of(run: Run) -> Instance:
    """As it was kept. Kept in memory too: the pages of a review ask for the same one again and again."""
    return _read(run.pk, run.fingerprint)


@lru_cache(maxsize=2)
def _read(run_id: int, _fingerprint: str) -> Instance:
    return read_instance(zlib.decompress(RunInputs.objects.get(pk=run_id).instance))


def matches_of(run: Run) -> dict[str, str]:
    """As they are now, by names in the instance."""
    places = dict(run.places.values_list("position_id", "name"))
    people = run.people.exclude(position=None).order_by().values_list("name", "position_id")
    return {name: places[position] for name, position in people if position}


def closed_of(run: Run) -> set[str]:
    return set(run.places.filter(closed=True).values_list("name", flat=True))


def effect_of(run: Run, person: RunPerson, after: RunPlace | None, gives_way: RunPerson | None) -> Effect:
    """`gives_way`: who leaves the place for her; stays without one."""
    instance, matches, closed = instance_of(run), matches_of(run), closed_of(run)
    places = {place.name: place for place in run.places.filter(name=matches.get(person.name, ""))}
    before = next(iter(places.values()), None)
    was = set(certify(instance, matches, closed).blocking_pairs)
    will_be = set(certify(instance, changed(matches, person, after, gives_way), closed).blocking_pairs)
    return Effect(
        person,
        before,
        after,
        gives_way,
        sorted(will_be - was),
        sorted(was - will_be),
        *_unwanted(instance, person, after),
    )


def changed(
    matches: Mapping[str, str], person: RunPerson, after: RunPlace | None, gives_way: RunPerson | None
) -> dict[str, str]:
    left = {name: place for name, place in matches.items() if name not in (person.name, gives_way and gives_way.name)}
    return {**left, person.name: after.name} if after else left


def _unwanted(instance: Instance, person: RunPerson, after: RunPlace | None) -> tuple[bool, bool]:
    if not after:
        return False, False
    pair, position = (person.name, after.name), instance.positions[after.name]
    wished = set(flat(instance.applicants[person.name])) if pair not in instance.added_wishes else set()
    ranked = set(flat(position.ranking[: position.said])) if pair not in instance.added_ranks else set()
    return after.name not in wished, person.name not in ranked
