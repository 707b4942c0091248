"""What goes into a file: columns with a name and a meaning, and rows of values under them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

BETWEEN = " | "  # several values in one cell
# XML 1.0 has no place for them, and no cell has use for them
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
# what a spreadsheet shows, in English or in Dutch, where a formula has no outcome
FAILED_FORMULA = re.compile(
    r"#(?:N/[AB]|(?:DIV/0|DEEL/0|REF|VERW|VALUE|WAARDE|NUM|GETAL|NULL|LEEG|SPILL|OVERLOOP|CALC|BEREKENEN)!"
    r"|(?:NAME|NAAM)\?)|(?:Err|Fout):[0-9]{3}"
)


class Kind(StrEnum):
    """Of the values in a column."""

    TEXT = "tekst"
    NUMBER = "getal"
    DATE = "datum"
    MOMENT = "datum en tijd"
    YES_NO = "ja of nee"
    SEVERAL = "lijst"
    RECORDS = "lijst met gegevens"


@dataclass(frozen=True)
class Column:
    key: str  # in JSON
    label: str  # above the column
    about: str
    kind: Kind = Kind.TEXT
    choices: tuple[str, ...] = ()  # what may stand in it; empty: anything of its kind
    wide: bool = False  # holds running text
    codes: tuple[str, ...] = ()  # of the choices, for machines: they stay when a label is reworded
    form: str = ""  # of a text, as JSON Schema calls it: uuid, uri
    members: "tuple[Column, ...]" = ()  # of each record in a list of them

    @property
    def code_key(self) -> str:
        """Where JSON has the code beside the label."""
        return f"{self.key}_codes" if self.kind == Kind.SEVERAL else f"{self.key}_code"

    @cached_property
    def code_of(self) -> dict[str, str]:
        """By label; what is not filled in has none."""
        return {"": "", **dict(zip(self.choices, self.codes, strict=True))}


@dataclass(frozen=True)
class Record:
    """One of several in a cell: values under the members of its column, and the words in which one cell says them."""

    values: "Row"
    said: str

    def __str__(self) -> str:
        return self.said


Value = str | int | Decimal | bool | date | datetime | Sequence[str] | Sequence[Record] | None
Row = Sequence[Value]


@dataclass(frozen=True)
class Sheet:
    name: str
    columns: Sequence[Column]
    rows: Iterable[Row]


def printable(text: str) -> str:
    """Without what files cannot hold, and with one kind of line end."""
    return UNPRINTABLE.sub("", text.replace("\r\n", "\n"))


def as_text(value: Value) -> str:
    """As a cell without a type says it. Dates as 2027-09-01, which every country reads the same way."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return as_number(value).replace(".", ",")
    if isinstance(value, (str, int)):
        return printable(str(value))
    return printable(BETWEEN.join(map(str, value)))


def as_number(value: Decimal | int) -> str:
    """ "4" and "4.5", never "4.0" or "4E+1" """
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)
