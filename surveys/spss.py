"""SPSS system files (.sav), written row by row: numbers with labels, missing codes and measure, and short texts.

The format as PSPP documents it (its developers' guide, "System File Format"): a header, a record per variable, labels,
extensions, and after a closing mark the cases, eight bytes per value. Not compressed: any reader takes it.
"""

import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum
from math import inf, nextafter

SYSTEM_MISSING = -1.7976931348623157e308  # the lowest number there is
HIGHEST = 1.7976931348623157e308
UTF8 = 65001
LABEL_BYTES, VALUE_LABEL_BYTES, NAME_BYTES = 255, 120, 64
CHUNK_ROWS = 500
Cell = float | int | str | None


class Measure(IntEnum):
    NOMINAL = 1
    ORDINAL = 2
    SCALE = 3


@dataclass(frozen=True)
class Variable:
    """`width`: bytes of a text; 0 for a number. `missing`: at most three codes that stand for no answer."""

    name: str
    label: str
    measure: Measure
    decimals: int = 0
    width: int = 0
    values: Mapping[int, str] = field(default_factory=dict)
    missing: Sequence[int] = ()

    @property
    def segments(self) -> int:
        return max(1, -(-self.width // 8))


def write_sav(
    variables: Sequence[Variable], rows: Iterable[Sequence[Cell]], *, count: int, title: str, made_at: datetime
) -> Iterator[bytes]:
    """None is missing without a reason. `count`: of the rows."""
    yield _header(variables, count, title, made_at)
    yield b"".join(_variable(variable, f"V{place}") for place, variable in enumerate(variables, 1))
    yield b"".join(_value_labels(variables))
    yield _extensions(variables, count)
    yield struct.pack("<ii", 999, 0)
    block: list[bytes] = []
    for row in rows:
        block.append(b"".join(_cell(variable, cell) for variable, cell in zip(variables, row, strict=True)))
        if len(block) == CHUNK_ROWS:
            yield b"".join(block)
            block.clear()
    yield b"".join(block)


def _header(variables: Sequence[Variable], count: int, title: str, made_at: datetime) -> bytes:
    months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
    day = f"{made_at.day:02} {months[made_at.month - 1]} {made_at.year % 100:02}"
    return struct.pack(
        "<4s60siiiiid9s8s64s3x",
        b"$FL2",
        b"@(#) SPSS DATA FILE Mkb-route".ljust(60),
        2,
        sum(variable.segments for variable in variables),
        0,  # not compressed
        0,  # not weighted
        count,
        100.0,
        day.encode(),
        f"{made_at:%H:%M:%S}".encode(),
        _cut(title, 64).ljust(64),
    )


def _variable(variable: Variable, short: str) -> bytes:
    kind = 1 if variable.width else 5  # A or F
    wide = variable.width or 11
    shape = kind << 16 | wide << 8 | variable.decimals
    head = struct.pack("<iiiiii8s", 2, variable.width, 1, len(variable.missing), shape, shape, short.encode().ljust(8))
    label = _cut(variable.label, LABEL_BYTES)
    padded = label.ljust(-(-len(label) // 4) * 4)
    codes = b"".join(struct.pack("<d", code) for code in variable.missing)
    more = struct.pack("<iiiiii8s", 2, -1, 0, 0, 0, 0, b"".ljust(8))
    return head + struct.pack("<i", len(label)) + padded + codes + more * (variable.segments - 1)


def _value_labels(variables: Sequence[Variable]) -> Iterator[bytes]:
    place = 1
    for variable in variables:
        if variable.values:
            yield struct.pack("<ii", 3, len(variable.values))
            for value, text in variable.values.items():
                label = _cut(text, VALUE_LABEL_BYTES)
                length = -(-(len(label) + 1) // 8) * 8 - 1
                yield struct.pack("<dB", value, len(label)) + label.ljust(length)
            yield struct.pack("<iii", 4, 1, place)
        place += variable.segments


def _extensions(variables: Sequence[Variable], count: int) -> bytes:
    shapes = b"".join(struct.pack("<iii", variable.measure, 12, 0 if variable.width else 1) for variable in variables)
    names = "\t".join(f"V{place}={variable.name}" for place, variable in enumerate(variables, 1)).encode()
    return b"".join(
        (
            _extension(3, 4, struct.pack("<8i", 20, 0, 0, -1, 1, 1, 2, UTF8)),
            _extension(4, 8, struct.pack("<3d", SYSTEM_MISSING, HIGHEST, nextafter(SYSTEM_MISSING, inf))),
            _extension(11, 4, shapes),
            _extension(13, 1, names),
            _extension(16, 8, struct.pack("<qq", 1, count)),
            _extension(20, 1, b"UTF-8"),
        )
    )


def _extension(kind: int, size: int, data: bytes) -> bytes:
    return struct.pack("<iiii", 7, kind, size, len(data) // size) + data


def _cell(variable: Variable, cell: Cell) -> bytes:
    if variable.width:
        return _cut(str(cell or ""), variable.width).ljust(variable.segments * 8)
    return struct.pack("<d", SYSTEM_MISSING if cell is None else float(cell))


def _cut(text: str, most: int) -> bytes:
    """No letter in halves."""
    return " ".join(text.split()).encode()[:most].decode(errors="ignore").encode()
