"""The routes that a hogeschool keeps, and those that the programme team knows of."""

from django.db.models import Case, Q, QuerySet, When

from ..enums import WITH_PROGRAMME, State
from ..models import Route
from .turns import since_last_step, with_flags


def register(*, text: str = "", state: str = "") -> QuerySet[Route]:
    """The routes that a hogeschool keeps."""
    found = saying(Route.objects.all(), text, "programme", "city")
    return _listed_rows(found.filter(state=state) if state else found)


def reviews(*, text: str = "", state: str = "") -> QuerySet[Route]:
    """What the programme team knows of: what waits for its judgement first, the longest wait on top."""
    found = saying(Route.objects.exclude(state=State.CONCEPT), text, "programme", "hogeschool__name")
    waits = Case(When(state__in=WITH_PROGRAMME, then=0), default=1)
    found = found.filter(state=state) if state else found
    return _listed_rows(found).order_by(waits, "submitted_at", "id")


def _listed_rows(routes: QuerySet[Route]) -> QuerySet[Route]:
    shown = (
        "public_id", "programme", "degree", "form", "starts_on", "places", "state", "reconsidered_from",
        "submitted_at",
    )  # fmt: skip
    return with_flags(since_last_step(routes)).select_related("hogeschool").only(*shown, "hogeschool__name")


def saying(routes: QuerySet[Route], text: str, *fields: str) -> QuerySet[Route]:
    """Each word of `text` occurs in one of the fields."""
    for word in text.split():
        said = Q()
        for field in fields:
            said |= Q(**{f"{field}__icontains": word})
        routes = routes.filter(said)
    return routes
