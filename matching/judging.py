"""What a matching is worth and why it is so: facts of the engine and its checker, as they are kept with a run.

Places are named by their label, people not at all: what is kept for a person can be shown to her as it is.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from .engine import Certificate, Explanation, Instance, OfApplicant, OfPosition, PassedOver, certify, explain

Facts = dict[str, Any]
MOST_POPULAR = 15
MOST_WOULD_TAKE = 8


@dataclass(frozen=True)
class Judgement:
    people: dict[str, Facts]  # by name in the instance
    places: dict[str, Facts]
    summary: Facts
    certificate: Certificate


def judge(
    instance: Instance,
    matches: Mapping[str, str],
    closed: Collection[str],
    labels: Mapping[str, str],
    *,
    as_computed: bool = True,
) -> Judgement:
    """`labels`: what each place is called on a page. `as_computed`: nothing was changed by hand."""
    certificate = certify(instance, matches, closed)
    explanation = explain(instance, matches, closed, as_computed=as_computed)
    people = {name: _of_person(each, labels) for name, each in explanation.applicants.items()}
    places = {name: {"label": labels[name], **_of_place(each)} for name, each in explanation.positions.items()}
    return Judgement(people, places, _summary(instance, explanation, certificate, labels), certificate)


def _of_person(each: OfApplicant, labels: Mapping[str, str]) -> Facts:
    facts: Facts = {"choice": each.choice, "choices": each.choices, "pinned": each.pinned}
    if each.position:
        facts["label"] = labels[each.position]
    if each.passed_over:
        facts["passed"] = [_of_passed(passed, labels[passed.position]) for passed in each.passed_over]
    if each.would_take:
        facts["would_take"] = [labels[name] for name in each.would_take[:MOST_WOULD_TAKE]]
        facts["would_take_more"] = max(0, len(each.would_take) - MOST_WOULD_TAKE)
    return facts


def _of_passed(passed: PassedOver, label: str) -> Facts:
    return {
        "label": label,
        "why": str(passed.why),
        "ahead": passed.ahead,
        "equal": passed.equal,
        "pinned": passed.pinned,
        "needed": passed.seats_needed,
        "top": passed.top,
    }


def _of_place(each: OfPosition) -> Facts:
    return {
        "wished_by": each.wished_by,
        "first_choice_of": each.first_choice_of,
        "ranked": each.ranked,
        "lowest": each.lowest_level,
        "levels": each.levels,
        "unranked_here": each.unranked_here,
        "elsewhere": {str(where): many for where, many in each.higher_elsewhere.items()},
    }


def _summary(
    instance: Instance, explanation: Explanation, certificate: Certificate, labels: Mapping[str, str]
) -> Facts:
    """Of who was not placed by an earlier turn or by hand, and of all together."""
    capacity = sum(position.capacity for position in instance.positions.values())
    without = [name for name, each in explanation.applicants.items() if not each.position]
    popular = [
        [labels[name], explanation.positions[name].wished_by, explanation.positions[name].capacity]
        for name, _ in explanation.popularity[:MOST_POPULAR]
        if explanation.positions[name].wished_by
    ]
    return {
        "people": len(instance.applicants),
        "placed": len(_placed(explanation)),
        "unplaced": len(without),
        "without_wishes": sum(not explanation.applicants[name].choices for name in without),
        "places": capacity,
        "free": sum(each.free for each in explanation.positions.values() if each.free > 0),
        "unranked_places": sum(not each.ranked for each in explanation.positions.values()),
        "choices": _distribution(explanation),
        "popular": popular,
        "blocking": len(certificate.blocking_pairs),
        "faults": [[str(fault), applicant, name] for fault, applicant, name in certificate.faults],
    }


def _placed(explanation: Explanation) -> list[str]:
    return [name for name, each in explanation.applicants.items() if each.position]


def _distribution(explanation: Explanation) -> list[list[int]]:
    """[choice, how many got it], in order; choice 0: a place that was not on her list."""
    found = Counter(each.choice or 0 for each in explanation.applicants.values() if each.position)
    return [[choice, found[choice]] for choice in sorted(found, key=lambda choice: (choice == 0, choice))]
