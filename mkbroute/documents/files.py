"""Content on disk or in a bucket, under its own hash: written once, whole or not at all, checked when it is read."""

import os
import tempfile
from hashlib import sha256
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import connection

LOCK = 0x66696C65  # of files: the first half of an advisory lock


class DocumentDamaged(Exception):
    """What is stored is not what was stored, or is gone. Restore the file from a backup: its name is its hash."""


def keep_file(content: bytes) -> str:
    """Answers the SHA-256 in hexadecimal. The same content is kept once; what was harmed is mended where it can be."""
    digest = sha256(content).hexdigest()
    try:
        read_file(digest)
    except DocumentDamaged:
        _save(place_of(digest), content)
    return digest


def _save(place: str, content: bytes) -> None:
    kept = default_storage.save(place, ContentFile(content))
    if kept != place:  # a storage that never overwrites: somebody stored the same meanwhile, or it is harmed
        default_storage.delete(kept)
        read_file(place.rpartition("/")[2])


def hold(digest: str) -> None:
    """Until the transaction ends nobody else keeps or drops this content: a row that is being written for it and a file
    that is being removed after its term (removal.py) do not miss each other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [LOCK, digest])


def read_file(digest: str) -> bytes:
    try:
        with default_storage.open(place_of(digest)) as file:
            content = file.read()
    except FileNotFoundError as error:
        raise DocumentDamaged(f"{digest} is gone") from error
    if sha256(content).hexdigest() != digest:
        raise DocumentDamaged(f"{digest} has changed")
    return content


def place_of(digest: str) -> str:
    return f"{digest[:2]}/{digest[2:4]}/{digest}"


class ContentStorage(FileSystemStorage):
    """Django's own writes in place, so that a full disk or a killed worker leaves half a file."""

    def get_available_name(self, name, max_length=None):
        return name  # a name is its content

    def _save(self, name, content):
        path = Path(self.path(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, aside = tempfile.mkstemp(dir=path.parent, prefix=".")
        try:
            with os.fdopen(handle, "wb") as file:
                file.writelines(content.chunks())
                file.flush()
                os.fsync(file.fileno())
            Path(aside).replace(path)
        except BaseException:
            Path(aside).unlink(missing_ok=True)
            raise
        _sync_folder(path.parent)
        return name


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
