"""Two versions side by side: what changed, and which answers can no longer be laid beside earlier ones."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from enum import StrEnum

from .conditions import Comparison, Condition
from .describing import in_words
from .items import Content, Item, Option, Row, Section, Wording

SAME = 0.8  # of the letters of a word: a typo mended, not another word
FILLERS = frozenset(("de", "het", "een", "er", "dan", "te", "om", "dat", "die", "ook", "u", "uw", "je", "jouw"))
EMPTY = "geen voorwaarde"


class Weight(StrEnum):
    BREAKS = "breaks"  # answers before and after cannot be compared
    LOOK = "look"  # somebody must judge whether it still asks the same
    KEEPS = "keeps"
    BEGINS = "begins"  # a new series of answers
    ENDS = "ends"


@dataclass(frozen=True)
class Change:
    code: str  # "" : of the whole, or of a section
    text: str
    weight: Weight = Weight.KEEPS


def changes(old: Content, new: Content) -> list[Change]:
    """In words, in the order of the new version; what went comes last."""
    found = [*_of_whole(old, new)]
    for item in new.items:
        former = old.find(item.code)
        found += _of_item(former, item, old, new) if former else [_added(item)]
    gone = [item for item in old.items if new.find(item.code) is None]
    replaced = {item.replaces for item in new.items}
    found += [Change(item.code, f"Weg: {item.text}", Weight.ENDS) for item in gone if item.code not in replaced]
    return [*found, *_moved(old, new)]


def broken(old: Content, new: Content) -> dict[str, list[str]]:
    """By code: why this item of `new` cannot be compared with its namesake in `old`. What rests on it breaks too."""
    found: dict[str, list[str]] = {}
    for item in new.items:
        former = old.find(item.code)
        if former is None:
            continue
        reasons = [change.text for change in _of_item(former, item, old, new) if change.weight == Weight.BREAKS]
        reasons += [
            f"Hangt af van {code}, en die is niet meer vergelijkbaar" for code in _bases(item, new) & found.keys()
        ]
        if reasons:
            found[item.code] = reasons
    return found


def _bases(item: Item, content: Content) -> set[str]:
    """The items that say to whom this one is asked."""
    section = content.section_of(item.code)
    conditions = [item.when, section.when if section else None]
    return {_item_code(code, content) for when in conditions if when for code in when.codes}


def _item_code(code: str, content: Content) -> str:
    return code if content.find(code) or not code[-1:].isalpha() else code[:-1]


# -- what changed ---------------------------------------------------------------------------------------------------


def _of_whole(old: Content, new: Content) -> Iterator[Change]:
    for name, before, after in (
        ("De titel", old.title, new.title),
        ("De inleiding", old.intro, new.intro),
        ("Het dankwoord", old.thanks, new.thanks),
    ):
        if before != after:
            yield Change("", f"{name} is anders verwoord")
    former = {section.key: section for section in old.sections}
    for section in new.sections:
        if section.key not in former:
            yield Change("", f"Nieuw onderdeel: {section.title}")
        elif (section.title, section.intro) != (former[section.key].title, former[section.key].intro):
            yield Change("", f"Onderdeel ‘{section.title}’ is anders verwoord")
    kept = {section.key for section in new.sections}
    yield from (Change("", f"Onderdeel weg: {each.title}") for each in old.sections if each.key not in kept)


def _added(item: Item) -> Change:
    if item.replaces:
        told = f"Komt in de plaats van {item.replaces}: {item.reason or 'geen reden gegeven'}"
        return Change(item.code, told, Weight.BREAKS)
    return Change(item.code, f"Nieuw: {item.text}", Weight.BEGINS)


def _of_item(old: Item, new: Item, before: Content, after: Content) -> list[Change]:
    return [Change(new.code, text, weight) for text, weight in _differences(old, new, before, after)]


def _differences(old: Item, new: Item, before: Content, after: Content) -> Iterator[tuple[str, Weight]]:
    if old.kind != new.kind:
        yield f"Ander soort vraag: was ‘{old.kind.label}’, is ‘{new.kind.label}’", Weight.BREAKS
        return
    yield from _worded(old.text, new.text, "De vraag")
    if old.help != new.help:
        yield "De toelichting is anders", Weight.KEEPS
    yield from _members(old.options, new.options, "het antwoord")
    yield from _members(old.rows, new.rows, "de regel")
    if old.fill != new.fill:
        yield "De antwoorden komen uit een andere lijst", Weight.BREAKS
    yield from _measure(old, new)
    yield from _base(old, new, before, after)
    if old.is_mandatory != new.is_mandatory:
        yield f"Is {'nu' if new.is_mandatory else 'niet meer'} verplicht", Weight.KEEPS
    if (old.origin, old.place) != (new.origin, new.place):
        yield "De herkomst is anders", Weight.KEEPS


def _measure(old: Item, new: Item) -> Iterator[tuple[str, Weight]]:
    for name, was, now in (("laagste", old.low, new.low), ("hoogste", old.high, new.high)):
        if not _alike(was.nl, now.nl):
            yield f"De {name} score betekent iets anders: was ‘{was}’, is ‘{now}’", Weight.BREAKS
        elif was != now:
            yield f"Wat de {name} score betekent, is anders gespeld", Weight.KEEPS
    if old.unit.nl != new.unit.nl:
        yield f"Andere eenheid: was ‘{old.unit or 'geen'}’, is ‘{new.unit or 'geen'}’", Weight.BREAKS
    if (old.minimum, old.maximum, old.decimals) != (new.minimum, new.maximum, new.decimals):
        yield "Andere grenzen of een andere precisie", Weight.LOOK


def _base(old: Item, new: Item, before: Content, after: Content) -> Iterator[tuple[str, Weight]]:
    was, now = _asked_to(old, before), _asked_to(new, after)
    if _comparable(was) != _comparable(now):
        said_before = " en ".join(filter(None, (in_words(each, before) for each in was))) or EMPTY
        said_now = " en ".join(filter(None, (in_words(each, after) for each in now))) or EMPTY
        yield f"Wordt aan anderen gesteld: was {said_before}, is {said_now}", Weight.BREAKS


def _asked_to(item: Item, content: Content) -> list[Condition | None]:
    section = content.section_of(item.code)
    return [section.when if section else None, item.when]


def _comparable(conditions: list[Condition | None]) -> set[tuple[str, frozenset[Comparison]]]:
    """In whatever order they were chosen; one comparison is all as well as any."""
    return {
        (when.join if len(when.comparisons) > 1 else "", frozenset(when.comparisons)) for when in conditions if when
    }


def _members(
    old: tuple[Option, ...] | tuple[Row, ...], new: tuple[Option, ...] | tuple[Row, ...], name: str
) -> Iterator[tuple[str, Weight]]:
    was: Mapping[object, Option | Row] = {member.code: member for member in old}
    now: Mapping[object, Option | Row] = {member.code: member for member in new}
    for code in now.keys() - was.keys():
        yield f"Erbij: {name} ‘{now[code].text}’", Weight.BREAKS
    for code in was.keys() - now.keys():
        yield f"Weg: {name} ‘{was[code].text}’", Weight.BREAKS
    for code in [code for code in was if code in now]:
        yield from _member(was[code], now[code], name)


def _member(was: Option | Row, now: Option | Row, name: str) -> Iterator[tuple[str, Weight]]:
    if not _alike(was.text.nl, now.text.nl):
        yield f"{name.capitalize()} ‘{was.text}’ is nu ‘{now.text}’", Weight.BREAKS
    elif was != now:
        yield f"{name.capitalize()} ‘{now.text}’ is iets anders geschreven", Weight.KEEPS


def _worded(was: Wording, now: Wording, name: str) -> Iterator[tuple[str, Weight]]:
    if was.nl == now.nl:
        if was.en != now.en:
            yield f"{name} is anders verwoord in het Engels", Weight.KEEPS
    elif _alike(was.nl, now.nl):
        yield f"{name} is iets anders geschreven: ‘{now}’", Weight.KEEPS
    else:
        yield f"{name} is anders verwoord: was ‘{was}’, is ‘{now}’", Weight.LOOK


def _alike(was: str, now: str) -> bool:
    """Mended, not rewritten: the same words in the same order, but for typos and words that say nothing."""
    old, new = _words(was), _words(now)
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return all(_is_typo(old[a:b], new[c:d]) for step, a, b, c, d in steps if step != "equal")


def _words(text: str) -> list[str]:
    return [word for word in re.findall(r"[\w%-]+", text.casefold()) if word not in FILLERS]


def _is_typo(old: list[str], new: list[str]) -> bool:
    """Written together or apart is one too."""
    if "".join(old) == "".join(new):
        return True
    return len(old) == len(new) and all(_is_misspelt(*pair) for pair in zip(old, new, strict=True))


def _is_misspelt(was: str, now: str) -> bool:
    """ "oneens" is not "eens" misspelt, nor 2021 2022."""
    shorter, longer = sorted((was, now), key=len)
    if (longer != shorter and longer.endswith(shorter)) or any(letter.isdigit() for letter in was + now):
        return was == now
    return SequenceMatcher(None, was, now, autojunk=False).ratio() > SAME


def _moved(old: Content, new: Content) -> Iterator[Change]:
    was = [item.code for item in old.items if new.find(item.code)]
    now = [item.code for item in new.items if old.find(item.code)]
    if was != now:
        yield Change("", "De volgorde van de vragen is anders")


# -- a new code for what can no longer be compared ------------------------------------------------------------------


def recoded(content: Content, base: Content, *, reason: str, used: set[str]) -> tuple[Content, dict[str, str]]:
    """Every item that broke gets a code that was never used, and so does what rests on it. Answers old code -> new.

    An item that was recoded before and is again what it was gets its former code back.
    """
    names: dict[str, str] = {}
    content = _returned(content, base)
    while found := broken(base, content):
        code = next(iter(found))
        fresh = free_code(code, used | {item.code for item in content.items})
        content = _renamed(content, {code: fresh}, replaces=code, reason=reason)
        names[code] = fresh
    return content, names


def _returned(content: Content, base: Content) -> Content:
    """In order: a condition looks back, so what it names was returned already."""
    for item in list(content.items):
        former = item.replaces
        if former and base.find(former) and content.find(former) is None:
            tried = _renamed(content, {item.code: former}, replaces="", reason="")
            if former not in broken(base, tried):
                content = tried
    return content


def free_code(code: str, taken: set[str]) -> str:
    """The next number of its row: after B12.2 comes B12.3, after B12 the first free B17."""
    stem, dot, _ = code.partition(".")
    if dot:
        numbers = [int(other[len(stem) + 1 :]) for other in taken if other.startswith(f"{stem}.")]
        return f"{stem}.{max(numbers, default=0) + 1}"
    prefix = stem.rstrip("abcdefghijklmnopqrstuvwxyz").rstrip("0123456789")
    digits = [other[len(prefix) :].partition(".")[0].rstrip("abcdefghijklmnopqrstuvwxyz") for other in taken]
    return f"{prefix}{max((int(each) for each in digits if each.isdigit()), default=0) + 1:02d}"


def _renamed(content: Content, names: Mapping[str, str], *, replaces: str, reason: str) -> Content:
    def item_of(item: Item) -> Item:
        item = replace(item, when=_condition(item.when, names))
        return replace(item, code=names[item.code], replaces=replaces, reason=reason) if item.code in names else item

    def section_of(section: Section) -> Section:
        items = tuple(item_of(item) for item in section.items)
        return replace(section, when=_condition(section.when, names), items=items)

    return replace(content, sections=tuple(section_of(section) for section in content.sections))


def _condition(when: Condition | None, names: Mapping[str, str]) -> Condition | None:
    """Columns of a table go along: B08c becomes B17c."""
    if when is None:
        return None
    rows = {f"{old}{letter}": f"{new}{letter}" for old, new in names.items() for letter in "abcdefghijklmnopqrstuvwxyz"}
    names = {**rows, **names}
    comparisons = tuple(replace(each, code=names.get(each.code, each.code)) for each in when.comparisons)
    return replace(when, comparisons=comparisons)
