"""A reader who adds and subtracts everything that is published, of all questions and all groups at once."""

import random
from itertools import product

import highspy
import numpy as np
import pytest

from surveys.asking.columns import encode
from surveys.asking.items import Content, Item, Kind, Option, Section, Wording
from surveys.figures.gathered import Gathered, divided
from surveys.figures.kinds import bands_of
from surveys.figures.published import published
from surveys.statistics import spread

MINIMUM = 5
ANSWERS = tuple(Option(code, Wording(str(code))) for code in (1, 2, 3))
ITEMS = (
    Item("H1", Kind.SINGLE, Wording("Welke?"), options=ANSWERS),
    Item("H2", Kind.AGREEMENT, Wording("Eens?")),
    Item("H3", Kind.MULTIPLE, Wording("Waarom?"), options=ANSWERS[:2]),
)
CONTENT = Content("H", Wording("x"), sections=(Section("a", Wording("a"), items=ITEMS),))
POSSIBLE = {"H1": [None, 1, 2, 3], "H2": [None, *range(1, 8)], "H3": [None, (1,), (2,), (1, 2)]}
ROUTES = ["r1", "r2", "r3", "r4"]
SECTORS = {"r1": "bouw", "r2": "bouw", "r3": "ict", "r4": "ict"}
HOUSES = {"r1": "hogeschool:1", "r2": "hogeschool:2", "r3": "hogeschool:2", "r4": "hogeschool:3"}
LEAVES = list(product(ROUTES, "xy"))
OTHERS = [f"others:{house}" for house in sorted(set(HOUSES.values()))]
GROUPS = ["", *ROUTES, "hogeschool:2", "bouw", "ict", "x", "y", *OTHERS]
SEEDS = range(4)


def people(seed):
    chance = random.Random(seed)
    weights = {code: [chance.choice([0, 1, 2, 8]) + 0.1 for _ in answers] for code, answers in POSSIBLE.items()}
    return [
        {
            "at": (route, chance.choice("xxy")),
            **{code: chance.choices(answers, weights[code])[0] for code, answers in POSSIBLE.items()},
        }
        for route in ROUTES
        for _ in range(chance.choice([1, 2, 4, 6, 9, 15, 30]))
    ]


def gathered(who):
    answers = [{code: person[code] for code in POSSIBLE if person[code] is not None} for person in who]
    keys = {
        "route": [person["at"][0] for person in who],
        "sector": [SECTORS[person["at"][0]] for person in who],
        "hogeschool": [HOUSES[person["at"][0]] for person in who],
        "doelgroep": [person["at"][1] for person in who],
    }
    divisions = {name: divided(of, {key: key for key in sorted(set(of))}) for name, of in keys.items()}
    numbers = np.array([encode(CONTENT, one).numbers for one in answers], dtype=np.int16)
    return Gathered(CONTENT, numbers, np.ones(len(who), dtype=bool), divisions)


def within(group, leaf):
    route, doelgroep = leaf
    if group.startswith("others:"):
        return HOUSES[route] != group.removeprefix("others:")
    return group in ("", route, doelgroep, SECTORS[route], HOUSES[route])


def fitting(code, key):
    """Which answers a category of that item takes."""
    low, _, high = key.partition(":")[2].partition("-")
    if code == "H3":
        return lambda answer: answer is not None and int(low) in answer
    return lambda answer: answer is not None and int(low) <= answer <= int(high or low)


class World:
    """Whole numbers of people, by item, route, doelgroep and answer: whatever fits all that is published."""

    def __init__(self, result):
        self.solver = highspy.Highs()
        self.solver.setOptionValue("output_flag", False)
        self.columns = {}
        for code, leaf in product(POSSIBLE, LEAVES):
            for place in range(len(POSSIBLE[code])):
                self.columns[code, leaf, place] = len(self.columns)
                self.solver.addVariable(0, 200)
                self.solver.changeColIntegrality(len(self.columns) - 1, highspy.HighsVarType.kInteger)
        self._same_people_everywhere()
        for group, ends in result["response"].items():
            self._say(self.keys("H1", group, lambda answer: True), ends["respondents"])
        for item in result["items"]:
            for group, found in item["groups"].items():
                self._hear(item["code"], group, found)
        self.solver.addRow(0, 0, 0, [], [])
        self.target = self.solver.getNumRow() - 1

    def _same_people_everywhere(self):
        for leaf, code in product(LEAVES, ("H2", "H3")):
            sides = {key: 1.0 if key[0] == "H1" else -1.0 for key in self.columns if key[1] == leaf}
            self._row({key: sign for key, sign in sides.items() if key[0] in ("H1", code)}, 0, 0)

    def keys(self, code, group, fits):
        answers = [place for place, answer in enumerate(POSSIBLE[code]) if fits(answer)]
        return [(code, leaf, place) for leaf in LEAVES if within(group, leaf) for place in answers]

    def _row(self, weights, low, high):
        self.solver.addRow(low, high, len(weights), [self.columns[key] for key in weights], list(weights.values()))

    def _say(self, keys, count):
        if count is not None:
            self._row(dict.fromkeys(keys, 1.0), count, count)

    def _hear(self, code, group, found):
        given = self.keys(code, group, lambda answer: answer is not None)
        self._say(given, found["valid"])
        self._say(self.keys(code, group, lambda answer: answer is None), found["missing"])
        for key, count in (found.get("counts") or {}).items():
            self._say(self.keys(code, group, fitting(code, key)), count)
        if found.get("mean") is None:
            return
        n, mean, values = found["valid"], found["mean"], {key: float(POSSIBLE[code][key[2]]) for key in given}
        self._row(values, n * (mean - 0.05), n * (mean + 0.05))
        if (deviation := found.get("deviation")) is not None:
            low = max(deviation - 0.05, 0) ** 2 * (n - 1) + n * (mean - 0.05) ** 2
            high = (deviation + 0.05) ** 2 * (n - 1) + n * (mean + 0.05) ** 2
            self._row({key: value**2 for key, value in values.items()}, low, high)

    def finds(self, keys, truth):
        """No other number than the true one fits."""
        wanted = {self.columns[key] for key in keys}
        for column in self.columns.values():
            self.solver.changeCoeff(self.target, column, float(column in wanted))
        for low, high in ((truth + 1, 10_000), (-1, truth - 1)):
            self.solver.changeRowBounds(self.target, low, high)
            self.solver.run()
            if self.solver.getModelStatus() == highspy.HighsModelStatus.kOptimal:
                return False
        return True


@pytest.mark.parametrize("seed", SEEDS)
def test_no_count_below_the_minimum_is_found(seed):
    who = people(seed)
    world = World(published(gathered(who), MINIMUM))
    small = [
        (item.code, group, fits, count)
        for item, group in product(ITEMS, GROUPS)
        for fits in asked_of(item)
        if 0 < (count := sum(within(group, person["at"]) and fits(person[item.code]) for person in who)) < MINIMUM
    ]
    assert len(small) > 12  # there is something to find
    assert [
        (code, group) for code, group, fits, count in small if world.finds(world.keys(code, group, fits), count)
    ] == []


def asked_of(item):
    """Who left it open has said nothing: how many is told."""
    keys = [f"o:{option.code}" for option in item.options] or [f"b:{low}-{high}" for low, high in bands_of(item)]
    yield from (fitting(item.code, key) for key in keys)


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_shown_is_true_and_enough(seed):
    """Hiding everything would be safe too: of everybody together the number and the mean stay."""
    who = people(seed)
    result = published(gathered(who), MINIMUM)
    everybody = {item["code"]: item["groups"][""] for item in result["items"]}
    grades = [person["H2"] for person in who if person["H2"]]
    assert everybody["H1"]["respondents"] == len(who)
    assert everybody["H2"]["mean"] == pytest.approx(
        spread({grade: grades.count(grade) for grade in grades}).mean, abs=0.051
    )
    shown = [
        (item["code"], group, key, count)
        for item in result["items"]
        for group, found in item["groups"].items()
        for key, count in (found.get("counts") or {}).items()
        if count is not None
    ]
    for code, group, key, count in shown:
        fits = fitting(code, key)
        assert count == sum(within(group, person["at"]) and fits(person[code]) for person in who)
        assert not 0 < count < MINIMUM
    assert len(shown) >= 6
