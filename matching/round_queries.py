"""What the pages of a round read. The database decides whose rows these are."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate

from routes.models import Route

from .enums import ApplicationState, EmployerPlan, LineState, MatchState, PairKind, RoundState, RunState, Side
from .models import (
    OPEN_MATCH,
    Application,
    Match,
    Offer,
    Position,
    Preference,
    Round,
    RoundPair,
    Run,
    RunPerson,
    RunPlace,
)
from .queries import offers

HAS_RANKED = Exists(Preference.objects.filter(application=OuterRef("pk"), by=Side.STUDENT))
# who learns at her own employer goes on without a leerwerkplek of another; ranking one says that she looks after all
SEEKS = ~Q(employer_plan=EmployerPlan.OWN) | HAS_RANKED
WAITING_FOR_ANSWER = Q(line=LineState.PROPOSED, match__state=MatchState.PROPOSED)


def rounds() -> QuerySet[Round]:
    return Round.objects.annotate(routes=Count("scope")).order_by("-opens_on", "-id")


@dataclass(frozen=True)
class Standing:
    """Who takes part, and how many of them have said what they like."""

    people: int
    people_ranked: int
    places: int  # leerwerkplekken with room
    free: int  # places on them
    places_ranked: int


def standing_of(found: Round) -> Standing:
    scope = found.scope.select_related("route")
    routes = {each.route_id: each.route.public_id for each in scope}
    people = set(looking(routes).values_list("pk", flat=True))
    positions = {offer.position_id: offer.position.free for offer in offers(routes=list(routes.values()))}
    ranked = Preference.objects.filter(route__in=routes).order_by()
    by_person = set(ranked.filter(by=Side.STUDENT).values_list("application", flat=True).distinct())
    by_company = set(ranked.filter(by=Side.COMPANY).values_list("position", flat=True).distinct())
    return Standing(
        len(people),
        len(people & by_person),
        len(positions),
        sum(positions.values()),
        len(positions.keys() & by_company),
    )


def looking(routes: Collection[int]) -> QuerySet[Application]:
    """Who can be admitted on these routes, looks for a leerwerkplek and has none proposed."""
    placed = Match.objects.filter(OPEN_MATCH, route__in=routes).values("application")
    found = Application.objects.filter(SEEKS, route__in=routes, state=ApplicationState.ADMISSIBLE)
    return found.exclude(pk__in=placed)


def routes_to_suggest() -> QuerySet[Route]:
    """Where somebody looks for a place and put none in order: with how many they are, and the places with room."""
    mine = {"route": OuterRef("pk")}
    ranked = Preference.objects.filter(application=OuterRef("pk"), by=Side.STUDENT)
    placed = Match.objects.filter(OPEN_MATCH, application=OuterRef("pk"))
    looks = Application.objects.filter(~Exists(ranked), ~Exists(placed), SEEKS)
    people = looks.filter(state=ApplicationState.ADMISSIBLE, **mine)
    found = Route.objects.annotate(looking=_count(people), with_room=_count(offers().filter(**mine)))
    return found.filter(looking__gt=0).order_by("programme", "city", "id")


def _count(found: QuerySet[Any]) -> Coalesce:
    one = found.order_by().values("route").annotate(many=Count("pk")).values("many")
    return Coalesce(Subquery(one), 0)


def people_of(run: Run, *, text: str = "", only: str = "") -> QuerySet[RunPerson]:
    """Who is without a place first, then by name. `only`: "", unplaced, by_hand, refused, waiting, lapsed."""
    rows = run.people.select_related(
        "application", "route", "position__workplace", "position__organisation", "match", "organisation"
    )
    if text:
        rows = rows.filter(Q(application__name__icontains=text) | Q(position__title__icontains=text))
    return rows.filter(ONLY.get(only, Q())).order_by(F("position").asc(nulls_first=True), "application__name", "pk")


ONLY = {
    "unplaced": Q(position=None),
    "by_hand": Q(is_by_hand=True),
    "refused": Q(line=LineState.REFUSED),
    "waiting": WAITING_FOR_ANSWER,
    "ended": Q(line=LineState.PROPOSED, match__state__in=[MatchState.DECLINED, MatchState.CANCELLED]),
    "confirmed": Q(match__state=MatchState.CONFIRMED),
}


def places_of(run: Run) -> QuerySet[RunPlace]:
    return run.places.select_related("position__organisation", "position__workplace")


@dataclass(frozen=True)
class Answers:
    proposed: int
    confirmed: int
    waiting: int
    ended: int
    refused: int
    unplaced: int
    to_pass_on: int


def answers_of(run: Run) -> Answers:
    counted = run.people.aggregate(
        proposed=Count("pk", Q(line=LineState.PROPOSED)),
        confirmed=Count("pk", ONLY["confirmed"]),
        waiting=Count("pk", ONLY["waiting"]),
        ended=Count("pk", ONLY["ended"]),
        refused=Count("pk", ONLY["refused"]),
        unplaced=Count("pk", Q(line=LineState.UNPLACED)),
        to_pass_on=Count("pk", Q(line=LineState.WAITING)),
    )
    return Answers(**counted)


def latest_runs(found: Round) -> list[Run]:
    """The drafts and publications of this round, the newest first; of what was not used only the newest few."""
    order = Case(When(state=RunState.DISCARDED, then=Value(1)), default=Value(0), output_field=IntegerField())
    return list(found.runs.filter(is_preview=False).order_by("-turn", order, "-asked_at")[:20])


def latest_preview(found: Round) -> Run | None:
    return found.runs.filter(is_preview=True).order_by("-asked_at").first()


def shown_to_person(application: Application) -> RunPerson | None:
    """The last that was published to her about this application."""
    rows = RunPerson.objects.filter(application=application, shown_at__isnull=False).select_related("round")
    return rows.order_by("-shown_at").first()


def pins_of(person: RunPerson, gives_way: RunPerson | None = None) -> list[RoundPair]:
    """That would no longer hold when she goes elsewhere, and when that other one leaves."""
    students = [each.student_id for each in (person, gives_way) if each and not each.is_kept]
    pins = RoundPair.objects.filter(round=person.round_id, kind=PairKind.PINNED, student__in=students)
    return list(pins.select_related("application", "position__organisation"))


def said_no(person: RunPerson, place: RunPlace) -> Preference | None:
    """The company finds her not suitable there, and said why."""
    said = Preference.objects.filter(
        student=person.student_id, position=place.position_id, hogeschool=person.hogeschool_id
    )
    return said.filter(unsuitable=True).first()


def place_of(person: RunPerson) -> RunPlace | None:
    if not person.position_id:
        return None
    return places_of(person.run).filter(position=person.position_id).first()


def contacts_of(place: RunPlace) -> list[Route]:
    """Whom the company can ask: of the routes of the round on which it offered this leerwerkplek."""
    routes = place.run.round.scope.values("route")
    mine = Offer.objects.filter(position=place.position_id, route__in=routes).values("route")
    return list(Route.objects.filter(pk__in=mine).select_related("hogeschool").order_by("pk"))


def shown_places(position: Position) -> QuerySet[RunPlace]:
    """What was published about it, the newest first."""
    return (
        RunPlace.objects.filter(position=position, shown_at__isnull=False).select_related("run__round").order_by("-pk")
    )


def open_rounds(routes: Collection[int]) -> QuerySet[Round]:
    """In which both sides rank now on these routes."""
    today = localdate()
    return Round.objects.filter(
        scope__route__in=routes, scope__runs=True, state=RoundState.OPEN, closing_by="", opens_on__lte=today,
        closes_on__gte=today,
    ).distinct()  # fmt: skip


def with_round(found: QuerySet[Application]) -> QuerySet[Application]:
    """Each with `round_title`, `round_objective` and `round_closes_short` of the round in which its route takes part,
    until that ends."""
    mine = Round.objects.filter(scope__route=OuterRef("route"), scope__runs=True)
    return found.annotate(
        round_title=Subquery(mine.values("title")[:1]),
        round_objective=Subquery(mine.values("objective")[:1]),
        round_closes_short=Subquery(mine.values("close_short")[:1]),
    )


def of_rounds(application: Application) -> dict[str, object]:
    """For the person's own page: in which she ranks now, and what was last published to her."""
    rounds = [] if application.has_ended else open_rounds([application.route_id])
    return {"open_rounds": rounds, "in_round": shown_to_person(application)}
