import logging

from celery import shared_task

from mkbroute.access.actor import SYSTEM, acting_as

from .enums import State
from .models import Addendum, Agreement
from .services.sealing import seal_agreement

logger = logging.getLogger(__name__)


@shared_task(name="agreements.seal", as_system=True)
def seal(agreement_id: int) -> None:
    """Woken after the commit of the last signature."""
    seal_agreement(agreement_id)


@shared_task(name="agreements.sweep", own_doors=True)
def sweep() -> None:
    """Every minute: what was signed and never sealed, because nobody was woken or the worker died. Each on its own, so
    that one that cannot be sealed does not keep the others."""
    with acting_as(SYSTEM):
        signed = Agreement.objects.filter(state=State.SIGNED).order_by("changed_at").values_list("pk", flat=True)
        addenda = Addendum.objects.filter(state=State.SIGNED).order_by("changed_at")
        waiting = [*signed, *addenda.values_list("agreement_id", flat=True)]
    for agreement_id in waiting:
        try:
            with acting_as(SYSTEM):
                seal_agreement(agreement_id)
        except Exception:
            logger.exception("agreement %s cannot be sealed; the next round tries again", agreement_id)
