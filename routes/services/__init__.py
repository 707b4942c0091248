"""Everything that changes a route. What is not allowed now raises ValidationError, with what to do in Dutch."""

from .dossier import state_criterion
from .partners import add_partner, confirm_partnership, remove_partner
from .recognition import (
    Judgement,
    assess_criterion,
    recognise_route,
    reject_route,
    return_route,
    review_route,
    submit_route,
)
from .register import register_route, update_route, withdraw_route

__all__ = [
    "Judgement",
    "add_partner",
    "assess_criterion",
    "confirm_partnership",
    "recognise_route",
    "register_route",
    "reject_route",
    "remove_partner",
    "return_route",
    "review_route",
    "state_criterion",
    "submit_route",
    "update_route",
    "withdraw_route",
]
