"""What happened to a leerwerkplek, written once."""

from ..enums import PlaceEventKind
from ..models import Offer, Position, PositionEvent


def record_place(
    position: Position,
    kind: PlaceEventKind,
    *,
    who: str,
    text: str = "",
    reason: str = "",
    offer: Offer | None = None,
) -> None:
    """With `offer`: only its hogeschool and the company read it."""
    PositionEvent.objects.create(
        position=position,
        organisation_id=position.organisation_id,
        offer=offer,
        hogeschool_id=offer.hogeschool_id if offer else None,
        kind=kind,
        who=who,
        text=(text or kind.label)[:300],
        reason=reason,
    )
