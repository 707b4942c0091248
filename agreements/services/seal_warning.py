"""The programme team hears in time that the seal ends, or that there is none."""

from datetime import timedelta

from django.utils import timezone

from mkbroute.documents import seal_readiness
from mkbroute.mail.models import Message
from mkbroute.mail.services import post
from mkbroute.organisations.enums import Kind
from mkbroute.organisations.models import Organisation

WARNED_AHEAD, BETWEEN_WARNINGS = timedelta(days=30), timedelta(days=7)


def warn_of_seal_ending() -> int:
    """Once a week while the certificate ends within a month, or there is none. Answers how many mails were posted."""
    found = seal_readiness.found()
    now = timezone.now()
    if found and not found.problem and found.valid_until and found.valid_until - now > WARNED_AHEAD:
        return 0
    recent = Message.objects.filter(kind="seal_ends", created_at__gt=now - BETWEEN_WARNINGS)
    if recent.exists():
        return 0
    teams = Organisation.objects.filter(kind=Kind.PROGRAMME).exclude(email="")
    for team in teams:
        post(
            "seal_ends", to=(team.name, team.email), context={"found": found, "problem": found.problem if found else ""}
        )
    return len(teams)
