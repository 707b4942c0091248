import logging
from collections.abc import Callable, Iterable
from typing import Any

from celery import shared_task

from mkbroute.access.actor import SYSTEM, acting_as

from ..models import Round
from ..services.answering import lapse, remind_company, remind_person, to_lapse, to_remind
from ..services.checking import check_run, to_check
from ..services.closing import remind_of_closing, to_remind_of_closing
from ..services.publishing import pass_on, to_pass_on
from ..services.reviewing import judge_draft, to_judge
from ..services.rounds import close_round, tell_opened, to_close, to_tell
from ..services.runs import compute_run, to_compute

logger = logging.getLogger(__name__)
# seconds: a round of a hundred thousand people takes minutes, most of them to write down who is where
LONG = {"soft_time_limit": 1_740, "time_limit": 1_800}


@shared_task(name="matching.run", own_doors=True, **LONG)
def run(run_id: int) -> None:
    """Woken after the commit of who asked."""
    compute_run(run_id)


@shared_task(name="matching.close_round", as_system=True, **LONG)
def close(round_id: int) -> None:
    """Woken after the commit of who closed it."""
    close_round(round_id)


@shared_task(name="matching.judge", own_doors=True, **LONG)
def judge(run_id: int) -> None:
    """Woken after the commit of a change by hand."""
    judge_draft(run_id)


@shared_task(name="matching.pass_on", own_doors=True, **LONG)
def pass_on_run(run_id: int) -> None:
    """Woken after the commit of who published."""
    pass_on(run_id)


@shared_task(name="matching.check", own_doors=True, **LONG)
def check(run_id: int) -> None:
    """Woken after the commit of who wants to know."""
    check_run(run_id)


@shared_task(name="matching.sweep_rounds", own_doors=True, **LONG)
def sweep_rounds() -> None:
    """Every minute: rounds whose day has come, and what nobody was woken for or a worker died over."""
    _each(_found(_closing), _as_system(close_round))
    _each(_found(to_tell), _as_system(tell_opened))
    for find, act in ((to_compute, compute_run), (to_judge, judge_draft), (to_pass_on, pass_on), (to_check, check_run)):
        _each(_found(find), act)


@shared_task(name="matching.remind", own_doors=True)
def remind() -> None:
    """Every day: who did not answer within the term, what is past its last day lapses, and who ranked nothing yet."""
    _each(_found(to_lapse), _as_system(lapse))
    _each(_found(to_remind_of_closing), _as_system(remind_of_closing))
    with acting_as(SYSTEM):
        people, companies = to_remind()
    _each(people, _as_system(remind_person))
    _each(companies, _as_system(remind_company))


def _closing() -> list[int]:
    return list(Round.objects.filter(to_close()).values_list("pk", flat=True))


def _found(find: Callable[[], list[int]]) -> list[int]:
    with acting_as(SYSTEM):
        return find()


def _as_system(act: Callable[[Any], object]) -> Callable[[Any], None]:
    def acting(key: Any) -> None:
        with acting_as(SYSTEM):
            act(key)

    return acting


def _each(keys: Iterable[Any], act: Callable[[Any], object]) -> None:
    """Each on its own, so that one that fails does not keep the others."""
    for key in keys:
        try:
            act(key)
        except Exception:
            logger.exception("%s: %s failed; the next sweep tries again", key, getattr(act, "__qualname__", act))
