"""What the hogeschool looked at before it admits someone, and what it found."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.transaction import atomic

from ..admission import standing_checks
from ..enums import EventKind
from ..models import AdmissionCheck, AdmissionSubject, Application
from .applications import lock_application
from .log import record
from .refusal import Refusal


@dataclass(frozen=True)
class Finding:
    outcome: str
    note: str = ""
    due_on: date | None = None  # of a condition


@atomic
def record_checks(application: Application, findings: Mapping[AdmissionSubject, Finding], *, who: str) -> None:
    """Writes what differs from what stands; all of it is kept. Raises Refusal when the application has ended."""
    application = lock_application(application)
    if application.has_ended:
        raise Refusal("Deze aanmelding is afgesloten. Er valt niets meer te beoordelen.")
    standing = {check.subject.code: check for check in standing_checks(application)}
    written = [
        AdmissionCheck.objects.create(
            application=application,
            hogeschool_id=application.hogeschool_id,
            student_id=application.student_id,
            subject=subject,
            who=who,
            outcome=finding.outcome,
            note=finding.note,
            due_on=finding.due_on,
        )
        for subject, finding in findings.items()
        if not _stands(standing.get(subject.code), finding)
    ]
    if written:
        record(application, EventKind.CHECKED, who=who, text=_told(written))


def _stands(check: AdmissionCheck | None, finding: Finding) -> bool:
    found = (finding.outcome, finding.note, finding.due_on)
    return check is not None and (check.outcome, check.note, check.due_on) == found


def _told(checks: Iterable[AdmissionCheck]) -> str:
    said = "; ".join(f"{check.subject.title}: {check.get_outcome_display().lower()}" for check in checks)
    return f"Toelating beoordeeld. {said}"[:300]
