"""How far a wave is, in numbers: how many were asked and how many answered, per list."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import connection

from .enums import ASKED, InvitationState
from .models import Wave, WaveList

BAND = 5  # people: as the smallest number that is shown of answers


def about(number: int) -> str:
    """Of a list of three "2 answered" tells almost who. In bands no difference between two pages or two moments tells
    it either: a total less the other lists is a band too."""
    if number < BAND:
        return f"minder dan {BAND}" if number else "nog geen"
    return f"ten minste {number - number % BAND}"


@dataclass
class Counts:
    states: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    complete: int = 0  # answers handed in, those by an open link too
    partial: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        both = Counts(complete=self.complete + other.complete, partial=self.partial + other.partial)
        for states in (self.states, other.states):
            for state, number in states.items():
                both.states[state] += number
        return both

    @property
    def listed(self) -> int:
        return self.states[InvitationState.LISTED]

    @property
    def asked(self) -> int:
        return sum(self.states[state] for state in ASKED)

    @property
    def declined(self) -> int:
        return self.states[InvitationState.DECLINED]

    @property
    def skipped(self) -> int:
        return self.states[InvitationState.SKIPPED]

    @property
    def everybody(self) -> int:
        return sum(self.states.values())

    @property
    def answered(self) -> int:
        """Part of the questions counts too."""
        return self.complete + self.partial

    @property
    def answered_said(self) -> str:
        return about(self.answered)

    @property
    def in_part_said(self) -> str:
        """How many answered all of it, once there are enough of either."""
        if min(self.complete, self.partial) < BAND:
            return ""
        return f"{about(self.complete)} helemaal, {about(self.partial)} voor een deel"

    @property
    def share_said(self) -> str:
        """Of who was asked, to ten percent; none where a few more or less would be told by it."""
        if self.asked < 4 * BAND or self.answered < BAND:
            return ""
        return f"ongeveer {10 * round(10 * min(self.answered, self.asked) / self.asked)}%"


def counts_of(wave: Wave) -> dict[int, Counts]:
    """By the id of the list; of a hogeschool its own only."""
    found: dict[int, Counts] = defaultdict(Counts)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM portal.wave_counts(%s)", [wave.pk])
        for list_id, state, number in cursor.fetchall():
            found[list_id].states[state] = number
        cursor.execute("SELECT * FROM portal.response_counts(%s)", [wave.pk])
        for list_id, complete, partial in cursor.fetchall():
            found[list_id].complete, found[list_id].partial = complete, partial
    return found


def total(lists: Iterable[WaveList], counts: dict[int, Counts]) -> Counts:
    return sum((counts[each.pk] for each in lists if each.pk in counts), Counts())
