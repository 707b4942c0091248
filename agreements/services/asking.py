"""Who is asked to sign, and when: everybody at once, or in the order of the template."""

from collections.abc import Iterable
from secrets import token_urlsafe
from typing import Any

from django.db import transaction
from django.db.models import F, Min, Q, QuerySet

from mkbroute.access.decorators import hash_token

from .. import events, links, notices
from ..enums import EventKind, Role, SigningOrder, SigningState, State
from ..models import Addendum, Agreement, AgreementVersion, Party, Signing
from .readers import invite_readers

OF_AGREEMENT = Q(version__addendum=None, agreement__state=State.SENT, version__number=F("agreement__version"))
OF_ADDENDUM = Q(version__addendum__state=State.SENT, version__number=F("version__addendum__version"))
OUT_FOR_SIGNATURE = OF_AGREEMENT | OF_ADDENDUM  # signings of the text that people sign now


def ask_all(version: AgreementVersion, parties: Iterable[Party], who: str, *, former: Iterable[Signing] = ()) -> None:
    """Who comes first gets a personal link, that only she gets to see; the others get theirs when it is their turn.

    `former`: who was asked for the version before; whoever does not sign any more is told.
    """
    parties = list(parties)
    signings = [(party, turn_of(version, party)) for party in parties]
    first = min(turn for _, turn in signings)
    for party, turn in signings:
        if turn == first:
            address, fields = links.new_link()
            ask(add_signing(version, party, turn, **fields), address, who)
        else:
            add_signing(version, party, turn)
    addresses = {party.signer_email.casefold() for party in parties}
    for signing in former:
        if signing.email.casefold() not in addresses:
            notices.tell_not_asked(signing, version)
    invite_readers(version.agreement, who=who)


def turn_of(version: AgreementVersion, party: Party) -> int:
    return SigningOrder(version.agreement.template.signing_order).turn_of(Role(party.role))


def add_signing(version: AgreementVersion, party: Party, turn: int, **link: Any) -> Signing:
    """Without a link: one that nobody knows, for who is not asked yet."""
    unknown = {"token_hash": hash_token(token_urlsafe(32)), "link_expires_at": links.expiry()}
    return Signing.objects.create(
        version=version,
        agreement=version.agreement,
        **owners_of(version.agreement),
        role=party.role,
        party_name=party.legal_name,
        name=party.signer_name,
        function=party.signer_function,
        email=party.signer_email.lower(),
        turn=turn,
        is_asked=bool(link),
        **(link or unknown),
    )


def ask(signing: Signing, address: str, who: str) -> None:
    record_link(signing, who, f"Persoonlijke link gestuurd aan {signing.name}")
    notices.ask_to_sign(signing, address, who=who)


@transaction.atomic
def ask_next(agreement_id: int) -> int:
    """Whose turn it is and who was not asked yet. Answers how many that are. By the worker."""
    # locked until the commit: two workers ask once
    found = Agreement.objects.select_related("route", "hogeschool", "organisation")
    agreement = found.select_for_update(of=("self",)).get(pk=agreement_id)
    subject = _out_for_signature(agreement)
    if subject is None:
        return 0
    waiting = agreement.signings.filter(version__number=subject.version, state=SigningState.WAITING)
    turn = waiting.aggregate(first=Min("turn"))["first"]
    who = f"{agreement.route.contact_name}, {agreement.hogeschool.name}"[:200]
    asked = list(waiting.filter(turn=turn, is_asked=False).select_related("version__addendum"))
    for signing in asked:
        _ask_now(signing, agreement, who)
    return len(asked)


def _out_for_signature(agreement: Agreement) -> Agreement | Addendum | None:
    """The agreement itself, or the one addendum to it that runs."""
    if agreement.state == State.SENT:
        return agreement
    return agreement.addenda.filter(state=State.SENT).first()


def _ask_now(signing: Signing, agreement: Agreement, who: str) -> None:
    signing.agreement = signing.version.agreement = agreement
    address, fields = links.new_link()
    for name, value in {**fields, "is_asked": True}.items():
        setattr(signing, name, value)
    signing.save(update_fields=[*fields, "is_asked"])
    ask(signing, address, who)


def waiting_for_turn() -> QuerySet[Signing]:
    """Of what is out for signature; most wait for others, some for a worker."""
    return Signing.objects.filter(OUT_FOR_SIGNATURE, state=SigningState.WAITING, is_asked=False)


def record_link(signing: Signing, who: str, text: str) -> None:
    evidence = {"signing": str(signing.public_id), "role": signing.role, "email": signing.email}
    events.record(signing.agreement, EventKind.LINK_SENT, who=who, text=text, evidence=evidence)


def owners_of(agreement: Agreement) -> dict:
    return {
        "hogeschool_id": agreement.hogeschool_id,
        "organisation_id": agreement.organisation_id,
        "employer_id": agreement.employer_id,
        "student_id": agreement.student_id,
    }
