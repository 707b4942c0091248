"""Which items apply, given the answers. An answer to an item that no longer applies does not count."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from .conditions import Answers, Value, found
from .items import OTHER, Content, Item, Kind, Section


@dataclass(frozen=True)
class Routed:
    items: tuple[Item, ...]  # that apply, in order
    answers: Mapping[str, Value]  # to those

    @property
    def codes(self) -> frozenset[str]:
        return frozenset(item.code for item in self.items)

    @property
    def lacking(self) -> list[Item]:
        """Mandatory, and not answered. A table is when one of its rows is empty."""
        return [item for item in self.items if item.is_mandatory and not is_answered(item, self.answers)]


def route(content: Content, answers: Answers) -> Routed:
    """In one pass: conditions look back only, and see no answer that does not count."""
    items: list[Item] = []
    counted: dict[str, Value] = {}
    for section in content.sections:
        if section.when and not section.when.holds(counted):
            continue
        for item in section.items:
            if item.when and not item.when.holds(counted):
                continue
            items.append(item)
            counted.update({code: answers[code] for code in (item.code, item.code + OTHER) if code in answers})
    return Routed(tuple(items), counted)


def is_answered(item: Item, answers: Answers) -> bool:
    if item.kind == Kind.STATEMENT:
        return True
    if item.kind == Kind.TABLE:
        return all(found(answers, code) is not None for code in item.column_codes)
    return found(answers, item.code) is not None


@dataclass(frozen=True)
class Screen:
    """Part of a section that is asked at once: nothing in it depends on an answer in it."""

    section: Section
    items: tuple[Item, ...]
    is_first: bool  # of its section


def screens(content: Content) -> list[Screen]:
    """Every condition can be judged before its screen is shown: routing needs no script."""
    return [screen for section in content.sections for screen in _screens_of(section)]


def _screens_of(section: Section) -> Iterator[Screen]:
    items: list[Item] = []
    is_first = True
    for item in section.items:
        if _depends_on(item, items):
            lead = _lead_of(items)
            yield Screen(section, tuple(items[: len(items) - len(lead)]), is_first)
            items, is_first = lead, False
        items.append(item)
    if items:
        yield Screen(section, tuple(items), is_first)


def _depends_on(item: Item, items: list[Item]) -> bool:
    codes = {code for each in items for code in (each.code, *each.column_codes)}
    return bool(item.when and codes.intersection(item.when.codes))


def _lead_of(items: list[Item]) -> list[Item]:
    """A text without a question goes with what follows it."""
    last = max((place for place, item in enumerate(items, 1) if item.kind != Kind.STATEMENT), default=0)
    return items[last:]


def shown_on(screen: Screen, routed: Routed) -> list[Item]:
    return [item for item in screen.items if item.code in routed.codes]
