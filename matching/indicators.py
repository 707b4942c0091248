"""What routes.indicators cannot count itself: the leerwerkplekken of a route."""

from collections.abc import Collection

from django.db.models import Count as CountOf
from django.db.models import Exists, OuterRef, Q

from mkbroute.organisations.enums import MkbOutcome
from routes.indicators import Count

from .enums import OfferState
from .models import OPEN_MATCH, Match, Offer

CHECKED = Q(withdrawn_at=None, state=OfferState.PUBLISHED)
IS_MKB = Q(organisation__mkb_outcome__in=[MkbOutcome.MICRO, MkbOutcome.SMALL, MkbOutcome.MEDIUM])


def count_mkb(route_ids: Collection[int]) -> dict[int, Count]:
    taken = Match.objects.filter(OPEN_MATCH, offer=OuterRef("pk"))
    offers = Offer.objects.filter(route__in=route_ids).filter(Exists(taken) | CHECKED)
    rows = offers.order_by().values_list("route_id").annotate(part=CountOf("id", filter=IS_MKB), whole=CountOf("id"))
    return {route_id: Count(mkb, number) for route_id, mkb, number in rows}
