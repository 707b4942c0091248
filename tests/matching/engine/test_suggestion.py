import sys
from itertools import product
from random import Random
from types import ModuleType

import pytest

from matching.engine import Feature, Person, Point, Workplace, suggest
from matching.engine.assignment import NotProven, assign
from matching.engine.suggestion import score

UTRECHT, AMERSFOORT, GRONINGEN = Point(52.09, 5.12), Point(52.16, 5.39), Point(53.22, 6.57)


def test_distance_is_as_the_crow_flies():
    assert UTRECHT.km_to(AMERSFOORT) == pytest.approx(20, abs=0.5)
    assert UTRECHT.km_to(GRONINGEN) == pytest.approx(159, abs=2)
    assert UTRECHT.km_to(UTRECHT) == 0


def test_score_is_explained_by_its_parts():
    person = Person(UTRECHT, 40, frozenset({1, 2, 3}), frozenset({"plan", "lead"}), frozenset({"bouw"}))
    workplace = Workplace(1, AMERSFOORT, frozenset({2, 3, 4, 5}), frozenset({"plan"}), "zorg")
    found = score(person, workplace)
    assert found.km == pytest.approx(20, abs=0.5)
    assert found.parts.pop(Feature.TRAVEL) == pytest.approx(500, abs=15)
    assert found.parts == {Feature.DAYS: 500, Feature.OUTCOMES: 500, Feature.SECTOR: 0}
    assert found.points == pytest.approx(450, abs=5)


def test_what_is_not_known_does_not_count():
    person = Person(days=frozenset({1}), sectors=frozenset({"bouw"}))
    assert score(person, Workplace(1, days=frozenset({1}))).points == 1000
    assert score(person, Workplace(1, sector="bouw")).parts == {Feature.SECTOR: 1000}
    assert score(Person(), Workplace(1)).points == 500


def test_too_far_or_no_day_in_common_is_no_suggestion():
    assert score(Person(UTRECHT, 40), Workplace(1, GRONINGEN)) is None
    assert score(Person(days=frozenset({1})), Workplace(1, days=frozenset({2}))) is None


@pytest.mark.parametrize("seed", range(60))
def test_no_assignment_has_more(seed):
    random = Random(seed)
    people, places = [f"a{number}" for number in range(5)], {"p": random.randint(0, 2), "q": 1, "r": 2}
    scores = {(one, name): random.randint(1, 9) for one in people for name in places if random.random() < 0.7}
    matches = assign(scores, places)
    assert all(list(matches.values()).count(name) <= number for name, number in places.items())
    assert sum(scores[pair] for pair in matches.items()) == best_by_definition(scores, people, places)


def best_by_definition(scores, people, places):
    best = 0
    for chosen in product([None, *places], repeat=len(people)):
        pairs = [(one, name) for one, name in zip(people, chosen, strict=True) if name]
        if all(pair in scores for pair in pairs) and all(chosen.count(name) <= places[name] for name in places):
            best = max(best, sum(scores[pair] for pair in pairs))
    return best


def test_suggestion_is_whole():
    people = {"a": Person(sectors=frozenset({"bouw"})), "b": Person(sectors=frozenset({"zorg"})), "c": Person()}
    places = {"p": Workplace(1, sector="zorg"), "q": Workplace(1, sector="bouw")}
    found = suggest(people, places)
    assert found.matches == {"a": "q", "b": "p"}
    assert (found.points, found.unmatched) == (2000, ["c"])
    assert found.scores["a"].parts == {Feature.SECTOR: 1000}
    assert suggest(people, places, forbidden=[("a", "q")]).matches == {"b": "p", "c": "q"}
    assert suggest(people, {}).matches == {}


def test_answer_that_its_prices_do_not_prove_is_not_used(monkeypatch):
    import highspy

    class Wrong(highspy.Highs):
        def getSolution(self):  # noqa: N802
            solution = super().getSolution()
            solution.col_value = [0.0 for _ in solution.col_value]
            return solution

    module = ModuleType("highspy")
    module.__dict__.update(vars(highspy), Highs=Wrong)
    monkeypatch.setitem(sys.modules, "highspy", module)
    with pytest.raises(NotProven):
        assign({("a", "p"): 1}, {"p": 1})
