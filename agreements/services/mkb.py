"""The mkb questions on the card of a company. What it answers is its own declaration: kept with the company, and seen
by nobody else. Only the outcome and its date are."""

from typing import Any

from django.db import transaction

from mkbroute.organisations.models import MkbDeclaration
from mkbroute.organisations.services.mkb import declare_size

from .. import mkb
from ..enums import EventKind
from ..models import PartyCard
from .cards import locked_open, record
from .signing import Visit


class DeclaredAlready(Exception):
    """By a colleague, or by an earlier click; nothing was written."""


@transaction.atomic
def declare_by_card(card: PartyCard, *, answers: dict[str, Any], visit: Visit) -> MkbDeclaration:
    """`answers`: of MkbForm. Raises DeclaredAlready or NotOpen."""
    card = locked_open(card)
    company = card.agreement.organisation
    if not mkb.is_asked(card):
        raise DeclaredAlready
    declaration = declare_size(company, declared_by=card.name, **answers)
    outcome = declaration.get_outcome_display().lower()
    record(card, EventKind.DATA_FILLED, f"Mkb-vragen beantwoord; uitkomst: {outcome}", visit, {"outcome": outcome})
    return declaration
