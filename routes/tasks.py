import logging

from celery import shared_task

from mkbroute.access.actor import SYSTEM, acting_as

from .enums import State
from .models import Decision, Route
from .models.review import WITH_LETTER
from .queries import latest_version
from .services.assessors import call_back_assessors
from .services.drafts import forget_old_drafts
from .services.flags import flag_route, keep_figures
from .services.funnel import keep_counts
from .services.letters import write_letter
from .services.steps import locked

logger = logging.getLogger(__name__)
AT_ONCE = 100  # routes counted in one transaction


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


@shared_task(name="routes.write_letter", as_system=True)
def write_letter_of(decision_id: int) -> None:
    """Woken after the commit of the decision."""
    write_letter(decision_id)


@shared_task(name="routes.sweep_letters", own_doors=True)
def sweep_letters() -> None:
    """What was decided and never written to the hogeschool: nobody was woken, or the worker died."""
    with acting_as(SYSTEM):
        waiting = Decision.objects.filter(document=None, outcome__in=WITH_LETTER).order_by("decided_at")
        ids = list(waiting.values_list("pk", flat=True))
    for decision_id in ids:
        try:
            with acting_as(SYSTEM):
                write_letter(decision_id)
        except Exception:
            logger.exception("letter of decision %s cannot be written; the next round tries again", decision_id)


@shared_task(name="routes.call_back_assessors", as_system=True)
def call_back_assessors_of(route_id: int) -> None:
    """Woken by a dossier that comes back; else the first of the programme team who opens it does so."""
    route = locked(Route.objects.get(pk=route_id))
    version = latest_version(route)
    if version and route.state == State.SUBMITTED:
        call_back_assessors(version)


@shared_task(name="routes.count_route", as_system=True)
def count_route(route_id: int) -> None:
    """Woken by a submission, and by a change to what was recognised: nobody need wait for the night."""
    keep_figures([route_id])
    flag_route(Route.objects.get(pk=route_id))


@shared_task(name="routes.count_indicators", own_doors=True)
def count_indicators() -> None:
    """Every night. Twice on a day changes nothing; a route that fails does not keep the others."""
    with acting_as(SYSTEM):
        routes = Route.objects.exclude(state__in=[State.CONCEPT, State.WITHDRAWN]).order_by("pk")
        ids = list(routes.values_list("pk", flat=True))
    for start in range(0, len(ids), AT_ONCE):
        with acting_as(SYSTEM):
            keep_figures(ids[start : start + AT_ONCE])
    for route_id in ids:
        try:
            with acting_as(SYSTEM):
                flag_route(Route.objects.get(pk=route_id))
        except Exception:
            logger.exception("route %s cannot be flagged", route_id)
