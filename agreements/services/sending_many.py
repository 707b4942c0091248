"""Sending all drafts of a class that are ready: each for itself, so that one that is refused keeps no other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from time import monotonic

from ..sendable import Sendable
from .sending import NotReady, NotWeighed, Refused, TextChanged, send_agreement

SECONDS = 8.0  # in one request; what is left then, is for the next


@dataclass
class Outcome:
    sent: int = 0
    refused: list[str] = field(default_factory=list)  # of whom
    left: int = 0  # not tried any more: it took too long


def send_many(chosen: Sequence[Sendable], *, reasons: Mapping[str, str], who: str, seconds: float = SECONDS) -> Outcome:
    """`reasons`: by the code of each caution, for all of them. What was sent meanwhile is not sent again."""
    outcome, end = Outcome(), monotonic() + seconds
    # in one order, so that two who do this at once wait for each other
    for number, each in enumerate(sorted(chosen, key=lambda each: each.agreement.pk)):
        if monotonic() > end:
            outcome.left = len(chosen) - number
            break
        try:
            send_agreement(each.agreement, content_sha256=each.content_sha256, reasons=reasons, who=who)
        except (Refused, NotReady, NotWeighed, TextChanged):
            outcome.refused.append(each.agreement.student_name)
        else:
            outcome.sent += 1
    return outcome
