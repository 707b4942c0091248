"""What was published of 2021-2022, out of the file that is delivered with the portal."""

import csv
from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).parent.parent / "standard" / "baseline_2021_2022.csv"
NAME = "2021-2022"
SOURCE = "Mkb-route in het hbo, Nulmeting 2021-2022 (Hanzehogeschool Groningen en HAN, 21 juli 2022), hoofdstuk 2"


@dataclass(frozen=True)
class Figure:
    """`n`: of how many; `precision`: exact, approx (in words), printed (a percentage), inferred, figure (a chart)."""

    audience: str
    indicator: str
    item: str
    measure: str
    label: str
    n: int | None
    value: float | None
    unit: str
    precision: str
    printed: str
    page: int
    note: str


def figures() -> list[Figure]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return [_figure(row) for row in csv.DictReader(file, delimiter=";")]


def _figure(row: dict[str, str]) -> Figure:
    n, value, page = row.pop("n"), row.pop("value"), row.pop("page")
    return Figure(**row, n=int(n) if n else None, value=float(value) if value else None, page=int(page))
