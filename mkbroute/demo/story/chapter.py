"""What every chapter of the story builds on."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from ..people import PEOPLE
from ..script import CandidateScript
from ..stage import Stage

if TYPE_CHECKING:
    from agreements.models import Agreement
    from matching.models import Match, Position
    from mkbroute.organisations.models import Organisation
    from routes.models import Route


class Chapter:
    """Who is on stage, and what was made so far: each chapter finds what the ones before it left."""

    def __init__(self, candidates: list[CandidateScript]) -> None:
        self.script = candidates
        self.stage = Stage()
        self.organisation: dict[str, Organisation] = {}
        self.route: dict[str, Route] = {}
        self.position: dict[str, Position] = {}
        self.match: dict[str, Match] = {}
        self.draft: dict[str, Agreement] = {}


def next_september() -> date:
    today = timezone.localdate()
    return date(today.year + (today.month >= 9), 9, 1)


def short_holidays(year: int) -> list[tuple[str, date, date]]:
    """The weeks off in autumn and spring, from Monday to Sunday."""
    weeks = {
        "Herfstvakantie": date.fromisocalendar(year, 43, 1),
        "Voorjaarsvakantie": date.fromisocalendar(year + 1, 8, 1),
    }
    may = date.fromisocalendar(year + 1, 18, 1)
    return [
        *[(name, monday, monday + timedelta(days=6)) for name, monday in weeks.items()],
        ("Meivakantie", may, may + timedelta(days=6)),
    ]


def name_of(key: str) -> str:
    known = {person.key: person.name for person in PEOPLE}
    return known.get(key) or " ".join(part.capitalize() for part in key.split("."))
