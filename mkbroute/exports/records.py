"""JSON for machines: a head that says what it is, then the rows as objects, written one by one."""

import json
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from .tables import Column, Kind, Sheet, Value, printable

TYPES: dict[Kind, dict[str, Any]] = {
    Kind.TEXT: {"type": "string"},
    Kind.NUMBER: {"type": "number"},
    Kind.DATE: {"type": "string", "format": "date"},
    Kind.MOMENT: {"type": "string", "format": "date-time"},
    Kind.YES_NO: {"type": "boolean"},
    Kind.SEVERAL: {"type": "array", "items": {"type": "string"}},
}


def write_json(sheet: Sheet, *, head: dict[str, str]) -> Iterator[bytes]:
    """{…head, sheet.name: [{key: value}]}"""
    opening = json.dumps(head, ensure_ascii=False, indent=2).removesuffix("\n}")
    yield f"{opening},\n  {json.dumps(sheet.name)}: [".encode()
    keys = [column.key for column in sheet.columns]
    between = "\n    "
    for row in sheet.rows:
        record = {key: _plain(value) for key, value in zip(keys, row, strict=True)}
        yield f"{between}{json.dumps(record, ensure_ascii=False)}".encode()
        between = ",\n    "
    yield b"\n  ]\n}\n"


def _plain(value: Value) -> Any:
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == int(value) else float(value)
    if isinstance(value, str):
        return printable(value)
    return value if value is None or isinstance(value, (bool, int)) else list(value)


def json_schema(
    columns: list[Column], *, name: str, title: str, about: str, url: str, license_url: str
) -> dict[str, Any]:
    """Of what `write_json` writes: JSON Schema 2020-12. `license_url` stands in its head as `license`."""
    row = {
        "type": "object",
        "properties": {column.key: _described(column) for column in columns},
        "required": [column.key for column in columns],
        "additionalProperties": False,
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": url,
        "title": title,
        "description": about,
        "type": "object",
        "license": license_url,
        "properties": {
            "license": {"type": "string", "format": "uri", "const": license_url},
            name: {"type": "array", "items": row},
        },
        "required": ["license", name],
    }


def _described(column: Column) -> dict[str, Any]:
    found: dict[str, Any] = {"title": column.label, "description": column.about, **TYPES[column.kind]}
    if column.choices and column.kind == Kind.SEVERAL:
        found["items"] = {"type": "string", "enum": list(column.choices)}
    elif column.choices and column.kind == Kind.TEXT:
        found["enum"] = list(column.choices)
    if column.kind in (Kind.DATE, Kind.MOMENT, Kind.NUMBER):
        found["type"] = [found["type"], "null"]
    return found
