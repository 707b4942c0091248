"""The check of what is offered: what waits on whom, and until when."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from .enums import OfferState, PlaceEventKind, PositionState
from .journey import NOBODY, Moment, Reader, Turn
from .models import Offer, PlaceTerms, Position, PositionEvent
from .queries import STANDING_OFFER, narrowed

OFFERED = STANDING_OFFER & Q(position__state=PositionState.OFFERED)
RELATED = ("position__organisation", "position__workplace", "position__formal_employer", "route", "hogeschool")


class Check(Enum):
    """What the hogeschool still has to do with, or waits for. Its name is that in the filter."""

    WAITING = "waiting"
    CHANGED = "changed"
    RETURNED = "returned"


CONDITIONS = {
    Check.WAITING: Q(state=OfferState.WAITING),
    Check.CHANGED: Q(state=OfferState.PUBLISHED) & ~Q(changes=[]),
    Check.RETURNED: Q(state=OfferState.RETURNED),
}


def offers_in(check: Check) -> QuerySet[Offer]:
    """Whoever waits longest comes first."""
    order = "changed_at" if check == Check.CHANGED else "reviewed_at" if check == Check.RETURNED else "asked_at"
    return Offer.objects.filter(OFFERED).filter(CONDITIONS[check]).select_related(*RELATED).order_by(order, "id")


def offers_to_look_at(check: Check, *, text: str = "", routes: Collection[str | UUID] | None = None) -> QuerySet[Offer]:
    return narrowed(offers_in(check), text, routes)


@dataclass(frozen=True)
class Deadline:
    """By when the hogeschool checks, as the terms have it."""

    day: date

    @property
    def days_left(self) -> int:
        return (self.day - localdate()).days

    @property
    def is_late(self) -> bool:
        return self.days_left < 0

    @property
    def in_words(self) -> str:
        left = self.days_left
        if left < 0:
            return "1 dag te laat" if left == -1 else f"{-left} dagen te laat"
        return "vandaag" if left == 0 else "nog 1 dag" if left == 1 else f"nog {left} dagen"


def deadline(offer: Offer, terms: PlaceTerms) -> Deadline | None:
    """None where the hogeschool has nothing to decide."""
    since = _asked_since(offer)
    return Deadline(localdate(since) + timedelta(days=terms.review_days)) if since else None


def _asked_since(offer: Offer) -> datetime | None:
    if offer.state == OfferState.WAITING:
        return offer.asked_at
    return offer.changed_at if offer.state == OfferState.PUBLISHED else None


def turn_of_offer(offer: Offer, reader: Reader) -> Turn:
    """Who must act on it now."""
    if offer.state == OfferState.RETURNED:
        company = reader == Reader.COMPANY
        who = "u" if company else offer.position.organisation.name
        return Turn(who, "past aan wat de hogeschool vraagt", offer.reviewed_at, mine=company)
    since = _asked_since(offer)
    if not since:
        return NOBODY
    hogeschool = reader == Reader.HOGESCHOOL
    what = "controleert de leerwerkplek" if offer.state == OfferState.WAITING else "bekijkt wat er is gewijzigd"
    return Turn("u" if hogeschool else offer.hogeschool.name, what, since, mine=hogeschool)


def moments_of(position: Position) -> list[Moment]:
    """What happened, as far as the reader may know it; the newest first."""
    events = PositionEvent.objects.filter(position=position).order_by("-at", "-id")
    return [
        Moment(event.at, event.who, event.text, event.reason, PlaceEventKind(event.kind).tone) for event in events[:50]
    ]


def outcomes_to_learn(routes: Collection[int]) -> dict[int, list[str]]:
    """The learning outcomes of these routes, of those that have them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT route_id, outcomes::text FROM portal.outcomes_to_learn(%s)", [list(routes)])
        rows = cursor.fetchall()
    return {route_id: outcomes for route_id, text in rows if (outcomes := json.loads(text))}
