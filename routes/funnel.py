"""The funnel of a route: from an information meeting to a signed agreement, per start.

What the portal has rows of, it counts; what it cannot know, the hogeschool enters. Both may be about the same people,
so they are never added: of what was counted and what was entered for a stage of one start, the higher number stands.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils.formats import date_format, localize

from .enums import COUNTED_STAGES, Channel, Stage
from .models import FunnelCount, FunnelEntry, Route

ENOUGH = 20  # below this a percentage says more than is known


class Sighting(NamedTuple):
    """The portal saw `number` at a stage: the same `key` twice, for the same start, is one.

    `channel`: how that person came to the route, as she said it last; empty where nobody said so.
    """

    stage: Stage
    on: date  # decides for which start it counts
    key: Hashable
    number: int = 1
    channel: str = ""


Source = Callable[[Route], Iterable[Sighting]]
_sources: list[Source] = []


def count_with(source: Source) -> None:
    """`source(route)` tells what a higher floor has rows of. For AppConfig.ready()."""
    _sources.append(source)


Numbers = Mapping[tuple[int, Stage], int]  # by cohort and stage
PerChannel = Mapping[str, Numbers]  # by channel; "" where none is known


# -- for which start --------------------------------------------------------------------------------------------------


def cohort_of(route: Route, day: date) -> int:
    """The year of the first start on or after this day: a route starts each year on the same date."""
    return day.year if (day.month, day.day) <= (route.starts_on.month, route.starts_on.day) else day.year + 1


def start_label(route: Route, cohort: int) -> str:
    """september 2027"""
    return f"{date_format(route.starts_on, 'F')} {cohort}"


# -- what there is ----------------------------------------------------------------------------------------------------


def counted(route: Route) -> PerChannel:
    """By the portal, as far as whoever asks may see it."""
    seen: dict[tuple[int, Stage], dict[Hashable, Sighting]] = defaultdict(dict)
    for sighting in (found for source in _sources for found in source(route)):
        group = seen[cohort_of(route, sighting.on), sighting.stage]
        group[sighting.key] = _once(group.get(sighting.key), sighting)
    numbers: dict[str, Counter[tuple[int, Stage]]] = defaultdict(Counter)
    for where, group in seen.items():
        for sighting in group.values():
            numbers[sighting.channel][where] += sighting.number
    return {channel: +found for channel, found in numbers.items() if +found}


def _once(before: Sighting | None, now: Sighting) -> Sighting:
    """The same person or place, seen twice."""
    if before is None:
        return now
    return now._replace(number=max(before.number, now.number), channel=now.channel or before.channel)


def entries_of(route: Route) -> QuerySet[FunnelEntry]:
    return FunnelEntry.objects.filter(route=route).select_related("branche")


def entered(route: Route, entries: Iterable[FunnelEntry]) -> PerChannel:
    """By the hogeschool."""
    numbers: dict[str, Counter[tuple[int, Stage]]] = defaultdict(Counter)
    for entry in entries:
        numbers[entry.channel][cohort_of(route, entry.counted_on), Stage(entry.stage)] += entry.number
    return dict(numbers)


def kept(route: Route) -> tuple[PerChannel, PerChannel]:
    """Counted and entered as the worker kept them, for whoever may not see the rows themselves."""
    by_portal: dict[str, dict[tuple[int, Stage], int]] = defaultdict(dict)
    by_hand: dict[str, dict[tuple[int, Stage], int]] = defaultdict(dict)
    rows = FunnelCount.objects.filter(route=route).values_list("cohort", "stage", "channel", "counted", "entered")
    for cohort, stage, channel, portal, hand in rows:
        for numbers, number in ((by_portal, portal), (by_hand, hand)):
            if number:
                numbers[channel][cohort, Stage(stage)] = number
    return dict(by_portal), dict(by_hand)


def together(numbers: PerChannel, channel: str = "") -> Numbers:
    """Through every channel, or through one of them."""
    if channel:
        return numbers.get(channel, {})
    found: Counter[tuple[int, Stage]] = Counter()
    for each in numbers.values():
        found.update(each)
    return dict(found)


# -- how the page shows it --------------------------------------------------------------------------------------------


class Share(NamedTuple):
    """What a stage counts as, and who says so: of each start, the portal or the hogeschool."""

    portal: int = 0
    hogeschool: int = 0

    @property
    def total(self) -> int:
        return self.portal + self.hogeschool


@dataclass(frozen=True)
class Row:
    stage: Stage
    counted: int | None  # None: the portal has no rows of this stage, or not of what the filter asks
    entered: int
    share: Share
    before: int | None  # at the stage above it that has a number
    widest: int

    @property
    def total(self) -> int:
        return self.share.total

    @property
    def source(self) -> str:
        said = (("geteld", self.share.portal), ("ingevuld", self.share.hogeschool))
        return " en ".join(word for word, number in said if number)

    @property
    def width_portal(self) -> str:
        """Of its bar, as a percentage for SVG; what is there is never invisible."""
        return self._width(self.share.portal)

    @property
    def width(self) -> str:
        """Of the whole bar: what lies beyond the portal's part is the hogeschool's."""
        return self._width(self.total)

    def _width(self, number: int) -> str:
        return f"{max(1.0, 100 * number / self.widest):.1f}" if number else "0"

    @property
    def conversion(self) -> str:
        """Compared with the stage above it, in words."""
        if not self.before or not self.total:
            return ""
        if self.total > self.before:
            return "meer dan bij de stap ervoor"
        told = f"{self.total} van de {self.before}"
        return f"{told} ({round(100 * self.total / self.before)}%)" if self.before >= ENOUGH else told


def rows_of(by_portal: Numbers | None, by_hand: Numbers, cohort: int | None = None) -> list[Row]:
    """Of one start, or of all. `by_portal` is None when the reader asks for what only the hogeschool knows."""
    keys = {*by_hand, *(by_portal or {})}
    cohorts = {found for found, _ in keys if cohort in (None, found)}
    shares = {stage: _shared(by_portal, by_hand, cohorts, stage) for stage in Stage}
    widest = max(share.total for share in shares.values()) or 1
    rows: list[Row] = []
    for stage in Stage:
        seen = sum((by_portal or {}).get((each, stage), 0) for each in cohorts)
        typed = sum(by_hand.get((each, stage), 0) for each in cohorts)
        counts = seen if by_portal is not None and stage in COUNTED_STAGES else None
        before = next((row.total for row in reversed(rows) if row.total), None)
        rows.append(Row(stage, counts, typed, shares[stage], before, widest))
    return rows


def _shared(by_portal: Numbers | None, by_hand: Numbers, cohorts: Iterable[int], stage: Stage) -> Share:
    """Per start the higher number stands; equal numbers are the portal's."""
    share = Share()
    for cohort in cohorts:
        seen, typed = (by_portal or {}).get((cohort, stage), 0), by_hand.get((cohort, stage), 0)
        share = Share(share.portal + (seen if seen >= typed else 0), share.hogeschool + (typed if typed > seen else 0))
    return share


def is_empty(rows: Iterable[Row]) -> bool:
    return not any(row.total for row in rows)


# -- compared ---------------------------------------------------------------------------------------------------------


class Example(NamedTuple):
    came: int
    enrolled: int
    source: str


NULMETING = Example(
    80, 3, "Nulmeting 2021-2022, paragraaf 4.2, In contact komen met Mkb-bedrijven, p. 24 en verder: één coördinator "
    "over een bijeenkomst voor zij-instromers"
)  # fmt: skip


def comparison(rows: list[Row], *, ours: bool = True) -> str:
    """The whole way in one sentence, beside the example of the nulmeting; careful with small numbers.

    `ours`: read by the hogeschool itself.
    """
    numbers = {row.stage: row.total for row in rows}
    came, stayed = numbers[Stage.MEETING], numbers[Stage.STUDENT]
    example = (
        f"In het voorbeeld uit de nulmeting kwamen er {NULMETING.came} en schreven zich er {NULMETING.enrolled} in"
    )
    if not came:
        fill_in = "Vul in hoeveel mensen naar een bijeenkomst kwamen om uw route ernaast te leggen."
        not_yet = "De hogeschool vulde nog niet in hoeveel mensen naar een bijeenkomst kwamen."
        return f"{example}. {fill_in if ours else not_yet}"
    whose = "Bij u" if ours else "Bij deze route"
    own = f"{whose} kwamen er {localize(came)} en {'werd' if stayed == 1 else 'werden'} er {localize(stayed)} student"
    if came < ENOUGH:
        return f"{own}. {example}. {'Uw' if ours else 'De'} aantallen zijn nog te klein om te vergelijken."
    if stayed > came:
        return f"{own}: de meesten kwamen langs een andere weg dan een bijeenkomst. {example}."
    return f"{own}{_one_in(came, stayed)}. {example}{_one_in(*NULMETING[:2])}."


def _one_in(came: int, stayed: int) -> str:
    return f", ongeveer 1 op de {round(came / stayed)}" if stayed else ""


# -- by channel and branche -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """Of a channel or branche: what counts at each stage that has a number."""

    label: str
    numbers: list[tuple[str, int]]  # label of the stage, number


def by_channel(by_portal: PerChannel, by_hand: PerChannel, cohort: int | None = None) -> list[Line]:
    """Of each start the higher of what was counted and entered, as in the whole."""
    found = {
        _named(channel): {
            row.stage: row.total for row in rows_of(by_portal.get(channel, {}), by_hand.get(channel, {}), cohort)
        }
        for channel in {*by_portal, *by_hand}
    }
    return _lines(found)


def _named(channel: str) -> str:
    return Channel(channel).label if channel else "Niet bekend"


def by_branche(entries: Iterable[FunnelEntry]) -> list[Line]:
    """Only what was entered: the portal does not know which branche someone came from."""
    found: dict[str, Counter[Stage]] = defaultdict(Counter)
    for entry in entries:
        found[entry.branche.name if entry.branche else "Geen branche"][Stage(entry.stage)] += entry.number
    return _lines(found)


def _lines(found: Mapping[str, Mapping[Stage, int]]) -> list[Line]:
    return [
        Line(label, [(stage.label, numbers[stage]) for stage in Stage if numbers.get(stage)])
        for label, numbers in sorted(found.items(), key=lambda pair: (-sum(pair[1].values()), pair[0]))
        if any(numbers.values())
    ]
