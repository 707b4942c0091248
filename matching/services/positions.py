"""A company offers leerwerkplekken on routes."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import IntegrityError
from django.db.transaction import atomic
from django.utils import timezone

from mkbroute.organisations.models import Organisation, Workplace
from mkbroute.organisations.services.organisations import add_workplace
from routes.models import Route

from .. import place_notices as notices
from ..enums import POSITION_STEPS, OfferState, PlaceEventKind, PositionState
from ..models import TERMS, Offer, Position
from ..offer_changes import described, differences
from .offers import follow_change, lock_offers
from .place_log import record_place
from .refusal import Refusal, is_refused_by

ROUTE_IS_OPEN = "offer_route_is_open"


@atomic
def offer_position(
    *,
    key: UUID,
    organisation_id: int,
    workplace: Workplace | dict[str, Any],
    routes: Iterable[Route],
    terms: dict[str, Any],
    who: str,
) -> Position:
    """Offer a new leerwerkplek. `workplace`: one of the company's, or the fields of a new one; `terms`: models.TERMS.

    Each hogeschool checks it before anyone is placed there. `key` becomes its public id: the same form sent twice gives
    one leerwerkplek.
    """
    # one at a time per company: a second click waits here, and then finds what the first one made
    company = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation_id)
    made = Position.objects.filter(public_id=key).first()
    if made:
        return made
    position = Position.objects.create(
        public_id=key, organisation=company, workplace=_existing(workplace, company), **terms
    )
    _offer_on(position, routes, {}, who)
    if not company.takes_part:
        company.takes_part = True
        company.save(update_fields=["takes_part"])
    return position


@atomic
def change_position(
    position: Position,
    *,
    workplace: Workplace | dict[str, Any],
    routes: Iterable[Route],
    terms: dict[str, Any],
    who: str,
) -> Position:
    """What matters is checked again, or marked (offer_changes). Raises Refusal when more places are taken than would be
    left."""
    position, offers = lock_position(position)
    if terms["capacity"] < position.taken:
        raise Refusal(f"Er zijn al {position.taken} plaatsen bezet of voorgesteld. Vul minstens dat aantal in.")
    before = described(position)
    for name, value in terms.items():
        setattr(position, name, value)
    position.workplace = _existing(workplace, position.organisation)
    position.confirmed_at = timezone.now()
    position.save(update_fields=[*TERMS, "workplace", "confirmed_at"])
    changes = differences(before, described(position))
    standing = [offer for offer in offers.values() if not offer.withdrawn_at]
    _offer_on(position, routes, offers, who)
    for offer in standing:
        if not offer.withdrawn_at:
            offer.position = position
            follow_change(offer, changes, who=who)
    return position


@atomic
def withdraw_position(position: Position, *, who: str) -> None:
    """Nobody new is proposed; who was proposed already still gets an answer."""
    set_state(position, PositionState.WITHDRAWN, PlaceEventKind.WITHDRAWN, who=who)


@atomic
def offer_position_again(position: Position, *, who: str) -> None:
    """On the routes it was last offered on, where it stands as it was checked."""
    set_state(position, PositionState.OFFERED, PlaceEventKind.OFFERED_AGAIN, who=who)


def set_state(position: Position, state: PositionState, kind: PlaceEventKind, *, who: str) -> None:
    """Does nothing when it is in that state. Raises Refusal when it cannot get there from where it is."""
    position, _ = lock_position(position)
    if position.state == state:
        return
    if state not in POSITION_STEPS[position.state]:
        raise Refusal(f"Dit kan nu niet: de leerwerkplek heeft de stand ‘{position.get_state_display().lower()}’.")
    position.state, position.confirmed_at = state, timezone.now()
    position.save(update_fields=["state", "confirmed_at"])
    record_place(position, kind, who=who)


def lock_position(position: Position) -> tuple[Position, dict[int, Offer]]:
    """As they are now, until the end of the transaction: its offers first (see services/offers.py)."""
    offers = lock_offers(position)
    # a match that takes a place locks the row as well (portal.count_places)
    rows = Position.objects.select_for_update(of=("self",))
    return rows.select_related("organisation", "workplace", "formal_employer").get(pk=position.pk), offers


def _existing(workplace: Workplace | dict[str, Any], company: Organisation) -> Workplace:
    return workplace if isinstance(workplace, Workplace) else add_workplace(company, **workplace)


def _offer_on(position: Position, routes: Iterable[Route], offers: dict[int, Offer], who: str) -> None:
    """Exactly these routes; an offer that ends stays, with its date."""
    known = {offer.route_id: offer for offer in offers.values()}
    chosen = {route.pk: route for route in routes}
    for route in chosen.values():
        _open(position, route, known.get(route.pk), who)
    for offer in offers.values():
        if offer.route_id not in chosen and not offer.withdrawn_at:
            offer.withdrawn_at = timezone.now()
            offer.save(update_fields=["withdrawn_at"])
            text = f"Niet meer aangeboden op {offer.route.title}"
            record_place(position, PlaceEventKind.TAKEN_OFF, who=who, text=text, offer=offer)


def _open(position: Position, route: Route, offer: Offer | None, who: str) -> None:
    if offer and not offer.withdrawn_at:
        return
    if not route.is_open:
        raise Refusal(_closed(route))
    try:
        with atomic():
            offer = _write_offer(position, route, offer)
    except IntegrityError as error:  # stopped meanwhile
        if not is_refused_by(error, ROUTE_IS_OPEN):
            raise
        raise Refusal(_closed(route)) from error
    record_place(position, PlaceEventKind.OFFERED, who=who, text=f"Aangeboden op {route.title}", offer=offer)
    notices.tell_offered(offer)


def _write_offer(position: Position, route: Route, offer: Offer | None) -> Offer:
    """What comes back is checked anew: it may have changed since."""
    if not offer:
        return Offer.objects.create(
            position=position, organisation_id=position.organisation_id, route=route, hogeschool_id=route.hogeschool_id
        )
    offer.withdrawn_at, offer.position = None, position
    offer.save(update_fields=["withdrawn_at"])
    if offer.state != OfferState.WAITING:
        offer.state, offer.return_reason = OfferState.WAITING, ""
    offer.asked_at, offer.changes, offer.changed_at = timezone.now(), [], None
    offer.save(update_fields=["state", "return_reason", "asked_at", "changes", "changed_at"])
    return offer


def _closed(route: Route) -> str:
    return f"Op {route.title} kunt u nu geen leerwerkplek aanbieden. Kies een andere route."
