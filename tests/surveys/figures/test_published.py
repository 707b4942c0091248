"""Figures per group, per route, and of two waves beside each other."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from surveys.figures.beside import beside_wave
from surveys.figures.gathered import divided
from surveys.figures.published import published
from surveys.figures.tallies import tallies

from .. import nulmeting


def students(*sizes):
    """Those of the nulmeting, divided over routes of these sizes."""
    keys = [f"route:{place}" for place, size in enumerate(sizes) for _ in range(size)]
    division = divided(keys, {f"route:{place}": f"Route {place}" for place in range(len(sizes))})
    return nulmeting.gathered("students", {"route": division})


def item(result, code):
    return next(each for each in result["items"] if each["code"] == code)


def test_figures_are_those_of_scipy():
    gathered = students(25)
    column = gathered.numbers[:, gathered.places["S01"]].astype(float)
    found = item(published(gathered, 1), "S01")["groups"][""]
    low, high = stats.t.interval(0.95, 24, loc=column.mean(), scale=stats.sem(column))
    assert found["mean"] == pytest.approx(column.mean(), abs=1e-4)
    assert found["median"] == np.median(column)
    assert found["deviation"] == pytest.approx(column.std(ddof=1), abs=1e-4)
    assert found["interval"] == pytest.approx([low, high], abs=1e-4)
    share = item(published(gathered, 1), "S16")["groups"][""]["shares"]["o:1"]
    wilson = stats.binomtest(15, 25).proportion_ci(method="wilson")
    assert share == pytest.approx([0.6, wilson.low, wilson.high], abs=1e-4)


def test_each_route_counts_once():
    """One large route does not hide the others."""
    found = item(published(students(16, 6, 3), 1), "S22.1")
    means = [found["groups"][f"route:{place}"]["mean"] for place in range(3)]
    assert found["per_route"]["mean"] == pytest.approx(sum(means) / 3, abs=1e-4)
    assert found["per_route"]["routes"] == 3
    assert found["per_route"]["mean"] != found["groups"][""]["mean"]


def test_of_two_routes_no_average_is_given():
    """Each would find the other."""
    per_route = item(published(students(15, 10), 1), "S22.1")["per_route"]
    assert per_route is None


def test_valid_missing_and_not_asked():
    counts = next(tally for tally in tallies(students(25)) if tally.item.code == "S06").counts[""]
    assert (counts["valid"], counts["missing"], counts["na"]) == (19, 0, 6)


def test_one_route_that_has_most_is_told():
    cautions = published(students(20, 5), 5)["cautions"]
    assert {"kind": "route", "label": "Route 0", "part": 20, "whole": 25} in cautions
    few = published(students(22, 3), 5)["cautions"]
    assert next(each for each in few if each["kind"] == "route")["part"] is None  # it would tell of the 3


def test_a_wave_beside_an_earlier_one():
    before = students(25)
    numbers = before.numbers.copy()
    place = before.places["S22.1"]
    numbers[:, place] = np.minimum(numbers[:, place] + 1, 10)
    later, earlier = published(replace(before, numbers=numbers), 1), published(before, 1)
    pairs = {pair.code: pair for pair in beside_wave(later, earlier)}
    welch = stats.ttest_ind(numbers[:, place], before.numbers[:, place], equal_var=False).confidence_interval()
    assert pairs["S22.1"].mean.value == pytest.approx(1)
    assert (pairs["S22.1"].mean.interval.low, pairs["S22.1"].mean.interval.high) == pytest.approx(
        (welch.low, welch.high), abs=1e-3
    )
    assert [change.value for _, _, change in pairs["S16"].shares] == [0, 0]
