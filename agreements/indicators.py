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
    """Of the people with a leerwerkplek: by a match, at their own employer, or by an agreement that still runs although
    its place came free for what follows it."""
    match = Match.objects.filter(application=OuterRef("pk"), state=MatchState.CONFIRMED)
    at_own = Q(own_employer__isnull=False, state=ApplicationState.PLACED)
    signed = Agreement.objects.filter(state__in=BY_ALL)
    of_match = Exists(signed.filter(match__application=OuterRef("pk"), match__state=MatchState.CONFIRMED))
    of_own = Exists(signed.filter(application=OuterRef("pk"), organisation=OuterRef("own_employer")))
    running = signed.exclude(state=State.ENDED)
    runs = Exists(running.filter(match__application=OuterRef("pk"))) | Exists(
        running.filter(application=OuterRef("pk"))
    )
    rows = (
        Application.objects.filter(Exists(match) | at_own | runs, route__in=route_ids)
        .order_by()
        .values_list("route_id")
        .annotate(part=CountOf("id", filter=Q(of_match) | (at_own & Q(of_own)) | Q(runs)), whole=CountOf("id"))
    )
    return {route_id: Count(signed, number) for route_id, signed, number in rows}


def count_salaries(route_ids: Collection[int]) -> dict[int, Count]:
    """Of the agreements that were sent: those that say something of employment and pay, and not that there is none."""
    sent = Agreement.objects.filter(route__in=route_ids, state__in=[State.SENT, *BY_ALL])
    rows = (
        sent.order_by()
        .values_list("route_id")
        .annotate(part=CountOf("id", filter=~Q(employment="") & ~Q(salary_agreed=YesNo.NO)), whole=CountOf("id"))
    )
    return {route_id: Count(stated, number) for route_id, stated, number in rows}
