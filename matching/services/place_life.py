"""A leerwerkplek goes on: for longer, into the archive and out of it."""

from datetime import date

from django.db.transaction import atomic
from django.utils import timezone

from ..enums import MatchState, PlaceEventKind, PositionState
from ..models import Position
from ..offer_changes import described, differences
from .offers import follow_change
from .place_log import record_place
from .positions import lock_position, set_state
from .refusal import Refusal

EXTENDABLE = (PositionState.OFFERED, PositionState.INACTIVE)


@atomic
def extend_position(position: Position, *, starts_on: date, closes_on: date | None, who: str) -> None:
    """For who begins later. The hogeschool sees the new dates; what was no longer active is so again. Raises Refusal
    when the company withdrew it."""
    position, offers = lock_position(position)
    if position.state not in EXTENDABLE:
        raise Refusal("Verlengen kan alleen als de leerwerkplek is aangeboden. Bied haar eerst weer aan.")
    before = described(position)
    position.starts_on, position.closes_on = starts_on, closes_on
    position.state, position.confirmed_at = PositionState.OFFERED, timezone.now()
    position.save(update_fields=["starts_on", "closes_on", "state", "confirmed_at"])
    record_place(position, PlaceEventKind.EXTENDED, who=who)
    changes = differences(before, described(position))
    for offer in offers.values():
        if not offer.withdrawn_at:
            offer.position = position
            follow_change(offer, changes, who=who)


@atomic
def archive_position(position: Position, *, who: str) -> None:
    """Out of sight; what was agreed about it stays. Raises Refusal while someone waits for an answer."""
    locked, _ = lock_position(position)
    if locked.matches.filter(state=MatchState.PROPOSED).exists():
        raise Refusal("Er loopt nog een voorstel voor deze leerwerkplek. Rond dat eerst af.")
    set_state(position, PositionState.ARCHIVED, PlaceEventKind.ARCHIVED, who=who)


@atomic
def unarchive_position(position: Position, *, who: str) -> None:
    """It can be offered again."""
    set_state(position, PositionState.WITHDRAWN, PlaceEventKind.UNARCHIVED, who=who)
