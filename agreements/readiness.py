"""Before an agreement is sent: what must be mended first, and what deserves a second look."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from django.utils.formats import date_format

from matching.dates import far_off
from matching.enums import MatchState
from mkbroute.documents import seal_readiness
from mkbroute.documents.characters import with_ink
from mkbroute.documents.render import unprintable
from routes.enums import Degree

from . import meter
from .enums import Role
from .models import Agreement, Party
from .term import programme_ends_on, shown_number
from .text import OTHER_FIELDS, compose

DATES = ("starts_on", "ends_on", "practice_starts_on", "practice_ends_on")
HOURS_IN_A_DAY = 8
HOURS_IN_A_WEEK = 40
IN_MKB = "Een Mkb-route vraagt een leerwerkplek in het mkb (criterium 2)."
SPEAKS_OF_PAY = re.compile(r"loon|salaris|€|\beuro\b|\bcao\b|verdien", re.IGNORECASE)


@dataclass(frozen=True)
class Obstacle:
    text: str
    page: str = ""  # where to mend it: "edit" or "parties"
    anchor: str = ""


@dataclass(frozen=True)
class Caution:
    """Sending is possible all the same; `reason` says why to look again."""

    title: str
    reason: str


def obstacles(agreement: Agreement, parties: Iterable[Party]) -> list[Obstacle]:
    """The agreement comes with its route, template and match."""
    parties = list(parties)
    return [
        *_of_seal(),
        *_of_match(agreement),
        *_of_text(agreement, parties),
        *_of_dates(agreement),
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


def cautions(agreement: Agreement) -> list[Caution]:
    """For the coordinator: reads route, leerwerkplek and company."""
    return [
        *_of_provisions(agreement),
        *_of_term(agreement),
        *_of_hours(agreement),
        *_of_mkb(agreement),
        *_of_pay(agreement),
    ]


def _of_provisions(agreement: Agreement) -> Iterator[Caution]:
    codes = [code for code in meter.FIELDS if meter.missing_fields(agreement, code)]
    if codes and not agreement.is_duaal:
        yield Caution(
            f"Nog niet geregeld: onderdeel {', '.join(codes)}",
            "Bij een deeltijdopleiding verplicht de wet dit niet (WHW art. 7.7 lid 5), maar het voorkomt onenigheid.",
        )


def _of_term(agreement: Agreement) -> Iterator[Caution]:
    route, months = agreement.route, agreement.match.position.contract_months if agreement.match else None
    nominal = Degree(route.degree).years * 12
    if months and months < nominal:
        yield Caution(
            f"Het arbeidscontract duurt {months} maanden, de opleiding {nominal}",
            "Loopt het contract eerder af, dan kan de student de opleiding misschien niet afmaken bij dit bedrijf.",
        )
    if agreement.starts_on and agreement.ends_on:
        until = programme_ends_on(route, agreement.starts_on)
        if agreement.ends_on < until:
            yield Caution(
                f"De overeenkomst eindigt vóór het einde van de opleiding ({date_format(until, 'j F Y')})",
                "Voor de tijd daarna is dan een nieuwe overeenkomst nodig.",
            )


def _of_hours(agreement: Agreement) -> Iterator[Caution]:
    days = max((year.days_school for year in agreement.route.years.all()), default=0)
    if agreement.hours_per_week and agreement.hours_per_week + days * HOURS_IN_A_DAY > HOURS_IN_A_WEEK:
        school = f"{shown_number(days)} {'dag' if days == 1 else 'dagen'} school"
        yield Caution(
            f"{shown_number(agreement.hours_per_week)} uur werk en {school} passen niet in één week",
            f"Samen is dat meer dan {HOURS_IN_A_WEEK} uur. Spreek af hoe de student het studeren in de week inpast.",
        )


def _of_mkb(agreement: Agreement) -> Iterator[Caution]:
    company = agreement.organisation
    if company.is_mkb is None:
        yield Caution(
            f"{company.name} heeft de mkb-verklaring nog niet ingevuld",
            f"{IN_MKB} Vraag het bedrijf om de vier vragen te beantwoorden.",
        )
    elif not company.is_mkb:
        yield Caution(
            f"{company.name} is volgens zijn eigen verklaring geen mkb",
            IN_MKB,
        )


def _of_pay(agreement: Agreement) -> Iterator[Caution]:
    if not SPEAKS_OF_PAY.search(agreement.employment):
        yield Caution(
            "Er staat niets over loon",
            "In een Mkb-route betaalt de werkgever salaris (criterium 4). Noem het, of verwijs naar contract of cao.",
        )
