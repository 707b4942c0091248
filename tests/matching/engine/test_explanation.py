from dataclasses import replace

import pytest
from hypothesis import given, settings

from matching.engine import Instance, Objective, PassedOver, Position, WentWhere, WhyNot, certify, explain, solve

from .brute import level
from .instances import anything, named

INSTANCE = Instance(
    {
        "ann": ["p"],
        "bob": ["p"],
        "cas": ["p", "q", "r"],
        "dua": ["q", "p"],
        "eva": ["s", "r", "q"],
        "fay": ["p"],
        "gus": ["p"],
    },
    {
        "p": Position(3, ["gus", "ann", ("bob", "fay"), "cas", "dua"]),
        "q": Position(1, ["dua", "cas", "eva"]),
        "r": Position(2, ["cas", "fay", "eva"]),
        "s": Position(0, ["eva"]),
    },
    pinned=[("gus", "p")],
    forbidden=[("eva", "r")],
)
MATCHES = {"gus": "p", "ann": "p", "bob": "p", "dua": "q", "cas": "r"}


@pytest.fixture
def facts():
    return explain(INSTANCE, MATCHES)


def test_why_not_a_higher_one(facts):
    cas = facts.applicants["cas"]
    assert (cas.position, cas.choice, cas.choices, cas.pinned) == ("r", 3, 3, False)
    assert cas.passed_over == [
        PassedOver("p", WhyNot.OTHERS_FIRST, ahead=2, pinned=1, level=4, seats_needed=2, top=2),
        PassedOver("q", WhyNot.OTHERS_FIRST, ahead=1, level=2, seats_needed=1, top=1),
    ]


def test_lots_between_equals_are_told(facts):
    fay = facts.applicants["fay"]
    assert (fay.position, fay.choice) == (None, None)
    (passed_over,) = fay.passed_over
    assert (passed_over.ahead, passed_over.equal, passed_over.pinned) == (1, 1, 1)


def test_positions_that_would_take_who_is_left(facts):
    assert facts.applicants["fay"].would_take == ["r"]
    assert facts.applicants["cas"].would_take == []


def test_closed_and_forbidden_are_told(facts):
    assert [each.why for each in facts.applicants["eva"].passed_over] == [
        WhyNot.CLOSED,
        WhyNot.FORBIDDEN,
        WhyNot.OTHERS_FIRST,
    ]
    closed = explain(INSTANCE, MATCHES, ["q"])
    assert closed.applicants["eva"].passed_over[2].why == WhyNot.CLOSED


def test_who_is_pinned_did_not_choose():
    lists = {"a": ["p", "q"]}
    facts = explain(Instance(lists, {"p": Position(1, ["a"]), "q": Position(1, ["a"])}, [("a", "q")]), {"a": "q"})
    assert facts.applicants["a"].pinned
    assert [each.why for each in facts.applicants["a"].passed_over] == [WhyNot.PINNED_ELSEWHERE]


def test_who_was_pinned_and_moved_by_hand_is_as_anybody_else():
    instance = Instance({"a": ["p"], "b": ["p"]}, {"p": Position(1, ["a", "b"])}, [("a", "p")])
    facts = explain(instance, {})
    assert not facts.applicants["a"].pinned
    assert [each.why for each in facts.applicants["a"].passed_over] == [WhyNot.BLOCKING]
    assert facts.positions["p"].higher_elsewhere == {WentWhere.BLOCKING: 2}


def test_manual_change_that_blocks_is_told():
    facts = explain(INSTANCE, {"cas": "r"})
    assert facts.applicants["cas"].passed_over[0].why == WhyNot.BLOCKING
    assert facts.positions["p"].higher_elsewhere[WentWhere.BLOCKING] == 6  # gus, who was pinned there, too


def test_not_ranked_is_told():
    instance = Instance({"a": ["p"]}, {"p": Position(1, [])})
    assert explain(instance, {}).applicants["a"].passed_over == [PassedOver("p", WhyNot.NOT_RANKED)]


def test_of_a_position(facts):
    p = facts.positions["p"]
    assert (p.capacity, p.placed, p.free, p.wished_by, p.first_choice_of, p.ranked) == (3, 3, 0, 6, 5, 6)
    assert (p.lowest_level, p.levels) == (3, 5)
    assert p.higher_elsewhere == {}
    r = facts.positions["r"]
    assert (r.free, r.higher_elsewhere) == (1, {WentWhere.NOT_WISHED: 1, WentWhere.FORBIDDEN: 1})


def test_what_was_added_is_nobodys_wish_or_ranking():
    """cas is pinned on q, of which neither said anything; the company of p ranked nobody but ann."""
    instance = Instance(
        {"ann": ["p"], "bob": ["p"], "cas": ["q"]},
        {"p": Position(2, ["ann", "bob"], said=1), "q": Position(1, ["cas"], said=0)},
        [("cas", "q")],
        added_wishes=[("cas", "q")],
        added_ranks=[("cas", "q")],
    )
    facts = explain(instance, solve(instance).matches)
    cas, p, q = facts.applicants["cas"], facts.positions["p"], facts.positions["q"]
    assert (cas.position, cas.choice, cas.choices) == ("q", None, 0)
    assert (q.wished_by, q.ranked, q.levels, q.lowest_level, q.unranked_here) == (0, 0, 0, None, 1)
    assert (p.wished_by, p.ranked, p.levels, p.lowest_level, p.unranked_here) == (2, 1, 1, 1, 1)
    assert facts.choices == {1: 2}
    assert explain(instance, {"ann": "p"}).applicants["cas"].would_take == []
    assert certify(instance, {"ann": "p", "bob": "p"}).blocking_pairs == []


def test_overview(facts):
    assert facts.choices == {1: 4, 3: 1}
    assert facts.popularity == [("q", 3.0), ("p", 2.0), ("r", 1.0), ("s", 1.0)]


@given(anything())
@settings(max_examples=300)
def test_what_is_said_to_be_enough_would_have_been_enough(instance):
    """Ties, pins, what is forbidden, and both objectives: every claim is tried."""
    outcome = solve(instance)
    for applicant, each in explain(instance, outcome.matches, outcome.closed).applicants.items():
        for passed in each.passed_over:
            if passed.seats_needed:
                wider = with_position(instance, passed.position, more=passed.seats_needed)
                assert at_least(instance, applicant, passed.position, solve(wider).matches)
            if passed.top:
                higher = with_position(instance, passed.position, raised(instance, applicant, passed))
                assert at_least(instance, applicant, passed.position, solve(higher).matches)


def raised(instance, applicant, passed):
    """As low as the claim allows: below `top` - 1 others."""
    others = [name for name in named(instance.positions[passed.position].ranking) if name != applicant]
    return [*others[: passed.top - 1], applicant, *others[passed.top - 1 :]]


def test_just_above_the_lowest_is_not_enough_so_nobody_is_told_that():
    lists = {"a0": ["p0"], "a1": ["p0", "p1"], "a2": ["p1", "p0"]}
    instance = Instance(lists, {"p0": Position(1, ["a2", "a1", "a0"]), "p1": Position(1, ["a1", "a2"])})
    (passed,) = explain(instance, solve(instance).matches).applicants["a0"].passed_over
    assert passed.top == 1
    second = with_position(instance, "p0", ["a2", "a0", "a1"])
    assert "a0" not in solve(second).matches
    assert solve(with_position(instance, "p0", ["a0", "a2", "a1"])).matches["a0"] == "p0"


@pytest.mark.parametrize(
    ("unproven", "as_computed"),
    [({"objective": Objective.MAX}, True), ({"close_short": True}, True), ({}, False)],
)
def test_more_places_are_promised_only_where_that_is_proven(unproven, as_computed):
    facts = explain(replace(INSTANCE, **unproven), MATCHES, as_computed=as_computed)
    assert {each.seats_needed for each in facts.applicants["cas"].passed_over} == {None}


def with_position(instance, name, ranking=None, more=0):
    before = instance.positions[name]
    after = Position(before.capacity + more, before.ranking if ranking is None else ranking)
    return replace(instance, positions={**instance.positions, name: after})


def at_least(instance, applicant, name, matches):
    wished = instance.applicants[applicant]
    return applicant in matches and level(wished, matches[applicant]) <= level(wished, name)
