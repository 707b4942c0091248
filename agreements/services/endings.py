"""Ending an agreement: the hogeschool says how, the parties answer, and it stays open until all agreed, it is
withdrawn, or the hogeschool goes on without an answer after the term. The worker does what follows (closing.py).

Each step locks the agreement first, as signing and addenda do, so that all stand in one line.
"""

from dataclasses import asdict
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.timezone import localdate

from mkbroute.access.tasks import wake

from .. import events, links
from .. import notices_endings as notices
from ..endings import Proposal, in_words, may_go_on_without, misfit
from ..enums import OPEN, Confirmation, EndingKind, EndingState, EventKind, Role, State
from ..models import Agreement, Ending, EndingConfirmation, LifeTerms, Party
from .contacts import current_parties
from .copying import owners_of
from .sending import lock_agreement
from .signing import Visit


class Refusal(Exception):
    """It cannot be done now; what to do stands in the sentence, in Dutch. `field`: of the form, if it is about one."""

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field


class NotOpen(Exception):
    """The ending was withdrawn, or is final; nothing was written."""

    def __init__(self, state: str) -> None:
        super().__init__(state)
        self.state = EndingState(state)


# -- the hogeschool -----------------------------------------------------------------------------------------------


@transaction.atomic
def propose_ending(agreement: Agreement, proposal: Proposal, *, who: str) -> Ending:
    """A diploma is a fact: final at once. Otherwise every party is asked; who proposes answers for the hogeschool.

    A second call for the same answers the ending that is there. Raises Refusal.
    """
    agreement = lock_agreement(agreement)
    running = agreement.endings.exclude(state=EndingState.WITHDRAWN).first()
    if running:
        return _same(running, proposal)
    _require_sound(agreement, proposal)
    ending = _written(agreement, proposal, who)
    _record(ending, EventKind.END_ASKED, who, in_words(ending), asdict_of(proposal))
    if ending.kind == EndingKind.GRADUATED:
        close_ending(ending, EndingState.FINAL, who)
        wake("agreements.end", agreement.pk)
        return ending
    for party in current_parties(agreement):
        _ask(ending, party, who)
    return ending


def _same(running: Ending, proposal: Proposal) -> Ending:
    if all(getattr(running, name) == value for name, value in proposal._asdict().items()):
        return running
    raise Refusal(
        "Er is al een einde vastgelegd, en daarin staat iets anders. Trek dat eerst in, als dat nog kan; wat hier "
        "staat is niet bewaard."
    )


def _require_sound(agreement: Agreement, proposal: Proposal) -> None:
    if agreement.state == State.ENDED:
        raise Refusal("Deze overeenkomst is al geëindigd.")
    if agreement.state != State.SEALED:
        raise Refusal("Deze overeenkomst is nog niet verzegeld. Haal haar terug, of laat haar vervallen.")
    if addendum := agreement.addenda.filter(state__in=OPEN).first():
        what = "loopt nog. Laat het eerst vervallen, of wacht tot het is getekend."
        if addendum.state == State.SIGNED:
            what = "wordt nu verzegeld. Probeer het over een minuut opnieuw."
        raise Refusal(f"Addendum {addendum.number} {what}")
    if found := misfit(agreement, proposal):
        field, sentence = found
        raise Refusal(sentence, field)


def _written(agreement: Agreement, proposal: Proposal, who: str) -> Ending:
    asked = EndingKind(proposal.kind).is_early
    confirm_by = localdate() + timedelta(days=LifeTerms.objects.latest().confirm_days) if asked else None
    try:
        with transaction.atomic():
            return Ending.objects.create(
                agreement=agreement,
                **owners_of(agreement),
                **proposal._asdict(),
                confirm_by=confirm_by,
                proposed_by=who,
            )
    except IntegrityError as error:  # ending_one_at_a_time, for who came past the lock by another way
        raise Refusal("Er is al een einde vastgelegd. Kijk op de pagina van de overeenkomst.") from error


def _ask(ending: Ending, party: Party, who: str) -> None:
    """Who proposes answers for the hogeschool; the others get a link."""
    address, link = links.new_confirm_link()
    ours = party.role == Role.HOGESCHOOL
    now = timezone.now()
    answer = {"state": Confirmation.AGREED, "answered_at": now, "answered_by": who} if ours else {}
    confirmation = EndingConfirmation.objects.create(
        ending=ending,
        agreement=ending.agreement,
        **owners_of(ending.agreement),
        role=party.role,
        party_name=party.legal_name,
        name=party.signer_name,
        email=party.signer_email.lower(),
        has_account=_has_account(ending.agreement, party),
        **link,
        **answer,
    )
    if not ours:
        notices.ask_to_confirm(confirmation, address, who=who)


def _has_account(agreement: Agreement, party: Party) -> bool:
    """Another company may have taken over by an addendum: its answer is not for the account of the first."""
    owner = {Role.COMPANY: agreement.organisation, Role.EMPLOYER: agreement.employer}.get(Role(party.role))
    return owner is None or not party.kvk_number or owner.kvk_number == party.kvk_number


@transaction.atomic
def withdraw_ending(ending: Ending, *, reason: str, who: str) -> None:
    """Whoever was asked is told; the agreement stays as it was. A second call does nothing. Raises NotOpen."""
    ending = _locked(ending)
    if ending.state == EndingState.WITHDRAWN:
        return
    _require_open(ending)
    close_ending(ending, EndingState.WITHDRAWN, who, reason)
    for confirmation in ending.confirmations.exclude(role=Role.HOGESCHOOL):
        notices.tell_withdrawn(_with(confirmation, ending), reason)


@transaction.atomic
def go_on_without(ending: Ending, *, reason: str, who: str) -> None:
    """Final although not everybody agreed: an agreement can be ended by one party. Everybody is told by the letter.

    A second call does nothing. Raises NotOpen, or Refusal while the term to answer runs.
    """
    ending = _locked(ending)
    if ending.state == EndingState.FINAL:
        return
    _require_open(ending)
    if not may_go_on_without(ending):
        raise Refusal("De termijn om te antwoorden loopt nog. Wacht die af, of trek de beëindiging in.")
    close_ending(ending, EndingState.FINAL, who, reason)
    wake("agreements.end", ending.agreement_id)


@transaction.atomic
def mend_address(confirmation: EndingConfirmation, *, email: str, who: str) -> None:
    """A new link, to the same address or to another; the old one is then unknown. Raises NotOpen."""
    ending = _locked(confirmation.ending)
    confirmation = _with(EndingConfirmation.objects.get(pk=confirmation.pk), ending)
    _require_open(ending)
    if confirmation.state != Confirmation.WAITING:
        raise NotOpen(ending.state)
    address = renew_link(confirmation, email=email.lower())
    text = f"Nieuwe link om te bevestigen gestuurd aan {confirmation.name}"
    _record(ending, EventKind.LINK_SENT, who, text, {"role": confirmation.role, "email": confirmation.email})
    notices.ask_to_confirm(confirmation, address, who=who)


def renew_link(confirmation: EndingConfirmation, **fields: Any) -> str:
    """The address for in the mail; the link before it is then unknown."""
    address, link = links.new_confirm_link()
    for name, value in {**link, **fields}.items():
        setattr(confirmation, name, value)
    confirmation.save(update_fields=[*link, *fields])
    return address


# -- the parties --------------------------------------------------------------------------------------------------


@transaction.atomic
def answer_ending(
    confirmation: EndingConfirmation, *, agreed: bool, reason: str = "", who: str, visit: Visit, by_link: bool
) -> None:
    """Who did not agree may do so later; who agreed did so for good, and a second call changes nothing.

    Raises NotOpen.
    """
    ending = _locked(confirmation.ending, resting=False)
    confirmation = _with(EndingConfirmation.objects.get(pk=confirmation.pk), ending)
    state = Confirmation.AGREED if agreed else Confirmation.DISAGREED
    if confirmation.state in (state, Confirmation.AGREED):
        return
    _require_open(ending)
    confirmation.state, confirmation.reason = state, "" if agreed else reason
    confirmation.answered_at, confirmation.answered_by = timezone.now(), who
    confirmation.save(update_fields=["state", "answered_at", "answered_by", "reason"])
    about = {"role": confirmation.role, "name": confirmation.name, "email": confirmation.email, "by_link": by_link}
    text = f"{confirmation.get_role_display()}: {state.label.lower()} met de beëindiging"
    _record(ending, EventKind.END_ANSWERED, who, text, {**about, **asdict(visit)}, reason=confirmation.reason)
    if not agreed:
        notices.tell_disagreed(confirmation)
    elif not ending.confirmations.exclude(state=Confirmation.AGREED).exists():
        wake("agreements.end", ending.agreement_id)


# -- writing ------------------------------------------------------------------------------------------------------


def asdict_of(proposal: Proposal) -> dict[str, str]:
    """As the log keeps it."""
    return {name: str(value) for name, value in proposal._asdict().items() if value}


def _locked(ending: Ending, *, resting: bool = True) -> Ending:
    """`resting`: lock what the agreement rests on too, which a party cannot."""
    if resting:
        agreement = lock_agreement(Agreement.objects.only("pk", "match_id").get(pk=ending.agreement_id))
    else:
        related = ("route", "hogeschool", "organisation")
        found = Agreement.objects.select_for_update(of=("self",)).select_related(*related)
        agreement = found.get(pk=ending.agreement_id)
    ending = Ending.objects.get(pk=ending.pk)
    ending.agreement = agreement
    return ending


def _require_open(ending: Ending) -> None:
    if ending.state != EndingState.OPEN:
        raise NotOpen(ending.state)


def close_ending(ending: Ending, state: EndingState, who: str, reason: str = "") -> None:
    """The agreement is locked, and the ending open."""
    ending.state, ending.closed_by, ending.closed_at, ending.closing_reason = state, who, timezone.now(), reason
    ending.save(update_fields=["state", "closed_by", "closed_at", "closing_reason"])
    final = state == EndingState.FINAL
    kind = EventKind.END_FINAL if final else EventKind.END_DROPPED
    text = f"Beëindiging definitief: {in_words(ending)}" if final else "Beëindiging ingetrokken"
    _record(ending, kind, who, text, {"ending": str(ending.public_id)}, reason=reason)


def _record(ending: Ending, kind: EventKind, who: str, text: str, evidence: dict, reason: str = "") -> None:
    events.record(ending.agreement, kind, who=who, text=text[:300], reason=reason, evidence=evidence)


def _with(confirmation: EndingConfirmation, ending: Ending) -> EndingConfirmation:
    confirmation.ending, confirmation.agreement = ending, ending.agreement
    return confirmation
