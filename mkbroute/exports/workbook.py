"""XLSX. XlsxWriter, because a template needs lists to choose from; all text stays text: no formulas, no links."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from tempfile import TemporaryFile
from typing import IO, Any

from django.utils import timezone
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from .tables import Sheet, Value, as_text

OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
    "default_date_format": "d-m-yyyy",
}
CHUNK_BYTES = 64 * 1024
LIST_LIMIT = 255  # characters that Excel takes in a list of choices
CELL_LIMIT = 32_767  # characters that Excel takes in a cell
ROWS_TO_FILL_IN = 500


def write_xlsx(sheets: Sequence[Sheet], *, to_fill_in: bool = False) -> Iterator[bytes]:
    """`to_fill_in`: the first sheet offers the choices of its columns in the rows below."""
    with TemporaryFile() as file:
        _write(file, sheets, to_fill_in)
        file.seek(0)
        while chunk := file.read(CHUNK_BYTES):
            yield chunk


def _write(file: IO[bytes], sheets: Sequence[Sheet], to_fill_in: bool) -> None:
    with Workbook(file, OPTIONS) as book:
        looks = {
            "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
            "cell": book.add_format({"text_wrap": True, "valign": "top"}),
            "date": book.add_format({"num_format": "d-m-yyyy", "valign": "top"}),
            "moment": book.add_format({"num_format": "d-m-yyyy h:mm", "valign": "top"}),
        }
        for number, sheet in enumerate(sheets):
            page = book.add_worksheet(sheet.name)
            _fill(page, sheet, looks)
            if to_fill_in and number == 0:
                _offer_choices(page, sheet)


def _fill(page: Worksheet, sheet: Sheet, looks: dict[str, Any]) -> None:
    page.freeze_panes(1, 1)
    for place, column in enumerate(sheet.columns):
        page.set_column(place, place, 48 if column.wide else 18)
    page.write_row(0, 0, [column.label for column in sheet.columns], looks["head"])
    for number, row in enumerate(sheet.rows, 1):
        for place, value in enumerate(row):
            _put(page, number, place, value, looks)


def _put(page: Worksheet, row: int, place: int, value: Value, looks: dict[str, Any]) -> None:
    if isinstance(value, datetime):
        page.write_datetime(row, place, timezone.make_naive(value), looks["moment"])
    elif isinstance(value, date):
        page.write_datetime(row, place, value, looks["date"])
    elif isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        page.write_number(row, place, value, looks["cell"])
    elif value is not None and value != "":
        page.write_string(row, place, as_text(value)[:CELL_LIMIT], looks["cell"])


def _offer_choices(page: Worksheet, sheet: Sheet) -> None:
    for place, column in enumerate(sheet.columns):
        if column.choices and len(",".join(column.choices)) <= LIST_LIMIT and "," not in "".join(column.choices):
            offer = {"validate": "list", "source": list(column.choices), "error_type": "warning"}
            page.data_validation(1, place, ROWS_TO_FILL_IN, place, offer)
