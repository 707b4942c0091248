import warnings
from dataclasses import replace
from hashlib import sha256
from random import Random

import pytest

from bench.peers import hospital_resident
from matching.engine import Instance, Position, certify, solve

from .brute import level, stable_matchings
from .instances import strict, tied


@pytest.fixture(scope="module")
def peer():
    return hospital_resident()


def solved_by(peer, instance):
    """{position: who}, by the package `matching` of PyPI."""
    wished = {applicant: list(ranking) for applicant, ranking in instance.applicants.items()}
    ranked = {name: list(each.ranking) for name, each in instance.positions.items()}
    places = {name: each.capacity for name, each in instance.positions.items()}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it tells of positions that nobody ranks
        matching = peer.create_from_dictionaries(wished, ranked, places, clean=True).solve()
    return {name.name: {each.name for each in here} for name, here in matching.items() if here}


def by_position(matches):
    found = {}
    for applicant, name in matches.items():
        found.setdefault(name, set()).add(applicant)
    return found


@pytest.mark.parametrize("hundred", range(30))
def test_strict_lists_as_another_package_solves_them(peer, hundred):
    for seed in range(100 * hundred, 100 * hundred + 100):
        size = Random(-seed)
        positions = size.randint(1, 6)
        instance = strict(seed, size.randint(1, 14), positions, size.randint(1, positions), size.randint(1, 4))
        assert by_position(solve(instance).matches) == solved_by(peer, instance), seed


def test_large_strict_lists_as_another_package_solves_them(peer):
    for seed in range(3):
        instance = strict(seed, 300, 60, 8, 8)
        assert by_position(solve(instance).matches) == solved_by(peer, instance)


@pytest.mark.parametrize("seed", range(60))
def test_nobody_does_better_in_another_stable_matching(seed):
    instance = strict(seed, 5, 3, 3, 2)
    outcome = solve(instance)
    others = list(stable_matchings(instance))
    assert outcome.matches in others
    assert outcome.optimal is True
    for other in others:
        assert other.keys() == outcome.matches.keys()
        for applicant, name in other.items():
            wished = instance.applicants[applicant]
            assert level(wished, outcome.matches[applicant]) <= level(wished, name)


@pytest.mark.parametrize("seed", range(60))
def test_ties_are_broken_into_a_stable_matching(seed):
    instance = tied(seed, 5, 3, 3, seed=seed)
    assert solve(instance).matches in list(stable_matchings(instance))


def test_lots_are_fair_and_can_be_drawn_again():
    wanted = {"a": ["p"], "b": ["p"], "c": ["p"]}
    instance = Instance(wanted, {"p": Position(1, [("a", "b", "c")])})
    winners = [next(iter(solve(replace(instance, seed=seed)).matches)) for seed in range(600)]
    assert all(150 < winners.count(name) < 250 for name in wanted)
    for seed, winner in enumerate(winners):
        assert winner == min(wanted, key=lambda name: sha256(f"{seed}:{name}".encode()).hexdigest())


def test_priority_goes_before_lots():
    wanted = {"a": ["p"], "b": ["p"], "c": ["p"]}
    instance = Instance(wanted, {"p": Position(1, [("a", "b", "c")])}, priorities={"b": -1, "c": 1})
    assert all(solve(replace(instance, seed=seed)).matches == {"b": "p"} for seed in range(30))


def test_priority_does_not_go_before_the_ranking():
    instance = Instance({"a": ["p"], "b": ["p"]}, {"p": Position(1, ["a", "b"])}, priorities={"b": -1})
    assert solve(instance).matches == {"a": "p"}


def test_applicants_with_ties_do_not_all_begin_at_the_same_position():
    names = tuple(f"p{number}" for number in range(4))
    applicants = {f"a{number}": [names] for number in range(400)}
    instance = Instance(applicants, {name: Position(400, [tuple(applicants)]) for name in names})
    here = by_position(solve(instance).matches)
    assert all(60 < len(here[name]) < 140 for name in names)


def test_pinned_stay_and_take_a_place():
    lists = {"a": ["p", "q"], "b": ["p", "q"]}
    positions = {"p": Position(1, ["a", "b"]), "q": Position(1, ["a", "b"])}
    outcome = solve(Instance(lists, positions, pinned=[("b", "p")]))
    assert outcome.matches == {"a": "q", "b": "p"}


def test_forbidden_are_never_together():
    instance = Instance({"a": ["p", "q"]}, {"p": Position(1, ["a"]), "q": Position(1, ["a"])}, forbidden=[("a", "p")])
    assert solve(instance).matches == {"a": "q"}
    assert certify(instance, {"a": "q"}).is_stable


@pytest.mark.parametrize("objective", ["stable", "max"])
def test_progress_reaches_its_end_and_never_goes_back(objective):
    seen = []
    solve(tied(3, 40, 8, 4, objective=objective), lambda done, of: seen.append((done, of)))
    assert seen[-1][0] == seen[-1][1]
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)


def test_nobody_and_nothing():
    outcome = solve(Instance({}, {}))
    assert (outcome.matches, outcome.unmatched, outcome.optimal) == ({}, [], True)


# -- lower quotas -------------------------------------------------------------------------------------------------

QUOTAS = Instance(
    {"a": ["p", "q"], "b": ["q"], "c": ["r", "q"]},
    {"p": Position(2, ["a"], lower=2), "q": Position(3, ["a", "b", "c"], lower=2), "r": Position(1, ["c"])},
)


def test_position_below_its_lower_quota_is_reported():
    outcome = solve(QUOTAS)
    assert outcome.matches == {"a": "p", "b": "q", "c": "r"}
    assert outcome.below_lower == {"p": 1, "q": 1}
    assert outcome.closed == []


def test_positions_are_closed_one_by_one_when_asked():
    """Without p, q has its two: it need not close as well."""
    instance = replace(QUOTAS, close_short=True)
    outcome = solve(instance)
    assert outcome.closed == ["p"]
    assert outcome.matches == {"a": "q", "b": "q", "c": "r"}
    assert outcome.below_lower == {}
    assert certify(instance, outcome.matches, outcome.closed).is_stable


def test_position_with_somebody_pinned_is_never_closed():
    outcome = solve(replace(QUOTAS, close_short=True, pinned=[("a", "p")]))
    assert outcome.closed == ["q"]
    assert outcome.matches == {"a": "p", "c": "r"}
    assert outcome.below_lower == {"p": 1}


def test_instance_is_not_changed():
    instance = tied(5, 10, 4, forbidden=[("a0", "p0")])
    before = repr(instance)
    solve(replace(instance, objective="max"))
    assert repr(instance) == before
