"""What routes.indicators cannot count itself: the agreements of a route."""

from collections.abc import Collection

from django.db.models import Count as CountOf
from django.db.models import Exists, OuterRef, Q

from matching.enums import MatchState
from matching.models import Match
from routes.indicators import Count

from .enums import BY_ALL, State
from .models import Agreement


def count_signed(route_ids: Collection[int]) -> dict[int, Count]:
    """Of the people with a leerwerkplek."""
    signed = Agreement.objects.filter(match=OuterRef("pk"), state__in=BY_ALL)
    placed = Match.objects.filter(route__in=route_ids, state=MatchState.CONFIRMED).annotate(signed=Exists(signed))
    rows = (
        placed.order_by()
        .values_list("route_id")
        .annotate(part=CountOf("id", filter=Q(signed=True)), whole=CountOf("id"))
    )
    return {route_id: Count(done, number) for route_id, done, number in rows}


def count_salaries(route_ids: Collection[int]) -> dict[int, Count]:
    """Of the agreements that were sent."""
    sent = Agreement.objects.filter(route__in=route_ids, state__in=[State.SENT, *BY_ALL])
    rows = (
        sent.order_by()
        .values_list("route_id")
        .annotate(part=CountOf("id", filter=~Q(employment="")), whole=CountOf("id"))
    )
    return {route_id: Count(stated, number) for route_id, stated, number in rows}
