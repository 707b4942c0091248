from hashlib import sha256

from django.core.files.uploadedfile import UploadedFile

from . import files, verify
from .enums import Kind, Level
from .keys import seal_key
from .models import Document, SealCertificate
from .queries import known_seals
from .seal import Sealed
from .stamps import note_unstamped
from .uploads import accept, clean_name


def store(
    content: bytes,
    *,
    kind: Kind,
    name: str,
    media_type: str,
    hogeschool_id: int | None = None,
    organisation_id: int | None = None,
    employer_id: int | None = None,
    student_id: int | None = None,
    agreement_id: int | None = None,
    route_id: int | None = None,
    seal_level: Level | str = "",
    certificate: SealCertificate | None = None,
) -> Document:
    """Keeps the content for good. A rollback leaves a file that nobody knows of, never a row without a file."""
    digest = sha256(content).hexdigest()
    files.hold(digest)
    return Document.objects.create(
        sha256=files.keep_file(content),
        size=len(content),
        kind=kind,
        name=clean_name(name, media_type),
        media_type=media_type,
        hogeschool_id=hogeschool_id,
        organisation_id=organisation_id,
        employer_id=employer_id,
        student_id=student_id,
        agreement_id=agreement_id,
        route_id=route_id,
        seal_level=seal_level,
        certificate=certificate,
    )


def store_sealed(sealed: Sealed, *, name: str, kind: Kind = Kind.AGREEMENT, **owners: int | None) -> Document:
    """With the certificate, so that what it sealed is known for ours when there is a newer one. By the worker only."""
    document = store(
        sealed.pdf,
        kind=kind,
        name=name,
        media_type="application/pdf",
        seal_level=sealed.level,
        certificate=_remember(sealed),
        **owners,
    )
    note_unstamped(document)
    return document


def _remember(sealed: Sealed) -> SealCertificate:
    key = seal_key()
    certificate = SealCertificate(fingerprint=key.fingerprint, chain=key.chain, name=key.name, valid_until=key.ends_at)
    SealCertificate.objects.bulk_create([certificate], ignore_conflicts=True)  # another worker may be first
    return SealCertificate.objects.get(fingerprint=sealed.certificate_fingerprint)


def store_upload(
    upload: UploadedFile,
    *,
    hogeschool_id: int,
    kind: Kind = Kind.UPLOAD,
    route_id: int | None = None,
    student_id: int | None = None,
) -> Document:
    """Raises UploadRefused, with a sentence for the uploader."""
    accepted = accept(upload)
    return store(
        accepted.content,
        kind=kind,
        name=accepted.name,
        media_type=accepted.media_type,
        hogeschool_id=hogeschool_id,
        route_id=route_id,
        student_id=student_id,
    )


def read(document: Document) -> bytes:
    """Raises DocumentDamaged when the file is gone or is no longer what was stored."""
    return files.read_file(document.sha256)


def examine(pdf: bytes) -> verify.Verdict:
    """Is this file one that the portal sealed, and unchanged? Never raises on any content."""
    return verify.examine(pdf, known_seals())
