"""Whatever the instance: what always holds."""

import json
from dataclasses import replace
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine import Instance, Objective, certify, fingerprint, read_instance, solve

from . import brute
from .instances import APPLICANTS, POSITIONS, anything, named, rankings


@given(anything())
@settings(max_examples=300)
def test_outcome_keeps_to_every_rule(instance):
    outcome = solve(instance)
    assert brute.is_valid(instance, outcome.matches)
    assert brute.is_stable(instance, outcome.matches)
    assert sorted([*outcome.matches, *outcome.unmatched]) == sorted(instance.applicants)


@given(anything(objectives=(Objective.MAX,)))
@settings(max_examples=100)
def test_largest_is_the_largest_by_definition(instance):
    outcome = solve(instance)
    assert outcome.size == max(map(len, brute.stable_matchings(instance)))
    assert outcome.optimal is True


@given(anything(objectives=(Objective.STABLE,)))
@settings(max_examples=100)
def test_what_is_said_of_the_optimum_is_true(instance):
    outcome = solve(instance)
    largest = max(map(len, brute.stable_matchings(instance)))
    assert {True: outcome.size == largest, False: outcome.size < largest, None: True}[outcome.optimal]


@given(anything(), st.data())
@settings(max_examples=300)
def test_checker_agrees_with_the_definition_about_any_matching(instance, data):
    names = st.sampled_from([None, *instance.positions]) if instance.positions else st.none()
    chosen = {applicant: data.draw(names) for applicant in instance.applicants}
    matches = {applicant: name for applicant, name in chosen.items() if name is not None}
    certificate = certify(instance, matches)
    assert certificate.is_valid == brute.is_valid(instance, matches)
    assert certificate.is_stable == brute.is_stable(instance, matches)
    if certificate.is_valid:
        assert certificate.blocking_pairs == sorted(
            (applicant, name)
            for applicant, ranking in instance.applicants.items()
            for name in named(ranking)
            if brute.blocks(instance, matches, applicant, name)
        )


@given(anything(objectives=(Objective.STABLE,)), st.data())
@settings(max_examples=300)
def test_nobody_gains_by_another_list_than_the_true_one(instance, data):
    """With lists of her own without ties; what she lists and does not wish is no gain."""
    free = [name for name in instance.applicants if name not in dict(instance.pinned)]
    if not free or not instance.positions:
        return
    liar = data.draw(st.sampled_from(free))
    truth = named(instance.applicants[liar])
    honest = replace(instance, applicants={**instance.applicants, liar: truth})
    lie = [name for name in data.draw(rankings(POSITIONS)) if isinstance(name, str) and name in instance.positions]
    got = solve(honest).matches.get(liar)
    by_lying = solve(replace(instance, applicants={**instance.applicants, liar: lie})).matches.get(liar)
    places = [*truth, None]
    assert by_lying not in truth or places.index(got) <= places.index(by_lying)


@given(anything(), st.randoms(use_true_random=False))
@settings(max_examples=100)
def test_order_of_keys_and_ties_does_not_matter(instance, random):
    other = read_instance(json.dumps(shuffled(instance, random)).encode())
    assert fingerprint(other) == fingerprint(instance)
    assert sorted(solve(other).matches.items()) == sorted(solve(instance).matches.items())


def shuffled(instance, random: Random):
    def of(ranking):
        ties = [[tie] if isinstance(tie, str) else random.sample(tie, len(tie)) for tie in ranking]
        return [list(tie) for tie in ties]

    def mixed(pairs):
        return dict(random.sample(list(pairs), len(list(pairs))))

    return mixed(
        {
            "applicants": mixed([(name, of(ranking)) for name, ranking in instance.applicants.items()]),
            "positions": mixed(
                [
                    (name, {"capacity": each.capacity, "ranking": of(each.ranking)})
                    for name, each in instance.positions.items()
                ]
            ),
            "pinned": [list(pair) for pair in random.sample(instance.pinned, len(instance.pinned))],
            "forbidden": [list(pair) for pair in random.sample(instance.forbidden, len(instance.forbidden))],
            "objective": instance.objective,
            "seed": instance.seed,
            "priorities": mixed(instance.priorities.items()),
        }.items()
    )


@given(anything())
@settings(max_examples=50)
def test_same_instance_gives_the_same_outcome(instance):
    first, second = solve(instance), solve(instance)
    assert replace(first, seconds=0) == replace(second, seconds=0)


@given(anything(), anything())
@settings(max_examples=50)
def test_fingerprint_tells_instances_apart(one, other):
    same = replace(one, applicants=dict(one.applicants)) == replace(other, applicants=dict(other.applicants))
    if same:
        assert fingerprint(one) == fingerprint(other)
    assert fingerprint(one) != fingerprint(replace(one, seed=one.seed + 1))
    everybody = Instance({name: [] for name in APPLICANTS}, {})
    assert fingerprint(everybody) != fingerprint(Instance({}, {}))
