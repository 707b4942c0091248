"""The mails about a gegevenskaart. Each goes to one person and says why it comes."""

from collections.abc import Sequence

from mkbroute.mail.services import post

from .cards import LIFETIME, MINUTES
from .enums import Role
from .models import PartyCard


def ask_for_data(card: PartyCard, address: str, *, who: str) -> None:
    _post("card_request", card, address, {"who": who})


def ask_for_data_of_many(asked: Sequence[tuple[PartyCard, str]], *, who: str) -> None:
    """One mail to who fills in several cards, each with its address."""
    first = asked[0][0]
    route, hogeschool = first.agreement.route, first.agreement.hogeschool
    context = {
        "rows": [{"agreement": card.agreement, "url": address} for card, address in asked],
        "route": route,
        "hogeschool": hogeschool,
        "who": who,
        "minutes": MINUTES,
        "days": LIFETIME.days,
    }
    post("card_requests", to=(first.name, first.email), context=context, hogeschool_id=first.hogeschool_id)


def tell_passed_on(card: PartyCard, address: str, *, by: str) -> None:
    _post("card_passed_on", card, address, {"by": by})


def send_card_link(card: PartyCard, address: str) -> None:
    _post("card_link", card, address, {})


def _post(kind: str, card: PartyCard, address: str, context: dict) -> None:
    agreement = card.agreement
    post(
        kind,
        to=(card.name, card.email),
        context={
            "agreement": agreement,
            "route": agreement.route,
            "hogeschool": agreement.hogeschool,
            "card": card,
            "is_student": card.role == Role.STUDENT,
            "is_employer": card.role == Role.EMPLOYER,
            "url": address,
            "minutes": MINUTES,
            "days": LIFETIME.days,
            **context,
        },
        about=f"agreement:{agreement.public_id}",
        hogeschool_id=agreement.hogeschool_id,
    )
