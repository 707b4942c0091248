"""A table that someone hands in, as CSV or XLSX: judged by what is in the file, not by its name."""

import codecs
import csv
import re
from collections.abc import Iterable
from io import StringIO
from typing import NamedTuple

from . import xlsx_file
from .delimited import restored
from .refusal import NotATable
from .tables import UNPRINTABLE

MAX_BYTES = 2_000_000
MAX_COLUMNS = 100
SEPARATORS = ";,\t"
MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
OTHERS = {
    b"%PDF": "een PDF",
    b"\xd0\xcf\x11\xe0": "een ouder of beveiligd Excel-bestand",
    b"\x89PNG": "een afbeelding",
    b"\xff\xd8\xff": "een afbeelding",
    b"{\\rtf": "een tekstdocument",
}
# what a zip says of itself, first of all and not packed
ODS = b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"
SAVE_ODS_AS = (
    "Dit is een ODS-bestand. Open het in uw rekenprogramma, kies Opslaan als, dan Excel (XLSX), en lees dat bestand in."
)
SAVE_AS = "Bewaar de tabel als XLSX of CSV en kies dat bestand."


class Line(NamedTuple):
    number: int  # of the row, as a spreadsheet counts
    cells: list[str]


def read_table(content: bytes, *, max_rows: int) -> list[Line]:
    """The rows that hold anything, the head included. Raises NotATable with a sentence for whoever chose the file."""
    if len(content) > MAX_BYTES:
        raise NotATable(f"Dit bestand is te groot. Het mag hooguit {MAX_BYTES // 1_000_000} MB zijn.")
    _refuse_other_kinds(content)
    if content.startswith(b"PK"):
        found = xlsx_file.read(content, max_rows=max_rows, max_columns=MAX_COLUMNS)
    else:
        found = _delimited(_decoded(content))
    lines = [Line(number, cells) for number, cells in found if any(cells)]
    if not lines:
        raise NotATable("Dit bestand is leeg. Kies een bestand met een kop en minstens één regel.")
    if len(lines) > max_rows + 1:
        raise NotATable(f"Dit bestand heeft meer dan {max_rows} regels. Verdeel het over meer bestanden.")
    if max(len(line.cells) for line in lines) > MAX_COLUMNS:
        raise NotATable(f"Dit bestand heeft meer dan {MAX_COLUMNS} kolommen. Gebruik het sjabloon.")
    return lines


def unread_heads(lines: list[Line], head: list[str]) -> Iterable[str]:
    """Of the columns that have no key in `head`, as the file calls them; without a name only where
    something stands under it."""
    filled = {place for line in lines for place, cell in enumerate(line.cells) if cell}
    for place in sorted(filled):
        if place >= len(head) or not head[place]:
            named = lines[0].cells[place] if place < len(head) else ""
            yield (named or f"kolom {_letters(place)}, zonder kop")[:80]


def _letters(place: int) -> str:
    """AB, of the 28th column (27)."""
    before, last = divmod(place, 26)
    return (_letters(before - 1) if before else "") + chr(ord("A") + last)


def _refuse_other_kinds(content: bytes) -> None:
    for start, kind in OTHERS.items():
        if content.startswith(start):
            raise NotATable(f"Dit is {kind}. {SAVE_AS}")
    if ODS in content[:200]:
        raise NotATable(SAVE_ODS_AS)


def _decoded(content: bytes) -> str:
    for encoding in (*[name for mark, name in MARKS.items() if content.startswith(mark)], "utf-8", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not UNPRINTABLE.search(text):
            return text
    raise NotATable(f"In dit bestand staat geen tabel. {SAVE_AS}")


def _delimited(text: str) -> list[tuple[int, list[str]]]:
    told = re.match(r"sep=(.)\r?\n", text)  # Excel's own way to say it
    body = text[told.end() :] if told else text
    separator = told.group(1) if told and told.group(1) in SEPARATORS else _separator(body)
    try:
        rows = list(csv.reader(StringIO(body, newline=""), delimiter=separator))
    except csv.Error as error:
        raise NotATable(f"De regels van dit bestand zijn niet te lezen. {SAVE_AS}") from error
    first = 2 if told else 1
    return [(number, [restored(cell).strip() for cell in row]) for number, row in enumerate(rows, first)]


def _separator(text: str) -> str:
    """The one that the first line with words in it has most of, outside quotes."""
    head = re.sub(r'"[^"]*"', "", text.lstrip("\r\n").partition("\n")[0])
    return max(SEPARATORS, key=head.count)
