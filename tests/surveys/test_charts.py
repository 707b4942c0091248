"""Charts say in words what they show, hide what is hidden, and take any text."""

from xml.etree import ElementTree

import pytest

from surveys.charts import Bar, Dot, Opinion, bars, dots, likert

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = '<script>alert("&")</script> \u202e 🙂'


def drawn(svg):
    return ElementTree.fromstring(svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))


def texts(svg):
    return [element.text for element in drawn(svg).iter(f"{SVG}text")]


CHARTS = [
    bars(HOSTILE, [Bar(HOSTILE, 3, 4, 0.5), Bar("leeg", 0, 0), Bar("klein", None, 4)]),
    likert(HOSTILE, ("oneens", "neutraal", HOSTILE), [Opinion(HOSTILE, 18, (0.1, 0.2, 0.7)), Opinion("x", None, None)]),
    dots(HOSTILE, 1, 10, [Dot(HOSTILE, 18, 7.4, (6.9, 12.0), 6.0), Dot("y", None, None)]),
]


@pytest.mark.parametrize("svg", CHARTS)
def test_is_one_image_with_a_name_and_a_description(svg):
    root = drawn(svg)
    assert root.get("role") == "img"
    assert root[0].tag == f"{SVG}title"
    assert HOSTILE in root[1].text
    assert " style=" not in svg
    assert "<script" not in svg


def test_bars_are_as_long_as_their_share():
    root = drawn(bars("Wie", [Bar("ja", 15, 20), Bar("nee", 5, 20)]))
    tracks, values = zip(
        *[[float(each.get("width")) for each in list(root.iter(f"{SVG}rect"))[at : at + 2]] for at in (0, 2)],
        strict=True,
    )
    assert [value / track for value, track in zip(values, tracks, strict=True)] == pytest.approx(
        [0.75, 0.25], abs=0.001
    )
    assert "75 % (15)" in texts(bars("Wie", [Bar("ja", 15, 20)]))


def test_what_is_hidden_has_no_length():
    svg = bars("Wie", [Bar("klein", None, 20)])
    assert list(drawn(svg).iter(f"{SVG}rect")) == []
    assert "niet getoond: te weinig antwoorden" in texts(svg)


def test_an_opinion_lies_on_both_sides_of_the_middle():
    root = drawn(likert("Eens?", ("oneens", "neutraal", "eens"), [Opinion("x", 20, (0.25, 0.5, 0.25))]))
    against, neither, for_it = list(root.iter(f"{SVG}rect"))[:3]
    middle = float(next(root.iter(f"{SVG}line")).get("x1"))
    assert float(neither.get("x")) + float(neither.get("width")) / 2 == pytest.approx(middle, abs=0.1)
    assert float(against.get("width")) == float(for_it.get("width"))


def test_the_nulmeting_is_marked():
    assert "nulmeting 2021-2022" in texts(CHARTS[2])
    assert "nulmeting 2021-2022" not in texts(dots("x", 1, 10, [Dot("y", 8, 6.0)]))
