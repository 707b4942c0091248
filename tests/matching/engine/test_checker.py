from dataclasses import replace

import pytest

from matching.engine import Fault, Instance, Position, certify

INSTANCE = Instance(
    {"a": ["p", "q"], "b": ["p"], "c": ["q"], "d": ["q"]},
    {"p": Position(1, ["a", "b"]), "q": Position(2, ["a", "c"])},
)


@pytest.mark.parametrize(
    ("matches", "faults"),
    [
        ({"x": "p"}, [(Fault.UNKNOWN, "x", "p")]),
        ({"a": "x"}, [(Fault.UNKNOWN, "a", "x")]),
        ({"b": "q"}, [(Fault.NOT_RANKED, "b", "q"), (Fault.NOT_WISHED, "b", "q")]),
        ({"d": "q"}, [(Fault.NOT_RANKED, "d", "q")]),
        ({"a": "p", "b": "p"}, [(Fault.OVER_CAPACITY, "", "p")]),
    ],
)
def test_fault_is_named(matches, faults):
    certificate = certify(INSTANCE, matches)
    assert certificate.faults == faults
    assert not certificate.is_valid
    assert not certificate.is_stable


def test_forbidden_closed_and_broken_pins_are_faults():
    instance = replace(INSTANCE, forbidden=[("a", "q")], pinned=[("b", "p")])
    assert certify(instance, {"a": "q"}, ["q"]).faults == [
        (Fault.CLOSED, "a", "q"),
        (Fault.FORBIDDEN, "a", "q"),
        (Fault.PIN_BROKEN, "b", "p"),
    ]


def test_pairs_that_would_leave_are_told():
    assert certify(INSTANCE, {"b": "p"}).blocking_pairs == [("a", "p"), ("a", "q"), ("c", "q")]
    assert certify(INSTANCE, {"a": "p", "c": "q"}).is_stable


def test_nobody_blocks_over_a_place_that_is_pinned():
    instance = replace(INSTANCE, pinned=[("b", "p")])
    assert certify(instance, {"b": "p", "a": "q", "c": "q"}).is_stable
    assert certify(INSTANCE, {"b": "p", "a": "q", "c": "q"}).blocking_pairs == [("a", "p")]


def test_equal_is_no_reason_to_leave():
    instance = Instance({"a": ["p"], "b": ["p"]}, {"p": Position(1, [("a", "b")])})
    assert certify(instance, {"b": "p"}).is_stable


def test_a_broken_pin_holds_nobody():
    instance = Instance({"a": ["p"], "b": ["p"]}, {"p": Position(1, ["a", "b"])}, pinned=[("a", "p")])
    assert certify(instance, {}).blocking_pairs == [("a", "p"), ("b", "p")]
    assert certify(instance, {"b": "p"}).blocking_pairs == [("a", "p")]
    elsewhere = Instance({"a": ["p", "q"], "b": ["q"]}, {name: Position(1, ["b", "a"]) for name in "pq"}, [("a", "p")])
    assert certify(elsewhere, {"a": "q"}).blocking_pairs == [("a", "p"), ("b", "q")]
