"""The same demand as other publications word it: which criteria answer to which stands in texts/wordings.json."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from .help import TEXTS
from .models import CriteriaSet, Criterion


@dataclass(frozen=True)
class Wording:
    criteria_set: CriteriaSet
    texts: list[str]  # nothing when that publication does not ask it


@lru_cache
def _answering() -> dict[str, dict[str, dict[str, list[int]]]]:
    return json.loads((TEXTS / "wordings.json").read_text(encoding="utf-8"))


def wordings_of(criterion: Criterion) -> list[Wording]:
    """That of its own set first. Nothing when no other publication is known."""
    others = _answering().get(criterion.criteria_set.code, {}).get(str(criterion.number), {})
    if not others:
        return []
    sets = {found.code: found for found in CriteriaSet.objects.filter(code__in=others).prefetch_related("criteria")}
    return [
        Wording(criterion.criteria_set, [criterion.text]),
        *[
            Wording(sets[code], [each.text for each in sets[code].criteria.all() if each.number in numbers])
            for code, numbers in others.items()
        ],
    ]


def likely_answer(criterion: Criterion, former: Iterable[Criterion]) -> int | None:
    """The number of the former criterion that asks the same: as the publications have it, else by its title."""
    for each in former:
        there = _answering().get(criterion.criteria_set.code, {}).get(str(criterion.number), {})
        back = _answering().get(each.criteria_set.code, {}).get(str(each.number), {})
        if each.number in there.get(each.criteria_set.code, []):
            return each.number
        if criterion.number in back.get(criterion.criteria_set.code, []) or each.title == criterion.title:
            return each.number
    return None
