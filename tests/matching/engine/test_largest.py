"""Objective `max`: how large, and what is claimed of it."""

import sys
from random import Random
from types import ModuleType

import pytest

from matching.engine import Instance, Objective, Position, certify, price_of_stability, solve
from matching.engine.acceptance import defer_acceptance
from matching.engine.bound import most_placed
from matching.engine.exact import enlarge
from matching.engine.lottery import draw
from matching.engine.market import open_market
from matching.engine.promotion import Promotion

from .brute import stable_matchings, untied
from .instances import named, tied

MAX = Objective.MAX


def largest_by_definition(instance):
    return max(map(len, stable_matchings(instance)))


@pytest.mark.parametrize("seed", range(150))
def test_small_instances_are_solved_to_the_largest(seed):
    instance = tied(seed, 6, 3, 3, 2, objective=MAX)
    outcome = solve(instance)
    assert certify(instance, outcome.matches).is_stable
    assert outcome.size == largest_by_definition(instance)
    assert outcome.optimal is True


@pytest.mark.parametrize("seed", range(40))
def test_largest_is_that_of_every_way_to_break_the_ties(seed):
    """A second method: a matching is weakly stable when it is stable for some way to break the ties."""
    instance = tied(seed, 4, 3, 2, 1, 2, objective=MAX)
    sizes = {
        len(defer_acceptance(open_market(Instance(*untied_lists)), list(instance.applicants)))
        for untied_lists in untied(instance)
    }
    assert solve(instance).size == max(sizes) == largest_by_definition(instance)


@pytest.mark.parametrize("seed", range(80))
def test_solver_alone_finds_and_proves_the_largest(seed):
    """From nothing better than the worst stable matching."""
    instance = tied(seed, 6, 3, 3, 2)
    worst = min(stable_matchings(instance), key=len)
    answer = enlarge(open_market(instance), worst, len(instance.applicants))
    assert answer.is_largest
    assert len(answer.matches) == largest_by_definition(instance)
    assert certify(instance, answer.matches).is_stable


@pytest.mark.parametrize("seed", range(100))
def test_promotion_reaches_two_thirds_and_is_stable(seed):
    instance = tied(seed, 6, 4, 3, 1)
    found = Promotion(open_market(instance), draw(instance.applicants, "1")).run()
    assert certify(instance, found).is_stable
    assert 3 * len(found) >= 2 * largest_by_definition(instance)


@pytest.mark.parametrize("seed", range(40))
def test_promotion_of_hundreds_is_stable(seed):
    instance = tied(seed, 200, 30, 6, 8, tie=Random(seed).randint(1, 6))
    found = Promotion(open_market(instance), draw(instance.applicants, "1")).run()
    assert certify(instance, found).is_stable


def test_where_everybody_is_equal_the_largest_is_the_largest_of_all():
    """Then a matching is stable when nobody is left beside a free place; a third method counts it."""
    for seed in range(10):
        random = Random(seed)
        names = [f"p{number}" for number in range(30)]
        lists = {f"a{number}": [tuple(random.sample(names, 2))] for number in range(40)}
        ranked = {name: tuple(each for each, (wished,) in lists.items() if name in wished) for name in names}
        positions = {name: Position(1, [each] if each else []) for name, each in ranked.items()}
        instance = Instance(lists, positions, objective=MAX)
        outcome = solve(instance)
        assert outcome.size == augmented(lists)
        assert outcome.optimal is True


def augmented(lists):
    """Kuhn's algorithm, for one place each."""
    holder = {}

    def place(applicant, seen):
        for name in named(lists[applicant]):
            if name not in seen:
                seen.add(name)
                if name not in holder or place(holder[name], seen):
                    holder[name] = applicant
                    return True
        return False

    return sum(place(applicant, set()) for applicant in lists)


@pytest.mark.parametrize("seed", range(60))
def test_nothing_is_larger_than_without_stability(seed):
    instance = tied(seed, 7, 4, 2, 2)
    outcome = solve(instance)
    market = open_market(instance)
    lists = {}
    for applicant, ranking in instance.applicants.items():  # every place a position of its own
        lists[applicant] = [
            f"{name}{place}" for name in named(ranking) for place in range(instance.positions[name].capacity)
        ]
    assert most_placed(market, outcome.matches) == most_placed(market, {}) == augmented(lists)
    assert price_of_stability(instance, outcome) == augmented(lists) - outcome.size


def test_stability_has_a_price():
    """a prefers p, which prefers a: b, whom only p takes, is left."""
    instance = Instance({"a": ["p", "q"], "b": ["p"]}, {"p": Position(1, ["a", "b"]), "q": Position(1, ["a"])})
    assert price_of_stability(instance, solve(instance)) == 1


GAIN = Instance(
    {"a": [("p", "q")], "b": ["p"]},
    {"p": Position(1, [("a", "b")]), "q": Position(1, ["a"])},
)


def test_stable_says_when_another_stable_matching_is_larger():
    found = [solve(Instance(GAIN.applicants, GAIN.positions, seed=seed)) for seed in range(20)]
    assert {(each.size, each.optimal) for each in found} == {(1, False), (2, True)}


def test_large_instances_are_not_claimed_to_be_largest():
    instance = tied(2, 300, 150, 4, 2, tie=2, objective=MAX)
    outcome = solve(instance, exact_entries=10)
    assert outcome.optimal is None
    proven = solve(instance)
    assert proven.optimal is True
    assert outcome.size < proven.size
    assert certify(instance, proven.matches).is_stable


# -- a solver that is wrong ---------------------------------------------------------------------------------------

# What it claims is refuted by the checker, or by what was known already.
LEFT = tied(12, 6, 3, 3, 1)


def wrong_solver(monkeypatch, answers):
    """`highspy` gives these instead: (status, values), one for each run."""
    import highspy

    class Wrong:
        def __init__(self):
            self.status, self.values = answers.pop(0)

        def setOptionValue(self, *_):  # noqa: N802
            pass

        passModel = setSolution = setOptionValue  # noqa: N815

        def run(self):
            pass

        def getModelStatus(self):  # noqa: N802
            return self.status

        def getSolution(self):  # noqa: N802
            solution = highspy.HighsSolution()
            solution.col_value = self.values
            return solution

    module = ModuleType("highspy")
    module.__dict__.update(vars(highspy), Highs=Wrong)
    monkeypatch.setitem(sys.modules, "highspy", module)


def largest_found_by_lots(seed=0):
    """An instance on which the bound is out of reach, so that the solver is asked."""
    for number in range(seed, 1000):
        instance = tied(number, 6, 3, 3, 1, objective=MAX)
        without = solve(instance, exact_entries=0)
        if without.optimal is None:
            return instance, without
    raise AssertionError


def test_solver_that_calls_less_the_optimum_is_not_believed(monkeypatch):
    from highspy import HighsModelStatus as Status

    instance, known = largest_found_by_lots()
    pairs = 100
    wrong_solver(monkeypatch, [(Status.kOptimal, [0.0] * pairs), (Status.kOptimal, [0.0] * pairs)])
    outcome = solve(instance)
    assert (outcome.matches, outcome.optimal) == (known.matches, None)


def test_solver_whose_answer_is_not_stable_is_not_believed(monkeypatch):
    from highspy import HighsModelStatus as Status

    instance, known = largest_found_by_lots()
    wrong_solver(monkeypatch, [(Status.kOptimal, [1.0] * 100), (Status.kInfeasible, [])])
    outcome = solve(instance)
    assert (outcome.matches, outcome.optimal) == (known.matches, None)


@pytest.mark.parametrize("first", ["kInfeasible", "kTimeLimit", "kSolutionLimit"])
def test_solver_that_gives_up_changes_nothing(monkeypatch, first):
    from highspy import HighsModelStatus as Status

    instance, known = largest_found_by_lots()
    wrong_solver(monkeypatch, [(getattr(Status, first), []), (Status.kTimeLimit, [])])
    outcome = solve(instance)
    assert (outcome.matches, outcome.optimal) == (known.matches, None)
