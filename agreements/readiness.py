"""Before an agreement is sent: what must be mended first. What deserves a second look is in cautions.py."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from matching.dates import far_off
from matching.enums import MatchState
from mkbroute.documents import seal_readiness
from mkbroute.documents.characters import with_ink
from mkbroute.documents.render import unprintable

from . import meter
from .enums import Role, YesNo
from .models import Agreement, Party
from .persons import student_twice
from .text import OTHER_FIELDS, compose

DATES = ("starts_on", "ends_on", "practice_starts_on", "practice_ends_on")


@dataclass(frozen=True)
class Obstacle:
    text: str
    page: str = ""  # where to mend it: "edit" or "parties"
    anchor: str = ""


def obstacles(agreement: Agreement, parties: Iterable[Party]) -> list[Obstacle]:
    """The agreement comes with its route, template and match."""
    parties = list(parties)
    return [
        *_of_seal(),
        *_of_match(agreement),
        *_of_text(agreement, parties),
        *_of_dates(agreement),
        *_of_repayment(agreement),
        *_of_characters(agreement, parties),
        *_of_parties(agreement, parties),
        *_of_signers(parties),
    ]


def _of_seal() -> Iterator[Obstacle]:
    """What everybody signs must be sealed: not first found out after the last signature."""
    if not seal_readiness.is_ready():
        yield Obstacle(
            "Het portaal kan nu geen documenten verzegelen. Daarom gaat er niets uit om te tekenen. Het programmateam "
            "heeft er bericht van."
        )


def _of_match(agreement: Agreement) -> Iterator[Obstacle]:
    if not agreement.match:
        yield from _of_own_employer(agreement)
    elif agreement.match.state != MatchState.CONFIRMED:
        yield Obstacle("De match waarop deze overeenkomst rust, is vervallen. Laat de overeenkomst ook vervallen.")


def _of_own_employer(agreement: Agreement) -> Iterator[Obstacle]:
    if agreement.applied.own_employer_id != agreement.organisation_id:
        yield Obstacle("De student leert niet meer bij deze werkgever. Laat de overeenkomst vervallen.")


def _of_text(agreement: Agreement, parties: list[Party]) -> Iterator[Obstacle]:
    """Duaal: the law's provisions. Deeltijd: what the text itself cannot do without."""
    text = compose(agreement, parties)
    for name in dict.fromkeys(text.unknown):
        yield Obstacle(f"Het sjabloon vraagt om een gegeven dat er niet is: {name}. Meld dit aan wie het beheert.")
    missing = [field for code in meter.FIELDS for field in meter.missing_fields(agreement, code)]
    if not agreement.is_duaal:
        missing = [field for field in missing if meter.NAMES[field] in text.gaps]
    for field in missing:
        yield Obstacle(f"Nog niet ingevuld: {meter.label(field)}.", "edit", f"id_{field}")


def _of_dates(agreement: Agreement) -> Iterator[Obstacle]:
    for field in DATES:
        if problem := far_off(getattr(agreement, field)):
            yield Obstacle(f"{meter.label(field).capitalize()}: {problem}", "edit", f"id_{field}")


def _of_repayment(agreement: Agreement) -> Iterator[Obstacle]:
    """BW 7:611a voids many of them: someone who knows the law looks first."""
    if agreement.repayment_clause == YesNo.YES and not agreement.repayment_reviewed_by:
        text = "Er is een terugbetalingsbeding. Laat het juridisch bekijken (BW art. 7:611a) en vul in wie dat deed."
        yield Obstacle(text, "edit", "id_repayment_reviewed_by")


def _of_characters(agreement: Agreement, parties: list[Party]) -> Iterator[Obstacle]:
    """What a form would have cleaned or refused, and came in otherwise: from a leerwerkplek or an application."""
    for field in (*meter.NAMES, *OTHER_FIELDS):
        yield from _of_writing(getattr(agreement, field), meter.label(field), "edit", f"id_{field}")
    for party in parties:
        for field, called in WRITTEN.items():
            where = f"{called} van partij {Role(party.role).label.lower()}"
            yield from _of_writing(getattr(party, field), where, "parties", f"id_{party.role}-{field}")


WRITTEN = {
    "legal_name": "de naam",
    "address": "het adres",
    "student_number": "het studentnummer",
    "signer_name": "de ondertekenaar",
    "signer_function": "de functie",
}


def _of_writing(value: object, where: str, page: str, anchor: str) -> Iterator[Obstacle]:
    if not isinstance(value, str):
        return
    if letters := unprintable(value):
        yield Obstacle(f"Bij {where}: {refusal_of(letters)}", page, anchor)
    elif with_ink(value) != value:
        text = f"Bij {where}: er staan onzichtbare tekens in. Sla de pagina op, dan zijn die weg."
        yield Obstacle(text, page, anchor)


def refusal_of(letters: Iterable[str]) -> str:
    named = ", ".join(f"{letter} (U+{ord(letter):04X})" for letter in sorted(letters)[:5])
    return f"Schrijf dit anders, zonder {named}: dat kan niet op papier staan."


def _of_parties(agreement: Agreement, parties: list[Party]) -> Iterator[Obstacle]:
    by_role = {party.role: party for party in parties}
    expected = [Role.STUDENT, Role.COMPANY, Role.HOGESCHOOL, *([Role.EMPLOYER] if agreement.employer_id else [])]
    for role in expected:
        party = by_role.get(role)
        if not party:
            yield Obstacle(f"Er ontbreekt een partij: {role.label.lower()}.", "parties")
            continue
        for field, name in _needed(role).items():
            if not getattr(party, field):
                yield Obstacle(f"{role.label}: {name} ontbreekt.", "parties", f"id_{role}-{field}")


def _needed(role: Role) -> dict[str, str]:
    needed = {"legal_name": "de naam", "signer_name": "wie tekent", "signer_email": "het e-mailadres van wie tekent"}
    if role in (Role.COMPANY, Role.EMPLOYER):
        needed |= {"kvk_number": "het KvK-nummer", "address": "het adres"}
    return needed


def _of_signers(parties: list[Party]) -> Iterator[Obstacle]:
    """A code proves who signs by the mailbox it was sent to: one mailbox, one signature."""
    for one, other in combinations(parties, 2):
        if one.signer_email and one.signer_email.casefold() == other.signer_email.casefold():
            both = f"{one.signer_name} en {other.signer_name}"
            text = f"{both} hebben hetzelfde e-mailadres. Ieder tekent vanuit een eigen postvak."
            yield Obstacle(text, "parties", f"id_{other.role}-signer_email")
    for party in student_twice(parties):
        text = f"{party.signer_name} tekent al als student. Laat iemand anders tekenen namens {party.legal_name}."
        yield Obstacle(text, "parties", f"id_{party.role}-signer_name")
