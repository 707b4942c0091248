import logging

from celery import shared_task

from mkbroute.access.actor import SYSTEM, acting_as

from ..services.telling import close_overdue, overdue_keys, remind_person, tell_introduction, to_remind, to_tell

logger = logging.getLogger(__name__)


@shared_task(name="matching.introductions", own_doors=True)
def introductions() -> None:
    """Woken after the commit of a question or an answer, and every minute: closes what nobody answered, and tells both
    sides. Each on its own, so that one that fails does not keep the others."""
    with acting_as(SYSTEM):
        to_close = overdue_keys()
    for key in to_close:
        try:
            with acting_as(SYSTEM):
                close_overdue(key)
        except Exception:
            logger.exception("introduction %s: cannot be closed; the next round tries again", key)
    with acting_as(SYSTEM):
        waiting = to_tell()
    for key in waiting:
        try:
            with acting_as(SYSTEM):
                tell_introduction(key)
        except Exception:
            logger.exception("introduction %s: cannot be told; the next round tries again", key)


@shared_task(name="matching.nudge", own_doors=True)
def nudge() -> None:
    """Every day: who was asked to meet some days ago and did not answer. One mail for all that waits for her."""
    with acting_as(SYSTEM):
        people = to_remind()
    for email, keys in people.items():
        try:
            with acting_as(SYSTEM):
                remind_person(email, keys)
        except Exception:
            logger.exception("introductions %s: cannot remind; the next day tries again", keys)
