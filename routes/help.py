"""Short help beside the field or step that it concerns, with where it comes from. The texts: texts/help.json."""

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.urls import reverse

TEXTS = Path(__file__).parent / "texts"
LIBRARY = {"hogescholen": "routes:library_hogescholen", "bedrijven": "routes:library_companies"}
STANDING = "nulmeting-2022"  # the criteria that the texts about a criterion were written for


@dataclass(frozen=True)
class Help:
    title: str
    text: list[str]
    points: list[str]
    source: str
    more: str  # "hogescholen#opzet": where the library tells the rest

    @property
    def url(self) -> str:
        page, _, anchor = self.more.partition("#")
        return f"{reverse(LIBRARY[page])}#{anchor}"


@lru_cache
def texts() -> dict[str, Help]:
    data = json.loads((TEXTS / "help.json").read_text(encoding="utf-8"))
    return {key: Help(**fields) for key, fields in data.items()}


def on_criterion(criteria_set: str, number: int) -> Help | None:
    return texts().get(f"criterium-{number}") if criteria_set == STANDING else None
