"""How far a wave is, in numbers: how many were asked and how many answered, per list."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import connection

from .enums import ASKED, InvitationState
from .models import Wave, WaveList


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
