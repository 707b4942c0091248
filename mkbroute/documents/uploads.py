"""What people hand in, judged by what is in it; what its name or the browser says of it counts for nothing."""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath

from django.core.files.uploadedfile import UploadedFile
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader

from .images import image_type, plain_image

PDF, PNG, JPEG = "application/pdf", "image/png", "image/jpeg"
SUFFIXES = {PDF: ".pdf", PNG: ".png", JPEG: ".jpg"}
MAX_BYTES = {PDF: 15_000_000, PNG: 5_000_000, JPEG: 5_000_000}
MAX_NAME = 100
NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]+')


class UploadRefused(Exception):
    """The message is for the uploader, in Dutch."""


@dataclass(frozen=True)
class Accepted:
    content: bytes
    media_type: str
    name: str


def accept(upload: UploadedFile, media_types: Collection[str] = (PDF, PNG, JPEG)) -> Accepted:
    """Images come out anew: without place, camera or anything else that travelled along."""
    if (upload.size or 0) > max(MAX_BYTES[media_type] for media_type in media_types):
        raise UploadRefused(_too_large(media_types))
    content = upload.read()
    media_type = recognise(content)
    if media_type is None or media_type not in media_types:
        raise UploadRefused(f"Dit bestand is geen {_listed(media_types)}. Bewaar het als {_listed(media_types)}.")
    if len(content) > MAX_BYTES[media_type]:
        raise UploadRefused(_too_large([media_type]))
    content = _sound_pdf(content) if media_type == PDF else _plain(content)
    return Accepted(content, media_type, clean_name(upload.name or "", media_type))


def recognise(content: bytes) -> str | None:
    if content.startswith(b"%PDF-"):
        return PDF
    try:
        return image_type(content)
    except ValueError:
        return None


def clean_name(name: str, media_type: str) -> str:
    """A name that is safe in a header and on any disk, with the suffix that fits the content."""
    stem = NOT_IN_NAMES.sub(" ", unicodedata.normalize("NFC", name.replace("\\", "/").rpartition("/")[2]))
    suffix = SUFFIXES.get(media_type, "")
    if suffix:
        stem = PurePosixPath(stem).stem if "." in stem.strip(".") else stem
    stem = " ".join(stem.split()).strip(". ")[:MAX_NAME].strip(". ")
    return (stem or "document") + suffix


def _sound_pdf(content: bytes) -> bytes:
    try:
        reader = PdfFileReader(BytesIO(content), strict=False)
        encrypted, pages = reader.encrypted, reader.root["/Pages"]["/Count"]
    except (PdfError, KeyError, TypeError, ValueError, RecursionError, ArithmeticError) as error:
        raise UploadRefused("Deze PDF is beschadigd. Maak hem opnieuw en probeer het nog eens.") from error
    if encrypted:
        raise UploadRefused("Deze PDF is beveiligd met een wachtwoord. Bewaar hem zonder wachtwoord.")
    if not pages:
        raise UploadRefused("Deze PDF is leeg. Kies een ander bestand.")
    return content


def _plain(content: bytes) -> bytes:
    try:
        return plain_image(content)
    except ValueError as error:
        raise UploadRefused("Deze afbeelding is beschadigd. Bewaar haar opnieuw en probeer het nog eens.") from error


def _too_large(media_types: Collection[str]) -> str:
    limits = " of ".join(f"{_label(kind)} van {MAX_BYTES[kind] // 1_000_000} MB" for kind in media_types)
    return f"Dit bestand is te groot. Het mag hoogstens een {limits} zijn."


def _listed(media_types: Collection[str]) -> str:
    return " of ".join(_label(media_type) for media_type in media_types)


def _label(media_type: str) -> str:
    return {PDF: "PDF", PNG: "PNG", JPEG: "JPEG"}[media_type]
