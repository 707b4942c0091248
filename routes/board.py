"""The ombouw-assistent of a route: how far each point is, whose it is, what is late, and how others did it."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import Count, QuerySet
from django.utils import timezone

from .enums import BOARD_EVENTS, BoardPart, Progress, State
from .models import BoardExample, BoardItem, BoardNote, BoardPoint, BoardStep, Route, RouteEvent
from .revisions import revision

LAST_EVENTS = 8


@dataclass(frozen=True)
class Row:
    """One point as the board shows it; `point` is None while nobody touched it."""

    item: BoardItem
    point: BoardPoint | None
    today: date
    examples: int = 0  # that may be read
    is_shared: bool = False  # by this route
    own_steps: tuple[bool, ...] = ()  # of each whether it is done

    @property
    def progress(self) -> Progress:
        return Progress(self.point.progress) if self.point else Progress.TODO

    @property
    def owner(self) -> str:
        return self.point.owner_name if self.point else ""

    @property
    def due_on(self) -> date | None:
        return self.point.due_on if self.point else None

    @property
    def is_late(self) -> bool:
        return bool(self.due_on and self.due_on < self.today and self.progress.is_open)

    @property
    def steps(self) -> int:
        return len(self.item.steps) + len(self.own_steps)

    @property
    def steps_done(self) -> int:
        ticked = set(self.point.steps_done) if self.point else set()
        return sum(step["code"] in ticked for step in self.item.steps) + sum(self.own_steps)


@dataclass(frozen=True)
class Overview:
    rows: list[Row]

    @property
    def applicable(self) -> int:
        return sum(row.progress != Progress.NOT_APPLICABLE for row in self.rows)

    @property
    def done(self) -> int:
        return sum(row.progress == Progress.DONE for row in self.rows)

    @property
    def busy(self) -> int:
        return sum(row.progress == Progress.BUSY for row in self.rows)

    @property
    def late(self) -> list[Row]:
        return [row for row in self.rows if row.is_late]

    @property
    def unowned(self) -> int:
        """Open points that are nobody's."""
        return sum(row.progress.is_open and not row.owner for row in self.rows)

    @property
    def owners(self) -> list[tuple[str, int]]:
        """Who has how many open points, the most first."""
        names = Counter(row.owner for row in self.rows if row.owner and row.progress.is_open)
        return sorted(names.items(), key=lambda pair: (-pair[1], pair[0].casefold()))

    @property
    def source(self) -> str:
        return self.rows[0].item.template.source if self.rows else ""

    @property
    def words(self) -> str:
        """How far, in one line."""
        if not any(row.point for row in self.rows):
            return f"Nog niet begonnen: {len(self.rows)} punten"
        late = len(self.late)
        told = f"{self.done} van {self.applicable} punten klaar"
        return f"{told}, {late} te laat" if late else told


def last_events(route: Route) -> list[dict[str, Any]]:
    """What happened on the board, newest first."""
    events = RouteEvent.objects.filter(route=route, kind__in=BOARD_EVENTS).order_by("-at", "-id")
    rows = events.values_list("at", "who", "text")[:LAST_EVENTS]
    return [{"at": at, "who": who, "what": text.removeprefix("Ombouw-assistent: ")} for at, who, text in rows]


def items_of(route: Route) -> QuerySet[BoardItem]:
    """Of the version that the route began with, or of the one that stands."""
    items = BoardItem.objects.select_related("template")
    begun = BoardPoint.objects.filter(route=route).order_by("pk").values_list("item__template_id", flat=True).first()
    return items.filter(template_id=begun) if begun else items.filter(template__standing=True)


def overview(route: Route) -> Overview:
    today = timezone.localdate()
    points = {point.item_id: point for point in BoardPoint.objects.filter(route=route)}
    shared = set(BoardExample.objects.filter(point__in=points.values()).values_list("item_id", flat=True))
    told = BoardExample.objects.values("item_id").annotate(number=Count("id")).values_list("item_id", "number")
    others = {item: number - (item in shared) for item, number in told.order_by()}
    own = defaultdict(list)
    for item_id, is_done in BoardStep.objects.filter(point__route=route).values_list("point__item_id", "is_done"):
        own[item_id].append(is_done)
    return Overview(
        [
            Row(item, points.get(item.pk), today, others.get(item.pk, 0), item.pk in shared, tuple(own[item.pk]))
            for item in items_of(route)
        ]
    )  # fmt: skip


def in_parts(rows: Iterable[Row]) -> list[tuple[str, list[Row]]]:
    """Under the headings of the board."""
    return [(BoardPart(part).label, list(found)) for part, found in groupby(rows, key=lambda row: row.item.part)]


def chosen(rows: Iterable[Row], *, show: str = "", owner: str = "") -> list[Row]:
    """What the filter above the board leaves."""
    wanted = {
        "open": lambda row: row.progress.is_open,
        "late": lambda row: row.is_late,
        "unowned": lambda row: row.progress.is_open and not row.owner,
    }.get(show, lambda row: True)
    return [row for row in rows if wanted(row) and (not owner or row.owner == owner)]


def point_of(route: Route, item: BoardItem) -> BoardPoint | None:
    return BoardPoint.objects.filter(route=route, item=item).first()


def notes_of(point: BoardPoint | None) -> list[BoardNote]:
    """The last that was saved first: that one stands."""
    return list(BoardNote.objects.filter(point=point)) if point else []


def own_steps_of(point: BoardPoint | None) -> list[BoardStep]:
    return list(BoardStep.objects.filter(point=point)) if point else []


def text_of(notes: list[BoardNote]) -> str:
    return notes[0].text if notes else ""


def example_of(point: BoardPoint | None) -> BoardExample | None:
    return BoardExample.objects.filter(point=point).first() if point else None


def examples(item: BoardItem, own: BoardPoint | None) -> QuerySet[BoardExample]:
    """How others did it. No join: nobody sees the points of others."""
    found = BoardExample.objects.filter(item=item)
    return found.exclude(point_id=own.pk) if own else found


def point_revision(point: BoardPoint | None, notes: list[BoardNote], own: list[BoardStep]) -> str:
    """Of what the form of a point shows."""
    if point is None:
        return revision("untouched")
    shown = (point.progress, point.reason, point.owner_member_id, point.owner_name, point.due_on)
    steps = [f"{step.public_id}{step.is_done}" for step in own]
    return revision(*shown, *sorted(point.steps_done), text_of(notes), *steps)


def example_revision(example: BoardExample | None) -> str:
    return revision(example.text if example else "")


def late_points() -> QuerySet[BoardPoint]:
    """Of the reader's own routes, the longest overdue first; with `route` and `item`."""
    today = timezone.localdate()
    open_ones = BoardPoint.objects.filter(progress__in=[Progress.TODO, Progress.BUSY], due_on__lt=today)
    return open_ones.exclude(route__state=State.WITHDRAWN).select_related("route", "item").order_by("due_on", "id")
