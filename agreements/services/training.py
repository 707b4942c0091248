"""Writing the opleidingsplan and the rotation of a draft: the whole of it at once."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from itertools import pairwise
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from routes.revisions import require_unchanged, revision

from .. import events
from ..enums import EventKind
from ..models import Agreement, PlanRow, RotationPeriod
from ..models.plan import OF_PERIOD, OF_ROW
from ..training import not_planned
from .copying import owners_of
from .drafting import locked_draft

GAP = "Tussen twee periodes zitten dagen. Laat elke periode beginnen op de dag na de vorige."
OVERLAP = "Twee periodes vallen over elkaar heen. Laat elke periode beginnen op de dag na de vorige."


def plan_revision(agreement: Agreement) -> str:
    return revision(*agreement.plan.values_list(*OF_ROW))


def rotation_revision(agreement: Agreement) -> str:
    return revision(*agreement.rotation.values_list(*OF_PERIOD))


@transaction.atomic
def write_plan(agreement: Agreement, rows: Sequence[Mapping[str, Any]], *, seen: str, who: str) -> None:
    """Raises NotInDraft, Overtaken or ValidationError."""
    agreement = locked_draft(agreement)
    require_unchanged(seen, plan_revision(agreement))
    made = [
        PlanRow(agreement=agreement, position=position, **row, **owners_of(agreement))
        for position, row in enumerate(rows, start=1)
    ]
    if _same(made, agreement.plan.all(), OF_ROW):
        return
    agreement.plan.all().delete()
    PlanRow.objects.bulk_create(made)
    _told(agreement, "Opleidingsplan gewijzigd", who)


@transaction.atomic
def take_from_route(agreement: Agreement, *, who: str) -> int:
    """Adds the outcomes of the route that are not in the plan. How many. Raises NotInDraft."""
    agreement = locked_draft(agreement)
    rows = list(agreement.plan.all())
    new = not_planned(agreement, rows)
    period = {"begins_on": agreement.practice_starts_on, "ends_on": agreement.practice_ends_on}
    PlanRow.objects.bulk_create(
        PlanRow(agreement=agreement, position=position, outcome=outcome, **period, **owners_of(agreement))
        for position, outcome in enumerate(new, start=(rows[-1].position if rows else 0) + 1)
    )
    if new:
        _told(agreement, "Leeruitkomsten van de route overgenomen in het opleidingsplan", who)
    return len(new)


@transaction.atomic
def write_rotation(agreement: Agreement, periods: Sequence[Mapping[str, Any]], *, seen: str, who: str) -> None:
    """Raises NotInDraft, Overtaken, or ValidationError where periods overlap or leave days between them."""
    agreement = locked_draft(agreement)
    require_unchanged(seen, rotation_revision(agreement))
    made = [RotationPeriod(agreement=agreement, **period, **owners_of(agreement)) for period in in_order(periods)]
    if _same(made, agreement.rotation.all(), OF_PERIOD):
        return
    agreement.rotation.all().delete()
    try:
        with transaction.atomic():
            RotationPeriod.objects.bulk_create(made)
            with connection.cursor() as cursor:  # at the commit nobody could tell her any more
                cursor.execute("SET CONSTRAINTS rotation_without_gap IMMEDIATE")
                cursor.execute("SET CONSTRAINTS rotation_without_gap DEFERRED")
    except IntegrityError as error:
        raise ValidationError(GAP if "between two periods" in str(error) else OVERLAP) from error
    _told(agreement, "Rotatie gewijzigd", who)


def require_in_a_row(periods: Sequence[Mapping[str, Any]]) -> None:
    """In order of their first day. Raises ValidationError where two overlap or leave days between them."""
    for before, after in pairwise(periods):
        if after["begins_on"] <= before["ends_on"]:
            raise ValidationError(OVERLAP)
        if after["begins_on"] > before["ends_on"] + timedelta(days=1):
            raise ValidationError(GAP)


def in_order(periods: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return sorted(periods, key=lambda period: period["begins_on"])


def _same(made: Sequence[Any], there: Iterable[Any], fields: tuple[str, ...]) -> bool:
    return [_of(row, fields) for row in made] == [_of(row, fields) for row in there]


def _of(row: Any, fields: tuple[str, ...]) -> list[Any]:
    return [getattr(row, name) for name in fields]


def _told(agreement: Agreement, text: str, who: str) -> None:
    agreement.changed_at = timezone.now()
    agreement.save(update_fields=["changed_at"])
    events.record(agreement, EventKind.EDITED, who=who, text=text)
