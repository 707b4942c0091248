"""Whether a company still has to say how large it is: an Mkb-route asks for a leerwerkplek in the mkb."""

from datetime import date, timedelta

from django.utils import timezone

from mkbroute.organisations.models import Organisation

from .cards import Standing, standing
from .enums import Role
from .models import PartyCard

HOLDS = timedelta(days=2 * 365)  # Recommendation 2003/361/EC, annex, article 4: it changes after two years in a row


def is_too_old(declared_on: date) -> bool:
    return declared_on + HOLDS < timezone.localdate()


def is_missing(company: Organisation) -> bool:
    """Nothing declared, or too long ago."""
    return company.mkb_declared_on is None or is_too_old(company.mkb_declared_on)


def is_asked(card: PartyCard) -> bool:
    """On the card of the company, while it can be filled in."""
    is_open = standing(card) in (Standing.OPEN, Standing.HANDED_IN)
    return is_open and card.role == Role.COMPANY and is_missing(card.agreement.organisation)
