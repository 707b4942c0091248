import logging

from celery import shared_task
from celery.signals import worker_ready
from django.conf import settings

from .checks import seal_lasts

logger = logging.getLogger(__name__)


@shared_task(name="documents.check_seal_key", own_doors=True)
def check_seal_key() -> None:
    """When a worker starts, and every day. It works on: mail must go out before there is a key, and after."""
    for warning in seal_lasts(None):
        logger.critical("%s %s", warning.msg, warning.hint)


@worker_ready.connect
def check_at_start(**kwargs: object) -> None:
    if not (settings.DEMO or settings.DEBUG):  # these make a key of their own
        check_seal_key.delay()
