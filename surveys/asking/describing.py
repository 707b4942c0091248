"""Conditions and items in Dutch words."""

from .answers import written
from .conditions import Comparison, Condition, Join, Operator
from .items import CHOICES, SCALES, Content, Item, Kind

MAX_SHOWN = 60  # characters of a question inside a sentence


def in_words(when: Condition | None, content: Content) -> str:
    """ "als S05 (Stand van de opleiding) ‘nog bezig’ is"; "" where there is none."""
    if when is None:
        return ""
    joined = " en " if when.join == Join.ALL else " of "
    return "als " + joined.join(_comparison(each, content) for each in when.comparisons)


def _comparison(comparison: Comparison, content: Content) -> str:
    item = item_at(content, comparison.code)
    subject = name_of(comparison.code, item)
    if comparison.operator == Operator.ANSWERED:
        return f"{subject} is ingevuld"
    value = _value(comparison, item)
    match comparison.operator:
        case Operator.IS:
            return f"{subject} {value} is"
        case Operator.IS_NOT:
            return f"{subject} is ingevuld en niet {value} is"
        case Operator.INCLUDES:
            return f"{value} is gekozen bij {subject}"
    return f"{subject} {comparison.operator.label.removeprefix('is ')} {value} is"


def _value(comparison: Comparison, item: Item | None) -> str:
    if comparison.value is None:
        return "?"
    if item is None:
        return f"{comparison.value}"
    if item.kind in CHOICES:
        chosen = [option.text.nl for option in item.options if option.code == comparison.value]
        return f"‘{chosen[0]}’" if chosen else f"{comparison.value}"
    return written(comparison.value, item)


def item_at(content: Content, code: str) -> Item | None:
    """Of a code, or of the column of one row of a table."""
    found = content.find(code)
    if found is None and code[-1:].isalpha():
        table = content.find(code[:-1])
        return table if table and table.kind == Kind.TABLE else None
    return found


def name_of(code: str, item: Item | None) -> str:
    if item is None:
        return code
    row = next((row.text.nl for row in item.rows if f"{item.code}{row.code}" == code), "")
    return f"{code} ({shortened(row or item.text.nl)})"


def shortened(text: str) -> str:
    text = " ".join(text.split()).rstrip("?.: ")
    return text if len(text) <= MAX_SHOWN else f"{text[:MAX_SHOWN].rsplit(' ', 1)[0]} …"


def kind_in_words(item: Item) -> str:
    """What may be answered: "getal van 1 tot en met 250 uur"."""
    low, high = item.bounds
    called = item.kind.label.lower().replace("eén", "één")  # a capital E carries one accent, a small one two
    if item.kind in CHOICES:
        return f"{called}{' van het portaal' if item.fill else f' van {len(item.options)}'}"
    if item.kind in SCALES:
        return f"1 {item.low.nl} – {SCALES[item.kind]} {item.high.nl}"
    if item.kind in (Kind.NUMBER, Kind.YEAR, Kind.TABLE):
        unit = f" {item.unit.nl}" if item.unit.nl else ""
        return f"{called}, {written(low, item)} tot en met {written(high, item)}{unit}"
    return called
