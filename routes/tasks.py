from celery import shared_task

from .services.drafts import forget_old_drafts


@shared_task(name="routes.forget_drafts", as_system=True)
def forget_drafts() -> None:
    """Every night: what nobody came back for."""
    forget_old_drafts()
