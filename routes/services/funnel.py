"""The counts of a funnel: entered by the hogeschool, kept for the programme team."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.transaction import atomic
from django.utils import timezone

from mkbroute.access.tasks import wake
from mkbroute.organisations.enums import Kind
from mkbroute.organisations.models import Organisation
from routes import funnel
from routes.enums import EventKind, State
from routes.models import FunnelCount, FunnelEntry, Route
from routes.models.funnel import ENTERED, FIRST_DAY, MOST
from routes.revisions import require_unchanged, revision

from .steps import locked, record_once, require_state

EDITABLE = tuple(state for state in State if state != State.WITHDRAWN)


@dataclass(frozen=True)
class EntryValues:
    stage: str
    channel: str
    number: int
    counted_on: date
    branche: Organisation | None = None
    note: str = ""


def entry_revision(entry: FunnelEntry) -> str:
    return revision(*[getattr(entry, name) for name in ENTERED])


@atomic
def enter_count(route: Route, values: EntryValues, *, key: UUID, who: str) -> FunnelEntry:
    """`key` becomes its public id: the same form sent twice gives one count."""
    route = locked(route)
    require_state(route, *EDITABLE)
    made = FunnelEntry.objects.filter(public_id=key, route=route).first()
    if made:
        return made
    _check(values)
    try:
        with atomic():
            entry = FunnelEntry.objects.create(
                public_id=key, route=route, hogeschool_id=route.hogeschool_id, who=who, **vars(values)
            )
    except IntegrityError as error:  # sent before, to another route
        raise ValidationError("Dit formulier is al gebruikt. Open het opnieuw en vul het nog eens in.") from error
    _record(route, who)
    return entry


@atomic
def change_count(entry: FunnelEntry, values: EntryValues, *, who: str, seen: str = "") -> FunnelEntry:
    """`seen`: the revision that the person was looking at; raises `Overtaken`."""
    route = locked(entry.route)
    require_state(route, *EDITABLE)
    now = FunnelEntry.objects.filter(pk=entry.pk).first()
    if now is None:
        raise ValidationError("Een collega heeft deze telling intussen verwijderd.", code="gone")
    require_unchanged(seen, entry_revision(now))
    _check(values)
    changed = [name for name, value in vars(values).items() if getattr(now, name) != value]
    if changed:
        for name in changed:
            setattr(now, name, getattr(values, name))
        now.who = who
        now.save(update_fields=[*changed, "who"])
        _record(route, who)
    return now


@atomic
def remove_count(entry: FunnelEntry, *, who: str, seen: str = "") -> None:
    """`seen` as in `change_count`: nobody removes what she did not see. What is gone already stays so."""
    route = locked(entry.route)
    require_state(route, *EDITABLE)
    now = FunnelEntry.objects.filter(pk=entry.pk).first()
    if now is None:
        return
    require_unchanged(seen, entry_revision(now))
    now.delete()
    _record(route, who)


@atomic
def keep_counts(route: Route) -> None:
    """By the worker: what the programme team may see. Rows that say the same stay as they are."""
    route = locked(route)
    found = _numbers(funnel.counted(route), funnel.entered(route, funnel.entries_of(route)))
    for row in FunnelCount.objects.filter(route=route):
        numbers = found.pop((row.cohort, funnel.Stage(row.stage), row.channel), None)
        if numbers is None:
            row.delete()
        elif numbers != (row.counted, row.entered):
            row.counted, row.entered = numbers
            row.at = timezone.now()
            row.save(update_fields=["counted", "entered", "at"])
    FunnelCount.objects.bulk_create(
        FunnelCount(
            route=route, hogeschool_id=route.hogeschool_id, cohort=cohort, stage=stage, channel=channel,
            counted=counted, entered=entered,
        )
        for (cohort, stage, channel), (counted, entered) in found.items()
    )  # fmt: skip


def _numbers(
    by_portal: funnel.PerChannel, by_hand: funnel.PerChannel
) -> dict[tuple[int, funnel.Stage, str], tuple[int, int]]:
    """Counted and entered, by cohort, stage and channel."""
    return {
        (*at, channel): (by_portal.get(channel, {}).get(at, 0), by_hand.get(channel, {}).get(at, 0))
        for channel in {*by_portal, *by_hand}
        for at in {*by_portal.get(channel, {}), *by_hand.get(channel, {})}
    }


def _check(values: EntryValues) -> None:
    if not 1 <= values.number <= MOST:
        raise ValidationError({"number": "Het aantal ligt tussen 1 en 20.000."}, code="number")
    if values.counted_on > timezone.localdate():
        raise ValidationError({"counted_on": "Deze datum moet nog komen. Vul in wat er al geteld is."}, code="date")
    if values.counted_on < FIRST_DAY:
        raise ValidationError({"counted_on": "Controleer het jaartal."}, code="date")
    if values.branche and values.branche.kind != Kind.BRANCHE:
        raise ValidationError({"branche": "Kies een branche."}, code="branche")


def _record(route: Route, who: str) -> None:
    record_once(route, EventKind.FUNNEL_CHANGED, who=who, text="Trechter bijgewerkt")
    wake("routes.keep_funnel", route.pk)
