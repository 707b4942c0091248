from celery import shared_task

from .delivery import deliver_due


@shared_task(name="mail.deliver", own_doors=True)
def deliver() -> None:
    """Woken after each commit that posts a mail, and every minute by beat: nothing that waits is forgotten."""
    deliver_due()
