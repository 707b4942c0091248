"""What goes into a file: columns with a name and a meaning, and rows of values under them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

Value = str | int | Decimal | bool | date | datetime | Sequence[str] | None
Row = Sequence[Value]

BETWEEN = " | "  # several values in one cell
# XML 1.0 has no place for them, and no cell has use for them
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


class Kind(StrEnum):
    """Of the values in a column."""

    TEXT = "tekst"
    NUMBER = "getal"
    DATE = "datum"
    MOMENT = "datum en tijd"
    YES_NO = "ja of nee"
    SEVERAL = "lijst"


@dataclass(frozen=True)
class Column:
    key: str  # in JSON
    label: str  # above the column
    about: str
    kind: Kind = Kind.TEXT
    choices: tuple[str, ...] = ()  # what may stand in it; empty: anything of its kind
    wide: bool = False  # holds running text


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
    return printable(BETWEEN.join(value))


def as_number(value: Decimal | int) -> str:
    """ "4" and "4.5", never "4.0" or "4E+1" """
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)
