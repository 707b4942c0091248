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

from .. import notices
from ..enums import PositionState
from ..models import TERMS, Offer, Position
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
) -> Position:
    """Offer a new leerwerkplek. `workplace`: one of the company's, or the fields of a new one; `terms`: models.TERMS.

    `key` becomes its public id: the same form sent twice gives one leerwerkplek.
    """
    # one at a time per company: a second click waits here, and then finds what the first one made
    company = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation_id)
    made = Position.objects.filter(public_id=key).first()
    if made:
        return made
    position = Position.objects.create(
        public_id=key, organisation=company, workplace=_existing(workplace, company), **terms
    )
    _offer_on(position, routes)
    if not company.takes_part:
        company.takes_part = True
        company.save(update_fields=["takes_part"])
    return position


@atomic
def change_position(
    position: Position, *, workplace: Workplace | dict[str, Any], routes: Iterable[Route], terms: dict[str, Any]
) -> Position:
    """Raises Refusal when more places are taken than would be left."""
    position = _locked(position)
    if terms["capacity"] < position.taken:
        raise Refusal(f"Er zijn al {position.taken} plaatsen bezet of voorgesteld. Vul minstens dat aantal in.")
    for name, value in terms.items():
        setattr(position, name, value)
    position.workplace = _existing(workplace, position.organisation)
    position.save(update_fields=[*TERMS, "workplace"])
    _offer_on(position, routes)
    return position


@atomic
def withdraw_position(position: Position) -> None:
    """Nobody new is proposed; who was proposed already still gets an answer."""
    _set_state(position, PositionState.WITHDRAWN)


@atomic
def offer_position_again(position: Position) -> None:
    """On the routes it was last offered on."""
    _set_state(position, PositionState.OFFERED)


def _set_state(position: Position, state: PositionState) -> None:
    position = _locked(position)
    if position.state != state:
        position.state = state
        position.save(update_fields=["state"])


def _locked(position: Position) -> Position:
    # a match that takes a place locks the row as well (portal.count_places)
    return Position.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=position.pk)


def _existing(workplace: Workplace | dict[str, Any], company: Organisation) -> Workplace:
    return workplace if isinstance(workplace, Workplace) else add_workplace(company, **workplace)


def _offer_on(position: Position, routes: Iterable[Route]) -> None:
    """Exactly these routes; an offer that ends stays, with its date."""
    known = {offer.route_id: offer for offer in position.offers.all()}
    chosen = {route.pk: route for route in routes}
    for route in chosen.values():
        _open(position, route, known.get(route.pk))
    position.offers.filter(withdrawn_at=None).exclude(route__in=chosen).update(withdrawn_at=timezone.now())


def _open(position: Position, route: Route, offer: Offer | None) -> None:
    if offer and not offer.withdrawn_at:
        return
    if not route.is_open:
        raise Refusal(_closed(route))
    try:
        with atomic():
            _write_offer(position, route, offer)
    except IntegrityError as error:  # stopped meanwhile
        if not is_refused_by(error, ROUTE_IS_OPEN):
            raise
        raise Refusal(_closed(route)) from error
    notices.tell_offered(position, route)


def _write_offer(position: Position, route: Route, offer: Offer | None) -> None:
    if offer:
        offer.withdrawn_at = None
        offer.save(update_fields=["withdrawn_at"])
    else:
        Offer.objects.create(
            position=position, organisation_id=position.organisation_id, route=route, hogeschool_id=route.hogeschool_id
        )


def _closed(route: Route) -> str:
    return f"Op {route.title} kunt u nu geen leerwerkplek aanbieden. Kies een andere route."
