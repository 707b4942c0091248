"""Who is asked to sign, and when: everybody at once, or in the order of the template."""

from collections.abc import Iterable
from secrets import token_urlsafe
from typing import Any

from django.db.models import F, Q

from mkbroute.access.decorators import hash_token

from .. import events, links, notices
from ..enums import EventKind, Role, SigningOrder, State
from ..models import Agreement, AgreementVersion, Party, Signing
from .readers import invite_again, invite_readers

OF_AGREEMENT = Q(version__addendum=None, agreement__state=State.SENT, version__number=F("agreement__version"))
OF_ADDENDUM = Q(version__addendum__state=State.SENT, version__number=F("version__addendum__version"))
OUT_FOR_SIGNATURE = OF_AGREEMENT | OF_ADDENDUM  # signings of the text that people sign now


def ask_all(
    version: AgreementVersion,
    parties: Iterable[Party],
    who: str,
    *,
    former: Iterable[Signing] = (),
    at_once: bool = True,
) -> None:
    """Who comes first gets a personal link, that only she gets to see; the others get theirs when it is their turn.

    `former`: who was asked for the version before; whoever does not sign any more is told. Not `at_once`: the worker
    asks also who comes first, with what else waits for her (turns.py).
    """
    parties = list(parties)
    signings = [(party, turn_of(version, party)) for party in parties]
    first = min(turn for _, turn in signings)
    for party, turn in signings:
        if turn == first and at_once:
            address, fields = links.new_link()
            ask(add_signing(version, party, turn, **fields), address, who)
        else:
            add_signing(version, party, turn)
    addresses = {party.signer_email.casefold() for party in parties}
    for signing in former:
        if signing.email.casefold() not in addresses:
            notices.tell_not_asked(signing, version)
    if not version.addendum:  # one that is not sealed yet is not among what is read along
        invite_again(version, who=who)
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


def record_link(signing: Signing, who: str, text: str, **said: str) -> None:
    evidence = {"signing": str(signing.public_id), "role": signing.role, "email": signing.email, **said}
    events.record(signing.agreement, EventKind.LINK_SENT, who=who, text=text, evidence=evidence)


def owners_of(agreement: Agreement) -> dict:
    return {
        "hogeschool_id": agreement.hogeschool_id,
        "organisation_id": agreement.organisation_id,
        "employer_id": agreement.employer_id,
        "student_id": agreement.student_id,
    }
