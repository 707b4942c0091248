"""The mails about leerwerkplekken: the check by the hogeschool, and whether a place still stands."""

from datetime import date
from typing import Any

from django.urls import reverse

from mkbroute.mail.links import absolute
from mkbroute.mail.services import post

from .models import Offer, PlaceTerms, Position


def tell_offered(offer: Offer) -> None:
    _to_coordinator("position_offered", offer, review_days=PlaceTerms.objects.latest().review_days)


def tell_offered_again(offer: Offer, note: str) -> None:
    _to_coordinator("position_offered_again", offer, note=note)


def tell_changed(offer: Offer) -> None:
    _to_coordinator("position_changed", offer)


def tell_published(offer: Offer) -> None:
    _to_company("position_published", offer)


def tell_returned(offer: Offer) -> None:
    _to_company("position_returned", offer)


def ask_still_open(position: Position, url: str, *, number: int, is_last: bool, ends_on: date) -> None:
    """`url`: of its personal link. `ends_on`: when it is no longer active, if nobody answers."""
    _to_place("place_still_open", position, url, number=number, is_last=is_last, ends_on=ends_on)


def tell_inactive(position: Position, url: str) -> None:
    _to_place("place_inactive", position, url)


def _to_place(kind: str, position: Position, url: str, **context: Any) -> None:
    told = {"position": position, "url": url, **context}
    post(kind, to=position.mailbox, context=told, about=f"position:{position.public_id}")


def _to_coordinator(kind: str, offer: Offer, **context: Any) -> None:
    _post(kind, offer, (offer.route.contact_name, offer.route.contact_email), **context)


def _to_company(kind: str, offer: Offer, **context: Any) -> None:
    _post(kind, offer, offer.position.mailbox, **context)


def _post(kind: str, offer: Offer, to: tuple[str, str], **context: Any) -> None:
    position = offer.position
    url = absolute(reverse("matching:position", args=[position.public_id]))
    told = {"offer": offer, "position": position, "route": offer.route, "url": url, **context}
    post(kind, to=to, context=told, about=f"position:{position.public_id}", hogeschool_id=offer.hogeschool_id)
