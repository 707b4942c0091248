"""What the pages read on which people and companies find each other and put each other in an order."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from . import queries
from .enums import IntroductionState, Side
from .models import Application, Introduction, Offer, Position, Preference, Profile
from .queries import STANDING_OFFER

MEETING = (IntroductionState.OPEN, IntroductionState.ACCEPTED)
SAID = {"said": "pk", "rank": "rank", "reason": "reason"}  # of a preference


def order_of(application: Application) -> list[Preference]:
    """Her order, best first. What is not offered now stands in it still: it may come back."""
    found = Preference.objects.filter(application=application, by=Side.STUDENT).order_by("rank", "id")
    return list(found.select_related("offer", "position__organisation", "position__workplace"))


def is_offered(preference: Preference) -> bool:
    return is_on_offer(preference.offer, preference.position)


def is_on_offer(offer: Offer, position: Position) -> bool:
    """Somebody may be placed there: it stands, and is not being checked again."""
    return not offer.withdrawn_at and offer.is_published and position.is_offered


def others_for(application: Application, chosen: Iterable[int], *, text: str, province: str) -> QuerySet[Offer]:
    """With room, on her route, outside her order; those in the regions she named come first."""
    found = queries.offers_for(application, text).exclude(pk__in=list(chosen))
    return found.filter(position__workplace__province=province) if province else found


def offers_by_key(application: Application, keys: Iterable[str]) -> dict[str, Offer]:
    """By public id of the leerwerkplek: what stands in her order, or may come into it."""
    keys = [key for key in keys if queries.is_uuid(key)]
    found = Offer.objects.filter(route=application.route_id, position__public_id__in=keys)
    return {str(offer.position.public_id): offer for offer in found.select_related("position")}


def candidates_for(position: Position, province: str = "") -> QuerySet[Profile]:
    """Who can be found by the company of this leerwerkplek, on the routes it is offered on; each with what the company
    said of her: `said` (a key), `rank` and `reason`; and how far they are with `meeting`."""
    routes = position.offers.filter(STANDING_OFFER).values("route")
    said = _said_of(position)
    found = Profile.objects.filter(route__in=routes).select_related("route__hogeschool")
    asked = Introduction.objects.filter(
        position=position, application=OuterRef("application_id"), state__in=MEETING
    ).values("state")
    found = found.annotate(
        meeting=Subquery(asked[:1]), **{name: Subquery(said.values(field)[:1]) for name, field in SAID.items()}
    )
    return found.filter(regions__contains=[province]) if province else found


def _said_of(position: Position) -> QuerySet[Preference]:
    return Preference.objects.filter(position=position, by=Side.COMPANY, application=OuterRef("application_id"))


def unsuitable_for(application: Application) -> QuerySet[Preference]:
    """The companies that said no to her beforehand, each with why: for the hogeschool."""
    said = Preference.objects.filter(application=application, by=Side.COMPANY, unsuitable=True)
    return said.select_related("position__organisation").order_by("-changed_at")


def answered(position: Position) -> list[Profile]:
    """Best first, then who is not suitable."""
    found: list[Any] = list(candidates_for(position).filter(Exists(_said_of(position))))
    return sorted(found, key=lambda profile: (profile.rank is None, profile.rank, profile.said))
