"""What routes.indicators cannot count itself: the agreements of a route."""

from collections.abc import Collection

from django.db.models import Count as CountOf
from django.db.models import Exists, OuterRef, Q

from matching.enums import ApplicationState, MatchState
from matching.models import Application, Match
from routes.indicators import Count

from .enums import BY_ALL, State, YesNo
from .models import Agreement


def count_signed(route_ids: Collection[int]) -> dict[int, Count]:
    """Of the people with a leerwerkplek: by a match, or at their own employer."""
    of_match = Agreement.objects.filter(match=OuterRef("pk"), state__in=BY_ALL)
    of_own = Agreement.objects.filter(
        application=OuterRef("pk"), organisation=OuterRef("own_employer"), state__in=BY_ALL
    )
    placed = Match.objects.filter(route__in=route_ids, state=MatchState.CONFIRMED).annotate(signed=Exists(of_match))
    at_own = Application.objects.filter(
        route__in=route_ids, own_employer__isnull=False, state=ApplicationState.PLACED
    ).annotate(signed=Exists(of_own))
    counts: dict[int, Count] = {}
    for rows in (placed, at_own):
        for route_id, done, number in (
            rows.order_by()
            .values_list("route_id")
            .annotate(part=CountOf("id", filter=Q(signed=True)), whole=CountOf("id"))
        ):
            former = counts.get(route_id, Count(0, 0))
            counts[route_id] = Count(former.numerator + done, former.denominator + number)
    return counts


def count_salaries(route_ids: Collection[int]) -> dict[int, Count]:
    """Of the agreements that were sent: those that say something of employment and pay, and not that there is none."""
    sent = Agreement.objects.filter(route__in=route_ids, state__in=[State.SENT, *BY_ALL])
    rows = (
        sent.order_by()
        .values_list("route_id")
        .annotate(part=CountOf("id", filter=~Q(employment="") & ~Q(salary_agreed=YesNo.NO)), whole=CountOf("id"))
    )
    return {route_id: Count(stated, number) for route_id, stated, number in rows}
