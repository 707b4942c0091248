"""The gegevenskaart: the hogeschool asks, a party fills in, passes on and hands in; what it says lands in the draft."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from mkbroute.access.tasks import wake
from mkbroute.design.merging import Clash, Merge, merge, plain

from .. import cards, employment, events, links
from ..cards import Standing
from ..enums import Contract, EventKind, Role, State, YesNo
from ..models import Agreement, Party, PartyCard
from ..models.agreement import FILLED_IN_BY_PARTIES, OF_PARTY
from ..notices_cards import ask_for_data, ask_for_data_of_many, send_card_link, tell_passed_on
from ..term import last_day_of
from .copying import owners_of
from .drafting import NotInDraft, locked_draft
from .signing import Visit

ONE_CLICK = timedelta(seconds=30)
MOST_PASSED = 8  # per agreement: a link is no way to send mail to strangers


class NotOpen(Exception):
    """The card cannot be filled in (any more): see cards.standing. Nothing was written."""


class Incomplete(Exception):
    """Something is still missing; nothing was handed in."""


class PassedTooOften(Exception):
    """This link was sent on again and again."""


class OfAnother(Exception):
    """Student and company would give each other's data: the card of the one may not go to the address of the other."""


@contextmanager
def _own_address() -> Iterator[None]:
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        cause: Any = error.__cause__  # psycopg says which constraint
        if cause.diag.constraint_name != "card_is_of_own_party":
            raise
        raise OfAnother from error


# -- the hogeschool -----------------------------------------------------------------------------------------------


@transaction.atomic
def ask_party(agreement: Agreement, role: str, *, name: str, email: str, who: str) -> PartyCard:
    """Mail a new link to whoever knows the data of this party; an earlier link stops. Raises NotInDraft or
    OfAnother."""
    card, address = _ask(agreement, role, name, email, who)
    if address:
        ask_for_data(card, address, who=who)
    return card


def _ask(agreement: Agreement, role: str, name: str, email: str, who: str) -> tuple[PartyCard, str]:
    """The address for in the mail; empty where nothing is to be mailed."""
    agreement = locked_draft(agreement)
    card = _card(agreement, role, name, email)
    now = timezone.now()
    if card.asked_at and card.email == email and now - card.asked_at < ONE_CLICK and not card.taken_over_at:
        return card, ""  # a second click, that would make the link of the first useless
    address, fields = cards.new_link()
    fresh: dict[str, Any] = {"name": name, "email": email, "asked_at": now, "opened_at": None, "filled_at": None}
    with _own_address():
        _write(card, **fields, **fresh, taken_over_at=None, passed_on_by="")
    text = f"Gegevens van {Role(role).label.lower()} gevraagd aan {name}"
    events.record(agreement, EventKind.DATA_ASKED, who=who, text=text, evidence={"role": role, "email": email})
    return card, address


@transaction.atomic
def prepare_card(agreement: Agreement, role: str, *, name: str, email: str) -> PartyCard:
    """Remember whom to ask, without asking yet. Raises NotInDraft or OfAnother."""
    return _card(locked_draft(agreement), role, name, email)


@transaction.atomic
def ask_everyone(agreements: Iterable[Agreement], *, who: str) -> int:
    """Of every draft each party that was not asked yet and of whom we know an address. How many mails: one to each
    person, with all her cards."""
    people: dict[str, list[tuple[PartyCard, str]]] = defaultdict(list)
    for agreement in agreements:
        for party in agreement.parties.all():
            if found := _ask_if_new(agreement, party, who):
                people[found[0].email.casefold()].append(found)
    for asked in people.values():
        if len(asked) == 1:
            ask_for_data(*asked[0], who=who)
        else:
            ask_for_data_of_many(asked, who=who)
    return len(people)


def _ask_if_new(agreement: Agreement, party: Party, who: str) -> tuple[PartyCard, str] | None:
    if party.role == Role.HOGESCHOOL:
        return None
    card = next((card for card in agreement.cards.all() if card.role == party.role), None)
    if card and card.asked_at:
        return None
    name, email = (card.name, card.email) if card else (party.signer_name, party.signer_email)
    if not (name and email):
        return None
    try:
        with transaction.atomic():
            return _ask(agreement, party.role, name, email, who)
    except (NotInDraft, OfAnother):  # sent meanwhile; or an address that the hogeschool must look at
        return None


@transaction.atomic
def take_over_card(card: PartyCard, *, who: str) -> None:
    """The link stops, and what was typed but not handed in lands in the draft. Raises NotInDraft."""
    agreement = locked_draft(card.agreement)
    card = _locked(PartyCard.objects.get(pk=card.pk), agreement)  # also when it was passed on meanwhile
    if card.taken_over_at:
        return
    changed = _land(card)
    _, fields = cards.new_link()  # that nobody is told
    _write(card, taken_over_at=timezone.now(), answers={}, **fields)
    text = f"De hogeschool vult de gegevens van {Role(card.role).label.lower()} zelf in"
    events.record(agreement, EventKind.DATA_TAKEN, who=who, text=text, evidence={"fields": changed})


def _card(agreement: Agreement, role: str, name: str, email: str) -> PartyCard:
    _, link = cards.new_link()
    facts = {**_said_before(agreement, role), **_facts(agreement)}
    fields = {**link, "name": name, "email": email, "facts": facts, **owners_of(agreement)}
    with _own_address():
        card, _ = PartyCard.objects.get_or_create(agreement=agreement, role=role, defaults=fields)
    card.agreement = agreement
    return card


def _facts(agreement: Agreement) -> dict[str, str]:
    """Of the contract, what follows from the leerwerkplek: for the company to check."""
    if not agreement.match or agreement.employer_id:
        return {}
    position, first = agreement.match.position, agreement.practice_starts_on or agreement.starts_on
    last = last_day_of(first, position.contract_months) if first else None
    paid = YesNo.YES if employment.speaks_of_pay(position.salary) else ""
    term = {"contract_term": Contract.TEMPORARY, "contract_ends_on": plain(last)}
    return {**term, "salary_agreed": paid, "salary": position.salary}


def _said_before(agreement: Agreement, role: str) -> dict[str, str]:
    """By the same organisation, on its last card at this hogeschool."""
    filled = _same_organisation(agreement, role).filter(filled_at__isnull=False).exclude(agreement=agreement)
    last = filled.select_related("agreement").order_by("-filled_at").first()
    return _said_of_organisation(last) if last else {}


def _said_of_organisation(card: PartyCard) -> dict[str, str]:
    """What holds for its other students too; with her own card before her, she checks it."""
    said = cards.values_of(card, _party(card))
    return {name: said[name] for name in cards.OF_ORGANISATION if said.get(name)}


def _same_organisation(agreement: Agreement, role: str) -> QuerySet[PartyCard]:
    found = PartyCard.objects.filter(role=role, hogeschool=agreement.hogeschool_id)
    if role == Role.COMPANY:
        return found.filter(organisation=agreement.organisation_id)
    if role == Role.EMPLOYER and agreement.employer_id:
        return found.filter(employer=agreement.employer_id)
    return found.none()


@transaction.atomic
def share_card(card_id: int) -> int:
    """What an organisation handed in stands on its cards that are still open, to be checked there. Of how many. By the
    worker: the holder of one link sees no other card."""
    card = PartyCard.objects.select_related("agreement").get(pk=card_id)
    if not card.filled_at:
        return 0
    said = _said_of_organisation(card)
    others = _same_organisation(card.agreement, card.role).filter(agreement__state=State.DRAFT, filled_at=None)
    # in one order, so that two who share at once wait for each other
    locked = list(others.exclude(pk=card.pk).select_for_update(of=("self",)).order_by("pk"))
    for other in locked:
        known = {name: text for name, text in other.facts.items() if text}
        _write(other, facts={**other.facts, **said, **known})
    return len(locked)


# -- the holder of the link -----------------------------------------------------------------------------------------


@transaction.atomic
def open_card(card: PartyCard) -> None:
    card = _locked(card, card.agreement)
    if not card.opened_at:
        _write(card, opened_at=timezone.now())


@transaction.atomic
def keep_answers(card: PartyCard, *, values: Mapping[str, Any], seen: Mapping[str, str]) -> Merge:
    """What was typed on one page; it waits here until the card is handed in. What a colleague with the same link filled
    in meanwhile stays. Raises NotOpen, or merging.Clash where both wrote something else."""
    card = _open(_locked(card, card.agreement))
    current = cards.values_of(card, _party(card))
    done = merge(values, seen, {name: current[name] for name in values})
    if done.clashes:
        raise Clash(done)
    changed = {name: plain(values[name]) for name in done.mine if plain(values[name]) != current[name]}
    if changed or not card.opened_at:
        now = timezone.now()
        _write(card, answers={**card.answers, **changed}, opened_at=card.opened_at or now)
    return done


@transaction.atomic
def hand_in_card(card: PartyCard, *, visit: Visit) -> list[str]:
    """What was typed lands in the draft. Answers the fields that changed; nothing changed is an answer too: it was
    checked. Raises NotOpen or Incomplete."""
    card = locked_open(card)
    party = _party(card)
    values = cards.values_of(card, party)
    if any(cards.missing_in(step, values) for step in cards.steps_of(card.role, card.agreement)):
        raise Incomplete
    drafted = cards.in_draft(card.agreement, party)
    supposed = {name: text for name, text in card.facts.items() if name in drafted and text and not drafted[name]}
    card.answers = {**supposed, **card.answers}  # she checked that too
    changed = _land(card)
    _write(card, filled_at=timezone.now(), answers={}, facts=_facts_in(values))
    text = f"Gegevens van {Role(card.role).label.lower()} ingevuld" if changed else "Gegevens gecontroleerd"
    record(card, EventKind.DATA_FILLED, text, visit, {"fields": changed})
    if card.role != Role.STUDENT:
        wake("agreements.share_card", card.pk)
    return changed


@transaction.atomic
def pass_card_on(card: PartyCard, *, name: str, email: str, visit: Visit) -> None:
    """To whoever knows better. What was typed stays; the link of who passes it on stops. Raises NotOpen,
    PassedTooOften or OfAnother."""
    card = locked_open(card)
    if card.agreement.events.filter(kind=EventKind.DATA_PASSED).count() >= MOST_PASSED:
        raise PassedTooOften
    address, fields = cards.new_link()
    by = card.name
    with _own_address():
        record(card, EventKind.DATA_PASSED, f"Gegevenskaart doorgestuurd aan {name}", visit, {"to": email})
        _write(card, name=name, email=email, passed_on_by=by, opened_at=None, filled_at=None, **fields)
    tell_passed_on(card, address, by=by)


@transaction.atomic
def renew_card_link(card: PartyCard, *, visit: Visit) -> None:
    """To the address that the expired one was sent to: it renews once. Raises NotOpen."""
    card = _locked_with_agreement(card)
    if cards.standing(card) != Standing.EXPIRED:
        raise NotOpen(cards.standing(card).name)
    address, fields = cards.new_link()
    _write(card, **fields)
    record(card, EventKind.DATA_ASKED, f"Nieuwe link gestuurd naar {links.masked(card.email)}", visit, {})
    send_card_link(card, address)


def locked_open(card: PartyCard) -> PartyCard:
    """With its agreement; while it can be filled in. Raises NotOpen."""
    return _open(_locked_with_agreement(card))


def _open(card: PartyCard) -> PartyCard:
    found = cards.standing(card)
    if found not in (Standing.OPEN, Standing.HANDED_IN):
        raise NotOpen(found.name)
    return card


# -- landing --------------------------------------------------------------------------------------------------------


def _land(card: PartyCard) -> list[str]:
    """Writes what was typed into the draft, and only that: what the hogeschool mended meanwhile stays."""
    typed, agreement, party = card.answers, card.agreement, _party(card)
    before = cards.values_of(card, party)
    of_party = {name: cards.read(name, text) for name, text in typed.items() if name in OF_PARTY}
    if card.role == Role.STUDENT and "legal_name" in of_party:
        of_party["signer_name"] = of_party["legal_name"]  # she signs for herself
    of_agreement = {name: cards.read(name, text) for name, text in typed.items() if name in FILLED_IN_BY_PARTIES}
    if {"supervisor_name", "supervisor_function"} & typed.keys():
        named = filter(None, [before["supervisor_name"], before["supervisor_function"]])
        of_agreement["practice_supervisor"] = ", ".join(named)[:200]
    if before.get("contract_term", Contract.TEMPORARY) != Contract.TEMPORARY:
        of_agreement["contract_ends_on"] = None
    if set(cards.EMPLOYMENT.fields) & typed.keys() and before.get("contract_term"):
        of_agreement["employment"] = employment.from_card(before, agreement.language)
    if card.role == Role.STUDENT and "legal_name" in of_party:
        of_agreement["student_name"] = of_party["legal_name"][:120]
    _save(party, of_party)
    if of_party or of_agreement:
        _save(agreement, {**of_agreement, "changed_at": timezone.now()})
    return sorted(typed)


def _facts_in(values: Mapping[str, str]) -> dict[str, str]:
    return {name: values[name] for name in cards.WITHOUT_COLUMN if name in values}


def _save(row: Agreement | Party, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    if values:
        row.save(update_fields=list(values))


# -- rows -----------------------------------------------------------------------------------------------------------


def _locked_with_agreement(card: PartyCard) -> PartyCard:
    """The agreement first, as the hogeschool does: either it sends what was filled in, or we come too late."""
    try:
        return _locked(card, locked_draft(card.agreement))
    except (Agreement.DoesNotExist, NotInDraft) as error:  # who holds this link may not even lock it then
        raise NotOpen(Standing.SENT.name) from error


def _locked(card: PartyCard, agreement: Agreement) -> PartyCard:
    """As it is now: two who fill in the same card wait for each other."""
    found = PartyCard.objects.select_for_update(of=("self",)).get(pk=card.pk)
    if found.token_hash != card.token_hash:
        raise NotOpen("REPLACED")
    found.agreement = Agreement.objects.select_related("route", "hogeschool", "organisation").get(pk=agreement.pk)
    return found


def _party(card: PartyCard) -> Party:
    return Party.objects.get(agreement=card.agreement, role=card.role)


def _write(card: PartyCard, **fields: Any) -> None:
    for name, value in fields.items():
        setattr(card, name, value)
    card.save(update_fields=list(fields))


def record(card: PartyCard, kind: EventKind, text: str, visit: Visit, evidence: dict[str, Any]) -> None:
    """With where it came from."""
    about = {"card": str(card.public_id), "role": card.role, "name": card.name, "email": card.email}
    party = _party(card)
    who = card.name if card.role == Role.STUDENT else f"{card.name}, {party.legal_name}"
    events.record(card.agreement, kind, who=who[:200], text=text[:300], evidence={**about, **asdict(visit), **evidence})
