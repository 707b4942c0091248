"""CSV for people with a spreadsheet: semicolons and decimal commas, as Dutch ones expect, and a byte order mark.

Without the mark Excel takes UTF-8 for Windows-1252 and writes "coördinator" as "coÃ¶rdinator"; whatever reads UTF-8 for
machines knows how to skip it, and machines have the JSON.
"""

import csv
import re
from collections.abc import Iterator
from typing import Any

from .tables import Sheet, as_text

SEPARATOR = ";"
MARK = "\ufeff"
# What a spreadsheet takes for a formula, and what we ourselves made of that.
FORMULA = re.compile(r"'*[=+\-@\t\r\n]")


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, text: str) -> str:
        return text


def write_csv(sheet: Sheet) -> Iterator[bytes]:
    writer: Any = csv.writer(_Echo(), delimiter=SEPARATOR)
    yield (MARK + writer.writerow([column.label for column in sheet.columns])).encode()
    for row in sheet.rows:
        yield writer.writerow([defused(as_text(value)) for value in row]).encode()


def defused(text: str) -> str:
    """No spreadsheet runs it. `restored` gives back exactly what it was."""
    return f"'{text}" if FORMULA.match(text) else text


def restored(text: str) -> str:
    return text[1:] if text.startswith("'") and FORMULA.match(text) else text
