"""The ombouw-assistent: saving how far a point is, and letting others read how it was done."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db.transaction import atomic
from django.utils import timezone

from mkbroute.organisations.models import Membership
from routes import board
from routes.enums import EventKind, Progress, State
from routes.models import BoardExample, BoardItem, BoardNote, BoardPoint, BoardStep, Route
from routes.revisions import require_unchanged

from .steps import locked, record, record_once, require_state

EDITABLE = tuple(state for state in State if state != State.WITHDRAWN)
YEARS_AHEAD = 10
OWN_STEPS, STEP_LENGTH = 20, 200


@dataclass(frozen=True)
class PointValues:
    """What the form of a point says."""

    progress: str = Progress.TODO
    reason: str = ""
    owner_member: Membership | None = None
    owner_name: str = ""  # of someone else than a colleague
    due_on: date | None = None
    steps_done: Collection[str] = ()  # codes of the item, and public ids of own steps
    new_steps: Collection[str] = ()  # texts
    steps_dropped: Collection[str] = ()  # public ids of own steps
    notes: str = ""


@atomic
def update_point(route: Route, item: BoardItem, values: PointValues, *, who: str, seen: str = "") -> BoardPoint:
    """`seen`: the revision (board.point_revision) that the person was looking at; raises `Overtaken`."""
    route = locked(route)
    require_state(route, *EDITABLE)
    point = board.point_of(route, item)
    notes, own = board.notes_of(point), board.own_steps_of(point)
    require_unchanged(seen, board.point_revision(point, notes, own))
    found = _checked(item, values)
    point = point or _begin(route, item, who)
    stepped = _keep_own_steps(point, own, values, who)
    before = point.progress
    changed = [name for name, value in found.items() if getattr(point, name) != value]
    if changed:
        _write(point, found, who)
    noted = values.notes.strip() != board.text_of(notes)
    if noted:
        BoardNote.objects.create(point=point, hogeschool_id=route.hogeschool_id, text=values.notes.strip(), who=who)
    if changed or noted or stepped:
        _record(route, point, moved=before != point.progress, who=who)
    return point


@atomic
def share_example(route: Route, item: BoardItem, *, text: str, who: str, seen: str = "") -> BoardExample:
    """Other hogescholen may read this text about the point, with the names of hogeschool and programme."""
    route = locked(route)
    require_state(route, *EDITABLE)
    point = board.point_of(route, item) or _begin(route, item, who)
    example = board.example_of(point)
    require_unchanged(seen, board.example_revision(example))
    if not text.strip():
        raise ValidationError("Schrijf op wat u deelt.", code="text")
    if example and example.text == text.strip():
        return example
    shown = {"text": text.strip(), "route_title": route.title, "hogeschool_name": route.hogeschool.name}
    example, made = BoardExample.objects.update_or_create(
        point=point,
        defaults={**shown, "shared_at": timezone.now()},
        create_defaults={**shown, "hogeschool_id": route.hogeschool_id, "item": item},
    )
    told = "Voorbeeld gedeeld" if made else "Gedeeld voorbeeld gewijzigd"
    record(route, EventKind.EXAMPLE_SHARED, who=who, text=f"{told}: {item.title}")
    return example


@atomic
def unshare_example(route: Route, item: BoardItem, *, who: str) -> None:
    """In every state of the route: permission can always be taken back."""
    route = locked(route)
    deleted, _ = BoardExample.objects.filter(point__route=route, item=item).delete()
    if deleted:
        record(route, EventKind.EXAMPLE_UNSHARED, who=who, text=f"Voorbeeld niet langer gedeeld: {item.title}")


def _begin(route: Route, item: BoardItem, who: str) -> BoardPoint:
    return BoardPoint.objects.create(route=route, hogeschool_id=route.hogeschool_id, item=item, changed_by=who)


def _checked(item: BoardItem, values: PointValues) -> dict[str, object]:
    """As columns. Raises ValidationError for what makes no sense together."""
    skipped = values.progress == Progress.NOT_APPLICABLE
    reason = values.reason.strip() if skipped else ""
    if skipped and not reason:
        raise ValidationError({"reason": "Schrijf op waarom dit punt niet van toepassing is."}, code="reason")
    if values.due_on and not 2020 <= values.due_on.year <= timezone.localdate().year + YEARS_AHEAD:
        raise ValidationError({"due_on": "Controleer het jaartal van de einddatum."}, code="due_on")
    known = [step["code"] for step in item.steps]
    member = values.owner_member
    return {
        "progress": values.progress,
        "reason": reason,
        "owner_member_id": member.pk if member else None,
        "owner_name": member.name if member else values.owner_name.strip(),
        "due_on": values.due_on,
        "steps_done": [code for code in known if code in values.steps_done],
    }


def _keep_own_steps(point: BoardPoint, own: list[BoardStep], values: PointValues, who: str) -> bool:
    """Add, tick and drop; answers whether anything changed. Raises ValidationError for one too many or too long."""
    dropped = [step for step in own if str(step.public_id) in values.steps_dropped]
    kept = [step for step in own if step not in dropped]
    texts = _new_texts(values, kept)
    BoardStep.objects.filter(pk__in=[step.pk for step in dropped]).delete()
    ticked = [step for step in kept if step.is_done != (str(step.public_id) in values.steps_done)]
    for step in ticked:
        step.is_done = not step.is_done
        step.save(update_fields=["is_done"])
    for text in texts:
        BoardStep.objects.create(point=point, hogeschool_id=point.hogeschool_id, text=text, added_by=who)
    return bool(dropped or ticked or texts)


def _new_texts(values: PointValues, kept: list[BoardStep]) -> list[str]:
    """Without empty lines and what stands there already."""
    known, found = {step.text.casefold() for step in kept}, []
    for text in (" ".join(line.split()) for line in values.new_steps):
        if text and text.casefold() not in known:
            known.add(text.casefold())
            found.append(text)
    if any(len(text) > STEP_LENGTH for text in found):
        raise ValidationError({"new_steps": f"Houd een stap korter dan {STEP_LENGTH} tekens."}, code="new_steps")
    if len(kept) + len(found) > OWN_STEPS:
        raise ValidationError({"new_steps": f"Een punt heeft ten hoogste {OWN_STEPS} eigen stappen."}, code="new_steps")
    return found


def _write(point: BoardPoint, found: dict[str, object], who: str) -> None:
    for name, value in found.items():
        setattr(point, name, value)
    now = timezone.now()
    done_at = (point.done_at or now) if point.progress == Progress.DONE else None
    point.done_at, point.changed_at, point.changed_by = done_at, now, who
    point.save(update_fields=[*found, "done_at", "changed_at", "changed_by"])


def _record(route: Route, point: BoardPoint, *, moved: bool, who: str) -> None:
    title = point.item.title
    if moved:
        text = f"Ombouw-assistent: ‘{title}’ staat nu op ‘{Progress(point.progress).label.lower()}’"
        record(route, EventKind.BOARD_CHANGED, who=who, text=text)
    else:
        record_once(route, EventKind.BOARD_CHANGED, who=who, text=f"Ombouw-assistent: ‘{title}’ bijgewerkt")
