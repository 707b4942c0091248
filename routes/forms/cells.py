"""From the cells of a file to what forms know: codes, dates as ISO 8601, yes and no."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from mkbroute.exports.tables import BETWEEN, FAILED_FORMULA

from ..enums import Audience, Connection, Persona
from ..exports import READ_COLUMNS, WEEK_KEYS
from ..models import Route

SEVERAL = {"connections": Connection, "audiences": Audience, "personas": Persona}
CHOICES = {each.column.key: each for each in READ_COLUMNS if each.column.choices}
MONTHS = "januari februari maart april mei juni juli augustus september oktober november december".split()


@dataclass(frozen=True)
class Cells:
    """Of one row, by key of the column."""

    cells: Mapping[str, str]
    values: dict[str, Any] = field(default_factory=dict)  # as a form takes them
    refused: dict[str, str] = field(default_factory=dict)  # what is wrong with those that cannot be read

    @property
    def spoiled(self) -> set[str]:
        """Where another complaint would only repeat: one cell of a week makes the sum of that year wrong too."""
        years = {_year(key) for key in self.refused if key in WEEK_KEYS}
        return {*self.refused, *[key for key in WEEK_KEYS if _year(key) in years]}

    def without_refused(self, values: Mapping[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in values.items() if name not in self.refused}


def _year(key: str) -> str:
    return key.partition("_")[0]


def read_cells(cells: Mapping[str, str]) -> Cells:
    read = Cells(cells)
    for key, cell in cells.items():
        try:
            read.values[key] = _read(key, cell)
        except ValidationError as refusal:
            read.refused[key] = refusal.message
    return read


def _read(key: str, cell: str) -> Any:
    if FAILED_FORMULA.fullmatch(cell):
        raise ValidationError("In deze cel staat een formule die mislukt. Herstel haar, of typ de waarde zelf.")
    if key in SEVERAL:
        return [_chosen(key, part) for part in cell.split(BETWEEN.strip()) if part.strip()]
    if key in CHOICES:
        return _chosen(key, cell) if cell else ""
    return READERS.get(key, str)(cell)


def _chosen(key: str, cell: str) -> str:
    """The code of a choice, written as its label or as the code itself."""
    labels = CHOICES[key].to_fill_in.choices
    field_choices = dict(Route._meta.get_field(key).flatchoices) if key not in SEVERAL else dict(SEVERAL[key].choices)
    for code, label in field_choices.items():
        if cell.strip().casefold() in (code.casefold(), str(label).casefold()):
            return code
    raise ValidationError(f"‘{cell[:60]}’ kan hier niet. Kies uit: {'; '.join(labels)}.")


def _read_date(cell: str) -> str:
    """2027-09-01, from 1-9-2027, 01/09/2027, 1 september 2027 or itself."""
    if not cell:
        return ""
    parts = cell.lower().replace("/", "-").replace(".", "-").replace(" ", "-").split("-")
    parts = [str(MONTHS.index(part) + 1) if part in MONTHS else part for part in parts if part]
    if len(parts) == 3 and all(part.isdecimal() and len(part) <= 4 for part in parts):
        day, month, year = parts if len(parts[2]) == 4 else reversed(parts)
        try:
            return date(int(year), int(month), int(day)).isoformat()
        except ValueError:
            pass
    raise ValidationError("Dit is geen datum. Schrijf dag, maand en jaar, bijvoorbeeld 1-9-2027.")


def _read_yes(cell: str) -> bool:
    answers = {"ja": True, "j": True, "1": True, "nee": False, "n": False, "0": False, "": False}
    if cell.lower() not in answers:
        raise ValidationError("Vul ja of nee in.")
    return answers[cell.lower()]


READERS: dict[str, Callable[[str], Any]] = {"starts_on": _read_date, "accredited": _read_yes, "brin": str.upper}
