"""What matching has rows of, for the funnel of a route (routes.funnel.count_with).

A person counts for the start that follows her application, however long the rest takes.
"""

from collections.abc import Iterator

from django.db.models import Q
from django.utils.timezone import localdate

from routes.enums import Stage
from routes.funnel import Sighting
from routes.models import Route

from .enums import Answer, MatchState, OfferState, PositionState
from .models import Application, Match, Offer
from .queries import STANDING_OFFER


def sightings(route: Route) -> Iterator[Sighting]:
    applied = Application.objects.filter(route=route).order_by("created_at", "id")
    for student, at, channel in applied.values_list("student_id", "created_at", "channel"):
        yield Sighting(Stage.INTEREST, localdate(at), student, channel=channel)
    checked = Q(position__state=PositionState.OFFERED, state=OfferState.PUBLISHED)
    used = checked | Q(position__taken__gt=0)
    offers = Offer.objects.filter(STANDING_OFFER, used, route=route).order_by()
    for position, at, places in offers.values_list("position_id", "offered_at", "position__capacity"):
        yield Sighting(Stage.PLACE, localdate(at), position, places)
    yield from _of_matches(route)
    yield from _of_own_employers(route)


def _of_matches(route: Route) -> Iterator[Sighting]:
    """A company that said yes to someone pledged a place; both said yes: a student."""
    matches = Match.objects.filter(route=route).order_by("application__created_at", "id")
    agreed = matches.filter(company_answer=Answer.YES).values_list("organisation_id", "company_answered_at")
    for organisation, at in agreed:
        yield Sighting(Stage.PLEDGE, localdate(at), organisation)
    confirmed = matches.filter(state=MatchState.CONFIRMED)
    for student, at, channel in confirmed.values_list("student_id", "application__created_at", "application__channel"):
        yield Sighting(Stage.STUDENT, localdate(at), student, channel=channel)


def _of_own_employers(route: Route) -> Iterator[Sighting]:
    """Who learns where she works already needs no match."""
    own = Application.objects.filter(route=route).exclude(own_employer=None).order_by("created_at", "id")
    for student, at, channel in own.values_list("student_id", "created_at", "channel"):
        yield Sighting(Stage.STUDENT, localdate(at), student, channel=channel)
