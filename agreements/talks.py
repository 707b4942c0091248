"""What a talk about the practice is about, and the personal link of who guides the student at work."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from secrets import token_urlsafe
from typing import Any

from django.db import connection
from django.urls import reverse
from django.utils import timezone

from mkbroute.access.decorators import hash_token
from mkbroute.mail.links import absolute

from .enums import WITH_SEAL, Mastery, MomentState, Voice
from .models import Agreement, ContactMoment, OutcomeVoice, PlanRow, PracticeLink
from .weeks import agreed_text

LIFETIME = timedelta(days=60)  # after the talk; of a link about attendance, after it was sent
LONGEST_OUTCOME = 300
MINUTES = 3  # to say how far somebody is


def outcomes_of(agreement: Agreement) -> list[str]:
    """Of its opleidingsplan as it stands today; where there is none, the lines of what it says about them."""
    lines = _planned(agreement) or [
        line.strip(" \t-–•*") for line in agreed_text(agreement, "learning_outcomes").splitlines()
    ]
    return list(dict.fromkeys(line[:LONGEST_OUTCOME] for line in lines if line))


def day_of(moment: ContactMoment) -> date | None:
    """On which it was held, or is planned."""
    return moment.held_on or (timezone.localdate(moment.planned_at) if moment.planned_at else None)


def _planned(agreement: Agreement) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT portal.outcomes_by_addendum(%s, %s)", [agreement.pk, timezone.localdate()])
        (changed,) = cursor.fetchone()
    sealed = PlanRow.objects.filter(agreement=agreement).values_list("outcome", flat=True)
    return list(sealed) if changed is None else changed


# -- the link -----------------------------------------------------------------------------------------------------


def new_link(moment: ContactMoment | None) -> tuple[str, dict[str, Any]]:
    """A new address for in the mail, and the fields of the PracticeLink that go with it: the row keeps a hash."""
    token = token_urlsafe(32)
    name = "agreements:talk" if moment else "agreements:attendance_link"
    fields = {"token_hash": hash_token(token), "link_expires_at": expiry(moment)}
    return absolute(reverse(name, args=[token])), fields


def expiry(moment: ContactMoment | None) -> datetime:
    now = timezone.now()
    return max(moment.planned_at or now, now) + LIFETIME if moment else now + LIFETIME


class Standing(Enum):
    """What the holder of a link finds behind it."""

    OPEN = "she can speak, or write down who was at work"
    CLOSED = "the talk is over"
    CANCELLED = "the talk is off"
    ENDED = "the agreement does not run"
    EXPIRED = "the link is too old"
    LEFT = "somebody else comes now: its holder was called off, or guides no longer"


def standing(link: PracticeLink) -> Standing:
    if link.ends_on and link.ends_on <= timezone.localdate():
        return Standing.LEFT
    if link.agreement.state not in WITH_SEAL:
        return Standing.ENDED
    if link.moment and link.moment.state == MomentState.CLOSED:
        return Standing.CLOSED
    if link.moment and link.moment.state == MomentState.CANCELLED:
        return Standing.CANCELLED
    return Standing.EXPIRED if link.link_expires_at <= timezone.now() else Standing.OPEN


# -- the three voices, side by side -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Said:
    """What one of the three says at one talk; None where nothing was given."""

    voice: Voice
    row: OutcomeVoice | None
    before: OutcomeVoice | None  # at the talk before it at which this voice spoke of it

    @property
    def level(self) -> Mastery | None:
        return Mastery(self.row.level) if self.row and self.row.level else None

    @property
    def step(self) -> int:
        """How far it moved since: 1 is one level on, 0 also where there is nothing to compare with."""
        if not (self.level and self.before and self.before.level):
            return 0
        return self.level.rank - Mastery(self.before.level).rank


@dataclass(frozen=True)
class OutcomeSaid:
    outcome: str
    voices: tuple[Said, ...]

    @property
    def differs(self) -> bool:
        """Two of them see it otherwise: worth talking about."""
        return len({said.level for said in self.voices if said.level}) > 1


def side_by_side(
    outcomes: Iterable[str], rows: Iterable[OutcomeVoice], earlier: Iterable[OutcomeVoice]
) -> list[OutcomeSaid]:
    """`rows`: what was said at this talk; `earlier`: at those before it, the oldest first."""
    now = {(row.outcome, row.voice): row for row in rows}
    before = {(row.outcome, row.voice): row for row in earlier if row.level}
    named = list(dict.fromkeys([*outcomes, *(outcome for outcome, _ in now)]))
    return [
        OutcomeSaid(
            outcome, tuple(Said(voice, now.get((outcome, voice)), before.get((outcome, voice))) for voice in Voice)
        )
        for outcome in named
    ]
