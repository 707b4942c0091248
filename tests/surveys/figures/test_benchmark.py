"""One hogeschool beside all others together, and beside an earlier wave: as tables and charts say it."""

from dataclasses import replace

import numpy as np
import pytest

from surveys.figures.beside import beside_wave
from surveys.figures.gathered import divided
from surveys.figures.published import published
from surveys.result_pages import Context, blocks_of_section
from surveys.services.results import within

from .. import nulmeting

OWN = "hogeschool:1"


def students(*houses):
    """Those of the nulmeting four times over, in turn at one of these."""
    one = nulmeting.gathered("students")
    numbers = np.concatenate([one.numbers] * 4)
    keys = [f"hogeschool:{houses[place % len(houses)]}" for place in range(len(numbers))]
    division = divided(keys, {f"hogeschool:{house}": f"Hogeschool {house}" for house in sorted(set(houses))})
    return replace(one, numbers=numbers, complete=np.ones(len(numbers), dtype=bool), divisions={"hogeschool": division})


@pytest.fixture(scope="module")
def seen():
    return within({**published(students(1, 2, 2, 3), 5), "supplements": {}}, 1, [])


def item(result, code):
    return next(each for each in result["items"] if each["code"] == code)


def test_others_are_everybody_else(seen):
    groups = item(seen, "S16")["groups"]
    assert (groups[OWN]["valid"], groups["others:hogeschool:1"]["valid"], groups[""]["valid"]) == (25, 75, 100)
    for answer in ("o:1", "o:2"):
        counts = [groups[key]["counts"][answer] for key in (OWN, "others:hogeschool:1", "")]
        assert counts[0] + counts[1] == counts[2]


def test_a_hogeschool_sees_its_own_others_only(seen):
    assert seen["others"] == {"others:hogeschool:1": OWN}
    keys = {key for each in seen["items"] for key in each["groups"]}
    assert keys == {"", OWN, "others:hogeschool:1"}


def test_of_two_neither_sees_the_other():
    assert published(students(1, 2), 5)["others"] == {}


def blocks(seen, **beside):
    sections = nulmeting.asked("students").sections
    found = [block for each in sections for block in blocks_of_section(each, seen, beside=Context(**beside), own=OWN)]
    return {code: block for block in found for code in block.codes}


@pytest.mark.parametrize(("code", "first"), [("S16", "Ja"), ("S22.1", "")])
def test_it_is_drawn_and_told(seen, code, first):
    block = blocks(seen)[code]
    table = block.beside[0]
    assert table.label == "Naast de andere hogescholen"
    assert table.head[1:3] == ["Uw hogeschool", "Andere hogescholen"]
    assert "N = " in table.rows[0][1]
    assert "N = 75" in table.rows[0][2]
    assert "andere hogescholen" in block.benchmark  # in its description, and in its legend
    assert "<polygon" in block.benchmark


def test_both_numbers_and_the_difference_stand_beside_an_earlier_wave(seen):
    every, own = beside_wave(seen, seen), beside_wave(seen, seen, OWN)
    pairs = {"waves": {each.code: each for each in every}, "own_waves": {each.code: each for each in own}}
    tables = blocks(seen, **pairs, earlier="Meting 2025")["S16"].beside
    labels = [table.label for table in tables]
    assert labels == ["Naast de andere hogescholen", "Naast Meting 2025", "Uw hogeschool naast Meting 2025"]
    assert tables[1].rows[0][1:3] == ["60 (60,0 %), N = 100"] * 2
    assert tables[1].rows[0][3].startswith("0,0 procentpunt (")
    assert "N = 25" in tables[2].rows[0][1]
