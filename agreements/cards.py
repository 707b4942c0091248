"""The gegevenskaart: what each party is asked, what it said already, and what is still missing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum
from secrets import token_urlsafe
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from mkbroute.access.decorators import hash_token
from mkbroute.design.merging import plain
from mkbroute.mail.links import absolute

from .enums import Contract, Role, State, YesNo
from .models import Agreement, Party, PartyCard
from .models.agreement import OF_PARTY

LIFETIME = timedelta(days=30)
# asked, and neither handed in nor taken over by the hogeschool
NOT_HANDED_IN = Q(asked_at__isnull=False, filled_at=None, taken_over_at=None)
TO_FILL_IN = NOT_HANDED_IN & Q(agreement__state=State.DRAFT)
MINUTES = 5  # to fill one in, for who has the trade register at hand


# -- the link -----------------------------------------------------------------------------------------------------


def new_link() -> tuple[str, dict[str, Any]]:
    """A new address for in the mail, and the fields of the card that go with it: the row keeps a hash."""
    token = token_urlsafe(32)
    fields = {"token_hash": hash_token(token), "link_expires_at": timezone.now() + LIFETIME}
    return absolute(reverse("agreements:card", args=[token])), fields


class Standing(Enum):
    """What the holder of a link finds behind it."""

    OPEN = "she can fill in"
    HANDED_IN = "she did, and may still change it"
    TAKEN_OVER = "the hogeschool fills it in itself"
    SENT = "the text was sent for signature"
    CANCELLED = "there will be no agreement"
    EXPIRED = "the link is too old"


def standing(card: PartyCard) -> Standing:
    state = card.agreement.state
    if state == State.CANCELLED:
        return Standing.CANCELLED
    if state != State.DRAFT:
        return Standing.SENT
    if card.taken_over_at:
        return Standing.TAKEN_OVER
    if card.link_expires_at <= timezone.now():
        return Standing.EXPIRED
    return Standing.HANDED_IN if card.filled_at and not card.answers else Standing.OPEN


# -- what is asked ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Step:
    """One page of a card. `optional`: what may be left open."""

    slug: str
    title: str
    lead: str
    fields: tuple[str, ...]
    optional: tuple[str, ...] = ()


COMPANY = Step(
    "bedrijf",
    "Uw bedrijf",
    "Zoals het in het handelsregister staat.",
    ("legal_name", "kvk_number", "vestigingsnummer", "address"),
    ("vestigingsnummer",),
)
EMPLOYER = Step(
    "organisatie",
    "Uw organisatie",
    "Zoals zij in het handelsregister staat.",
    ("legal_name", "kvk_number", "address"),
)
SIGNATORY = Step(
    "tekenbevoegde",
    "Wie tekent?",
    "De tekenbevoegde mag volgens het handelsregister of een volmacht namens u tekenen. Dat is vaak de eigenaar of "
    "directeur, en vaak niet de praktijkbegeleider.",
    ("signer_name", "signer_function", "signer_email"),
)
SUPERVISOR = Step(
    "praktijkbegeleider",
    "Wie begeleidt op het werk?",
    "De praktijkbegeleider helpt de student op de werkvloer en praat mee over de voortgang. Die hoeft niet te tekenen.",
    ("supervisor_name", "supervisor_function", "supervisor_email", "supervisor_phone"),
    ("supervisor_function", "supervisor_phone"),
)
WORKPLACE = Step(
    "werkplek",
    "Waar en wanneer?",
    "De plek waar de student echt werkt, en de afgesproken dagen.",
    ("workplace_address", "hours_per_week", "working_days"),
)
EMPLOYMENT = Step(
    "loon",
    "Arbeidsovereenkomst en loon",
    "Een verwijzing is genoeg. De arbeidsovereenkomst zelf blijft tussen u en de student.",
    ("contract_term", "contract_ends_on", "salary_agreed", "salary"),
    ("contract_ends_on", "salary"),  # asked where the contract has one, and where there is pay
)
STUDENT = Step(
    "gegevens",
    "Jouw gegevens",
    "Zo kom je in de overeenkomst te staan.",
    ("legal_name", "born_on", "address", "student_number", "signer_email"),
    ("student_number",),
)
# the same for each student of an organisation
OF_ORGANISATION = (*COMPANY.fields, *SIGNATORY.fields, *SUPERVISOR.fields, "workplace_address")
WITHOUT_COLUMN = ("salary",)  # kept with the card; in the draft as part of a text


def steps_of(role: str, agreement: Agreement) -> list[Step]:
    """A formal employer knows of the contract what the company does not."""
    if role == Role.STUDENT:
        return [STUDENT]
    if role == Role.EMPLOYER:
        return [EMPLOYER, SIGNATORY, EMPLOYMENT]
    steps = [COMPANY, SIGNATORY, SUPERVISOR, WORKPLACE]
    return steps if agreement.employer_id else [*steps, EMPLOYMENT]


LABELS = {
    "legal_name": "naam",
    "kvk_number": "KvK-nummer",
    "vestigingsnummer": "vestigingsnummer",
    "address": "adres",
    "born_on": "geboortedatum",
    "student_number": "studentnummer",
    "signer_name": "wie tekent",
    "signer_function": "functie van wie tekent",
    "signer_email": "e-mailadres van wie tekent",
    "supervisor_name": "praktijkbegeleider",
    "supervisor_function": "functie van de praktijkbegeleider",
    "supervisor_email": "e-mailadres van de praktijkbegeleider",
    "supervisor_phone": "telefoon van de praktijkbegeleider",
    "workplace_address": "adres van de werkplek",
    "hours_per_week": "werkuren per week",
    "working_days": "werkdagen",
    "contract_term": "soort arbeidsovereenkomst",
    "contract_ends_on": "laatste dag van het contract",
    "salary_agreed": "betaalt de werkgever salaris",
    "salary": "loon",
}
OF_STUDENT = {"address": "woonplaats", "signer_email": "e-mailadres"}


def label(role: str, field: str) -> str:
    return OF_STUDENT.get(field, LABELS[field]) if role == Role.STUDENT else LABELS[field]


# -- what is known ------------------------------------------------------------------------------------------------


def values_of(card: PartyCard, party: Party) -> dict[str, str]:
    """Everything the card asks, as text: what was typed, else what stands in the draft, else what we suppose."""
    drafted = {field: text for field, text in in_draft(card.agreement, party).items() if text}
    known = {**card.facts, **drafted, **card.answers}
    return {field: known.get(field, "") for step in steps_of(card.role, card.agreement) for field in step.fields}


def in_draft(agreement: Agreement, party: Party) -> dict[str, str]:
    supervisor, _, function = agreement.practice_supervisor.partition(", ")
    return {
        **{field: plain(getattr(party, field)) for field in OF_PARTY},
        "supervisor_name": supervisor,
        "supervisor_function": function,
        "workplace_address": agreement.workplace_address,
        "hours_per_week": plain(agreement.hours_per_week),
        "working_days": agreement.working_days,
        "contract_term": agreement.contract_term,
        "contract_ends_on": plain(agreement.contract_ends_on),
        "salary_agreed": agreement.salary_agreed,
    }


def missing_in(step: Step, values: Mapping[str, str]) -> list[str]:
    """Fields that the card cannot be handed in without."""
    needed = [field for field in step.fields if field not in step.optional]
    if step == EMPLOYMENT and values.get("contract_term") == Contract.TEMPORARY:
        needed.append("contract_ends_on")
    if step == EMPLOYMENT and values.get("salary_agreed") == YesNo.YES:
        needed.append("salary")
    return [field for field in needed if not values.get(field)]


def gaps_of(agreement: Agreement, party: Party) -> list[str]:
    """What a draft still lacks that this party knows, in words: for the hogeschool."""
    known = in_draft(agreement, party)
    fields = [
        field for step in steps_of(party.role, agreement) if step != EMPLOYMENT for field in missing_in(step, known)
    ]
    pay = any(step == EMPLOYMENT for step in steps_of(party.role, agreement)) and not agreement.employment
    return [label(party.role, field) for field in fields] + (["arbeidsovereenkomst en loon"] if pay else [])


def asked_parties(parties: Iterable[Party]) -> list[Party]:
    """The hogeschool fills in its own data itself."""
    return [party for party in parties if party.role != Role.HOGESCHOOL]


# -- what comes of it ---------------------------------------------------------------------------------------------


def read(field: str, text: str) -> Any:
    """An answer as the column that it goes to has it."""
    if field in ("born_on", "contract_ends_on"):
        return date.fromisoformat(text) if text else None
    if field == "hours_per_week":
        return Decimal(text) if text else None
    return text
