"""What an agreement takes over from another one."""

from collections.abc import Iterable
from typing import Any, TypeVar

from ..models import Agreement, PlanRow, RotationPeriod
from ..models.agreement import CONTENT

Row = TypeVar("Row", PlanRow, RotationPeriod)
# of the place itself: taken over at the same company only
OF_THE_PLACE = {
    "practice_supervisor", "function_title", "tasks", "workplace_address", "working_days", "hours_per_week",
    "employment", "praktijkleren",
}  # fmt: skip
NEVER = {"student_name", "template"}


def copied_content(source: Agreement, organisation_id: int | None) -> dict[str, Any]:
    """What was filled in there, person and company apart."""
    left = NEVER if source.organisation_id == organisation_id else NEVER | OF_THE_PLACE
    values = {name: getattr(source, name) for name in CONTENT if name not in left}
    return {name: value for name, value in values.items() if value not in (None, "")}


def copy_rows(source: Agreement, target: Agreement) -> None:
    """The opleidingsplan; and at the same company the rotation."""
    PlanRow.objects.bulk_create(_of(target, PlanRow.objects.filter(agreement=source)))
    if source.organisation_id == target.organisation_id:
        RotationPeriod.objects.bulk_create(_of(target, RotationPeriod.objects.filter(agreement=source)))


def _of(target: Agreement, rows: Iterable[Row]) -> list[Row]:
    found = list(rows)
    for row in found:
        row.pk, row.agreement = None, target
        for name, value in owners_of(target).items():
            setattr(row, name, value)
    return found


def owners_of(agreement: Agreement) -> dict[str, Any]:
    """For a row that belongs to it."""
    names = ("hogeschool_id", "organisation_id", "employer_id", "student_id")
    return {name: getattr(agreement, name) for name in names}
