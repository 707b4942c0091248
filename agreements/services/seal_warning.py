"""The programme team hears in time that the seal ends, or that there is none; and who waits, that one fails: of what
everybody signed, or of the letter about an end."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from mkbroute.documents import seal_readiness
from mkbroute.mail.models import Message
from mkbroute.mail.services import post
from mkbroute.organisations.enums import Kind
from mkbroute.organisations.models import Organisation

from .. import notices, notices_endings
from ..endings import letter_waits_since
from ..enums import State
from ..models import Addendum, Agreement
from ..queries import SEALED_WITHIN, is_letter_late
from .contacts import current_parties

WARNED_AHEAD, BETWEEN_WARNINGS = timedelta(days=30), timedelta(days=7)
BETWEEN_TEAM_WARNINGS = timedelta(days=1)


def warn_of_seal_ending() -> int:
    """Once a week while the certificate ends within a month, or there is none. Answers how many mails were posted."""
    found = seal_readiness.found()
    now = timezone.now()
    if found and not found.problem and found.valid_until and found.valid_until - now > WARNED_AHEAD:
        return 0
    recent = Message.objects.filter(kind="seal_ends", created_at__gt=now - BETWEEN_WARNINGS)
    if recent.exists():
        return 0
    return _tell_teams("seal_ends", {"found": found, "problem": found.problem if found else ""})


@transaction.atomic
def warn_of_stuck_seal(agreement_id: int, problem: str) -> int:
    """Everybody signed, and the portal tried for SEALED_WITHIN: the coordinator hears it once. The programme team hears
    it once a day, of whichever agreement: one cause may keep many waiting. `problem`: for who looks after the portal.
    Answers how many mails were posted."""
    # locked until the commit: two workers tell it once
    agreement = Agreement.objects.select_for_update(of=("self",)).get(pk=agreement_id)
    subject = _waiting_for_seal(agreement)
    if subject is None or timezone.now() - subject.changed_at < SEALED_WITHIN:
        return 0
    if _is_told("seal_stuck", agreement, subject.changed_at):
        return 0
    notices.tell_seal_stuck(agreement, subject if isinstance(subject, Addendum) else None)
    return 1 + _tell_teams_once_a_day(agreement, problem, subject.changed_at, is_letter=False)


@transaction.atomic
def warn_of_stuck_letter(agreement_id: int, problem: str) -> int:
    """As warn_of_stuck_seal, of the letter about an end that is final, or about a diploma that was corrected: the
    parties hear of it by that letter only, so the coordinator reads whom to tell meanwhile."""
    # locked until the commit: two workers tell it once
    agreement = Agreement.objects.select_for_update(of=("self",)).get(pk=agreement_id)
    ending = next((each for each in agreement.endings.all() if is_letter_late(each)), None)
    since = ending and letter_waits_since(ending)
    if not ending or not since or _is_told("letter_stuck", agreement, since):
        return 0
    ending.agreement = agreement
    notices_endings.tell_letter_stuck(ending, current_parties(agreement))
    return 1 + _tell_teams_once_a_day(agreement, problem, since, is_letter=True)


def _is_told(kind: str, agreement: Agreement, since: datetime) -> bool:
    return Message.objects.filter(kind=kind, about=f"agreement:{agreement.public_id}", created_at__gt=since).exists()


def _tell_teams_once_a_day(agreement: Agreement, problem: str, since: datetime, *, is_letter: bool) -> int:
    if Message.objects.filter(kind="seal_stuck_team", created_at__gt=timezone.now() - BETWEEN_TEAM_WARNINGS).exists():
        return 0
    context = {"agreement": agreement, "hogeschool": agreement.hogeschool, "problem": problem[:500]}
    return _tell_teams("seal_stuck_team", {**context, "since": since, "is_letter": is_letter})


def _waiting_for_seal(agreement: Agreement) -> Agreement | Addendum | None:
    return agreement if agreement.state == State.SIGNED else agreement.addenda.filter(state=State.SIGNED).first()


def _tell_teams(kind: str, context: dict[str, Any]) -> int:
    teams = Organisation.objects.filter(kind=Kind.PROGRAMME).exclude(email="")
    for team in teams:
        post(kind, to=(team.name, team.email), context=context)
    return len(teams)
