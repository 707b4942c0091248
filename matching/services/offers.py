"""The hogeschool checks a leerwerkplek on its route, before anyone is placed there; the company mends and offers again.

Who locks more than one takes the offers of a leerwerkplek first, in their order, and then the leerwerkplek: adding a
match takes its offer (match_offer_is_published) before the place (portal.count_places).
"""

from collections.abc import Iterable, Sequence

from django.db.transaction import atomic
from django.utils import timezone

from .. import place_notices as notices
from ..enums import OfferState, PlaceEventKind
from ..models import Offer, Position
from ..offer_changes import OUTCOMES, Change, added_up, asks_for_check, fingerprint
from .place_log import record_place
from .refusal import Refusal

REVIEW = ("state", "reviewed_at", "reviewed_by", "return_reason", "changes", "changed_at")


@atomic
def publish_offer(offer: Offer, *, seen: str, who: str) -> Offer:
    """Candidates may see it and be proposed there. `seen`: the fingerprint of what was looked at.

    A second call changes nothing. Raises Refusal when it is no longer offered, or was changed meanwhile.
    """
    offer = _to_judge(offer)
    if offer.is_published and not offer.changes:
        return offer
    _require_same(offer, seen)
    _judge(offer, OfferState.PUBLISHED, who)
    record_place(
        offer.position,
        PlaceEventKind.PUBLISHED,
        who=who,
        text=f"Gecontroleerd en gepubliceerd op {offer.route.title}",
        offer=offer,
    )
    notices.tell_published(offer)
    return offer


@atomic
def return_offer(offer: Offer, *, reason: str, who: str) -> Offer:
    """To the company, with what must change; nobody new is placed there until it is published. Who was proposed already
    still gets an answer. Raises Refusal when it is no longer offered."""
    offer = _to_judge(offer)
    if offer.state == OfferState.RETURNED:
        return offer
    _judge(offer, OfferState.RETURNED, who, reason)
    record_place(
        offer.position,
        PlaceEventKind.RETURNED,
        who=who,
        text=f"Teruggestuurd voor {offer.route.title}",
        reason=reason,
        offer=offer,
    )
    notices.tell_returned(offer)
    return offer


@atomic
def see_changes(offer: Offer, *, seen: str, who: str) -> Offer:
    """What the company changed of a published offer is fine. Raises Refusal when it was changed again meanwhile."""
    offer = _to_judge(offer)
    if not (offer.is_published and offer.changes):
        return offer
    _require_same(offer, seen)
    named = ", ".join(change["what"].lower() for change in offer.changes)
    offer.changes, offer.changed_at = [], None
    offer.save(update_fields=["changes", "changed_at"])
    record_place(offer.position, PlaceEventKind.SEEN, who=who, text=f"Wijziging bekeken: {named}", offer=offer)
    return offer


@atomic
def choose_outcomes(offer: Offer, outcomes: Sequence[str], *, who: str) -> Offer:
    """What can be learned here, of the learning outcomes of the route."""
    offer = lock_offers(offer.position)[offer.pk]
    if offer.withdrawn_at:
        raise Refusal("U biedt deze leerwerkplek niet meer aan op deze route.")
    before, after = "; ".join(offer.outcomes), "; ".join(outcomes)
    if before == after:
        return offer
    offer.outcomes = list(outcomes)
    offer.save(update_fields=["outcomes"])
    follow_change(offer, [{"what": OUTCOMES, "before": before, "after": after}], who=who)
    return offer


@atomic
def offer_again(offer: Offer, *, who: str, note: str = "") -> Offer:
    """After the hogeschool sent it back. A second call does nothing. Raises Refusal when the company withdrew it."""
    offer = lock_offers(offer.position)[offer.pk]
    if offer.withdrawn_at or not offer.position.is_offered:
        raise Refusal("U biedt deze leerwerkplek nu niet aan. Bied haar eerst weer aan.")
    if offer.state == OfferState.RETURNED:
        ask_again(offer, who=who, note=note)
    return offer


def lock_offers(position: Position) -> dict[int, Offer]:
    """Those of one leerwerkplek, as they are now, until the end of the transaction."""
    rows = Offer.objects.select_for_update(of=("self",)).filter(position=position).order_by("pk")
    related = ("position__organisation", "position__workplace", "position__formal_employer", "route", "hogeschool")
    return {offer.pk: offer for offer in rows.select_related(*related)}


def ask_again(offer: Offer, *, who: str, note: str = "") -> None:
    """The hogeschool checks it (once more). Call where the offer is locked."""
    offer.state, offer.asked_at, offer.return_reason = OfferState.WAITING, timezone.now(), ""
    offer.save(update_fields=["state", "asked_at", "return_reason"])
    text = f"Opnieuw aangeboden op {offer.route.title}"
    record_place(offer.position, PlaceEventKind.OFFERED_AGAIN, who=who, text=text, reason=note, offer=offer)
    notices.tell_offered_again(offer, note)


def follow_change(offer: Offer, changes: Iterable[Change], *, who: str) -> None:
    """What a change by the company means for its check. Call where the offer is locked, after the change."""
    changes = list(changes)
    if not changes:
        return
    named = ", ".join(change["what"].lower() for change in changes)
    record_place(offer.position, PlaceEventKind.CHANGED, who=who, text=f"Gewijzigd: {named}", offer=offer)
    offer.changes = added_up(offer.changes, changes)
    offer.changed_at = timezone.now() if offer.changes else None
    offer.save(update_fields=["changes", "changed_at"])
    if offer.state == OfferState.RETURNED:
        ask_again(offer, who=who)
    elif offer.is_published and asks_for_check(offer.changes):
        offer.state, offer.asked_at = OfferState.WAITING, timezone.now()
        offer.save(update_fields=["state", "asked_at"])
        notices.tell_changed(offer)
    elif offer.is_published and offer.changes:
        notices.tell_changed(offer)


def _to_judge(offer: Offer) -> Offer:
    # the company changes it under the same lock (services/positions.py)
    rows = Offer.objects.select_for_update(of=("self",))
    related = ("position__organisation", "position__workplace", "position__formal_employer", "route", "hogeschool")
    offer = rows.select_related(*related).get(pk=offer.pk)
    if offer.withdrawn_at or not offer.position.is_offered:
        raise Refusal("Het bedrijf biedt deze leerwerkplek niet meer aan. U hoeft niets te doen.")
    return offer


def _require_same(offer: Offer, seen: str) -> None:
    if fingerprint(offer) != seen:
        raise Refusal("Het bedrijf heeft deze leerwerkplek zojuist gewijzigd. Lees haar nog eens, en beslis dan.")


def _judge(offer: Offer, state: OfferState, who: str, reason: str = "") -> None:
    offer.state, offer.return_reason = state, reason
    offer.reviewed_at, offer.reviewed_by = timezone.now(), who
    if state == OfferState.PUBLISHED:
        offer.changes, offer.changed_at = [], None
    offer.save(update_fields=REVIEW)
