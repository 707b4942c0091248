"""JSON for machines: a head that says what it is, then the rows as objects, written one by one."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from .tables import Column, Kind, Record, Row, Sheet, Value, printable

Described = dict[str, Any]
TYPES: dict[Kind, Described] = {
    Kind.TEXT: {"type": "string"},
    Kind.NUMBER: {"type": "number"},
    Kind.DATE: {"type": "string", "format": "date"},
    Kind.MOMENT: {"type": "string", "format": "date-time"},
    Kind.YES_NO: {"type": "boolean"},
    Kind.SEVERAL: {"type": "array", "items": {"type": "string"}},
}


def write_json(sheet: Sheet, *, head: Mapping[str, str]) -> Iterator[bytes]:
    """{…head, sheet.name: [{key: value}]}"""
    opening = json.dumps(head, ensure_ascii=False, indent=2).removesuffix("\n}")
    yield f"{opening},\n  {json.dumps(sheet.name)}: [".encode()
    between = "\n    "
    for row in sheet.rows:
        yield f"{between}{json.dumps(_object(sheet.columns, row), ensure_ascii=False)}".encode()
        between = ",\n    "
    yield b"\n  ]\n}\n"


def _object(columns: Sequence[Column], row: Row) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for column, value in zip(columns, row, strict=True):
        found[column.key] = _plain(column, value)
        if column.codes:
            found[column.code_key] = _coded(column, value)
    return found


def _plain(column: Column, value: Value) -> Any:
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == int(value) else float(value)
    if isinstance(value, str):
        return printable(value) or (None if column.form else "")
    if value is None or isinstance(value, (bool, int)):
        return value
    return [_object(column.members, one.values) if isinstance(one, Record) else printable(one) for one in value]


def _coded(column: Column, value: Value) -> Any:
    codes = column.code_of
    return [codes[str(one)] for one in value] if isinstance(value, (list, tuple)) else codes[str(value)]


def json_schema(
    columns: Sequence[Column], *, name: str, title: str, about: str, url: str, head: Mapping[str, Described]
) -> Described:
    """Of what `write_json` writes: JSON Schema 2020-12. `head` describes what stands above the rows.

    Open to what is added later: whoever keeps a copy can still read a file with a new column or a new code.
    """
    rows = {"type": "array", "description": "Eén object per regel.", "items": _described_object(columns)}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": url,
        "title": title,
        "description": about,
        "type": "object",
        "properties": {**head, name: rows},
        "required": [*head, name],
    }


def _described_object(columns: Sequence[Column]) -> Described:
    described: dict[str, Described] = {}
    for column in columns:
        described[column.key] = _described(column)
        if column.codes:
            described[column.code_key] = _described_code(column)
    return {"type": "object", "properties": described, "required": list(described)}


def _described(column: Column) -> Described:
    found: Described = {"title": column.label, "description": column.about}
    if column.kind == Kind.RECORDS:
        return {**found, "type": "array", "items": _described_object(column.members)}
    found |= TYPES[column.kind]
    if column.form:
        found["format"] = column.form
    if column.form or column.kind in (Kind.DATE, Kind.MOMENT, Kind.NUMBER):
        found["type"] = [found["type"], "null"]
    return found


def _described_code(column: Column) -> Described:
    """The codes that there are, and room for those that come."""
    known = [{"const": code, "title": label} for code, label in zip(column.codes, column.choices, strict=True)]
    one: Described = {"type": "string", "anyOf": [*known, {"type": "string"}]}
    found = {"title": f"{column.label}: code", "description": f"De code bij ‘{column.key}’; die verandert nooit."}
    return {**found, "type": "array", "items": one} if column.kind == Kind.SEVERAL else {**found, **one}
