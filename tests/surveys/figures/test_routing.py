"""To how many a question is put tells what they answered before."""

import numpy as np
import pytest

from surveys.asking.columns import encode
from surveys.asking.conditions import Comparison, Condition, Join, Operator
from surveys.asking.items import Content, Item, Kind, Option, Section, Wording
from surveys.figures.gathered import Gathered
from surveys.figures.published import published

OPTIONS = tuple(Option(code, Wording(str(code))) for code in (1, 2, 3))
FIRST = Item("H1", Kind.SINGLE, Wording("Hoe ver?"), options=OPTIONS)


def content(operator, value=None):
    when = Condition(Join.ALL, (Comparison("H1", operator, value),))
    second = Item("H2", Kind.SINGLE, Wording("En dan?"), options=OPTIONS[:2], when=when)
    return Content("H", Wording("x"), sections=(Section("a", Wording("a"), items=(FIRST, second)),))


def groups(whole, firsts, second):
    people = [{"H1": answer, **({"H2": 1} if answer == second else {})} for answer in firsts]
    numbers = np.array([encode(whole, person).numbers for person in people], dtype=np.int16)
    result = published(Gathered(whole, numbers, np.ones(len(people), dtype=bool), {}), 5)
    return [item["groups"][""] for item in result["items"]]


def test_a_count_that_is_hidden_is_not_told_by_the_next_question():
    """Four said 3; the six who said 1 are hidden beside them. The next question, to those six, would tell."""
    first, second = groups(content(Operator.IS, 1), [1] * 6 + [2] * 15 + [3] * 4, 1)
    assert first["counts"] == {"o:1": None, "o:2": 15, "o:3": None}
    assert (second["respondents"], second["valid"], second["na"]) == (25, None, None)
    assert set(second["counts"].values()) == {None}


def test_a_count_that_is_shown_may_be_told_again():
    first, second = groups(content(Operator.IS, 2), [1] * 6 + [2] * 15 + [3] * 4, 2)
    assert (first["counts"]["o:2"], second["valid"], second["na"]) == (15, 15, 10)
    assert second["counts"] == {"o:1": 15, "o:2": 0}


@pytest.mark.parametrize("operator", [Operator.IS_NOT, Operator.ABOVE])
def test_other_conditions_tell_no_more(operator):
    _, second = groups(content(operator, 2), [1] * 6 + [2] * 15 + [3] * 4, 3)
    assert second["valid"] is None or operator == Operator.IS_NOT
