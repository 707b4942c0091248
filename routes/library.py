"""The library: what is known about Mkb-routes, one page for hogescholen and one for companies.

The pages are data (texts/library_*.json), because every section owes its reader a source, and no section may state an
amount or a date of its own: those are rows (PublishedFact), which change without the text.
"""

import json
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from django.utils import timezone

from .help import TEXTS
from .models import PublishedFact


@dataclass(frozen=True)
class Section:
    id: str  # its anchor
    title: str
    source: str
    text: list[str]
    points: list[str]
    after: list[str] = field(default_factory=list)
    facts: list[str] = field(default_factory=list)  # codes of PublishedFact
    table: dict | None = None  # label, columns, rows


@dataclass(frozen=True)
class LibraryPage:
    code: str
    title: str
    lead: str
    version: str
    written_on: date
    sections: list[Section]


@dataclass(frozen=True)
class Shown:
    """A section with the facts it refers to as they stand today."""

    section: Section
    facts: list[tuple[PublishedFact, bool]]  # and whether it is past


@lru_cache
def page(code: str) -> LibraryPage:
    data = json.loads((TEXTS / f"library_{code}.json").read_text(encoding="utf-8"))
    sections = [Section(**fields) for fields in data.pop("sections")]
    return LibraryPage(**{**data, "written_on": date.fromisoformat(data["written_on"])}, sections=sections)


def shown(found: LibraryPage) -> list[Shown]:
    today = timezone.localdate()
    facts = _standing(today)
    return [
        Shown(section, [(fact, _is_past(fact, today)) for code in section.facts for fact in facts.get(code, [])])
        for section in found.sections
    ]


def _standing(today: date) -> dict[str, list[PublishedFact]]:
    """Of each code the newest that is valid or was."""
    facts: dict[str, list[PublishedFact]] = {}
    for fact in PublishedFact.objects.filter(valid_from__lte=today).order_by("code", "-valid_from"):
        facts.setdefault(fact.code, [fact])
    return facts


def _is_past(fact: PublishedFact, today: date) -> bool:
    return fact.valid_until is not None and fact.valid_until < today
