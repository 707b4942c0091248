"""Rounds of the demo: one closed, and its draft waits for the coordinator; in another people and companies choose."""

from datetime import timedelta

from django.utils.timezone import localdate

from matching.enums import ApplicationState, RunObjective, Unjudged
from matching.models import Application, Offer, Round
from matching.queries import offers
from matching.services.preferences import rank_offers
from matching.services.rounds import close_now, close_round, plan_round, set_minimum, tell_opened
from matching.services.runs import ask_run, compute_run
from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.organisations.models import Organisation
from routes.models import Route

from .script.candidates import CandidateScript, Reaches
from .stage import Stage

ROUTE, COORDINATOR = "saxion-bouwkunde", "sanne.vermeer"
OPEN_ROUTE, OF_OPEN = "avans-bouwkunde", "els.janssen"
# what whoever has no place yet wants, one person after the other: numbers of the leerwerkplekken on the route, best
# first; two in one group are equally good
WISHES = [[[0], [1]], [[0, 1]], [[1]]]


def tell(stage: Stage, routes: dict[str, Route], hogeschool: Organisation, script: list[CandidateScript]) -> None:
    if ROUTE not in routes:
        return
    found = _planned(stage, routes[ROUTE], hogeschool)
    for person, wishes in zip(_waiting(script, ROUTE), WISHES, strict=False):
        _rank(stage, person, wishes, routes[ROUTE])
    with stage.as_(COORDINATOR) as who:
        close_now(found, who=who)
    with acting_as(SYSTEM):
        close_round(found.pk)
    with stage.as_(COORDINATOR) as who:
        run = ask_run(found, who=who)
    compute_run(run.pk)


def tell_open(stage: Stage, routes: dict[str, Route], hogeschool: Organisation, script: list[CandidateScript]) -> None:
    """One that looks for as many places as can be, where a place may close below its minimum."""
    waiting = _waiting(script, OPEN_ROUTE)
    if OPEN_ROUTE not in routes or not waiting:
        return
    today = localdate()
    with stage.as_(OF_OPEN) as who:
        route = Route.objects.get(pk=routes[OPEN_ROUTE].pk)
        found = plan_round(
            hogeschool_id=hogeschool.pk, routes=[route], title="Ronde winter", opens_on=today - timedelta(days=3),
            closes_on=today + timedelta(days=18), unjudged=Unjudged.LAST, objective=RunObjective.MAX, close_short=True,
            who=who,
        )  # fmt: skip
        for offer in offers(routes=[route.public_id]).filter(position__capacity__gte=2)[:1]:
            set_minimum(found, offer, places=2, who=who)
    with acting_as(SYSTEM):
        tell_opened(found.pk)
    _rank(stage, waiting[0], [[0]], route, OF_OPEN)
    with stage.as_(OF_OPEN) as who:
        run = ask_run(found, preview=True, who=who)
    compute_run(run.pk)


def _waiting(script: list[CandidateScript], route: str) -> list[str]:
    return [each.key for each in script if each.route == route and each.reaches == Reaches.ADMITTED]


def _planned(stage: Stage, route: Route, hogeschool: Organisation) -> Round:
    with stage.as_(COORDINATOR) as who:
        return plan_round(
            hogeschool_id=hogeschool.pk,
            routes=[Route.objects.get(pk=route.pk)],
            title="Ronde najaar",
            opens_on=localdate() - timedelta(days=21),
            closes_on=localdate() + timedelta(days=7),
            unjudged=Unjudged.LAST,
            who=who,
        )


def _rank(stage: Stage, person: str, wishes: list[list[int]], route: Route, reads: str = COORDINATOR) -> None:
    with stage.as_(reads):
        places = list(offers(routes=[route.public_id], with_room=False).order_by("pk"))
    groups: list[list[Offer]] = [[places[number] for number in tie if number < len(places)] for tie in wishes]
    with stage.as_(person):
        mine = Application.objects.filter(route=route.pk, state=ApplicationState.ADMISSIBLE).first()
        if mine:  # she may have found a place meanwhile
            rank_offers(mine, groups)
