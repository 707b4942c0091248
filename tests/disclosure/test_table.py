"""Nobody is recognised: what is hidden, and what a reader who can calculate makes of the rest."""

import random

import highspy
import pytest

from mkbroute.disclosure import ALL, MINIMUM, Inconsistent, Sum, Table, crossed


def test_teachers_of_the_nulmeting_are_hidden_on_both_sides():
    table = crossed({("bouwkunde",): 5, ("andere",): 3})
    assert table.hidden() == {("bouwkunde",), ("andere",)}
    assert table.counts[(ALL,)] == 8


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [
        ({"a": 12, "b": 9}, set()),
        ({"a": 12, "b": 0}, set()),
        ({"a": 5, "b": 4, "c": 30}, {"a", "b"}),
        ({"a": 4, "b": 4, "c": 30}, {"a", "b"}),
        ({"a": 1, "b": 2, "c": 30, "d": 8}, {"a", "b", "d"}),  # three people are recognised as soon as one
        ({"a": 3, "b": 0}, {"a", ALL}),
        ({"a": 3, "b": 1}, {"a", "b", ALL}),
        ({"a": 20, "b": 3, "c": 0}, {"a", "b"}),
    ],
)
def test_a_row_of_counts(counts, hidden):
    table = crossed({(name,): count for name, count in counts.items()})
    assert table.hidden() == {(name,) for name in hidden}


def test_minimum_is_a_choice():
    assert crossed({("a",): 9, ("b",): 30}).hidden(minimum=10) == {("a",), ("b",)}


def test_subtraction_over_two_questions_gives_nothing_away():
    table = crossed(
        {("x", "ja"): 3, ("x", "nee"): 20, ("y", "ja"): 20, ("y", "nee"): 20, ("z", "ja"): 6, ("z", "nee"): 9}
    )
    assert table.hidden() == {("x", "ja"), ("x", "nee"), ("z", "ja"), ("z", "nee")}


def test_totals_over_other_groups_count_too():
    counts = {"tilburg": 3, "breda": 9, "venlo": 8, "brabant": 12, "zuid": 20}
    sums = (Sum("brabant", ("tilburg", "breda")), Sum("zuid", ("brabant", "venlo")))
    assert Table(counts, sums).hidden() == {"tilburg", "breda"}


@pytest.mark.parametrize("table", [{"counts": {"a": -1}}, {"counts": {"a": 1, "b": 3}, "sums": (Sum("b", ("a",)),)}])
def test_counts_that_cannot_be_are_refused(table):
    with pytest.raises(Inconsistent):
        Table(**table)


def random_table(seed, shape):
    chance = random.Random(seed)
    cells = [()]
    for size in shape:
        cells = [(*cell, str(place)) for cell in cells for place in range(size)]
    return crossed({cell: chance.choice([0, 1, 1, 1, 2, 4, 5, 9, 20]) for cell in cells})


TABLES = [random_table(seed, shape) for shape in ((6,), (3, 3), (5, 4), (2, 2, 2), (3, 4, 2)) for seed in range(8)]


@pytest.mark.parametrize("table", TABLES)
def test_an_attacker_finds_no_hidden_count(table):
    hidden = table.hidden()
    assert all(table.counts[cell] for cell in hidden)
    assert all(not 0 < table.counts[cell] < MINIMUM for cell in table.counts if cell not in hidden)
    for each in table.sums:
        unknown = [part for part in each.parts if part in hidden]
        assert each.total in hidden or not unknown or sum(map(table.counts.get, unknown)) >= MINIMUM
    assert [cell for cell in hidden if attacked(table, hidden, cell)] == []


def attacked(table, hidden, target):
    """Whether whole numbers leave one value only for it, given all that is shown: looked for with one column for each
    count that is no total, in two runs that must beat the truth by one."""
    leaves = [cell for cell in table.counts if ALL not in cell]
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    for cell in leaves:
        shown = cell not in hidden
        solver.addVariable(table.counts[cell] if shown else 1, table.counts[cell] if shown else 1000)
        solver.changeColIntegrality(leaves.index(cell), highspy.HighsVarType.kInteger)
    for cell, count in table.counts.items():
        inside = [place for place, leaf in enumerate(leaves) if within(leaf, cell)]
        shown = cell not in hidden
        solver.addRow(count if shown else 1, count if shown else 10_000, len(inside), inside, [1.0] * len(inside))
    wanted = [place for place, leaf in enumerate(leaves) if within(leaf, target)]
    truth = table.counts[target]
    solver.addRow(0, 0, len(wanted), wanted, [1.0] * len(wanted))
    for low, high in ((truth + 1, 10_000), (0, truth - 1)):
        solver.changeRowBounds(len(table.counts), low, high)
        solver.run()
        if solver.getModelStatus() == highspy.HighsModelStatus.kOptimal:
            return False
    return True


def within(leaf, cell):
    return all(wanted in (ALL, found) for wanted, found in zip(cell, leaf, strict=True))
