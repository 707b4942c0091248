import logging
from collections.abc import Callable
from functools import partial

from celery import shared_task
from celery.exceptions import SoftTimeLimitExceeded

from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.access.tasks import wake

from .services.closing import close_wave, to_close
from .services.counting import count_themes as count_question
from .services.counting import to_count
from .services.keeping import forget_words
from .services.opening import open_answers, to_open
from .services.preparing import finish_preparing, parts_to_prepare, prepare_list, to_prepare
from .services.results import compute, to_compute
from .services.sending import ask_next, lists_to_send, remind_next, thank_next

logger = logging.getLogger(__name__)

# The figures of a whole country are decided at once: a minute or two on a quiet machine.
LONG = {"soft_time_limit": 1_740, "time_limit": 1_800}


@shared_task(name="surveys.prepare", own_doors=True)
def prepare(wave_id: int) -> None:
    """Woken after the commit of who opened the wave. A list at a time: a worker that dies leaves whole ones."""
    with acting_as(SYSTEM):
        waiting = parts_to_prepare(wave_id)
    for population_id, wave_route_id in waiting:
        with acting_as(SYSTEM):
            prepare_list(population_id, wave_route_id)
    with acting_as(SYSTEM):
        finish_preparing(wave_id)


@shared_task(name="surveys.send", own_doors=True)
def send() -> None:
    """Woken after the commit of who had a list sent."""
    with acting_as(SYSTEM):
        waiting = lists_to_send()
    for list_id in waiting:
        try:
            _until_done(partial(ask_next, list_id))
        except SoftTimeLimitExceeded:  # of the worker, not of this list: the next round goes on
            raise
        except Exception:
            logger.exception("wave list %s: cannot be sent; the next round tries again", list_id)


@shared_task(name="surveys.sweep", own_doors=True)
def sweep() -> None:
    """Every minute: what nobody was woken for, what a worker died over, and waves that have ended."""
    with acting_as(SYSTEM):
        to_do, ended = to_prepare(), to_close()
    for wave_id in to_do:
        try:
            prepare(wave_id)
        except Exception:
            logger.exception("wave %s: cannot be prepared; the next round tries again", wave_id)
    for wave_id in ended:
        try:
            with acting_as(SYSTEM):
                close_wave(wave_id)
        except Exception:
            logger.exception("wave %s: cannot be closed; the next round tries again", wave_id)
    send()


@shared_task(name="surveys.remind", own_doors=True)
def remind() -> None:
    """Every day."""
    _all_of_them("surveys.remind", remind_next)


@shared_task(name="surveys.thank", own_doors=True)
def thank() -> None:
    """Every night, of the day before."""
    _all_of_them("surveys.thank", thank_next)


def _all_of_them(name: str, step: Callable[[], bool]) -> None:
    """More than fit in the time of one task: another one goes on where this one stops."""
    try:
        _until_done(step)
    except SoftTimeLimitExceeded:
        wake(name)


@shared_task(name="surveys.compute", own_doors=True)
def compute_results() -> None:
    """Every few minutes: figures of which the answers changed. A task for each audience, so that none is long and the
    page of one is there before the next."""
    with acting_as(SYSTEM):
        for population_id in to_compute():
            wake("surveys.compute_one", population_id)


@shared_task(name="surveys.compute_one", own_doors=True, **LONG)
def compute_one(population_id: int) -> None:
    """Again while nothing changed, or while another worker computes the same: nothing."""
    with acting_as(SYSTEM):
        compute(population_id)


@shared_task(name="surveys.open_answers", own_doors=True)
def take_out_open_answers() -> None:
    """Every few minutes: open answers of measurements that are closed become readable."""
    _each(to_open, open_answers, "wave population %s: its open answers cannot be taken out; the next round tries again")


@shared_task(name="surveys.count_themes", own_doors=True)
def count_themes() -> None:
    """Woken by who settled codes, and every few minutes for what nobody was woken for."""
    _each(to_count, count_question, "open question %s: its themes cannot be counted; the next round tries again")


@shared_task(name="surveys.forget_words", as_system=True)
def forget() -> None:
    """Every night: open answers and interviews whose term has passed."""
    forget_words()


def _each(waiting: Callable[[], list[int]], act: Callable[[int], object], otherwise: str) -> None:
    with acting_as(SYSTEM):
        found = waiting()
    for key in found:
        try:
            with acting_as(SYSTEM):
                act(key)
        except Exception:
            logger.exception(otherwise, key)


def _until_done(step: Callable[[], bool]) -> None:
    """Each batch in a transaction of its own."""
    again = True
    while again:
        with acting_as(SYSTEM):
            again = step()
