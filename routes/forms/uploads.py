"""A register in a file: read, and held against the register as it stands."""

import re
from collections import Counter
from collections.abc import Iterable
from difflib import get_close_matches
from typing import NamedTuple

from django import forms
from django.core.exceptions import ValidationError

from mkbroute.documents.uploads import clean_name
from mkbroute.exports.reading import MAX_BYTES, Line, read_table, unread_heads
from mkbroute.exports.refusal import NotATable

from ..exports import COLUMNS, EXAMPLE, READ_COLUMNS
from ..services.uploads import UploadRows

MAX_ROWS = 200
EMPTY = "Vul deze cel in."
NOTHING_TO_READ = (
    "Op de eerste regel staan geen kolommen die het portaal kent. Gebruik het sjabloon, of een export van uw register."
)


class UploadForm(forms.Form):
    """Cleaned: `file` as `UploadRows`; then `file_name` and `unread` (heads of columns left alone) are known."""

    file = forms.FileField(
        label="Bestand met uw routes",
        help_text=f"XLSX of CSV, hooguit {MAX_BYTES // 1_000_000} MB en {MAX_ROWS} routes.",
        widget=forms.FileInput({"accept": ".xlsx,.csv"}),
        error_messages={"empty": "Dit bestand is leeg. Kies een bestand met een kop en minstens één regel."},
    )

    def clean_file(self) -> UploadRows:
        file = self.cleaned_data["file"]
        if (file.size or 0) > MAX_BYTES:
            raise ValidationError(f"Dit bestand is te groot. Het mag hooguit {MAX_BYTES // 1_000_000} MB zijn.")
        self.file_name = clean_name(file.name or "", "")
        try:
            lines = read_table(file.read(), max_rows=MAX_ROWS)
        except NotATable as refusal:
            raise ValidationError(str(refusal)) from refusal
        return self._rows(lines)

    def _rows(self, lines: list[Line]) -> UploadRows:
        head = [_recognised(cell) for cell in lines[0].cells]
        twice = [key for key, times in Counter(filter(None, head)).items() if times > 1]
        if twice:
            raise ValidationError(f"De kolom {_label(twice[0])} staat twee keer in het bestand. Houd er één over.")
        if not set(head) - {"", "id"}:
            raise ValidationError(NOTHING_TO_READ)
        rows = [(line.number, dict(_filled(head, line.cells))) for line in lines[1:]]
        rows = [(number, cells) for number, cells in rows if any(cells.values()) and cells.get("id") != EXAMPLE]
        if not rows:
            raise ValidationError("Onder de kop staan geen routes. Vul minstens één regel in.")
        self.unread = list(unread_heads(lines, head))
        return rows


def _filled(head: list[str], cells: list[str]) -> Iterable[tuple[str, str]]:
    """Every column of the head, so that an empty cell is an answer and a missing column is not."""
    for place, key in enumerate(head):
        if key:
            yield key, cells[place] if place < len(cells) else ""


def _recognised(cell: str) -> str:
    return KEYS.get(_plain(cell), "")


def _label(key: str) -> str:
    return LABELS[key]


def _plain(label: str) -> str:
    return re.sub(r"[^\w]+", " ", label.casefold()).strip()


LABELS = {each.column.key: each.column.label for each in READ_COLUMNS}
KEYS = {
    **{_plain(each.column.key): each.column.key for each in READ_COLUMNS},
    **{_plain(each.column.label): each.column.key for each in READ_COLUMNS},
}


OUTGOING = {
    _plain(name): each.column.label
    for each in COLUMNS
    if each not in READ_COLUMNS
    for name in (each.column.key, each.column.label)
}


class Unread(NamedTuple):
    """Columns of a file that were left alone."""

    outgoing: list[str]  # that only go out
    strange: list[tuple[str, str]]  # that the portal does not know, and which one may be meant


def unread_columns(heads: Iterable[str]) -> Unread:
    found = Unread([], [])
    for head in heads:
        if label := OUTGOING.get(_plain(head)):
            found.outgoing.append(label)
        else:
            alike = get_close_matches(_plain(head), KEYS, n=1, cutoff=0.75)
            found.strange.append((head, LABELS[KEYS[alike[0]]] if alike else ""))
    return found


class Mistake(NamedTuple):
    name: str  # of the field; "" of the row
    code: str
    message: str


def mistakes_of(form: forms.BaseForm) -> list[Mistake]:
    """Everything that is wrong in a form over a row, and what to do about it."""
    return [
        Mistake(name, error.code or "", EMPTY if error.code == "required" else message)
        for name, errors in form.errors.as_data().items()
        for error in errors
        for message in error.messages
    ]
