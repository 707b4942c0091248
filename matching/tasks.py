import logging
from collections.abc import Callable

from celery import shared_task

from mkbroute.access.actor import SYSTEM, acting_as

from .models import Round
from .services.rounds import close_round, to_close
from .services.runs import compute_run, to_compute

logger = logging.getLogger(__name__)


@shared_task(name="matching.run", own_doors=True)
def run(run_id: int) -> None:
    """Woken after the commit of who asked."""
    compute_run(run_id)


@shared_task(name="matching.close_round", as_system=True)
def close(round_id: int) -> None:
    """Woken after the commit of who closed it."""
    close_round(round_id)


@shared_task(name="matching.sweep_rounds", own_doors=True)
def sweep_rounds() -> None:
    """Every minute: rounds whose last day is over, and what nobody was woken for or a worker died over."""
    with acting_as(SYSTEM):
        closing = list(Round.objects.filter(to_close()).values_list("pk", flat=True))
    _each(closing, close_round, "round %s: cannot be closed; the next sweep tries again")
    with acting_as(SYSTEM):
        waiting = to_compute()
    for run_id in waiting:
        compute_run(run_id)


def _each(keys: list[int], act: Callable[[int], object], problem: str) -> None:
    """Each on its own, so that one that fails does not keep the others."""
    for key in keys:
        try:
            with acting_as(SYSTEM):
                act(key)
        except Exception:
            logger.exception(problem, key)
