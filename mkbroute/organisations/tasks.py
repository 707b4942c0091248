from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from .services.account import forget_unconfirmed


@shared_task(name="organisations.forget_unconfirmed", own_doors=True)
def forget() -> None:
    """Every night. A day is ample for a code that lasts a quarter of an hour."""
    forget_unconfirmed(timezone.now() - timedelta(days=1))
