"""Is this leerwerkplek still open? The portal asks after a while without a sign of life, some times more, and then
takes it off the list; the company brings it back with one click. The days are data (PlaceTerms)."""

from datetime import datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.transaction import atomic
from django.utils import timezone

from .. import place_notices as notices
from ..enums import PlaceEventKind, PositionState
from ..links import new_link
from ..models import Match, Offer, PlaceTerms, Position, StillOpen
from ..queries import PUBLISHED_OFFER
from .place_log import record_place
from .positions import lock_position, set_state
from .refusal import Refusal

PORTAL = "Het portaal"
LIFETIME = timedelta(days=60)  # of the link
OPEN = (PositionState.OFFERED, PositionState.INACTIVE)


def silent_places(terms: PlaceTerms, now: datetime) -> QuerySet[Position]:
    """Of which nothing was heard for a while, where somebody could still come: published, with room, not past its last
    day. An answer to a proposal is a sign of life too."""
    before = now - timedelta(days=terms.confirm_days)
    published = Offer.objects.filter(PUBLISHED_OFFER, position=OuterRef("pk"))
    answered = Match.objects.filter(position=OuterRef("pk"), company_answered_at__gt=before)
    not_closed = Q(closes_on=None) | Q(closes_on__gte=timezone.localdate(now))
    silent = Position.objects.filter(state=PositionState.OFFERED, confirmed_at__lte=before, taken__lt=F("capacity"))
    return silent.filter(not_closed, Exists(published), ~Exists(answered))


def to_ask(now: datetime | None = None) -> list[int]:
    """Whose next question, or end, is due."""
    now = now or timezone.now()
    terms = PlaceTerms.objects.latest()
    recently = StillOpen.objects.filter(
        position=OuterRef("pk"),
        asked_at__gt=now - timedelta(days=terms.warn_days),
        asked_at__gte=OuterRef("confirmed_at"),
    )
    due = silent_places(terms, now).filter(~Exists(recently)).order_by("confirmed_at", "pk")
    return list(due.values_list("pk", flat=True))


@atomic
def ask_or_end(position_id: int, now: datetime | None = None) -> StillOpen | None:
    """The next question to the company; after the last one, the leerwerkplek is no longer active, and a mail says so.
    None when it is not due (any more): two workers at once ask once."""
    now = now or timezone.now()
    position, _ = lock_position(Position(pk=position_id))
    if position.pk not in to_ask(now):
        return None
    terms = PlaceTerms.objects.latest()
    asked = StillOpen.objects.filter(position=position, asked_at__gte=position.confirmed_at).count()
    if asked < terms.warnings:
        return _ask(position, asked + 1, terms, now)
    return _end(position, asked + 1, now)


def _ask(position: Position, number: int, terms: PlaceTerms, now: datetime) -> StillOpen:
    url, question = _question(position, number, now)
    text = f"Gevraagd of de plek nog open staat (keer {number} van {terms.warnings})"
    record_place(position, PlaceEventKind.ASKED, who=PORTAL, text=text)
    ends_on = timezone.localdate(now) + timedelta(days=terms.warn_days * (terms.warnings - number + 1))
    notices.ask_still_open(position, url, number=number, is_last=number == terms.warnings, ends_on=ends_on)
    return question


def _end(position: Position, number: int, now: datetime) -> StillOpen:
    url, question = _question(position, number, now, is_last=True)
    position.state = PositionState.INACTIVE
    position.save(update_fields=["state"])
    reason = "Het bedrijf liet na herhaald vragen niet weten of de plek nog open staat."
    record_place(position, PlaceEventKind.INACTIVE, who=PORTAL, reason=reason)
    notices.tell_inactive(position, url)
    return question


def _question(position: Position, number: int, now: datetime, is_last: bool = False) -> tuple[str, StillOpen]:
    url, token_hash = new_link("matching:still_open")
    question = StillOpen.objects.create(
        position=position,
        organisation_id=position.organisation_id,
        number=number,
        is_last=is_last,
        token_hash=token_hash,
        asked_at=now,
        expires_at=now + LIFETIME,
    )
    return url, question


@atomic
def confirm_open(position: Position, *, who: str) -> None:
    """By the company, with its account. Raises Refusal when it withdrew or archived the leerwerkplek."""
    position, _ = lock_position(position)
    if position.state not in OPEN:
        raise Refusal("Deze leerwerkplek is ingetrokken of staat in het archief. Bied haar eerst weer aan.")
    if position.state == PositionState.INACTIVE:
        set_state(position, PositionState.OFFERED, PlaceEventKind.STILL_OPEN, who=who)
        return
    position.confirmed_at = timezone.now()
    position.save(update_fields=["confirmed_at"])
    record_place(position, PlaceEventKind.STILL_OPEN, who=who)
