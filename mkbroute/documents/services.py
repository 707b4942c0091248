"""Keeping files: stored once under the hash of what they contain, never overwritten, checked when they are read."""

from hashlib import sha256

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from .enums import Kind
from .models import Document


class DocumentDamaged(Exception):
    """The stored file is gone, or is not what was stored."""


def store(content: bytes, *, kind: Kind, name: str, media_type: str, **owners: int | None) -> Document:
    """Keep a file. `owners`: hogeschool_id, organisation_id, employer_id, student_id, agreement_id.

    The file comes before the row: a transaction that fails leaves at most a file that nobody refers to.
    """
    digest = sha256(content).hexdigest()
    _keep(content, digest)
    return Document.objects.create(
        kind=kind, name=name, media_type=media_type, sha256=digest, size=len(content), **owners
    )


def read(document: Document) -> bytes:
    """Raises DocumentDamaged."""
    try:
        with default_storage.open(_place(document.sha256)) as file:
            content = file.read()
    except FileNotFoundError as error:
        raise DocumentDamaged(f"document {document.public_id} is not in the storage") from error
    if sha256(content).hexdigest() != document.sha256:
        raise DocumentDamaged(f"document {document.public_id} is not what was stored")
    return content


def _keep(content: bytes, digest: str) -> None:
    """Under its hash, so what is there already is the same; a half-written or damaged file is written anew."""
    place = _place(digest)
    if default_storage.exists(place):
        with default_storage.open(place) as file:
            if sha256(file.read()).hexdigest() == digest:
                return
        default_storage.delete(place)
    kept = default_storage.save(place, ContentFile(content))
    if kept != place:  # someone else stored the same content meanwhile
        default_storage.delete(kept)


def _place(digest: str) -> str:
    return f"{digest[:2]}/{digest[2:4]}/{digest}"
