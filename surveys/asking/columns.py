"""Answers as whole numbers of two bytes, in an order that a published version never changes. Open text stands apart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from .conditions import Answers, Value, found
from .items import CHOICES, OTHER, Content, Item, Kind
from .routing import route

LOWEST, HIGHEST = -32_000, 32_767  # of what is answered; below it: why there is no answer
MISSING = -32_768  # asked, not answered
NOT_APPLICABLE = -32_767  # not asked, by the routing


@dataclass(frozen=True)
class Column:
    name: str  # B12.1; of a table B08a, of several options S15.3
    item: Item
    part: int | str | None = None  # the option, or the row


@dataclass(frozen=True)
class Encoded:
    numbers: list[int]
    texts: dict[str, str]  # by item code; with OTHER behind it: what stands at "anders"


def columns(content: Content) -> list[Column]:
    """Statements and open text have none."""
    return [column for item in content.items for column in _of_item(item)]


def _of_item(item: Item) -> list[Column]:
    parts: Sequence[int | str | None]
    match item.kind:
        case Kind.OPEN | Kind.STATEMENT:
            parts = []
        case Kind.MULTIPLE:
            parts = [option.code for option in item.options]
        case Kind.TABLE:
            parts = [row.code for row in item.rows]
        case _:
            parts = [None]
    return [Column(name, item, part) for name, part in zip(item.column_codes, parts, strict=True)]


def encode(content: Content, answers: Answers) -> Encoded:
    """Answers to items that do not apply are left out."""
    routed = route(content, answers)
    numbers = [
        _number(column, routed.answers) if column.item.code in routed.codes else NOT_APPLICABLE
        for column in columns(content)
    ]
    return Encoded(numbers, _texts(routed.items, routed.answers))


def _number(column: Column, answers: Answers) -> int:
    item = column.item
    if item.kind == Kind.MULTIPLE:
        chosen = found(answers, item.code)
        return MISSING if chosen is None else int(isinstance(chosen, Sequence) and column.part in chosen)
    value = found(answers, column.name)
    if not isinstance(value, int | Decimal):
        return MISSING
    return int(Decimal(value).scaleb(item.decimals))


def _texts(items: Sequence[Item], answers: Answers) -> dict[str, str]:
    open_codes = [item.code for item in items if item.kind == Kind.OPEN]
    others = [item.code + OTHER for item in items if item.kind in CHOICES and _chose_open(item, answers)]
    return {code: text for code in (*open_codes, *others) if isinstance(text := answers.get(code), str) and text}


def _chose_open(item: Item, answers: Answers) -> bool:
    option, value = item.open_option, answers.get(item.code)
    if option is None or value is None:
        return False
    return option.code in value if isinstance(value, Sequence) and not isinstance(value, str) else value == option.code


def decode(content: Content, numbers: Sequence[int], texts: Mapping[str, str]) -> dict[str, Value]:
    """The answers again. Raises ValueError where the numbers are not those of this version."""
    expected = columns(content)
    if len(expected) != len(numbers):
        raise ValueError(f"{len(numbers)} numbers for {len(expected)} columns")
    answers: dict[str, Value] = dict(texts)
    for column, number in zip(expected, numbers, strict=True):
        if number not in (MISSING, NOT_APPLICABLE):
            _put(answers, column, number)
    return answers


def _put(answers: dict[str, Value], column: Column, number: int) -> None:
    item = column.item
    if item.kind == Kind.MULTIPLE:
        chosen = answers.setdefault(item.code, ())
        if number and isinstance(chosen, tuple) and isinstance(column.part, int):
            answers[item.code] = (*chosen, column.part)
    elif item.kind == Kind.TABLE:
        table = answers.setdefault(item.code, {})
        if isinstance(table, dict):
            table[str(column.part)] = number
    else:
        answers[item.code] = Decimal(number).scaleb(-item.decimals) if item.decimals else number
