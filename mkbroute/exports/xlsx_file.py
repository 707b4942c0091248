"""The values of one sheet of an XLSX file, and nothing else of it.

Read here rather than by a library, because the file is a stranger's: a cell XFD1048576 makes readers that lay out a
whole sheet ask for all memory there is, and small zips unpack to large ones. Here every part has a limit, a sheet is
read cell by cell, and XML with a document type of its own is refused.
"""

import re
import zlib
from collections.abc import Callable
from datetime import date, datetime, timedelta
from io import BytesIO
from posixpath import join, normpath
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from .refusal import NotATable
from .tables import FAILED_FORMULA, UNPRINTABLE

MAX_PART_BYTES = 20_000_000
PREFERRED = "routes"  # the sheet of that name, else the first
DATE_FORMATS = {*range(14, 18), 22, *range(27, 37), *range(50, 59)}  # that every workbook has, by number
LITERAL = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")  # how XLSX writes what XML would lose, such as a carriage return
EPOCHS = {False: date(1899, 12, 30), True: date(1904, 1, 1)}
BROKEN = "Dit Excel-bestand is beschadigd of geen Excel-bestand. Bewaar de tabel opnieuw als XLSX of CSV."
TOO_LARGE = "Dit Excel-bestand is te groot. Houd alleen de tabel met routes over en bewaar het opnieuw."

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str, str], None]


def read(content: bytes, *, max_rows: int, max_columns: int) -> list[tuple[int, list[str]]]:
    """Number and cells of each row with anything in it."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            return _Book(archive).sheet(max_rows, max_columns)
    except (
        BadZipFile, zlib.error, KeyError, ValueError, IndexError, OverflowError, NotImplementedError, RuntimeError,
        EOFError, expat.ExpatError,
    ) as error:  # fmt: skip
        raise NotATable(BROKEN) from error


class _Book:
    def __init__(self, archive: ZipFile) -> None:
        self.archive = archive
        self.names = set(archive.namelist())
        if "xl/workbook.xml" not in self.names:
            raise NotATable(BROKEN)
        self.sheets: list[tuple[str, str]] = []  # name, id of the relation
        self.from_1904 = False
        self._read("xl/workbook.xml", self._on_workbook)

    def sheet(self, max_rows: int, max_columns: int) -> list[tuple[int, list[str]]]:
        places: dict[str, str] = {}
        self._read(
            "xl/_rels/workbook.xml.rels",
            lambda _, found: places.update({found["Id"]: found["Target"]}) if "Id" in found else None,
        )
        named = [relation for name, relation in self.sheets if name.strip().lower() == PREFERRED]
        target = places[(named or [self.sheets[0][1]])[0]]
        cells = _Cells(self._strings(), self._date_styles(), EPOCHS[self.from_1904], max_rows + 1, max_columns)
        place = normpath(target.lstrip("/") if target.startswith("/") else join("xl", target))
        self._read(place, cells.on_start, cells.on_end)
        return sorted(cells.rows.items())

    def _on_workbook(self, name: str, found: dict[str, str]) -> None:
        if name == "sheet":
            self.sheets.append((found["name"], found["id"]))
        elif name == "workbookPr":
            self.from_1904 = found.get("date1904") in ("1", "true")

    def _strings(self) -> list[str]:
        strings = _Strings()
        if "xl/sharedStrings.xml" in self.names:
            self._read("xl/sharedStrings.xml", strings.on_start, strings.on_end)
        return strings.found

    def _date_styles(self) -> set[int]:
        styles = _Styles()
        if "xl/styles.xml" in self.names:
            self._read("xl/styles.xml", styles.on_start, styles.on_end)
        return styles.dates

    def _read(self, place: str, on_start: Start, on_end: End | None = None) -> None:
        if self.archive.getinfo(place).compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise NotATable(BROKEN)
        with self.archive.open(place) as part:
            xml = part.read(MAX_PART_BYTES + 1)
        if len(xml) > MAX_PART_BYTES:
            raise NotATable(TOO_LARGE)
        _parse(xml, on_start, on_end or (lambda name, text: None))


def _parse(xml: bytes, on_start: Start, on_end: End) -> None:
    """Names come without their namespaces: there are two sets of those for the same words."""
    text: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        text.clear()
        on_start(_bare(name), {_bare(key): value for key, value in attributes.items()})

    def end(name: str) -> None:
        on_end(_bare(name), "".join(text))
        text.clear()

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = text.append
    parser.StartDoctypeDeclHandler = _refuse
    parser.Parse(xml, True)


def _bare(name: str) -> str:
    return name.rpartition(" ")[2]


def _refuse(*args: object) -> None:
    raise NotATable(BROKEN)


class _Strings:
    """Texts that cells refer to; how to pronounce them is left out."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._aside = False

    def on_start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "si":
            self.found.append("")
        self._aside = self._aside or name == "rPh"

    def on_end(self, name: str, text: str) -> None:
        if name == "t" and not self._aside:
            self.found[-1] += text
        self._aside = self._aside and name != "rPh"


class _Styles:
    """Which of the styles show a number as a date."""

    def __init__(self) -> None:
        self.dates: set[int] = set()
        self._formats = set(DATE_FORMATS)
        self._count = 0
        self._of_cells = False

    def on_start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "numFmt" and re.search("[dy]", LITERAL.sub("", attributes["formatCode"]).lower()):
            self._formats.add(int(attributes["numFmtId"]))
        elif name == "cellXfs":
            self._of_cells = True
        elif name == "xf" and self._of_cells:
            if int(attributes.get("numFmtId", 0)) in self._formats:
                self.dates.add(self._count)
            self._count += 1

    def on_end(self, name: str, text: str) -> None:
        self._of_cells = self._of_cells and name != "cellXfs"


class _Cells:
    def __init__(self, strings: list[str], date_styles: set[int], epoch: date, max_rows: int, max_columns: int) -> None:
        self.strings, self.date_styles, self.epoch = strings, date_styles, epoch
        self.max_rows, self.max_columns = max_rows, max_columns
        self.rows: dict[int, list[str]] = {}
        self._row = self._column = 0
        self._cell: dict[str, str] = {}
        self._said = ""
        self._aside = False

    def on_start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "row":
            self._row, self._column = int(attributes.get("r", self._row + 1)), 0
        elif name == "c":
            self._cell, self._said = attributes, ""
            self._column = _place(attributes["r"]) if "r" in attributes else self._column + 1
        self._aside = self._aside or name == "rPh"

    def on_end(self, name: str, text: str) -> None:
        if name == "v" or (name == "t" and not self._aside):
            self._said += text
        elif name == "c" and (shown := self._shown().strip()):
            self._keep(shown)
        self._aside = self._aside and name != "rPh"

    def _keep(self, shown: str) -> None:
        if self._column > self.max_columns:
            raise NotATable(f"Dit bestand heeft meer dan {self.max_columns} kolommen. Gebruik het sjabloon.")
        if self._row > 10 * self.max_rows or (self._row not in self.rows and len(self.rows) >= self.max_rows):
            raise NotATable(f"Dit bestand heeft meer dan {self.max_rows - 1} regels. Verdeel het over meer bestanden.")
        cells = self.rows.setdefault(self._row, [])
        cells += [""] * (self._column - len(cells))
        cells[self._column - 1] = shown

    def _shown(self) -> str:
        kind, said = self._cell.get("t", "n"), self._said
        if kind == "s" and said:
            return _unescaped(self.strings[int(said)])
        if kind in ("inlineStr", "str"):
            return _unescaped(said)
        if kind == "b":
            return {"1": "ja", "0": "nee"}.get(said, said)
        if kind == "e":  # there are more of these than have a name of old
            return said if FAILED_FORMULA.fullmatch(said) else "#VALUE!"
        if kind == "n" and said:
            is_date = int(self._cell.get("s", 0)) in self.date_styles
            return self._date(float(said)) if is_date else _number(said)
        return said

    def _date(self, days: float) -> str:
        return (datetime.combine(self.epoch, datetime.min.time()) + timedelta(days=days)).date().isoformat()


def _unescaped(text: str) -> str:
    return UNPRINTABLE.sub("", ESCAPED.sub(lambda found: chr(int(found.group(1), 16)), text))


def _number(said: str) -> str:
    """As someone would type it: 4 and not 4.0."""
    number = float(said)
    return str(int(number)) if number.is_integer() else said.replace(".", ",")


def _place(reference: str) -> int:
    """Column of "AB12": 28."""
    found = re.match(r"[A-Z]{1,3}", reference)
    if not found:
        raise ValueError(reference)
    number = 0
    for letter in found.group():
        number = 26 * number + ord(letter) - ord("A") + 1
    return number
