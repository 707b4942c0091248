"""What happened to a leerwerkplek."""

from django.db import models
from django.db.models import Q

from mkbroute.access.policies import AppendOnly, RowAccess, SameOwners
from mkbroute.access.roles import COMPANY, COORDINATOR
from mkbroute.organisations.timeline import Event

from .access import OF_COMPANY, OF_HOGESCHOOL
from .positions import Offer, Position


class PositionEvent(Event):
    """With `offer`: between the company and the hogeschool of that route, and nobody else's business."""

    position = models.ForeignKey(Position, models.PROTECT, related_name="events")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    offer = models.ForeignKey(Offer, models.PROTECT, null=True, related_name="events")
    hogeschool = models.ForeignKey("organisations.Organisation", models.PROTECT, null=True, related_name="+")

    class Meta(Event.Meta):
        indexes = [models.Index(fields=["position", "at"], name="position_event_by_subject")]
        constraints = [
            models.CheckConstraint(
                condition=Q(offer=None, hogeschool=None) | Q(offer__isnull=False, hogeschool__isnull=False),
                name="position_event_hogeschool_by_offer",
            ),
            AppendOnly(name="position_event_is_written_once"),
            SameOwners(name="position_event_owners", parent="position", fields=["organisation"]),
            SameOwners(
                name="position_event_offer_owners", parent="offer", fields=["position", "organisation", "hogeschool"]
            ),
            RowAccess(
                name="position_event_access",
                read={
                    COMPANY: OF_COMPANY,
                    COORDINATOR: f"{OF_HOGESCHOOL} OR (hogeschool_id IS NULL AND EXISTS (SELECT FROM matching_offer o "
                    "WHERE o.position_id = matching_positionevent.position_id))",
                },
                add={COMPANY: OF_COMPANY, COORDINATOR: OF_HOGESCHOOL},
                recorded=False,
            ),
        ]
