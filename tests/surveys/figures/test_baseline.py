"""Answers with the margins of the nulmeting give every figure that it published."""

import pytest

from surveys.figures.baseline import figures
from surveys.figures.beside import beside_baseline
from surveys.figures.measures import measured
from surveys.figures.published import published

from .. import nulmeting

RESULTS = {audience: published(nulmeting.gathered(audience), 1) for audience in nulmeting.EVERYBODY}
PRINTED = [figure for figure in figures() if figure.precision != "figure"]
# what the report says in words, or rounds so that no whole number of people fits
ROOM = {"approx": 2.1, "printed": 1.5, "exact": 0.0, "inferred": 0.0}


@pytest.mark.parametrize("figure", PRINTED, ids=lambda figure: f"{figure.audience}-{figure.indicator}")
def test_every_published_figure_comes_back(figure):
    found = measured(RESULTS[figure.audience], figure.item, figure.measure)
    if figure.value is None:
        assert figure.printed
        assert found.number is not None
        return
    share = found.share if figure.unit == "percent" else None
    assert (100 * share.value if share else found.number) == pytest.approx(figure.value, abs=ROOM[figure.precision])
    if figure.precision == "exact" and figure.n and figure.item not in ("B12.1", "S01"):
        assert found.n == figure.n


@pytest.mark.parametrize(
    ("audience", "item", "measure", "percentage"),
    [
        ("students", "S06", "count:1", 73.7),
        ("companies", "B05", "row:a", 69.0),
        ("students", "S16", "count:1", 60.0),
        ("students", "S18", "count:1", 68.0),
        ("companies", "B08", "row:a", 25.0),
    ],
)
def test_percentages_as_the_report_gives_them(audience, item, measure, percentage):
    assert round(100 * measured(RESULTS[audience], item, measure).share.value, 1) == percentage


def test_beside_itself_nothing_changed():
    lines = {line.printed.indicator: line for line in beside_baseline(RESULTS["students"], _of("students"))}
    assert lines["nog_bezig"].change.value == 0
    assert lines["nog_bezig"].change.interval.low < 0 < lines["nog_bezig"].change.interval.high
    assert lines["figuur_s22_1"].change is None
    assert lines["begeleider_niet_gekwalificeerd"].change is None  # of how many was not published


def _of(audience):
    return [figure for figure in figures() if figure.audience == audience]


def test_table_1_and_the_contracts_may_differ():
    """28 and 42 students: the report itself has it so, and says so."""
    assert measured(RESULTS["companies"], "B08", "rows").number == 28
    assert measured(RESULTS["companies"], "B05", "rows").number == 42


def test_one_programme_has_most_of_the_answers():
    assert {"kind": "programme", "label": "Ad Bouwkunde", "part": 23, "whole": 25} in RESULTS["students"]["cautions"]


def test_hidden_where_few_answered():
    """Teachers of the nulmeting, were they to answer today: 5 and 3, so neither is shown."""
    result = published(nulmeting.gathered("teachers"), 5)
    d01 = next(item for item in result["items"] if item["code"] == "D01")["groups"][""]
    assert (d01["valid"], d01["counts"]) == (8, {"o:1": None, "o:2": None})
    assert result["cautions"][-1] == {"kind": "few", "label": "", "part": 13, "whole": 30}
