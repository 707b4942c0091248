"""What was signed on paper: a scan with the date of each signature. It counts as much as any other signature."""

from collections.abc import Mapping
from datetime import date
from hashlib import sha256

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from mkbroute.access.tasks import wake
from mkbroute.documents.enums import Kind
from mkbroute.documents.models import Document
from mkbroute.documents.services import store_upload
from mkbroute.documents.uploads import UploadRefused

from .. import events, signed_on, statements
from ..enums import EventKind, Role, SigningMethod, SigningState, State
from ..models import Addendum, Agreement, AgreementVersion, PaperCopy, Party, Signing
from .addenda import fix_addendum_text, lock_addendum
from .asking import add_signing, turn_of
from .sending import ON_PAPER, Refused, TextChanged, fix_text, lock_agreement, require_state, set_state


class OthersThan(Refused):
    """The dates are not of those who still have to sign."""


class WrongDates(Refused):
    """Not yet, long ago, or before the text was there. The sentences are for the uploader."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"{role}: {problem}" for role, problem in problems.items()))
        self.problems = problems


@transaction.atomic
def record_signed_elsewhere(
    subject: Agreement | Addendum,
    *,
    scan: UploadedFile,
    dates: Mapping[str, date],
    content_sha256: str,
    who: str,
    reasons: Mapping[str, str] | None = None,
    is_earlier: bool = False,
) -> AgreementVersion:
    """`dates` by role, of all who did not sign in the portal yet; `content_sha256` of the text that the uploader had
    before her. A draft is frozen as a version first, with the `reasons` as sending asks them, and nobody is asked
    anything. `is_earlier`: she says that a date before the text was there is right. The worker seals, with the scan
    enclosed, and everybody gets the document.

    Raises Refused, OthersThan, WrongDates, NotReady, NotWeighed, TextChanged, or UploadRefused with a sentence for the
    uploader.
    """
    subject = lock_addendum(subject) if isinstance(subject, Addendum) else lock_agreement(subject)
    _require_dates(subject, dates, is_earlier=is_earlier)
    version = _version_of(subject, content_sha256, reasons, who)
    agreement = version.agreement
    waiting = list(version.signings.filter(state=SigningState.WAITING))
    if not waiting or {*dates} != {signing.role for signing in waiting}:
        raise OthersThan
    _require_paper(scan)
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
        _set_signed(signing, version, document, dates[signing.role], who)
    set_state(subject, State.SIGNED)
    wake("agreements.seal", agreement.pk)
    return version


def _require_paper(scan: UploadedFile) -> None:
    scan.seek(0)
    known = Document.objects.filter(sha256=sha256(scan.read()).hexdigest(), kind__in=[Kind.AGREEMENT, Kind.LETTER])
    scan.seek(0)
    if known.exists():
        raise UploadRefused("Dit document komt uit het portaal zelf. Kies de scan van het papier dat is getekend.")


def _require_dates(subject: Agreement | Addendum, dates: Mapping[str, date], *, is_earlier: bool) -> None:
    """Raises WrongDates."""
    found = {role: problem for role, day in dates.items() if (problem := signed_on.problem_with(day))}
    if not is_earlier and (doubt := signed_on.doubt_about(dates.values(), signed_on.fixed_on(subject))):
        found["is_earlier"] = doubt
    if found:
        raise WrongDates(found)


def _version_of(
    subject: Agreement | Addendum, content_sha256: str, reasons: Mapping[str, str] | None, who: str
) -> AgreementVersion:
    if subject.state == State.SENT:
        return _sent_version(subject, content_sha256)
    require_state(subject, State.DRAFT)
    if isinstance(subject, Addendum):
        version = fix_addendum_text(subject, content_sha256=content_sha256, reasons=reasons, who=who, told=ON_PAPER)
    else:
        version = fix_text(subject, content_sha256=content_sha256, reasons=reasons, who=who, told=ON_PAPER)
    for party in parties_of(subject):
        add_signing(version, party, turn_of(version, party))
    return version


def _sent_version(subject: Agreement | Addendum, content_sha256: str) -> AgreementVersion:
    version = subject.versions.select_related("addendum").get(number=subject.version)
    version.agreement = subject.agreement if isinstance(subject, Addendum) else subject
    if version.content_sha256 != content_sha256:
        raise TextChanged
    return version


def _set_signed(signing: Signing, version: AgreementVersion, scan: Document, day: date, who: str) -> None:
    signing.agreement, signing.version = version.agreement, version
    signing.state, signing.method, signing.signed_on = SigningState.SIGNED, SigningMethod.ELSEWHERE, day
    signing.answered_at = timezone.now()
    signing.save(update_fields=["state", "method", "signed_on", "answered_at"])
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
        "signed_on": day.isoformat(),
        "scan_sha256": scan.sha256,
        "scan_name": scan.name,
    }
    text = f"Elders getekend door {statements.signed_as(signing)}, op {day:%d-%m-%Y}"[:300]
    events.record(version.agreement, EventKind.ELSEWHERE, who=who, text=text, evidence=evidence)


def who_still_signs(subject: Agreement | Addendum) -> list[Role]:
    """Whose dates are asked for."""
    if subject.state == State.SENT:
        version = subject.versions.get(number=subject.version)
        roles = set(version.signings.filter(state=SigningState.WAITING).values_list("role", flat=True))
    else:
        roles = {party.role for party in parties_of(subject)}
    return [role for role in Role if role in roles]


def parties_of(subject: Agreement | Addendum) -> list[Party]:
    return subject.party_rows() if isinstance(subject, Addendum) else list(subject.parties.all())
