"""What was signed on paper: a scan with the date of each signature. It counts as much as any other signature."""

from collections.abc import Mapping
from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from mkbroute.access.tasks import wake
from mkbroute.documents.enums import Kind
from mkbroute.documents.models import Document
from mkbroute.documents.services import store_upload

from .. import events, statements
from ..differences import content_of
from ..enums import EventKind, Role, SigningMethod, SigningState, State
from ..models import Agreement, AgreementVersion, PaperCopy, Signing
from ..readiness import obstacles
from ..text import compose
from .asking import add_signing, turn_of
from .sending import NotReady, Refused, TextChanged, fingerprint, freeze_text, lock_agreement, set_state


class OthersThan(Refused):
    """The dates are not of those who still have to sign."""


@transaction.atomic
def record_signed_elsewhere(
    agreement: Agreement, *, scan: UploadedFile, dates: Mapping[str, date], content_sha256: str, who: str
) -> AgreementVersion:
    """`dates` by role, of all who did not sign in the portal yet; `content_sha256` of the text that the uploader had
    before her. A draft is frozen as a version first, and nobody is asked anything. The worker seals, with the scan
    enclosed, and everybody gets the document.

    Raises Refused, OthersThan, NotReady, TextChanged, or UploadRefused with a sentence for the uploader.
    """
    agreement = lock_agreement(agreement)
    version = _version_of(agreement, content_sha256, who)
    waiting = list(version.signings.filter(state=SigningState.WAITING))
    if not waiting or {*dates} != {signing.role for signing in waiting}:
        raise OthersThan
    document = store_upload(scan, hogeschool_id=agreement.hogeschool_id, kind=Kind.SCAN)
    PaperCopy.objects.create(
        version=version,
        agreement=agreement,
        hogeschool_id=agreement.hogeschool_id,
        organisation_id=agreement.organisation_id,
        student_id=agreement.student_id,
        document=document,
        uploaded_by=who,
    )
    for signing in waiting:
        _set_signed(signing, agreement, document, dates[signing.role], who)
    set_state(agreement, State.SIGNED)
    wake("agreements.seal", agreement.pk)
    return version


def _version_of(agreement: Agreement, content_sha256: str, who: str) -> AgreementVersion:
    if agreement.state == State.SENT:
        version = agreement.versions.get(number=agreement.version)
        if version.content_sha256 != content_sha256:
            raise TextChanged
        return version
    if agreement.state != State.DRAFT:
        raise Refused(agreement.state)
    parties = list(agreement.parties.all())
    if found := obstacles(agreement, parties):
        raise NotReady(found)
    text = compose(agreement, parties)
    if fingerprint(text) != content_sha256:
        raise TextChanged
    version = freeze_text(agreement, text, content_of(agreement, parties))
    set_state(agreement, State.SENT, version=version.number)
    said = {"version": version.number, "content_sha256": content_sha256}
    text_of_event = f"Versie {version.number} vastgelegd, om op papier te tekenen"
    events.record(agreement, EventKind.SENT, who=who, text=text_of_event, evidence=said)
    for party in parties:
        add_signing(version, party, turn_of(version, party))
    return version


def _set_signed(signing: Signing, agreement: Agreement, scan: Document, signed_on: date, who: str) -> None:
    signing.agreement = agreement
    signing.state, signing.method, signing.signed_on = SigningState.SIGNED, SigningMethod.ELSEWHERE, signed_on
    signing.answered_at = timezone.now()
    signing.save(update_fields=["state", "method", "signed_on", "answered_at"])
    version = signing.version
    evidence = {
        "signing": str(signing.public_id),
        "role": signing.role,
        "name": signing.name,
        "function": signing.function,
        "party": signing.party_name,
        "email": signing.email,
        "version": version.number,
        "content_sha256": version.content_sha256,
        "method": SigningMethod.ELSEWHERE,
        "signed_on": signed_on.isoformat(),
        "scan_sha256": scan.sha256,
        "scan_name": scan.name,
    }
    text = f"Elders getekend door {statements.signed_as(signing)}, op {signed_on:%d-%m-%Y}"[:300]
    events.record(agreement, EventKind.ELSEWHERE, who=who, text=text, evidence=evidence)


def who_still_signs(agreement: Agreement) -> list[Role]:
    """Whose dates are asked for."""
    if agreement.state == State.SENT:
        waiting = agreement.signings.filter(version__number=agreement.version, state=SigningState.WAITING)
        roles = set(waiting.values_list("role", flat=True))
    else:
        roles = set(agreement.parties.values_list("role", flat=True))
    return [role for role in Role if role in roles]
