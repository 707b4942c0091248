"""An addendum by which another company takes over: what is judged anew, and what may still be of the former one."""

from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass

from django.utils.formats import date_format

from mkbroute.organisations.models import Organisation

from .cautions import Caution
from .consolidated import consolidate_with, parties_with, sealed_before
from .enums import Role
from .meter import label
from .models import Addendum, Agreement, Party
from .readiness import Obstacle

OF_THE_COMPANY = ("workplace_address", "function_title", "employment", "practice_supervisor")
CONTACTS = {
    "supervisor_email": "Het e-mailadres van de praktijkbegeleider",
    "supervisor_phone": "Het telefoonnummer van de praktijkbegeleider",
    "vestigingsnummer": "Het vestigingsnummer",
}


@dataclass(frozen=True)
class Move:
    former: Party
    new: Party


def move_by(addendum: Addendum) -> Move | None:
    """Another KvK-nummer is another company."""
    former = _company(parties_with(addendum.agreement, sealed_before(addendum)))
    new = _company(addendum.party_rows())
    return Move(former, new) if former and new and former.kvk_number != new.kvk_number else None


def _company(parties: list[Party]) -> Party | None:
    return next((party for party in parties if party.role == Role.COMPANY), None)


def at_company(agreement: Agreement, party: Party) -> Agreement:
    """A copy to judge, not to save: of a company that the portal does not know, nothing is known. What was said of
    contract and pay was said by the former one, unless someone else employs the student."""
    found = Organisation.objects.filter(kvk_number=party.kvk_number).first()
    moved = copy(agreement)
    moved.organisation = found or Organisation(name=party.legal_name, kvk_number=party.kvk_number)
    if not agreement.employer_id:
        moved.match = None
        moved.contract_term, moved.contract_ends_on, moved.salary_agreed = "", None, ""
    return moved


def obstacles_of_move(move: Move) -> Iterator[Obstacle]:
    for field, called in CONTACTS.items():
        if getattr(move.new, field) and getattr(move.new, field) == getattr(move.former, field):
            text = f"{called} is nog van {move.former.legal_name}. Vul in wat bij {move.new.legal_name} hoort."
            yield Obstacle(text, "parties", f"id_company-{field}")


def cautions_of_move(addendum: Addendum, move: Move) -> Iterator[Caution]:
    now = consolidate_with(addendum).now
    same = [label(name) for name in OF_THE_COMPANY if getattr(now, name) and name not in addendum.changes]
    if same:
        yield Caution("company_left_same", f"Bij {move.new.legal_name} blijft hetzelfde: {', '.join(same)}"[:300])
    starts, day = now.practice_starts_on, addendum.effective_on
    if starts and day and starts < day:
        began, then = date_format(starts, "j F Y"), date_format(day, "j F Y")
        yield Caution(
            "practice_before_company", f"Het werken begint op {began}, bij {move.new.legal_name} pas op {then}"[:300]
        )
