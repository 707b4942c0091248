"""The mails about signing. Each goes to one person and says why it comes."""

from collections.abc import Sequence

from django.db.models import QuerySet
from django.urls import reverse

from mkbroute.documents.models import Document
from mkbroute.mail.links import absolute
from mkbroute.mail.models import Message
from mkbroute.mail.services import post

from . import codes, statements
from .addendum_text import differences_in
from .differences import changes_in
from .enums import ReaderKind, Role
from .models import Addendum, Agreement, AgreementReader, AgreementVersion, Signing
from .own_days import company_of

MINUTES_TO_SIGN = 5  # what is agreed in short, the code and one's name; the whole text is there for who wants it


def send_code(signing: Signing, code: str) -> None:
    """Not in the subject, which staff of the hogeschool can read."""
    minutes = int(codes.LIFETIME.total_seconds() // 60)
    _post("sign_code", (signing.name, signing.email), signing.agreement, {"code": code, "minutes": minutes})


def send_new_link(signing: Signing, address: str, *, by_account: bool) -> None:
    """`by_account`: she asked for it while logged in, not by the link that was too old."""
    context = {"url": address, "by_account": by_account, "is_student": signing.role == Role.STUDENT}
    _post("sign_link", (signing.name, signing.email), signing.agreement, context, of=signing.version)


def pass_on(signing: Signing, address: str, *, forwarder: str, reason: str) -> None:
    """To who signs in her place."""
    context = {
        "signing": signing,
        "forwarder": forwarder,
        "reason": reason,
        "url": address,
        "minutes": MINUTES_TO_SIGN,
        "company_name": _company_in(signing.version),
    }
    _post("sign_forwarded", (signing.name, signing.email), signing.agreement, context, of=signing.version)


def tell_forwarded(signing: Signing, *, forwarder: str, reason: str) -> None:
    """To the coordinator: the one who can see whether that is right."""
    agreement = signing.agreement
    detail = absolute(reverse("agreements:detail", args=[agreement.public_id]))
    context = {"signing": signing, "forwarder": forwarder, "reason": reason, "url": detail}
    _post(
        "sign_forwarded_coordinator",
        (agreement.route.contact_name, agreement.route.contact_email),
        agreement,
        context,
        of=signing.version,
    )


def invite_to_read(reader: AgreementReader, address: str) -> None:
    _post(
        "read_along",
        (reader.name, reader.email),
        reader.agreement,
        {"reader": reader, "url": address, "company_name": company_of(reader.agreement)},
    )


def invite_to_read_again(reader: AgreementReader, address: str, version: AgreementVersion) -> None:
    context = {"reader": reader, "url": address, "number": version.number, "changes": changes_in(version)}
    _post("read_again", (reader.name, reader.email), reader.agreement, context, of=version)


def tell_readers(kind: str, agreement: Agreement, reason: str) -> None:
    """Who has a link to read along: otherwise it just closes."""
    for reader in _of_readers(agreement, None):
        _post(kind, (reader.name, reader.email), agreement, {"reader": reader, "reason": reason})


def tell_withdrawn(reader: AgreementReader, agreement: Agreement) -> None:
    """She had a link to read along, which is unknown from now on."""
    context = {"reader": reader, "company_name": company_of(agreement)}
    _post("read_withdrawn", (reader.name, reader.email), agreement, context)


def send_code_for_many(signings: Sequence[Signing], code: str) -> None:
    """One code in one mail, for one sitting."""
    signing = signings[0]
    minutes = int(codes.LIFETIME.total_seconds() // 60)
    context = {"code": code, "minutes": minutes, "students": [each.agreement.student_name for each in signings]}
    _post("sign_code_many", (signing.name, signing.email), signing.agreement, context)


def tell_declined(signing: Signing) -> None:
    """Everybody who was asked to sign, and the coordinator, who must do something."""
    context = {"decliner": signing, "decliner_name": statements.signed_as(signing)}
    _tell_all("sign_declined", signing.version, "", context)


def tell_sealed(version: AgreementVersion, document: Document) -> None:
    """Everybody gets the document itself: it stays theirs, whatever becomes of the portal."""
    names = [statements.signed_as(signing) for signing in version.signings.all()]
    _tell_all("agreement_sealed", version, absolute(reverse("agreements:verify")), {"names": names}, document)


def tell_seal_stuck(agreement: Agreement, addendum: Addendum | None = None) -> None:
    """To the coordinator, whom the parties will ask. `addendum`: where that is what cannot be sealed."""
    what, subject = ("addendum", addendum) if addendum else ("detail", agreement)
    url = absolute(reverse(f"agreements:{what}", args=[subject.public_id]))
    contact = (agreement.route.contact_name, agreement.route.contact_email)
    _post("seal_stuck", contact, agreement, {"url": url, "addendum": addendum})


def _tell_all(kind: str, version: AgreementVersion, url: str, context: dict, document: Document | None = None) -> None:
    """The contact of the route gets a text of her own, also where she signs."""
    agreement = version.agreement
    contact = (agreement.route.contact_name, agreement.route.contact_email)
    told = {contact[1].casefold()}
    people: list[Signing | AgreementReader] = [*_of_signings(version, document), *_of_readers(agreement, document)]
    for person in people:
        if person.email.casefold() not in told:
            told.add(person.email.casefold())
            _post(kind, (person.name, person.email), agreement, {**context, "url": url}, document, of=version)
    detail = absolute(reverse("agreements:detail", args=[agreement.public_id]))
    _post(f"{kind}_coordinator", contact, agreement, {**context, "url": detail}, document, of=version)


def _of_signings(version: AgreementVersion, document: Document | None) -> QuerySet[Signing]:
    """The document is for every party; of what came before it, who was never asked has nothing to hear."""
    return version.signings.all() if document else version.signings.filter(is_asked=True)


def _of_readers(agreement: Agreement, document: Document | None) -> QuerySet[AgreementReader]:
    found = agreement.readers.all()
    return found if document else found.filter(kind=ReaderKind.READS, token_hash__isnull=False)


def _post(
    kind: str,
    to: tuple[str, str],
    agreement: Agreement,
    context: dict,
    attachment: Document | None = None,
    *,
    of: AgreementVersion | None = None,
) -> Message:
    about = {"agreement": agreement, "route": agreement.route, "hogeschool": agreement.hogeschool}
    return post(
        kind,
        to=to,
        context={**about, **_named(of), **context},
        about=f"agreement:{agreement.public_id}",
        hogeschool_id=agreement.hogeschool_id,
        attachment=attachment,
    )


def _company_in(version: AgreementVersion) -> str:
    """That agrees by it: an addendum may bring another in."""
    parties = version.addendum.party_rows() if version.addendum else []
    company = next((party.legal_name for party in parties if party.role == Role.COMPANY), "")
    return company or company_of(version.agreement)


def _named(version: AgreementVersion | None) -> dict:
    """What a mail calls the text: on its own, and in a sentence."""
    addendum = version.addendum if version else None
    called = f"addendum {addendum.number} bij de overeenkomst" if addendum else "overeenkomst"
    return {"addendum": addendum, "called": called, "the": called if addendum else f"de {called}"}


def ask_to_sign(signing: Signing, address: str, *, who: str) -> None:
    context = {
        "signing": signing,
        "is_student": signing.role == Role.STUDENT,
        "who": who,
        "url": address,
        "minutes": MINUTES_TO_SIGN,
        "number": signing.version.number,
        "changes": changes_in(signing.version),
        "differences": differences_in(signing.version),
    }
    kind = "addendum_request" if signing.version.addendum else "sign_request"
    _post(kind, (signing.name, signing.email), signing.agreement, context, of=signing.version)


def ask_to_sign_many(asked: Sequence[tuple[Signing, str]], *, who: str) -> Message:
    """Of one route, to one person: each with the address of its own link."""
    first = asked[0][0]
    context = {
        "rows": [
            {
                "signing": signing,
                "agreement": signing.agreement,
                "company": company_of(signing.agreement),
                "url": address,
            }
            for signing, address in asked
        ],
        "until": min(signing.link_expires_at for signing, _ in asked),
        "who": who,
        "together_url": absolute(reverse("agreements:together")),
    }
    return _post("sign_requests", (first.name, first.email), first.agreement, context)


def tell_not_asked(signing: Signing, version: AgreementVersion) -> None:
    """She was asked to sign the version before this one; now someone else is."""
    context = {"is_student": signing.role == Role.STUDENT, "changes": changes_in(version)}
    _post("sign_not_asked", (signing.name, signing.email), signing.agreement, context, of=version)


def tell_reopened(signing: Signing, reason: str) -> None:
    _tell_signer("agreement_reopened", signing, reason)


def tell_cancelled(signing: Signing, reason: str) -> None:
    _tell_signer("agreement_cancelled", signing, reason)


def _tell_signer(kind: str, signing: Signing, reason: str) -> None:
    context = {"signing": signing, "is_student": signing.role == Role.STUDENT, "reason": reason}
    _post(kind, (signing.name, signing.email), signing.agreement, context, of=signing.version)
