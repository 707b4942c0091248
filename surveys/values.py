"""A questionnaire as forms show it: every part a text, lists as lines. And back again."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from .asking.items import CHOICES, NOTHING, RANGED, SCALES, Content, Item, Kind, Option, Origin, Row, Section, Wording

LINE = re.compile(r"\s*([0-9]{1,3}|[a-z])\s*[.)]\s+(.*)", re.DOTALL)
POLES = {
    Kind.AGREEMENT: (Wording("helemaal oneens", "strongly disagree"), Wording("helemaal eens", "strongly agree")),
    Kind.SATISFACTION: (Wording("niet tevreden", "not satisfied"), Wording("heel tevreden", "very satisfied")),
}
BOUNDS = {
    Kind.NUMBER: (Decimal(0), Decimal(100)),
    Kind.TABLE: (Decimal(0), Decimal(100)),
    Kind.YEAR: (Decimal(2000), Decimal(2100)),
}
OWN = "own"  # options of its own, and no list of the portal
GENERAL = ("title", "intro", "thanks")
WORDED = ("text", "help", "low", "high", "unit")


class WrongLine(ValueError):
    """Which line, and what about it, in Dutch."""


def of_kind(kind: Kind, item: Item | None = None) -> Item:
    """An item of this kind: a new one, or what fits of another."""
    item = item or Item("", kind, NOTHING)
    low, high = POLES.get(kind, (NOTHING, NOTHING))
    least, most = BOUNDS.get(kind, (None, None))
    is_measured = kind in BOUNDS and item.minimum is not None and (item.kind == Kind.YEAR) == (kind == Kind.YEAR)
    return replace(
        item,
        kind=kind,
        options=item.options if kind in CHOICES else (),
        fill=item.fill if kind in CHOICES else "",
        rows=item.rows if kind == Kind.TABLE else (),
        low=low,
        high=high,
        unit=item.unit if kind in (Kind.NUMBER, Kind.TABLE) else NOTHING,
        minimum=item.minimum if is_measured else least,
        maximum=item.maximum if is_measured else most,
        decimals=item.decimals if kind in (Kind.NUMBER, Kind.PERCENTAGE) else 0,
        is_mandatory=item.is_mandatory and kind != Kind.STATEMENT,
    )


# -- the whole, and sections ----------------------------------------------------------------------------------------


def content_values(content: Content) -> dict[str, str]:
    return _worded(content, GENERAL)


def written_content(content: Content, values: Mapping[str, Any]) -> Content:
    return replace(content, **_wordings(values, GENERAL))


def section_values(section: Section) -> dict[str, str]:
    return _worded(section, ("title", "intro"))


def written_section(section: Section, values: Mapping[str, Any]) -> Section:
    return replace(section, **_wordings(values, ("title", "intro")))


def _worded(thing: object, names: Sequence[str]) -> dict[str, str]:
    return {
        f"{name}{suffix}": getattr(getattr(thing, name), language)
        for name in names
        for suffix, language in (("", "nl"), ("_en", "en"))
    }


def _wordings(values: Mapping[str, Any], names: Sequence[str]) -> dict[str, Any]:
    return {name: Wording(values.get(name, ""), values.get(f"{name}_en", "")) for name in names}


# -- an item --------------------------------------------------------------------------------------------------------


def item_values(item: Item) -> dict[str, Any]:
    """What can be changed of an item of its kind."""
    values: dict[str, Any] = {**_worded(item, ("text", "help")), "is_mandatory": _yes(item.is_mandatory)}
    if item.kind in CHOICES:
        values |= {"options": _lines(item.options, "nl"), "options_en": _lines(item.options, "en")}
        values |= {"has_other": _yes(item.open_option is not None), "fill": item.fill or OWN}
    if item.kind in SCALES:
        values |= _worded(item, ("low", "high"))
    if item.kind == Kind.TABLE:
        values |= {"rows": _lines(item.rows, "nl"), "rows_en": _lines(item.rows, "en")}
    if item.kind in RANGED and item.kind != Kind.PERCENTAGE:
        values |= {"minimum": item.minimum, "maximum": item.maximum}
    if item.kind in (Kind.NUMBER, Kind.TABLE):
        values |= _worded(item, ("unit",))
    if item.kind in (Kind.NUMBER, Kind.PERCENTAGE):
        values["decimals"] = str(item.decimals)
    return {**values, "origin": item.origin.value, "place": item.place}


def written_item(item: Item, values: Mapping[str, Any]) -> Item:
    """The item as the form has it; what the form does not ask stays. Raises WrongLine."""
    fields: dict[str, Any] = {name: values[name] for name in ("minimum", "maximum", "place") if name in values}
    fields |= _wordings(values, [name for name in WORDED if name in values])
    fields |= {name: make(values[name]) for name, make in MADE.items() if name in values}
    return replace(item, **fields, **_members(values))


MADE: dict[str, Callable[[Any], Any]] = {
    "decimals": lambda value: int(value or 0),
    "is_mandatory": bool,
    "origin": Origin,
}


def _members(values: Mapping[str, Any]) -> dict[str, Any]:
    if "rows" in values:
        return {"rows": rows_of(values["rows"], values.get("rows_en", ""))}
    if "options" not in values:
        return {}
    if (fill := values.get("fill", OWN)) != OWN:
        return {"fill": fill, "options": ()}
    has_other = bool(values.get("has_other"))
    return {"fill": "", "options": options_of(values["options"], values.get("options_en", ""), has_other=has_other)}


def options_of(text: str, english: str, *, has_other: bool) -> tuple[Option, ...]:
    """`has_other`: whoever chooses the last one says what, in words. Raises WrongLine."""
    lines = _numbered(text, [str(number) for number in range(1, 1000)])
    said = _english(english, lines)
    last = list(lines)[-1:]
    return tuple(
        Option(int(code), Wording(words, said.get(code, "")), is_open=has_other and [code] == last)
        for code, words in lines.items()
    )


def rows_of(text: str, english: str) -> tuple[Row, ...]:
    """Raises WrongLine."""
    lines = _numbered(text, list("abcdefghijklmnopqrstuvwxyz"))
    said = _english(english, lines)
    return tuple(Row(code, Wording(words, said.get(code, ""))) for code, words in lines.items())


def _numbered(text: str, marks: Sequence[str]) -> dict[str, str]:
    """By the mark before each line; one without a mark gets the first beyond all others."""
    found: dict[str, str] = {}
    unmarked: list[str] = []
    order: list[tuple[str, str]] = []
    for line in filter(str.strip, text.splitlines()):
        mark, words = _split(line, marks)
        if mark and mark in found:
            raise WrongLine(f"‘{line.strip()}’: {mark} staat er twee keer voor een regel.")
        if mark:
            found[mark] = words
        else:
            unmarked.append(words)
        order.append((mark, words))
    beyond = max((marks.index(mark) for mark in found), default=-1) + 1
    if beyond + len(unmarked) > len(marks):
        raise WrongLine(f"Er passen er niet meer dan {len(marks)}.")
    fresh = iter(marks[beyond:])
    return {mark or next(fresh): words for mark, words in order}


def _split(line: str, marks: Sequence[str]) -> tuple[str, str]:
    found = LINE.fullmatch(line)
    mark = found[1].lstrip("0") if found else ""
    return (mark, found[2].strip()) if found and mark in marks else ("", line.strip())


def _english(text: str, dutch: Mapping[str, str]) -> dict[str, str]:
    """In the order of the Dutch lines where no mark says otherwise."""
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) > len(dutch):
        raise WrongLine("Er staan meer regels in het Engels dan in het Nederlands.")
    split = [_split(line, list(dutch)) for line in lines]
    return {mark or code: words for (mark, words), code in zip(split, dutch, strict=False)}


def _lines(members: Sequence[Option] | Sequence[Row], language: str) -> str:
    said = [(member.code, getattr(member.text, language)) for member in members]
    return "\n".join(f"{code}. {text}" for code, text in said if text)


def _yes(value: bool) -> str:
    return "ja" if value else ""
