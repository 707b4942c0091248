"""A round closes soon: whoever ranked nothing is reminded, some days before the last one."""

from collections.abc import Collection

from django.db.models import Exists, OuterRef, Q
from django.db.transaction import atomic
from django.utils.timezone import localdate

from .. import round_notices
from ..enums import RoundState, Side
from ..models import Position, Preference, Round, RoundTerms
from ..round_queries import looking
from .answering import last_reminder_day
from .rounds import lock_round, positions_by_reader


def _open() -> Q:
    return Q(state=RoundState.OPEN, closing_by="", closes_on__gte=localdate())


def to_remind_of_closing() -> list[int]:
    """Rounds that are open, by key. As the system."""
    running = Round.objects.filter(_open(), told_on__lt=localdate())
    return list(running.order_by("pk").values_list("pk", flat=True))


@atomic
def remind_of_closing(round_id: int) -> None:
    """Once for each day of the terms (RoundTerms.close_days) that came since everybody was last told of this round."""
    found = lock_round(Round(pk=round_id))
    due = last_reminder_day(found.closes_on, localdate(), RoundTerms.objects.latest().close_days)
    if due is None or not Round.objects.filter(_open(), pk=round_id, told_on__lt=due).exists():
        return
    found.told_on = localdate()
    found.save(update_fields=["told_on"])
    routes = list(found.scope.values_list("route_id", flat=True))
    ranked = Preference.objects.filter(application=OuterRef("pk"), by=Side.STUDENT)
    silent = looking(routes).filter(~Exists(ranked)).select_related("route", "hogeschool")
    for application in silent.iterator(chunk_size=500):
        round_notices.remind_to_rank(found, application)
    for positions in positions_by_reader(routes).values():
        if unranked := _unranked(positions, routes):
            round_notices.remind_to_judge(found, unranked)


def _unranked(positions: Collection[Position], routes: Collection[int]) -> list[Position]:
    """Of which the company judged nobody."""
    judged = Preference.objects.filter(position__in=positions, route__in=routes, by=Side.COMPANY)
    known = set(judged.values_list("position_id", flat=True))
    return [position for position in positions if position.pk not in known]
