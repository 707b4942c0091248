import logging

from celery import shared_task

from mkbroute.access.actor import SYSTEM, acting_as

from .services import clear_expired, run_job, to_do

logger = logging.getLogger(__name__)


@shared_task(name="exports.run", own_doors=True)
def run(job_id: int) -> None:
    """Woken after the commit of who asked."""
    run_job(job_id)


@shared_task(name="exports.sweep", own_doors=True)
def sweep() -> None:
    """Every minute: what nobody was woken for, what a worker died over, and what has expired."""
    with acting_as(SYSTEM):
        waiting = to_do()
    for job_id in waiting:
        run_job(job_id)
    clear_expired()
