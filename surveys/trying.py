"""A questionnaire tried out: screen by screen, with nothing kept but what the page carries along."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core import signing

from routes.enums import State
from routes.models.route import Route, title_of

from .asking.answers import judged
from .asking.columns import MISSING, NOT_APPLICABLE, columns, encode
from .asking.items import Content, Item, Option, Wording, filled, joined
from .asking.routing import Routed, Screen, route, screens, shown_on
from .models import QuestionnaireVersion
from .services.publishing import standard_before

SALT = "surveys.trying"
MOST_PROGRAMMES = 15
UNANSWERED = {MISSING: "niet ingevuld", NOT_APPLICABLE: "niet gesteld"}


def whole(version: QuestionnaireVersion) -> Content:
    """What a respondent is asked: own items of a hogeschool stand after the standard ones."""
    content = version.asked
    standard = version.follows or standard_before(version)
    if standard:
        content = joined(standard.asked, content)
    return filled(content, {"programmes": _programmes()})


def _programmes() -> list[Option]:
    """Some that are in the catalogue; a wave has its own."""
    found = Route.objects.filter(state=State.RECOGNISED).order_by("degree", "programme")
    titles = dict.fromkeys(title_of(*each) for each in found.values_list("degree", "programme")[:60])
    names = list(titles)[:MOST_PROGRAMMES] or ["Ad Bouwkunde", "Bachelor Bouwkunde"]
    return [Option(code, Wording(name)) for code, name in enumerate(names, 1)]


@dataclass
class Walk:
    """Where somebody is who tries it out, and what she typed so far."""

    content: Content
    raw: dict[str, Any] = field(default_factory=dict)
    place: int = 0  # of the screen

    def __post_init__(self) -> None:
        self.screens = screens(self.content)

    @property
    def routed(self) -> Routed:
        return route(self.content, judged(list(self.content.items), self.raw))

    @property
    def screen(self) -> Screen | None:
        """None: at the end."""
        return self.screens[self.place] if 0 <= self.place < len(self.screens) else None

    @property
    def items(self) -> list[Item]:
        return shown_on(self.screen, self.routed) if self.screen else []

    def take(self, typed: Mapping[str, Any]) -> None:
        self.raw.update(typed)

    def forward(self) -> None:
        self._go(1)

    def back(self) -> None:
        self._go(-1)
        self.place = max(self.place, 0)

    def begin(self) -> None:
        self.place = -1
        self._go(1)

    def _go(self, step: int) -> None:
        """Past screens on which nothing applies."""
        routed = self.routed
        self.place += step
        while 0 <= self.place < len(self.screens) and not shown_on(self.screens[self.place], routed):
            self.place += step

    @property
    def part(self) -> tuple[int, int]:
        """The section where she is, of how many."""
        keys = [section.key for section in self.content.sections]
        return (keys.index(self.screen.section.key) + 1 if self.screen else len(keys)), len(keys)

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What would be stored: the name of each column, and its number."""
        encoded = encode(self.content, self.routed.answers)
        numbers = zip(columns(self.content), encoded.numbers, strict=True)
        named = [(column.name, UNANSWERED.get(number, str(number))) for column, number in numbers]
        return [*named, *encoded.texts.items()]


def pack(raw: Mapping[str, Any]) -> str:
    """For a hidden field."""
    return signing.dumps(dict(raw), salt=SALT, compress=True)


def unpack(text: str) -> dict[str, Any]:
    """Empty where it is not ours."""
    try:
        return signing.loads(text, salt=SALT)
    except signing.BadSignature:
        return {}
