"""The engine against the package `matching` of PyPI, against reading its input, and against its own luck."""

import math
import os
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache, partial
from random import Random

import psycopg

from matching.engine import Instance, Objective, Position, certify, solve

from .cpu import cpu_seconds, ratio
from .peers import hospital_resident
from .registry import CannotMeasure, Result, figure

WISHES = 8
PER_POSITION = 5  # applicants for each position, and its places
TABLE = "bench_edges"


@figure("matching.vs_package_1k")
def vs_package_1k() -> Result:
    return _vs_package(1_000, ">= 50")


@figure("matching.vs_package_5k")
def vs_package_5k() -> Result:
    return _vs_package(5_000, ">= 100")


def _vs_package(applicants: int, goal: str) -> Result:
    wished, ranked = lists(applicants)
    places = dict.fromkeys(ranked, PER_POSITION)
    peer = hospital_resident()

    def ours() -> dict[str, str]:
        positions = {name: Position(places[name], ranking) for name, ranking in ranked.items()}
        return solve(Instance(wished, positions)).matches

    def theirs() -> dict[str, str]:
        game = peer.create_from_dictionaries(wished, ranked, places)
        return {one.name: name.name for name, here in game.solve().items() for one in here}

    with _deep_recursion(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if ours() != theirs():
            raise CannotMeasure("the results differ")
        value = ratio(theirs, ours)
    how = (
        f"{applicants} × {len(ranked)} × {WISHES}, HospitalResident of matching 1.4.3 / solve, from dictionaries, equal"
    )
    return Result(value, goal, how)


@contextmanager
def _deep_recursion() -> Iterator[None]:
    """It copies its players one inside the other."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(1_000_000)
    try:
        yield
    finally:
        sys.setrecursionlimit(before)


@figure("matching.vs_read_100k")
def vs_read_100k() -> Result:
    instance = tied(100_000)
    with psycopg.connect(os.environ["ADMIN_DATABASE_URL"], autocommit=True) as connection:
        _write_edges(connection, instance)
        try:
            value = ratio(lambda: solve(instance), lambda: _read_edges(connection))
        finally:
            connection.execute(f"DROP TABLE {TABLE}")
    how = f"solve 100,000 × 20,000 × {WISHES} with ties / read applicant, position, choice and rank with a plain cursor"
    return Result(value, "<= 3.0", how)


def _write_edges(connection: psycopg.Connection, instance: Instance) -> None:
    connection.execute(f"DROP TABLE IF EXISTS {TABLE}")
    connection.execute(f"CREATE TABLE {TABLE} (applicant int, position int, choice smallint, rank smallint)")
    ranks = {name: _levels(position.ranking) for name, position in instance.positions.items()}
    with connection.cursor().copy(f"COPY {TABLE} FROM STDIN") as copy:
        for applicant, ranking in instance.applicants.items():
            for name, choice in _levels(ranking).items():
                copy.write_row((int(applicant[1:]), int(name[1:]), choice, ranks[name][applicant]))


def _read_edges(connection: psycopg.Connection) -> int:
    return len(connection.execute(f"SELECT applicant, position, choice, rank FROM {TABLE}").fetchall())


def _levels(ranking: list[str | tuple[str, ...]]) -> dict[str, int]:
    return {name: level for level, tie in enumerate(ranking) for name in ([tie] if isinstance(tie, str) else tie)}


@figure("matching.growth_exponent")
def growth_exponent() -> Result:
    few, many = 1_000, 100_000
    spent = [cpu_seconds(partial(solve, tied(size))) for size in (few, many)]
    value = math.log(spent[1] / spent[0]) / math.log(many / few)
    return Result(value, "<= 1.2", f"of solve, from 1,000 to 100,000 applicants, {WISHES} wishes with ties")


@figure("matching.ties_vs_best_of_20")
def ties_vs_best_of_20() -> Result:
    sizes = []
    for number in range(6):
        instance = tied(1_000, number, skew=0.3 * (number % 3))
        ours = solve(replace(instance, objective=Objective.MAX))
        if not certify(instance, ours.matches).is_stable:
            raise CannotMeasure("the checker refutes the engine")
        # Other lots than the engine tried itself.
        sizes.append(ours.size / max(solve(replace(instance, seed=seed)).size for seed in range(100, 120)))
    how = "size of `max` / largest of 20 other tie-breaks, 1,000 × 200 × 8; the least of 6 instances, even to skewed"
    return Result(min(sizes), ">= 1.0", how)


@cache
def lists(applicants: int, number: int = 0, skew: float = 0.0) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Wishes of all; each position ranks who wishes it, by chance. With skew some positions are wished far more."""
    random = Random(number)
    names = [f"p{each}" for each in range(applicants // PER_POSITION)]
    weights = [1 / (place + 1) ** skew for place in range(len(names))]
    wished = {f"a{each}": _sample(random, names, weights) for each in range(applicants)}
    ranked: dict[str, list[str]] = {name: [] for name in names}
    for applicant, ranking in wished.items():
        for name in ranking:
            ranked[name].append(applicant)
    for ranking in ranked.values():
        random.shuffle(ranking)
    return wished, ranked


def _sample(random: Random, names: list[str], weights: list[float]) -> list[str]:
    if len(set(weights)) == 1:
        return random.sample(names, WISHES)
    chosen: dict[str, None] = {}
    while len(chosen) < WISHES:
        chosen[random.choices(names, weights)[0]] = None
    return list(chosen)


def tied(applicants: int, number: int = 0, skew: float = 0.0) -> Instance:
    """The same lists, in ties of one to three."""
    wished, ranked = lists(applicants, number, skew)
    random = Random(number)
    return Instance(
        {applicant: _cut(random, ranking) for applicant, ranking in wished.items()},
        {name: Position(PER_POSITION, _cut(random, ranking)) for name, ranking in ranked.items()},
    )


def _cut(random: Random, ranking: list[str]) -> list[str | tuple[str, ...]]:
    ties: list[str | tuple[str, ...]] = []
    place = 0
    while place < len(ranking):
        names = ranking[place : place + random.choice((1, 1, 2, 3))]
        ties.append(names[0] if len(names) == 1 else tuple(names))
        place += len(names)
    return ties
