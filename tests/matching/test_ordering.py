"""Moving a row in an order with ties."""

import pytest

from matching.ordering import grouped, moved

ORDER = [["a"], ["b", "c"], ["d"]]


def test_numbers_make_groups_and_equal_numbers_tie():
    assert grouped({"a": 7, "b": 2, "c": 7}) == [["b"], ["a", "c"]]
    assert grouped({}) == []


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("up:d", [["a"], ["d"], ["b", "c"]]),
        ("up:c", [["a"], ["c"], ["b"], ["d"]]),
        ("up:a", ORDER),
        ("down:a", [["b", "c"], ["a"], ["d"]]),
        ("down:b", [["a"], ["c"], ["b"], ["d"]]),
        ("down:d", ORDER),
        ("tie:d", [["a"], ["b", "c", "d"]]),
        ("tie:a", ORDER),
        ("add:e", [*ORDER, ["e"]]),
        ("add:a", [["b", "c"], ["d"], ["a"]]),
        ("drop:a", [["b", "c"], ["d"]]),
        ("drop:b", [["a"], ["c"], ["d"]]),
        ("drop:z", ORDER),
        ("", ORDER),
        ("add:", ORDER),
    ],
)
def test_a_button_moves_one_row(asked, expected):
    assert moved(ORDER, asked) == expected
