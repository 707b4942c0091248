"""HTML into a PDF that can be archived (PDF/A-3a) and read aloud (PDF/UA-1).

Nothing is fetched: what a document shows is in the HTML, in the portal's own stylesheet, or handed over with it.
"""

import threading
from base64 import b64decode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files as resources
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote_to_bytes, urlsplit
from urllib.request import url2pathname

from django.conf import settings
from django.utils import timezone
from django.utils.html import escape
from weasyprint import CSS, HTML, Attachment, Document
from weasyprint.css import ColorProfile
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from .characters import foreign_in, make_printable, printable, with_ink
from .conformance import UnknownCharacters, conform
from .images import printable_type
from .limits import TOO_DEEP, DocumentRefused, require_bounded, require_plain

ARCHIVE = {"pdf_variant": "pdf/a-3a", "output_intent": "archive"}
HANDED = "document:"  # <img src="document:logo"> shows files["logo"]
MAX_PAGES = 300

# Pango's font map is shared by everything in the process that renders, and is not safe for threads.
_one_at_a_time = threading.Lock()


@dataclass(frozen=True)
class Enclosure:
    """A file inside the PDF. `relationship`: Data, Source, Supplement or Alternative (ISO 32000-2, 7.11.3)."""

    name: str
    content: bytes
    description: str
    relationship: str = "Data"


def render_pdf(
    html: str,
    *,
    title: str,
    lang: str = "nl",
    files: Mapping[str, bytes] | None = None,
    enclosures: Sequence[Enclosure] = (),
    created_at: datetime | None = None,
    extra_css: str = "",
) -> bytes:
    """The same input, `created_at` with it, gives the same bytes.

    `files`: images, by the name to which the HTML refers as `document:name`. `extra_css`: the hogeschool's house style.
    Raises DocumentRefused, with a sentence for the reader, when the HTML refers to anything else or is too much.
    """
    require_bounded(html)
    source = HTML(string=html, url_fetcher=_HandedOver(files or {}))
    require_plain(source.etree_element)
    source.etree_element.set("lang", lang)
    make_printable(source.etree_element)
    at = (created_at or timezone.now()).astimezone(UTC)
    with _one_at_a_time:
        try:
            return _write(source, printable(title), enclosures, at, extra_css)
        except UnknownCharacters as error:
            make_printable(source.etree_element, error.args[0])
            return _write(source, printable(title), enclosures, at, extra_css)


_has_glyph: dict[str, bool] = {}  # of every letter that was ever asked for


def without_glyph(text: Iterable[str]) -> frozenset[str]:
    """The letters that the fonts of this machine cannot print, plain or bold."""
    letters = {letter for letter in text if not letter.isspace()} - foreign_in("".join(text))
    new = sorted(letters - _has_glyph.keys())
    if new:
        missing = _try_to_print(new)
        _has_glyph.update({letter: ord(letter) not in missing for letter in new})
    return frozenset(letter for letter in letters if not _has_glyph[letter])


def _try_to_print(letters: Sequence[str]) -> frozenset[int]:
    text = escape(" ".join(letters))
    html = f'<html lang="nl"><p>{text}</p><p><strong>{text}</strong></p></html>'
    source = HTML(string=html, url_fetcher=_HandedOver({}))
    with _one_at_a_time:
        try:
            _write(source, "Letters", (), timezone.now(), "")
        except UnknownCharacters as error:
            return frozenset(error.args[0])
    return frozenset()


def unprintable(text: str) -> frozenset[str]:
    """The letters that a document cannot show: in it each is described instead."""
    text = with_ink(text)
    return without_glyph(text) | foreign_in(text)


def _write(source: HTML, title: str, enclosures: Sequence[Enclosure], at: datetime, extra_css: str) -> bytes:
    try:
        document = _lay_out(source, extra_css)
        document.metadata.title = title
        document.metadata.created = document.metadata.modified = at.isoformat(timespec="seconds")
        attachments = [_attachment(enclosure, at) for enclosure in enclosures]
        return document.write_pdf(finisher=conform, attachments=attachments, **ARCHIVE)
    except FatalURLFetchingError as error:
        raise DocumentRefused(
            "Dit document verwijst naar een bestand dat er niet bij zit. Haal de verwijzing weg."
        ) from error
    except RecursionError as error:
        raise DocumentRefused(TOO_DEEP) from error


def _lay_out(source: HTML, extra_css: str) -> Document:
    stylesheets = [_stylesheet()]
    if extra_css:
        stylesheets.append(CSS(string=extra_css, url_fetcher=_HandedOver({}), font_config=_fonts()))
    document = source.render(
        font_config=_fonts(), stylesheets=stylesheets, color_profiles={"archive": _Colours()}, **ARCHIVE
    )
    if len(document.pages) > MAX_PAGES:
        raise DocumentRefused(f"Dit document wordt langer dan {MAX_PAGES} bladzijden. Maak het korter.")
    return document


def _attachment(enclosure: Enclosure, at: datetime) -> Attachment:
    return Attachment(
        string=enclosure.content,
        name=enclosure.name,
        description=enclosure.description,
        relationship=enclosure.relationship,
        created=at,
        modified=at,
    )


@cache
def _fonts() -> FontConfiguration:
    return FontConfiguration()  # one per process: each new one keeps its fonts in memory for good


class _Colours(ColorProfile):
    """WeasyPrint's own way to the same profile opens the file for every document, leaves it open, and has a library
    write it, which does so otherwise the second time."""

    content = (resources("weasyprint.pdf") / "sRGB2014.icc").read_bytes()

    def __init__(self) -> None:
        super().__init__(BytesIO(self.content), "sRGB2014.icc", "relative-colorimetric", (["r"], ["g"], ["b"]))


@cache
def _stylesheet() -> CSS:
    folder = Path(settings.BASE_DIR) / "static" / "vendor"
    return CSS(filename=folder / "pdf.css", url_fetcher=_InFolder(folder), font_config=_fonts())


class _HandedOver(URLFetcher):
    """Answers with what was handed over, and with images inside the HTML itself. There is no way out from here."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        super().__init__(allowed_protocols={"data"}, fail_on_errors=True)
        self._files = files

    def fetch(self, url, headers=None):
        content = self._files[url.removeprefix(HANDED)] if url.startswith(HANDED) else _inside(url)
        return URLFetcherResponse(url, content, {"Content-Type": printable_type(content)})


def _inside(url: str) -> bytes:
    """The content of a data: URL in base64, the only form we make."""
    head, comma, data = url.partition(";base64,")
    if not (comma and head.startswith("data:image/")):
        raise ValueError(f"not handed over: {url[:100]}")
    return b64decode(unquote_to_bytes(data))


class _InFolder(URLFetcher):
    """For our own stylesheet only: the fonts beside it."""

    def __init__(self, folder: Path) -> None:
        super().__init__(allowed_protocols={"file"}, fail_on_errors=True)
        self._folder = folder.resolve()

    def fetch(self, url, headers=None):
        path = Path(url2pathname(urlsplit(url).path)).resolve()
        if not path.is_relative_to(self._folder):
            raise ValueError(f"outside {self._folder}: {url}")
        return URLFetcherResponse(url, path.read_bytes())
