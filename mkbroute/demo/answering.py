"""Invented answers: whoever is asked fills in what she is asked, by her own link."""

from collections.abc import Mapping
from random import Random
from typing import Any

from django.utils.timezone import localdate

from surveys.asking.answers import judged
from surveys.asking.columns import columns
from surveys.asking.items import Content, Item, Kind
from surveys.asking.routing import route
from surveys.links import Link
from surveys.services.answering import begin_answering, save_answers

# mean and spread, near those of the nulmeting
NUMBERS = {
    "S01": (27, 5), "S08": (4, 2), "S17": (75, 15), "S20": (2, 1), "B03": (80, 50), "B04": (2, 1), "B06": (3, 2),
}  # fmt: skip
SAID = [
    "Wat ik op school leer, gebruik ik de volgende dag op het werk.",
    "De opleiding mag beter laten weten wanneer er toetsen zijn.",
    "Fijn dat er een vaste begeleider is.",
    "Het is soms zwaar naast een volle werkweek.",
    "Meer contact tussen bedrijf en hogeschool zou helpen.",
]


def answer(token: str, chance: Random) -> None:
    """Most hand in all of it, some stop half-way."""
    asked = begin_answering(Link(token))
    is_whole = chance.random() < 0.85
    items = list(asked.content.items)
    raw = invented(asked.content, asked.known, items if is_whole else items[: len(items) // 2], chance)
    save_answers(asked, raw, place=len(columns(asked.content)) if is_whole else 3, submits=is_whole)


def invented(content: Content, known: Mapping[str, Any], items: list[Item], chance: Random) -> dict[str, Any]:
    raw = dict(known)
    for item in items:
        if item.code not in raw and _applies(content, raw, item) and (item.is_mandatory or chance.random() < 0.95):
            raw[item.code] = _answer(item, chance)
    return raw


def _applies(content: Content, raw: dict[str, Any], item: Item) -> bool:
    return item.code in route(content, judged(list(content.items), raw)).codes


def _answer(item: Item, chance: Random) -> Any:
    low, high = (int(bound) for bound in item.bounds) if item.kind not in (Kind.OPEN, Kind.STATEMENT) else (0, 0)
    match item.kind:
        case Kind.SINGLE:
            values = [option.code for option in item.options if not option.is_open]
            return str(chance.choices(values, [3, *[1] * (len(values) - 1)])[0])
        case Kind.MULTIPLE:
            return [str(code) for code in sorted(chance.sample(item.values, min(2, len(item.values))))]
        case Kind.TABLE:
            return {row.code: str(chance.choice([0, 0, 1, 2])) for row in item.rows}
        case Kind.OPEN:
            return chance.choice(SAID) if chance.random() < 0.5 else ""
        case Kind.STATEMENT:
            return ""
        case Kind.YEAR:
            return str(min(high, localdate().year) - chance.randrange(4))
    middle, spread = NUMBERS.get(item.code, ((low + 2 * high) / 3, max((high - low) / 6, 1)))
    return str(min(high, max(low, round(chance.gauss(middle, spread)))))
