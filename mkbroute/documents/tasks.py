import logging

from celery import shared_task
from celery.signals import worker_ready

from mkbroute.access.actor import SYSTEM, acting_as

from .checks import seal_lasts
from .seal_readiness import look
from .stamps import stamp_document, waiting_for_stamp

logger = logging.getLogger(__name__)


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
