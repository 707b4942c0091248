"""One answer as somebody typed or chose it: judged, and turned into what is stored."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from .conditions import Value
from .items import MAX_TEXT, OTHER, SCALES, Item, Kind

# 1.250 and 1 250 are a thousand and more; \s is also the space that a paste brings along
NUMBER = re.compile(r"([+-]?)([0-9]+|[0-9]{1,3}(?:[.\s][0-9]{3})+)(?:,([0-9]+))?")
POINT = re.compile(r"[+-]?[0-9]+\.[0-9]{1,2}")  # 12.5, as a phone may type it
UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")
LONGEST_NUMBER = 20  # characters
Raw = str | Sequence[str] | Mapping[str, str]


class WrongAnswer(ValueError):
    """Why an answer cannot be taken, in Dutch. `at`: the row of a table that it is about."""

    def __init__(self, message: str, at: str = "") -> None:
        super().__init__(message)
        self.message, self.at = message, at


def judge(item: Item, raw: Raw) -> Value | None:
    """What is stored, or None without an answer. Raises WrongAnswer.

    `raw` is a text; for several options a list of their codes, for a table its rows with a text each.
    """
    match item.kind:
        case Kind.STATEMENT:
            return None
        case Kind.OPEN:
            return judge_text(_single(raw)) or None
        case Kind.MULTIPLE:
            return _several(item, raw) or None
        case Kind.TABLE:
            return _table(item, raw) or None
    text = _single(raw).strip()
    if not text:
        return None
    return _chosen(item, text) if item.kind == Kind.SINGLE or item.kind in SCALES else _measured(item, text)


def judge_text(text: str) -> str:
    """Emoji and writing from right to left are as good as any. Raises WrongAnswer."""
    text = text.replace("\r\n", "\n").strip()
    if UNSTORABLE.search(text):
        raise WrongAnswer("Hier staan tekens in die niet te lezen zijn. Typ de tekst opnieuw.")
    if len(text) > MAX_TEXT:
        said = f"{len(text):,}".replace(",", ".")
        raise WrongAnswer(f"Dit zijn {said} tekens. Maak er ten hoogste {MAX_TEXT:,} van.".replace(",", "."))
    return text


def _single(raw: Raw) -> str:
    if not isinstance(raw, str):
        raise WrongAnswer("Geef hier één antwoord.")
    return raw


def _chosen(item: Item, text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 5 and int(text) in item.values):
        raise WrongAnswer("Kies een van de antwoorden uit de lijst.")
    return int(text)


def _several(item: Item, raw: Raw) -> tuple[int, ...]:
    if isinstance(raw, str | Mapping):
        raise WrongAnswer("Kies uit de antwoorden in de lijst.")
    chosen = {_chosen(item, text.strip()) for text in raw if text.strip()}
    return tuple(code for code in item.values if code in chosen)


def _table(item: Item, raw: Raw) -> dict[str, int]:
    if not isinstance(raw, Mapping):
        raise WrongAnswer("Vul per regel een aantal in.")
    if unknown := raw.keys() - {row.code for row in item.rows}:
        raise WrongAnswer("Deze regel is er niet.", at=min(unknown))
    counts = {}
    for row in item.rows:
        text = raw.get(row.code, "").strip()
        if text:
            counts[row.code] = int(_measured(item, text, at=row.code))
    return counts


def _measured(item: Item, text: str, at: str = "") -> Decimal | int:
    value = _number(text.removesuffix("%").strip() if item.kind == Kind.PERCENTAGE else text)
    if value is None:
        raise WrongAnswer(_example(item), at)
    if value != round(value, item.decimals):
        raise WrongAnswer(_too_precise(item), at)
    low, high = item.bounds
    if not low <= value <= high:
        raise WrongAnswer(f"Vul een getal in van {written(low, item)} tot en met {written(high, item)}.", at)
    return value if item.decimals else int(value)


def _number(text: str) -> Decimal | None:
    """Typed the Dutch way: 1.234,5. None: it is no number."""
    if len(text) > LONGEST_NUMBER:
        return None
    if found := NUMBER.fullmatch(text):
        sign, whole, fraction = found.groups()
        digits = re.sub(r"[.\s]", "", whole)
        return Decimal(f"{sign}{digits}.{fraction or 0}")
    return Decimal(text) if POINT.fullmatch(text) else None


def _example(item: Item) -> str:
    match item.kind:
        case Kind.YEAR:
            return "Vul een jaartal in, bijvoorbeeld 2026."
        case Kind.TABLE:
            return "Vul een heel getal in, of 0."
    return "Vul een getal in, bijvoorbeeld 12 of 12,5." if item.decimals else "Vul een heel getal in, bijvoorbeeld 12."


def _too_precise(item: Item) -> str:
    if not item.decimals:
        return "Vul een heel getal in, zonder komma."
    return f"Vul ten hoogste {item.decimals} {'cijfer' if item.decimals == 1 else 'cijfers'} achter de komma in."


def written(value: Decimal, item: Item) -> str:
    """A year has no point at its thousands."""
    text = f"{value:f}" if item.kind == Kind.YEAR else f"{value:,f}"
    return text.translate(str.maketrans(",.", ".,"))


def judged(items: Sequence[Item], raw: Mapping[str, Any]) -> dict[str, Value]:
    """What was typed on earlier screens, again as answers; what no longer fits is left out."""
    answers: dict[str, Value] = {}
    for item in items:
        try:
            value = judge(item, raw[item.code]) if item.code in raw else None
        except WrongAnswer:
            continue
        if value is not None:
            answers[item.code] = value
        if text := raw.get(item.code + OTHER):
            answers[item.code + OTHER] = text
    return answers


def typed(item: Item, value: Value) -> Raw:
    """A stored answer as somebody would type it: `judge` gives it back."""
    if isinstance(value, Mapping):
        return {row: str(count) for row, count in value.items()}
    if isinstance(value, str):
        return value
    if isinstance(value, Sequence):
        return [str(code) for code in value]
    return format(Decimal(value).normalize(), "f").replace(".", ",")


def all_typed(items: Sequence[Item], answers: Mapping[str, Value]) -> dict[str, Any]:
    """Every stored answer, with what was said at "anders"."""
    raw: dict[str, Any] = {}
    for item in items:
        if (value := answers.get(item.code)) is not None:
            raw[item.code] = typed(item, value)
        if text := answers.get(item.code + OTHER):
            raw[item.code + OTHER] = text
    return raw
