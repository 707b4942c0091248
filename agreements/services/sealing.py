"""After the last signature: one document, sealed once, stored for good and sent to everybody."""

from hashlib import sha256

from django.db import transaction

from mkbroute.documents.models import Document
from mkbroute.documents.seal import Sealed, seal_pdf
from mkbroute.documents.services import store_sealed

from .. import events, notices, paper
from ..consolidated import agreed_end
from ..enums import EventKind, SigningState, State
from ..events import PORTAL
from ..evidence import Evidence, gather
from ..models import Agreement, AgreementVersion
from .guides import hand_over_talks
from .moments import call_off_after
from .takeovers import hand_over

REASON = "Verzegeld nadat alle partijen hadden getekend"


class NotSealable(Exception):
    """The rows contradict each other: someone must look before there is a document."""


@transaction.atomic
def seal_agreement(agreement_id: int) -> Document | None:
    """Nothing to do (sealed already, or not signed by everyone): None. Raises NotSealable."""
    # locked until the commit: two workers make one document
    agreement = Agreement.objects.select_for_update(of=("self",)).get(pk=agreement_id)
    version = _signed_version(agreement)
    if version is None:
        return None
    evidence = gather(version)
    _require_whole(version, evidence)
    sealed = seal_pdf(paper.signed(version, evidence), reason=REASON)
    document = _store(version, sealed)
    _close(version, document, sealed)
    text = f"Verzegeld en gestuurd aan alle partijen, {version.called}"
    events.record(agreement, EventKind.SEALED, who=PORTAL, text=text, evidence=_seal_evidence(document, sealed))
    notices.tell_sealed(version, document)
    hand_over(agreement_id)
    _call_off_talks(version)
    if version.addendum:
        version.addendum.agreement = agreement
        hand_over_talks(version.addendum)
    return document


def _signed_version(agreement: Agreement) -> AgreementVersion | None:
    """Of the agreement itself, or of an addendum to it: at most one of them waits for its seal."""
    addenda = agreement.addenda.filter(state=State.SIGNED)
    subject = agreement if agreement.state == State.SIGNED else addenda.first()
    if subject is None:
        return None
    version = agreement.versions.select_related("addendum").get(number=subject.version)
    version.agreement = agreement
    return version


def _require_whole(version: AgreementVersion, evidence: Evidence) -> None:
    problems = events.verify_chain(version.agreement)
    asked = set(version.signings.values_list("role", "state"))
    if not asked or asked != {(signature.role, SigningState.SIGNED) for signature in evidence.signatures}:
        problems.append("not everybody signed, or the log says otherwise")
    if sha256(version.html.encode()).hexdigest() != version.content_sha256:
        problems.append("the text is not what was signed")
    if problems:
        raise NotSealable(f"agreement {version.agreement.public_id}: {'; '.join(problems)}")


def _store(version: AgreementVersion, sealed: Sealed) -> Document:
    agreement = version.agreement
    return store_sealed(
        sealed,
        name=paper.file_name(version),
        hogeschool_id=agreement.hogeschool_id,
        organisation_id=agreement.organisation_id,
        employer_id=agreement.employer_id,
        student_id=agreement.student_id,
        agreement_id=agreement.pk,
    )


def _close(version: AgreementVersion, document: Document, sealed: Sealed) -> None:
    version.document, version.sealed_at = document, sealed.sealed_at
    version.save(update_fields=["document", "sealed_at"])
    subject = version.subject
    subject.state, subject.changed_at = State.SEALED, sealed.sealed_at
    subject.save(update_fields=["state", "changed_at"])


def _call_off_talks(version: AgreementVersion) -> None:
    """That an addendum which shortens the term leaves behind its last day."""
    last = agreed_end(version.agreement) if version.addendum else None
    if last:
        call_off_after(version.agreement, last, who=PORTAL)


def _seal_evidence(document: Document, sealed: Sealed) -> dict:
    return {
        "document_sha256": document.sha256,
        "size": document.size,
        "level": str(sealed.level),
        "certificate": sealed.certificate_fingerprint,
    }
