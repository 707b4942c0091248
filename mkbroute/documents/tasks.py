import logging

from celery import shared_task
from celery.signals import worker_ready

from mkbroute.access.actor import SYSTEM, acting_as

from .checks import seal_lasts
from .removal import remove_what_is_due
from .seal_readiness import look
from .stamps import stamp_document, waiting_for_stamp

logger = logging.getLogger(__name__)
SECONDS_TO_REMOVE = 200.0  # a task may take 300


@shared_task(name="documents.check_seal_key", own_doors=True)
def check_seal_key() -> None:
    """When a worker starts, and every hour. It works on: mail must go out before there is a key, and after."""
    with acting_as(SYSTEM):
        look()
    for warning in seal_lasts(None):
        logger.critical("%s %s", warning.msg, warning.hint)


@worker_ready.connect
def check_at_start(**kwargs: object) -> None:
    check_seal_key.delay()


@shared_task(name="documents.stamp", own_doors=True)
def stamp() -> None:
    """Every five minutes: what was sealed without a time stamp. Each on its own."""
    with acting_as(SYSTEM):
        waiting = waiting_for_stamp()
    for document_id in waiting:
        try:
            with acting_as(SYSTEM):
                stamp_document(document_id)
        except Exception:
            logger.exception("document %s: no time stamp; the next round tries again", document_id)


@shared_task(name="documents.remove_what_is_due", own_doors=True)
def remove() -> None:
    """Every night; when there is more than fits in one task, the next one goes on."""
    if not remove_what_is_due(SECONDS_TO_REMOVE).finished_at:
        remove.delay()
