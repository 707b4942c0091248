"""What was found of each criterion when it was decided, by each of those who judged: kept as text in the decision."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from .enums import Verdict
from .judgements import Seat
from .models import Decision


@dataclass(frozen=True)
class Opinion:
    by: str
    verdict: Verdict
    motivation: str


@dataclass(frozen=True)
class Found:
    """The verdict that the decision rests on, and what the others found."""

    verdict: Verdict
    motivation: str
    by: str = ""  # empty when she who decided was the only one to judge: then it is that of the programme team
    others: tuple[Opinion, ...] = ()

    @property
    def opinions(self) -> list[Opinion]:
        """Of each by name."""
        return [Opinion(self.by, self.verdict, self.motivation), *self.others] if self.by else []


def to_keep(own: Seat, judged: Sequence[Seat], numbers: Sequence[int]) -> list[dict[str, Any]]:
    """For Decision.findings. She who decides comes first; where she has no verdict, a colleague who has."""
    seats = sorted(judged, key=lambda seat: seat.assessor.pk != own.assessor.pk)
    alone = all(seat.assessor.pk == own.assessor.pk for seat in judged)
    kept = []
    for number in numbers:
        found = [(seat.name, seat.judgements[number]) for seat in seats if seat.verdict_on(number)]
        if not found:
            continue
        first, *others = [{"by": by, "verdict": each.verdict, "motivation": each.motivation} for by, each in found]
        names = {"by": "", "others": []} if alone else {"others": others}
        kept.append({"number": number, "title": found[0][1].criterion.title, **first, **names})
    return kept


def found_in(decision: Decision | None) -> dict[int, Found]:
    """By number of the criterion. What was decided before there were two has no names."""
    if decision is None:
        return {}
    return {
        each["number"]: Found(
            Verdict(each["verdict"]),
            each["motivation"],
            each.get("by", ""),
            tuple(
                Opinion(other["by"], Verdict(other["verdict"]), other["motivation"]) for other in each.get("others", [])
            ),
        )
        for each in decision.findings
    }
