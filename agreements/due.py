"""What the page about retention shows: what is due soon, what is kept longer, and what went."""

from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import BooleanField, Case, DateField, F, Func, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from mkbroute.documents.enums import DocumentClass, Unit
from mkbroute.documents.models import Removed
from mkbroute.documents.retention import Standing

from .models import Agreement, Hold
from .own_days import COMPANY, company_today
from .retention import UNFINISHED

SOON = timedelta(days=183)
DAYS = {Unit.DAY: 1, Unit.MONTH: 28, Unit.YEAR: 365}  # never more than there are


def due_soon(standing: list[Standing], on: date | None = None) -> QuerySet[Agreement]:
    """Of the hogeschool that looks: what goes within half a year, the first to go first. With `kept_until`,
    `is_held` and `company_now`."""
    last = (on or timezone.localdate()) + SOON
    by_class = {each.document_class: each for each in standing}
    old = Q(state__in=UNFINISHED, changed_at__date__lte=last - _shortest(by_class[DocumentClass.UNFINISHED])) | (
        ~Q(state__in=UNFINISHED) & Q(last_day__lte=last - _shortest(by_class[DocumentClass.AGREEMENT]))
    )
    # few are that old: of those only the database counts the day
    candidates = (
        Agreement.objects.annotate(last_day=Coalesce("ended_on", "ends_on"))
        .filter(old)
        .annotate(
            kept_until=Func(F("pk"), function="portal.agreement_kept_until", output_field=DateField()),
            **{COMPANY: company_today("pk")},
            is_held=Func(F("pk"), function="portal.is_held", output_field=BooleanField()),
            is_finished=Case(When(state__in=UNFINISHED, then=Value(value=False)), default=Value(value=True)),
        )
    )
    return candidates.filter(kept_until__lte=last).order_by("kept_until", "pk")


def _shortest(standing: Standing) -> timedelta:
    return timedelta(days=standing.number * DAYS[Unit(standing.term.unit)])


def holds() -> QuerySet[Hold]:
    return Hold.objects.filter(lifted_at=None).annotate(**{COMPANY: company_today()}).select_related("agreement")


class Went(NamedTuple):
    """Of a class, in a year."""

    label: str
    rows: int
    files: int
    last: date


def went(on: date | None = None) -> list[Went]:
    """In the last twelve months, by class."""
    since = (on or timezone.localdate()) - timedelta(days=365)
    found: dict[str, Went] = {}
    for removed in Removed.objects.filter(removed_at__date__gte=since).order_by("removed_at"):
        label = DocumentClass(removed.document_class).label
        before = found.get(label, Went(label, 0, 0, since))
        number = sum(removed.counts.values())
        found[label] = Went(
            label, before.rows + number, before.files + len(removed.hashes), timezone.localdate(removed.removed_at)
        )
    return list(found.values())
