"""What is said of answers, against scipy and against what the nulmeting printed."""

import random
from statistics import mean, median, stdev

import pytest
from scipy import stats

from surveys.statistics import agreement, cautions, change_of_means, change_of_shares, per_group, share, spread, t_limit


@pytest.mark.parametrize("freedom", [0.3, 1, 1.5, 2, 3, 7, 17.3, 24, 30, 99, 1000, 54_321.9, 1e6])
def test_limits_of_student(freedom):
    assert t_limit(freedom) == pytest.approx(stats.t.ppf(0.975, freedom), rel=1e-9)


def test_no_freedom_has_no_limit():
    with pytest.raises(ValueError, match="degrees of freedom"):
        t_limit(0)


def answers(seed):
    chance = random.Random(seed)
    return [chance.randint(1, 10) for _ in range(chance.choice([5, 8, 25, 400]))]


def counted(values):
    return {value: values.count(value) for value in values}


@pytest.mark.parametrize("seed", range(20))
def test_spread(seed):
    values = answers(seed)
    found = spread(counted(values))
    assert (found.n, found.median) == (len(values), median(values))
    assert (found.mean, found.deviation) == pytest.approx((mean(values), stdev(values)))
    if found.deviation:
        peer = stats.t.interval(0.95, found.n - 1, mean(values), stats.sem(values))
        assert (found.interval.low, found.interval.high) == pytest.approx(peer)


def test_spread_of_few():
    assert spread({}) is None
    assert spread({7: 0}) is None
    assert (spread({7: 1}).mean, spread({7: 1}).deviation, spread({7: 1}).interval) == (7, None, None)
    assert spread({7: 4}).interval.low == 7
    with pytest.raises(ValueError, match="nobody"):
        spread({7: -1})


@pytest.mark.parametrize(
    ("part", "whole", "percent"), [(14, 19, 73.7), (29, 42, 69.0), (15, 25, 60), (17, 25, 68), (7, 28, 25)]
)
def test_shares_of_the_nulmeting(part, whole, percent):
    assert round(100 * share(part, whole).value, 1) == percent


@pytest.mark.parametrize(("part", "whole"), [(0, 8), (8, 8), (1, 1), (14, 19), (300, 720), (99_999, 100_000)])
def test_interval_of_a_share(part, whole):
    peer = stats.binomtest(part, whole).proportion_ci(method="wilson")
    assert (share(part, whole).interval.low, share(part, whole).interval.high) == pytest.approx((peer.low, peer.high))


def test_share_of_nobody():
    assert share(0, 0) is None
    for part, whole in ((-1, 3), (4, 3)):
        with pytest.raises(ValueError, match="of 3"):
            share(part, whole)


def test_each_route_counts_once():
    large, small = {4: 300}, {8: 2}
    assert per_group([large, small, {}]).mean == 6
    assert (per_group([large, small]).n, per_group([{}])) == (2, None)


@pytest.mark.parametrize("seed", range(10))
def test_change_of_means(seed):
    later, earlier = answers(seed), answers(seed + 100)
    found = change_of_means(spread(counted(later)), spread(counted(earlier)))
    peer = stats.ttest_ind(later, earlier, equal_var=False).confidence_interval(0.95)
    assert found.value == pytest.approx(mean(later) - mean(earlier))
    assert (found.interval.low, found.interval.high) == pytest.approx((peer.low, peer.high))
    assert found.is_clear == (not peer.low <= 0 <= peer.high)


def test_change_that_nobody_can_tell_from_chance():
    for later, earlier in (({7: 1}, {5: 9, 6: 3}), ({7: 4}, {6: 4})):
        found = change_of_means(spread(later), spread(earlier))
        assert (found.interval, found.is_clear) == (None, False)


def test_change_of_shares_as_newcombe_printed_it():
    found = change_of_shares(share(56, 70), share(48, 80))
    assert (found.value, found.interval.low, found.interval.high) == pytest.approx((0.2, 0.0524, 0.3339), abs=5e-5)
    assert found.is_clear


def test_two_coders():
    both = [("a", "a")] * 20 + [("a", "b")] * 5 + [("b", "a")] * 10 + [("b", "b")] * 15
    assert agreement(both).kappa == pytest.approx(0.4)
    assert (agreement(both).n, agreement(both).observed) == (50, 0.7)
    assert agreement([("a", "a")]).kappa is None
    assert agreement([]) is None


def test_answers_of_the_nulmeting_ask_for_caution():
    found = cautions(25, {"opleiding": {"bouwkunde": 23, "andere": 2}, "hogeschool": {"a": 9, "b": 8, "c": 8}})
    assert [(each.kind, each.category, each.part, each.whole) for each in found] == [
        ("few", "", 25, 30), ("opleiding", "bouwkunde", 23, 25),
    ]  # fmt: skip
    assert cautions(0, {"sector": {}}) == []
    assert cautions(300, {"sector": {"bouw": 300}}) == []
