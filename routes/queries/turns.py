"""Whose turn it is, since when, and what is flagged."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, TypedDict

from django.db.models import Case, Count, Min, OuterRef, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from mkbroute.organisations.enums import Kind

from ..enums import WITH_PROGRAMME, EventKind, QuestionState, State
from ..models import DossierQuestion, Route, RouteEvent, RouteFlag

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django_stubs_ext import WithAnnotations

STEP_KINDS = (
    EventKind.REGISTERED, EventKind.SUBMITTED, EventKind.TAKEN_UP, EventKind.RETURNED, EventKind.RECOGNISED,
    EventKind.REJECTED, EventKind.RECONSIDERED, EventKind.WITHDRAWN,
)  # fmt: skip
TURNS = {
    State.CONCEPT: (Kind.HOGESCHOOL, "maakt het dossier af en dient in"),
    State.SUBMITTED: (Kind.PROGRAMME, "neemt het dossier in beoordeling"),
    State.ASSESSING: (Kind.PROGRAMME, "beoordeelt het dossier"),
    State.RETURNED: (Kind.HOGESCHOOL, "vult het dossier aan"),
    State.REJECTED: (Kind.HOGESCHOOL, "ontwikkelt de route verder"),
    State.RECONSIDERING: (Kind.PROGRAMME, "beoordeelt het dossier opnieuw"),
}


@dataclass(frozen=True)
class Turn:
    who: str
    what: str
    kind: str  # of the organisation that is to act


class Standing(TypedDict):
    """What since_last_step adds to a route."""

    moved_at: datetime  # since when whoever must act now must act
    open_questions: int


def turn(route: "WithAnnotations[Route, Standing]") -> Turn | None:
    """None when nobody has to do anything: recognised or withdrawn. `route` comes from since_last_step."""
    asked = route.open_questions if route.state in WITH_PROGRAMME else 0
    if asked:
        what = "beantwoordt één vraag" if asked == 1 else f"beantwoordt {asked} vragen"
        return Turn(route.hogeschool.name, f"{what} van het programmateam", Kind.HOGESCHOOL)
    found = TURNS.get(State(route.state))
    if not found:
        return None
    kind, what = found
    return Turn("Het programmateam" if kind == Kind.PROGRAMME else route.hogeschool.name, what, kind)


def with_turns(routes: "Iterable[WithAnnotations[Route, Standing]]") -> list[tuple[Route, "Turn | None"]]:
    return [(route, turn(route)) for route in routes]


def since_last_step(routes: QuerySet[Route]) -> "QuerySet[WithAnnotations[Route, Standing]]":
    steps = RouteEvent.objects.filter(route=OuterRef("pk"), kind__in=STEP_KINDS).order_by("-at")
    asked = DossierQuestion.objects.filter(route=OuterRef("pk"), state=QuestionState.OPEN).order_by().values("route")
    waits = Case(When(state__in=WITH_PROGRAMME, then=Subquery(asked.annotate(first=Min("changed_at")).values("first"))))
    return routes.annotate(
        moved_at=Coalesce(waits, Subquery(steps.values("at")[:1])),
        open_questions=Coalesce(Subquery(asked.annotate(number=Count("pk")).values("number")), 0),
    )


def with_flags(routes: QuerySet[Route]) -> QuerySet[Route]:
    """Each route with `flagged`: how many of its figures are below what is asked of a recognised route."""
    flags = RouteFlag.objects.filter(route=OuterRef("pk"), cleared_at=None).order_by().values("route")
    return routes.annotate(flagged=Coalesce(Subquery(flags.annotate(number=Count("pk")).values("number")), 0))
