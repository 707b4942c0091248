"""The figures of one audience in chapters: the response, each section, and what hogescholen asked more."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from . import result_pages as pages
from .asking.items import Section
from .asking.reading import read
from .models import ResultSet

RESPONSE = "respons"
OWN = "Onze eigen vragen"


@dataclass(frozen=True)
class Chapter:
    """`figures`: from which its figures come. `own`: the key of the hogeschool that is beside all in it, if any."""

    key: str
    title: str
    figures: Mapping[str, Any]
    section: Section | None = None  # none: the response itself
    own: str = ""

    def blocks(self, beside: pages.Context, per: str = "") -> list[pages.Block]:
        per = per if per in self.figures["divisions"] else ""
        if self.section is None:
            return [pages.response_of(self.figures, per or "route", beside)]
        return pages.blocks_of_section(self.section, self.figures, beside=beside, per=per, own=self.own)


@dataclass(frozen=True)
class Chapters:
    """With the one that is read now."""

    every: Sequence[Chapter]
    current: Chapter
    before: Chapter | None = None
    after: Chapter | None = None
    number: int = field(default=1)


def chapters_of(found: ResultSet) -> list[Chapter]:
    """As whoever acts: a hogeschool sees what it asked itself, the programme team what all asked."""
    result, content = found.content, found.population.asked
    own = result.get("own", "")
    codes = {item["code"] for item in result["items"]}
    chapters = [Chapter(RESPONSE, "Respons", result)]
    chapters += [
        Chapter(f"deel-{place}", section.title.nl, result, section, own)
        for place, section in enumerate(content.sections, 1)
        if any(item.code in codes for item in section.items)
    ]
    return [*chapters, *_supplements(found)]


def _supplements(found: ResultSet) -> Iterable[Chapter]:
    for house, figures in found.content.get("supplements", {}).items():
        whose = OWN if found.hogeschool_id else f"Eigen vragen van {figures['name']}"
        for place, section in enumerate(read(figures["content"]).sections, 1):
            title = f"{whose}: {section.title.nl}"
            yield Chapter(f"eigen-{house.partition(':')[2]}-{place}", title, figures, section)


def opened_at(every: Sequence[Chapter], key: str) -> Chapters:
    """The first where there is none by that key."""
    place = next((place for place, each in enumerate(every) if each.key == key), 0)
    before = every[place - 1] if place else None
    after = every[place + 1] if place + 1 < len(every) else None
    return Chapters(every, every[place], before, after, place + 1)
