"""ODS, written while it is sent: a zip with one long piece of XML. Libraries first build the whole in memory."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from io import RawIOBase
from typing import Any
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from django.utils import timezone

from .tables import Row, Sheet, Value, as_number, as_text, printable

MEDIA_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
CHUNK_BYTES = 64 * 1024
NAMES = "urn:oasis:names:tc:opendocument:xmlns"
MANIFEST = (
    f'<?xml version="1.0" encoding="UTF-8"?><manifest:manifest xmlns:manifest="{NAMES}:manifest:1.0" '
    f'manifest:version="1.3"><manifest:file-entry manifest:full-path="/" manifest:media-type="{MEDIA_TYPE}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)
HEAD = (
    f'<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="{NAMES}:office:1.0" '
    f'xmlns:table="{NAMES}:table:1.0" xmlns:text="{NAMES}:text:1.0" xmlns:style="{NAMES}:style:1.0" '
    f'xmlns:number="{NAMES}:datastyle:1.0" office:version="1.3"><office:automatic-styles>'
    '<number:date-style style:name="N1"><number:day/><number:text>-</number:text><number:month/>'
    '<number:text>-</number:text><number:year number:style="long"/></number:date-style>'
    '<style:style style:name="d" style:family="table-cell" style:data-style-name="N1"/>'
    "</office:automatic-styles><office:body><office:spreadsheet>"
)
TAIL = "</office:spreadsheet></office:body></office:document-content>"


class _Pipe(RawIOBase):
    """Takes what the zip writes, and hands it on."""

    def __init__(self) -> None:
        self.waiting = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.waiting += data
        return len(data)

    def taken(self, at_least: int = 1) -> Iterator[bytes]:
        if len(self.waiting) >= at_least:
            chunk = bytes(self.waiting)
            self.waiting.clear()
            yield chunk


def write_ods(sheet: Sheet) -> Iterator[bytes]:
    pipe = _Pipe()
    with ZipFile(pipe, "w", ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", MEDIA_TYPE, ZIP_STORED)  # first and plain, so that the kind can be read off
        archive.writestr("META-INF/manifest.xml", MANIFEST)
        with archive.open("content.xml", "w") as content:
            for piece in _pieces(sheet):
                content.write(piece.encode())
                yield from pipe.taken(CHUNK_BYTES)
    yield from pipe.taken()


def _pieces(sheet: Sheet) -> Iterator[str]:
    yield f"{HEAD}<table:table table:name={quoteattr(sheet.name)}>"
    yield _row([column.label for column in sheet.columns])
    for row in sheet.rows:
        yield _row(row)
    yield f"</table:table>{TAIL}"


def _row(values: Row) -> str:
    return f"<table:table-row>{''.join(map(_cell, values))}</table:table-row>"


def _cell(value: Value) -> str:
    if value is None or value == "":
        return "<table:table-cell/>"
    if isinstance(value, datetime):
        return _typed("date", f'date-value="{timezone.make_naive(value):%Y-%m-%dT%H:%M:%S}"', as_text(value))
    if isinstance(value, date):
        return _typed("date", f'date-value="{value:%Y-%m-%d}" table:style-name="d"', as_text(value))
    if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        return _typed("float", f'value="{as_number(value)}"', as_text(value))
    return _typed("string", "", as_text(value))


def _typed(kind: str, value: str, shown: str) -> str:
    lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in printable(shown).splitlines() or [""])
    attribute = f" office:{value}" if value else ""
    return f'<table:table-cell office:value-type="{kind}"{attribute}>{lines}</table:table-cell>'
