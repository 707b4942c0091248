"""One-time codes: that whoever holds the link also reads the mailbox it was sent to."""

from datetime import datetime, timedelta
from secrets import randbelow

from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from .enums import EventKind
from .models import Signing

LIFETIME = timedelta(minutes=10)
BETWEEN = timedelta(seconds=60)
MOST_ATTEMPTS = 5  # per code
MOST_CODES = {timedelta(hours=1): 5, timedelta(days=1): 15}
IDENTIFIED_FOR = timedelta(minutes=30)


def random_code() -> str:
    """Six digits for in the mail; a row keeps only a hash."""
    return f"{randbelow(10**6):06}"


def hash_code(signing: Signing, code: str) -> str:
    """With the portal's secret: a million codes are hashed in a second, so a plain hash would hide nothing."""
    return salted_hmac("agreements.codes", f"{signing.public_id}:{code}", algorithm="sha256").hexdigest()


def is_right(signing: Signing, code: str) -> bool:
    return bool(signing.code_hash) and constant_time_compare(signing.code_hash, hash_code(signing, code))


def is_running(signing: Signing) -> bool:
    """A code was sent that can still be tried."""
    return bool(
        signing.code_hash
        and signing.code_expires_at
        and signing.code_expires_at > timezone.now()
        and signing.code_attempts < MOST_ATTEMPTS
    )


def next_at(signing: Signing, who: str) -> datetime | None:
    """When the next code may be sent; None: now. The log counts, so a new version or link gives no new tries."""
    now = timezone.now()
    sent = list(
        signing.agreement.events.filter(kind=EventKind.CODE_SENT, who=who, at__gt=now - max(MOST_CODES))
        .order_by("-at")
        .values_list("at", flat=True)
    )
    waits = [sent[0] + BETWEEN] if sent else []
    waits += [sent[most - 1] + period for period, most in MOST_CODES.items() if len(sent) >= most]
    later = max(waits, default=now)
    return later if later > now else None
