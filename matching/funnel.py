"""What matching has rows of, for the funnel of a route (routes.funnel.count_with).

A person counts for the start that follows her application, however long the rest takes.
"""

from collections.abc import Iterator

from django.db.models import Q
from django.utils.timezone import localdate

from routes.enums import Stage
from routes.funnel import Sighting
from routes.models import Route

from .enums import MatchState, PositionState
from .models import Application, Match, Offer
from .queries import STANDING_OFFER


def sightings(route: Route) -> Iterator[Sighting]:
    for student, at in Application.objects.filter(route=route).order_by().values_list("student_id", "created_at"):
        yield Sighting(Stage.INTEREST, localdate(at), student)
    used = Q(position__state=PositionState.OFFERED) | Q(position__taken__gt=0)
    offers = Offer.objects.filter(STANDING_OFFER, used, route=route).order_by()
    for position, at, places in offers.values_list("position_id", "offered_at", "position__capacity"):
        yield Sighting(Stage.PLACE, localdate(at), position, places)
    own = Application.objects.filter(route=route).exclude(own_employer=None).order_by()
    for student, at in own.values_list("student_id", "created_at"):
        yield Sighting(Stage.STUDENT, localdate(at), student)
    confirmed = Match.objects.filter(route=route, state=MatchState.CONFIRMED).order_by()
    for student, at in confirmed.values_list("student_id", "application__created_at"):
        yield Sighting(Stage.STUDENT, localdate(at), student)
