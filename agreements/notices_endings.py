"""The mails about the end of an agreement. Each goes to one person and says why it comes."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse

from mkbroute.documents.models import Document
from mkbroute.mail.links import absolute
from mkbroute.mail.services import post

from .endings import facts_of
from .enums import Role
from .models import Agreement, Ending, EndingConfirmation, Party
from .own_days import company_of


def ask_to_confirm(confirmation: EndingConfirmation, address: str, *, who: str) -> None:
    _to_party("ending_request", confirmation, {"url": address, "who": who})


def tell_withdrawn(confirmation: EndingConfirmation, reason: str) -> None:
    _to_party("ending_withdrawn", confirmation, {"reason": reason})


def tell_lapsed(ending: Ending, last_day: date) -> None:
    """The agreed end came first: to whoever was asked, and to the coordinator who waited for their answers."""
    agreement = ending.agreement
    context = {"last_day": last_day, "is_coordinator": False}
    for confirmation in ending.confirmations.exclude(role=Role.HOGESCHOOL):
        confirmation.ending, confirmation.agreement = ending, agreement
        _to_party("ending_lapsed", confirmation, context)
    own = {**context, "is_coordinator": True, "is_student": False, "url": _page(agreement), **_about(ending)}
    _post("ending_lapsed", _contact(agreement), agreement, own)


def tell_disagreed(confirmation: EndingConfirmation) -> None:
    """To the coordinator, who must talk to them."""
    agreement = confirmation.agreement
    context = {"confirmation": confirmation, "url": _page(agreement), **_about(confirmation.ending)}
    _post("ending_disagreed", _contact(agreement), agreement, context)


def send_letter(ending: Ending, parties: Iterable[Party], document: Document) -> None:
    """To every party, and to the coordinator. The letter stays theirs, whatever becomes of the portal."""
    _to_everybody("ending_letter", ending, parties, document)


def send_correction(ending: Ending, parties: Iterable[Party], document: Document, over: date | None) -> None:
    """As send_letter: that what the first letter said was recorded by mistake. `over`: as endings.past_end."""
    _to_everybody("ending_corrected", ending, parties, document, over=over)


def tell_letter_stuck(ending: Ending, parties: Iterable[Party]) -> None:
    """To the coordinator: the letter does not come yet, and until then nobody told the parties."""
    agreement = ending.agreement
    people = [(party.signer_name, party.signer_email) for party in parties if party.role != Role.HOGESCHOOL]
    context = {"url": _page(agreement), "people": people, **_about(ending)}
    _post("letter_stuck", _contact(agreement), agreement, context)


def _to_everybody(kind: str, ending: Ending, parties: Iterable[Party], document: Document, **said: object) -> None:
    agreement = ending.agreement
    told = {_contact(agreement)[1].casefold()}
    context = {**said, **_about(ending), "url": absolute(reverse("agreements:verify")), "is_coordinator": False}
    for party in parties:
        if party.signer_email.casefold() not in told:
            told.add(party.signer_email.casefold())
            is_student = party.role == Role.STUDENT
            to = (party.signer_name, party.signer_email)
            _post(kind, to, agreement, {**context, "is_student": is_student}, document)
    own = {**context, "url": _page(agreement), "is_coordinator": True, "is_student": False}
    _post(kind, _contact(agreement), agreement, own, document)


def _to_party(kind: str, confirmation: EndingConfirmation, context: dict) -> None:
    said = {
        "confirmation": confirmation,
        "is_student": confirmation.role == Role.STUDENT,
        **_about(confirmation.ending),
        **context,
    }
    _post(kind, (confirmation.name, confirmation.email), confirmation.agreement, said)


def _about(ending: Ending) -> dict:
    return {"ending": ending, "facts": facts_of(ending)}


def _page(agreement: Agreement) -> str:
    return absolute(reverse("agreements:ending", args=[agreement.public_id]))


def _contact(agreement: Agreement) -> tuple[str, str]:
    return agreement.route.contact_name, agreement.route.contact_email


def _post(
    kind: str, to: tuple[str, str], agreement: Agreement, context: dict, attachment: Document | None = None
) -> None:
    about = {"agreement": agreement, "route": agreement.route, "hogeschool": agreement.hogeschool}
    post(
        kind,
        to=to,
        context={**about, "company": {"name": company_of(agreement)}, **context},
        about=f"agreement:{agreement.public_id}",
        hogeschool_id=agreement.hogeschool_id,
        attachment=attachment,
    )
