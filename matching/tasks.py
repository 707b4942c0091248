import logging

from celery import shared_task

from mkbroute.access.actor import SYSTEM, acting_as

from .services.searches import addresses_to_tell, forget_searches, tell_of_new_places
from .services.still_open import ask_or_end, to_ask

logger = logging.getLogger(__name__)


@shared_task(name="matching.ask_still_open", own_doors=True)
def ask_still_open() -> None:
    """Every day: leerwerkplekken of which nothing was heard. Each on its own, so that one that fails keeps no other."""
    with acting_as(SYSTEM):
        due = to_ask()
    for position_id in due:
        try:
            with acting_as(SYSTEM):
                ask_or_end(position_id)
        except Exception:
            logger.exception("leerwerkplek %s: cannot ask; the next day tries again", position_id)


@shared_task(name="matching.tell_searchers", own_doors=True)
def tell_searchers() -> None:
    """Every day: who saved a search that something new fits."""
    with acting_as(SYSTEM):
        addresses = addresses_to_tell()
    for number, email in enumerate(addresses):
        try:
            with acting_as(SYSTEM):
                tell_of_new_places(email)
        except Exception:
            logger.exception("saved search %s of today: cannot tell; the next day tries again", number)


@shared_task(name="matching.forget_searches", as_system=True)
def forget() -> None:
    """Every day."""
    forget_searches()
