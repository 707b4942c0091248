"""What an agreement takes over from another one."""

from collections.abc import Iterable
from copy import copy
from typing import Any, TypeVar

from ..consolidated import as_it_holds, in_force, newcomer, settled_end
from ..models import Agreement, PlanRow, RotationPeriod
from ..models.agreement import CONTENT
from ..models.plan import plan_of, rotation_of

Row = TypeVar("Row", PlanRow, RotationPeriod)
# of the place itself: taken over at the same company only
OF_THE_PLACE = {
    "practice_supervisor", "function_title", "tasks", "workplace_address", "working_days", "hours_per_week",
    "employment", "praktijkleren",
}  # fmt: skip
NEVER = {"student_name", "template"}


def copied_content(source: Agreement, organisation_id: int | None) -> dict[str, Any]:
    """What was filled in there, as it holds; person and company apart."""
    left = NEVER if _is_there(source, organisation_id) else NEVER | OF_THE_PLACE
    now = as_it_holds(source)
    values = {name: getattr(now, name) for name in CONTENT if name not in left}
    return {name: value for name, value in values.items() if value not in (None, "")}


def copy_rows(source: Agreement, target: Agreement) -> None:
    """The opleidingsplan, as it holds; and at the same company the rotation."""
    now = as_it_holds(source)
    plan = _of(target, plan_of(now))
    for position, row in enumerate(plan, start=1):
        row.position = position  # a row of an addendum has none
    PlanRow.objects.bulk_create(plan)
    if _is_there(source, target.organisation_id):
        RotationPeriod.objects.bulk_create(_of(target, rotation_of(now)))


def _is_there(source: Agreement, organisation_id: int | None) -> bool:
    """At that company, and no other came in its place."""
    return source.organisation_id == organisation_id and not newcomer(
        in_force(source.addenda.all(), settled_end(source))
    )


def _of(target: Agreement, rows: Iterable[Row]) -> list[Row]:
    found = [copy(row) for row in rows]
    for row in found:
        row.pk, row.agreement = None, target
        for name, value in owners_of(target).items():
            setattr(row, name, value)
    return found


def owners_of(agreement: Agreement) -> dict[str, Any]:
    """For a row that belongs to it."""
    names = ("hogeschool_id", "organisation_id", "employer_id", "student_id")
    return {name: getattr(agreement, name) for name in names}
