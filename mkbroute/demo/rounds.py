"""A round of the demo: it closed, and a draft waits for the coordinator."""

from datetime import timedelta

from django.utils.timezone import localdate

from matching.enums import ApplicationState, Unjudged
from matching.models import Application, Offer, Round
from matching.queries import offers
from matching.services.preferences import rank_offers
from matching.services.rounds import close_now, close_round, plan_round
from matching.services.runs import ask_run, compute_run
from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.organisations.models import Organisation
from routes.models import Route

from .script.candidates import CandidateScript, Reaches
from .stage import Stage

ROUTE, COORDINATOR = "saxion-bouwkunde", "sanne.vermeer"
# what whoever has no place yet wants, one person after the other: numbers of the leerwerkplekken on the route, best
# first; two in one group are equally good
WISHES = [[[0], [1]], [[0, 1]], [[1]]]


def tell(stage: Stage, routes: dict[str, Route], hogeschool: Organisation, script: list[CandidateScript]) -> None:
    if ROUTE not in routes:
        return
    found = _planned(stage, routes[ROUTE], hogeschool)
    waiting = [each.key for each in script if each.route == ROUTE and each.reaches == Reaches.ADMITTED]
    for person, wishes in zip(waiting, WISHES, strict=False):
        _rank(stage, person, wishes, routes[ROUTE])
    with stage.as_(COORDINATOR) as who:
        close_now(found, who=who)
    with acting_as(SYSTEM):
        close_round(found.pk)
    with stage.as_(COORDINATOR) as who:
        run = ask_run(found, who=who)
    compute_run(run.pk)


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


def _rank(stage: Stage, person: str, wishes: list[list[int]], route: Route) -> None:
    with stage.as_(COORDINATOR):
        places = list(offers(routes=[route.public_id], with_room=False).order_by("pk"))
    groups: list[list[Offer]] = [[places[number] for number in tie if number < len(places)] for tie in wishes]
    with stage.as_(person):
        mine = Application.objects.filter(route=route.pk, state=ApplicationState.ADMISSIBLE).first()
        if mine:  # she may have found a place meanwhile
            rank_offers(mine, groups)
