"""The rhythm of the school year: when a student is free to work, and when the study asks for more."""

from uuid import uuid4

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils import timezone

from mkbroute.access.policies import RowAccess, SameOwners
from mkbroute.access.roles import COORDINATOR, parts

from ..enums import PeriodKind
from .route import Route
from .rules import EVERYONE, MINE, OF_VISIBLE_ROUTE


def _date(year, month: int, day: int) -> Func:
    return Func(year, Value(month), Value(day), function="make_date", output_field=models.DateField())


# the database's half-open range, of days that are both inclusive on paper
DAYS = Func(
    F("first_day"),
    F("last_day"),
    RangeBoundary(inclusive_lower=True, inclusive_upper=True),
    function="daterange",
    output_field=DateRangeField(),
)


class RhythmPeriod(models.Model):
    """From `first_day` to `last_day`, both included, in the study year that begins on 1 September of `year`."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    route = models.ForeignKey(Route, models.CASCADE, related_name="rhythm", editable=False)
    hogeschool = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+", editable=False)
    year = models.PositiveSmallIntegerField("studiejaar", editable=False)
    kind = models.CharField("soort", max_length=8, choices=PeriodKind)
    name = models.CharField("naam", max_length=80)
    first_day = models.DateField("eerste dag")
    last_day = models.DateField("laatste dag")
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["first_day", "last_day", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(first_day__lte=F("last_day")),
                name="rhythm_period_is_not_reversed",
                violation_error_message="De laatste dag ligt vóór de eerste. Draai de data om.",
            ),
            models.CheckConstraint(
                condition=Q(first_day__gte=_date(F("year"), 9, 1)) & Q(last_day__lte=_date(F("year") + 1, 8, 31)),
                name="rhythm_period_is_in_its_study_year",
                violation_error_message="Een studiejaar loopt van 1 september tot en met 31 augustus.",
            ),
            models.CheckConstraint(condition=Q(year__range=(2000, 2100)), name="rhythm_period_year_is_plausible"),
            ExclusionConstraint(
                name="rhythm_period_does_not_overlap",
                expressions=[
                    ("route", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    (DAYS, RangeOperators.OVERLAPS),
                ],
                violation_error_message="Deze dagen vallen samen met een andere periode van dezelfde soort.",
            ),
            SameOwners(name="rhythm_period_owners", parent="route", fields=["hogeschool"]),
            RowAccess(
                name="rhythm_period_access",
                read={
                    COORDINATOR: MINE,
                    **parts(OF_VISIBLE_ROUTE, *(part for part in EVERYONE if part != COORDINATOR)),
                },
                add={COORDINATOR: MINE},
                change={COORDINATOR: MINE},
                delete={COORDINATOR: MINE},
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.name}"
