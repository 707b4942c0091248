"""Time stamps for what was sealed while the time-stamp service did not answer.

The document stays as it was sealed and mailed; the service's token over its hash is kept beside it. Who seals waits for
nobody.
"""

import asyncio
from datetime import datetime, timedelta

from asn1crypto import cms
from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from pyhanko.sign.timestamps.common_utils import TimestampRequestError

from .enums import Level
from .models import Document, TimeStamp
from .seal import timestamper

BETWEEN = timedelta(minutes=5)
LONGEST_BETWEEN = timedelta(hours=12)
MOST_DOUBLED = 8  # by then the longest is reached; a service that is away for weeks must not overflow the sum
DIGEST = "sha256"


def note_unstamped(document: Document) -> TimeStamp | None:
    """In the transaction that keeps the document. None: it has its time stamp, or nobody is asked for one."""
    if document.seal_level != Level.B or not settings.TIMESTAMP_URL:
        return None
    return TimeStamp.objects.create(document=document, next_attempt_at=timezone.now() + BETWEEN)


def waiting_for_stamp() -> list[int]:
    """The documents for which it is time to ask again."""
    found = TimeStamp.objects.filter(token=None, next_attempt_at__lte=timezone.now())
    return list(found.order_by("next_attempt_at").values_list("document_id", flat=True)[:100])


@transaction.atomic
def stamp_document(document_id: int) -> bool:
    """Whether it has a token now. What went wrong is for the next attempt, which comes later every time."""
    row = TimeStamp.objects.select_for_update(of=("self",), skip_locked=True).filter(document=document_id).first()
    if not row or row.token:
        return bool(row and row.token)
    try:
        token = _ask(bytes.fromhex(row.document.sha256))
    except (TimestampRequestError, ValueError, OSError):
        wait = min(BETWEEN * 2 ** min(row.attempts, MOST_DOUBLED), LONGEST_BETWEEN)
        TimeStamp.objects.filter(pk=row.pk).update(attempts=F("attempts") + 1, next_attempt_at=timezone.now() + wait)
        return False
    row.token, row.stamped_at = token.dump(), _stamped_at(token)
    row.save(update_fields=["token", "stamped_at"])
    return True


def _ask(digest: bytes) -> cms.ContentInfo:
    """Raises ValueError when the answer is about something else."""
    token = asyncio.run(timestamper(settings.TIMESTAMP_URL, timezone.localdate()).async_timestamp(digest, DIGEST))
    imprint = _info(token)["message_imprint"]
    if imprint["hashed_message"].native != digest:
        raise ValueError("the time stamp is of something else")
    return token


def _stamped_at(token: cms.ContentInfo) -> datetime:
    return _info(token)["gen_time"].native


def _info(token: cms.ContentInfo):
    return token["content"]["encap_content_info"]["content"].parsed
