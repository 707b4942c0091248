"""A questionnaire as JSON: what `reading` reads, and nothing that is empty."""

import json
from decimal import Decimal
from typing import Any

from .conditions import Condition
from .items import NOTHING, Content, Item, Option, Row, Section, Wording

FORMAT = "mkb-route-vragenlijst"
VERSION = 1


def as_data(content: Content) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "version": VERSION,
        "prefix": content.prefix,
        "title": _wording(content.title),
        **_filled(intro=_wording(content.intro), thanks=_wording(content.thanks)),
        "sections": [_section(section) for section in content.sections],
    }


def as_json(content: Content) -> bytes:
    return json.dumps(as_data(content), ensure_ascii=False, indent=2).encode()


def _section(section: Section) -> dict[str, Any]:
    return {
        "key": section.key,
        "title": _wording(section.title),
        **_filled(intro=_wording(section.intro), when=condition_data(section.when)),
        "items": [item_data(item) for item in section.items],
    }


def item_data(item: Item) -> dict[str, Any]:
    return {
        "code": item.code,
        "kind": item.kind.value,
        "text": _wording(item.text),
        **_filled(
            help=_wording(item.help),
            options=[_option(option) for option in item.options],
            fill=item.fill,
            rows=[_row(row) for row in item.rows],
            low=_wording(item.low),
            high=_wording(item.high),
            unit=_wording(item.unit),
            minimum=number(item.minimum),
            maximum=number(item.maximum),
            decimals=item.decimals,
            mandatory=item.is_mandatory,
            when=condition_data(item.when),
        ),
        "origin": item.origin.value,
        **_filled(place=item.place, replaces=item.replaces, reason=item.reason),
    }


def _option(option: Option) -> dict[str, Any]:
    return {"code": option.code, "text": _wording(option.text), **_filled(open=option.is_open)}


def _row(row: Row) -> dict[str, Any]:
    return {"code": row.code, "text": _wording(row.text)}


def condition_data(condition: Condition | None) -> dict[str, Any]:
    if condition is None:
        return {}
    return {
        condition.join.value: [
            {"code": each.code, "operator": each.operator.value, **_filled(value=number(each.value))}
            for each in condition.comparisons
        ]
    }


def _wording(wording: Wording) -> dict[str, str]:
    if wording == NOTHING:
        return {}
    return {"nl": wording.nl, **_filled(en=wording.en)}


def number(value: Decimal | None) -> int | str | None:
    """Exact: a whole number, or digits in quotes."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else str(value)


def _filled(**values: Any) -> dict[str, Any]:
    """Zero says something as the bound of a range, and nothing as a number of decimals."""
    return {name: value for name, value in values.items() if _says(name, value)}


def _says(name: str, value: Any) -> bool:
    return value is not None if name in ("minimum", "maximum", "value") else bool(value)
