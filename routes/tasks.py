import logging

from celery import shared_task

from mkbroute.access.actor import SYSTEM, acting_as

from .models import Route
from .services.drafts import forget_old_drafts
from .services.funnel import keep_counts

logger = logging.getLogger(__name__)


@shared_task(name="routes.forget_drafts", as_system=True)
def forget_drafts() -> None:
    """Every night: what nobody came back for."""
    forget_old_drafts()


@shared_task(name="routes.keep_funnel", as_system=True)
def keep_funnel(route_id: int) -> None:
    """Woken after the commit of a count that a hogeschool entered."""
    keep_counts(Route.objects.get(pk=route_id))


@shared_task(name="routes.keep_funnels", own_doors=True)
def keep_funnels() -> None:
    """Every night: what the portal itself has rows of. Each on its own, so that one does not keep the others."""
    with acting_as(SYSTEM):
        keys = list(Route.objects.order_by("pk").values_list("pk", flat=True))
    for key in keys:
        try:
            with acting_as(SYSTEM):
                keep_counts(Route.objects.get(pk=key))
        except Exception:
            logger.exception("the funnel of route %s cannot be kept; the next night tries again", key)
