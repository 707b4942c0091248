"""The mails about signing. Each goes to one person and says why she gets it."""

from django.urls import reverse

from mkbroute.documents.models import Document
from mkbroute.mail.links import absolute
from mkbroute.mail.services import post

from . import codes
from .enums import Role
from .models import Agreement, AgreementVersion, Signing


def send_code(signing: Signing, code: str) -> None:
    minutes = int(codes.LIFETIME.total_seconds() // 60)
    _post("sign_code", signing, code=code, minutes=minutes)


def send_new_link(signing: Signing, address: str) -> None:
    _post("sign_link", signing, url=address)


def tell_declined(signing: Signing) -> None:
    """Everybody who was asked to sign, and the coordinator, who must do something."""
    told = list(signing.version.signings.all())
    for other in told:
        _post("sign_declined", other, decliner=signing, reason=signing.decline_reason)
    _post_to_coordinator("sign_declined_coordinator", signing.agreement, told, decliner=signing, reason=signing.decline_reason)


def tell_sealed(version: AgreementVersion, document: Document) -> None:
    """Everybody gets the document itself: it stays theirs, whatever becomes of the portal."""
    told = list(version.signings.all())
    for signing in told:
        _post("agreement_sealed", signing, attachment=document, url=absolute(reverse("agreements:verify")), signings=told)
    _post_to_coordinator("agreement_sealed_coordinator", version.agreement, told, attachment=document, signings=told)


def _post(kind: str, signing: Signing, *, attachment: Document | None = None, **context) -> None:
    agreement = signing.agreement
    post(
        kind,
        to=(signing.name, signing.email),
        context={"signing": signing, "agreement": agreement, "is_student": signing.role == Role.STUDENT, **context},
        about=f"agreement:{agreement.public_id}",
        hogeschool_id=agreement.hogeschool_id,
        attachment=attachment,
    )


def _post_to_coordinator(
    kind: str, agreement: Agreement, told: list[Signing], *, attachment: Document | None = None, **context
) -> None:
    """To the contact of the route, unless she signed herself and was told already."""
    route = agreement.route
    if route.contact_email in {signing.email for signing in told}:
        return
    url = absolute(reverse("agreements:detail", args=[agreement.public_id]))
    post(
        kind,
        to=(route.contact_name, route.contact_email),
        context={"agreement": agreement, "url": url, **context},
        about=f"agreement:{agreement.public_id}",
        hogeschool_id=agreement.hogeschool_id,
        attachment=attachment,
    )
