"""Sections and items of a draft: added, changed, moved, taken out. Each a step of its own in its history."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from mkbroute.design.merging import Clash, Merge, merge

from ..asking.comparison import free_code
from ..asking.conditions import Condition
from ..asking.describing import shortened
from ..asking.items import SCALES, Content, Item, Kind, Section, with_items
from ..models import QuestionnaireVersion
from ..values import (
    content_values,
    item_values,
    of_kind,
    section_values,
    written_content,
    written_item,
    written_section,
)
from .drafts import Gone, rewrite, used_codes

Values = Mapping[str, Any]
Draft = QuestionnaireVersion


def edit_general(draft: Draft, *, values: Values, seen: Mapping[str, str], who: str) -> Merge:
    """Title, introduction and thanks. Raises NotADraft or merging.Clash."""
    done = _Merged(values, seen)

    def change(content: Content) -> tuple[Content, str]:
        return written_content(content, done.over(content_values(content))), "Titel of inleiding gewijzigd"

    rewrite(draft, change, who=who)
    return done.merge


# -- sections -------------------------------------------------------------------------------------------------------


def add_section(draft: Draft, *, values: Values, who: str) -> str:
    """At the end. Answers its key. Raises NotADraft or Unreadable."""
    made: list[str] = []

    def change(content: Content) -> tuple[Content, str]:
        key = _free_key(content)
        made.append(key)
        section = written_section(Section(key, content.title), values)
        return replace(content, sections=(*content.sections, section)), f"Onderdeel ‘{section.title}’ toegevoegd"

    rewrite(draft, change, who=who)
    return made[0]


def edit_section(draft: Draft, key: str, *, values: Values, seen: Mapping[str, str], who: str) -> Merge:
    """Raises NotADraft, Gone or merging.Clash."""
    done = _Merged(values, seen)

    def change(content: Content) -> tuple[Content, str]:
        section = find_section(content, key)
        now = written_section(section, done.over(section_values(section)))
        return _with_section(content, key, [now]), f"Onderdeel ‘{now.title}’ gewijzigd"

    rewrite(draft, change, who=who)
    return done.merge


def remove_section(draft: Draft, key: str, *, who: str) -> None:
    """With its items. Raises NotADraft. What is gone already stays gone."""

    def change(content: Content) -> tuple[Content, str]:
        if all(section.key != key for section in content.sections):
            return content, ""
        return _with_section(content, key, []), f"Onderdeel ‘{find_section(content, key).title}’ weggehaald"

    rewrite(draft, change, who=who)


def move_section(draft: Draft, key: str, *, up: bool, who: str) -> None:
    """One place. Raises NotADraft or Gone."""

    def change(content: Content) -> tuple[Content, str]:
        section = find_section(content, key)
        moved = _moved(content.sections, section, up=up)
        return replace(content, sections=moved), f"Onderdeel ‘{section.title}’ verplaatst"

    rewrite(draft, change, who=who)


# -- items ----------------------------------------------------------------------------------------------------------


def add_item(draft: Draft, key: str, kind: Kind, *, values: Values, after: str, who: str) -> str:
    """In the section `key`, behind the item `after` or at its end. Answers its code. Raises NotADraft or Gone."""
    made: list[str] = []
    used = used_codes(draft.questionnaire)

    def change(content: Content) -> tuple[Content, str]:
        section = find_section(content, key)
        code = next_code(content, kind, after, used)
        made.append(code)
        item = written_item(replace(of_kind(kind), code=code), values)
        codes = [each.code for each in section.items]
        at = codes.index(after) + 1 if after in codes else len(codes)
        items = [*section.items[:at], item, *section.items[at:]]
        return with_items(content, key, items), f"{_name(item)} toegevoegd"

    rewrite(draft, change, who=who)
    return made[0]


def next_code(content: Content, kind: Kind, after: str, used: set[str]) -> str:
    """A score behind the text that introduces it, or behind another score, belongs to that block: B12.4."""
    taken = used | {item.code for item in content.items}
    former = content.find(after)
    if former and kind in SCALES and (former.kind == Kind.STATEMENT or "." in former.code):
        return free_code(f"{former.code.partition('.')[0]}.0", taken)
    return free_code(f"{content.prefix}00", {code for code in taken if code.startswith(content.prefix)})


def edit_item(
    draft: Draft, code: str, *, values: Values, seen: Mapping[str, str], who: str, reason: str = ""
) -> tuple[Merge, dict[str, str]]:
    """Answers what a colleague changed too, and new codes. Raises NotADraft, Gone, Breaks or merging.Clash."""
    done = _Merged(values, seen)

    def change(content: Content) -> tuple[Content, str]:
        item = find_item(content, code)
        now = written_item(item, done.over(item_values(item)))
        return _with_item(content, code, [now]), f"{_name(now)} gewijzigd"

    names = rewrite(draft, change, who=who, reason=reason)
    return done.merge, names


def change_kind(draft: Draft, code: str, kind: Kind, *, who: str, reason: str = "") -> dict[str, str]:
    """What does not fit the new kind goes. Answers new codes. Raises NotADraft, Gone or Breaks."""

    def change(content: Content) -> tuple[Content, str]:
        item = find_item(content, code)
        now = of_kind(kind, item)
        return _with_item(content, code, [now]), f"{_name(now)} is nu: {kind.label.lower()}"

    return rewrite(draft, change, who=who, reason=reason)


def set_condition(
    draft: Draft, at: str, make: Callable[[Condition | None], Condition | None], *, who: str, reason: str = ""
) -> dict[str, str]:
    """Of an item by its code, or of a section by its key; `make` is given the one there is. Answers new codes.

    Raises NotADraft, Gone or Breaks.
    """

    def change(content: Content) -> tuple[Content, str]:
        item = content.find(at)
        if item:
            now = replace(item, when=make(item.when))
            return _with_item(content, at, [now]), f"Voorwaarde van {_name(item)} gewijzigd"
        section = find_section(content, at)
        narrowed = replace(section, when=make(section.when))
        return _with_section(content, at, [narrowed]), f"Voorwaarde van onderdeel ‘{section.title}’ gewijzigd"

    return rewrite(draft, change, who=who, reason=reason)


def remove_item(draft: Draft, code: str, *, who: str) -> None:
    """Raises NotADraft. What is gone already stays gone."""

    def change(content: Content) -> tuple[Content, str]:
        item = content.find(code)
        return (_with_item(content, code, []), f"{_name(item)} weggehaald") if item else (content, "")

    rewrite(draft, change, who=who)


def move_item(draft: Draft, code: str, *, up: bool, who: str) -> None:
    """One place; past the first or last of its section into the next one. Raises NotADraft or Gone."""

    def change(content: Content) -> tuple[Content, str]:
        item = find_item(content, code)
        return _shifted(content, item, up=up), f"{_name(item)} {'omhoog' if up else 'omlaag'} verplaatst"

    rewrite(draft, change, who=who)


def find_item(content: Content, code: str) -> Item:
    """Raises Gone."""
    item = content.find(code)
    if item is None:
        raise Gone(code)
    return item


def find_section(content: Content, key: str) -> Section:
    """Raises Gone."""
    found = next((section for section in content.sections if section.key == key), None)
    if found is None:
        raise Gone(key)
    return found


# -- writing --------------------------------------------------------------------------------------------------------


class _Merged:
    """What one typed over what is there: what a colleague changed meanwhile in other fields stays."""

    def __init__(self, values: Values, seen: Mapping[str, str]) -> None:
        self.values, self.seen = values, seen

    def over(self, now: Values) -> dict[str, Any]:
        stored = {**dict.fromkeys(self.values, ""), **now}
        self.merge = merge(self.values, self.seen, stored)
        if self.merge.clashes:
            raise Clash(self.merge)
        return {**stored, **{name: self.values[name] for name in self.merge.mine}}


def _with_section(content: Content, key: str, made: list[Section]) -> Content:
    sections = (new for old in content.sections for new in (made if old.key == key else [old]))
    return replace(content, sections=tuple(sections))


def _with_item(content: Content, code: str, made: list[Item]) -> Content:
    section = content.section_of(code)
    if section is None:
        raise Gone(code)
    return with_items(
        content, section.key, [new for old in section.items for new in (made if old.code == code else [old])]
    )


def _moved(sections: Sequence[Section], section: Section, *, up: bool) -> tuple[Section, ...]:
    at = sections.index(section)
    other = at - 1 if up else at + 1
    if not 0 <= other < len(sections):
        return tuple(sections)
    moved = list(sections)
    moved[at], moved[other] = moved[other], moved[at]
    return tuple(moved)


def _shifted(content: Content, item: Item, *, up: bool) -> Content:
    section = content.section_of(item.code)
    if section is None:
        raise Gone(item.code)
    items = list(section.items)
    at = items.index(item)
    other = at - 1 if up else at + 1
    if 0 <= other < len(items):
        items[at], items[other] = items[other], items[at]
        return with_items(content, section.key, items)
    place = content.sections.index(section) + (-1 if up else 1)
    if not 0 <= place < len(content.sections):
        return content
    target = content.sections[place]
    content = with_items(content, section.key, [each for each in items if each != item])
    return with_items(content, target.key, [*target.items, item] if up else [item, *target.items])


def _free_key(content: Content) -> str:
    taken = {section.key for section in content.sections}
    return next(key for number in range(1, len(taken) + 2) if (key := f"onderdeel-{number}") not in taken)


def _name(item: Item) -> str:
    return f"{item.code} ({shortened(item.text.nl)})" if item.text.nl else item.code
