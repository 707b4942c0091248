"""Figures that the portal counts itself, day by day; what they must reach; and where a route falls below."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from mkbroute.access.policies import ALL, AppendOnly, Fixed, Owners, RowAccess, SameOwners
from mkbroute.access.roles import COORDINATOR, PROGRAMME, parts

from .criteria import CriteriaSet
from .route import Route
from .rules import MINE, OF_VISIBLE_ROUTE

READ = {COORDINATOR: MINE, PROGRAMME: OF_VISIBLE_ROUTE}


class RouteIndicator(models.Model):
    """Numbers of one day, written by the system. Both empty: counted, but of too few people to be shown."""

    route = models.ForeignKey(Route, models.CASCADE, related_name="indicators")
    hogeschool = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    code = models.CharField(max_length=20)  # in routes.indicators
    on = models.DateField()
    numerator = models.DecimalField(max_digits=8, decimal_places=1, null=True)
    denominator = models.DecimalField(max_digits=8, decimal_places=1, null=True)

    class Meta:
        ordering = ["on", "code"]
        constraints = [
            models.UniqueConstraint(fields=["route", "on", "code"], name="route_indicator_once_a_day"),
            models.CheckConstraint(
                condition=Q(numerator=None, denominator=None) | Q(numerator__gte=0, numerator__lte=F("denominator")),
                name="route_indicator_is_a_part_of_the_whole",
            ),
            SameOwners(name="route_indicator_owners", parent="route", fields=["hogeschool"]),
            RowAccess(name="route_indicator_access", read=READ, recorded=False),
        ]


class IndicatorThreshold(models.Model):
    """From which date a route that is recognised on these criteria must reach which percentage.

    A new demand is a new row.
    """

    criteria_set = models.ForeignKey(CriteriaSet, models.PROTECT, related_name="thresholds")
    code = models.CharField(max_length=20)
    minimum_percent = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=400)
    valid_from = models.DateField()

    class Meta:
        ordering = ["code", "valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["criteria_set", "code", "valid_from"], name="indicator_threshold_once_per_set_and_date"
            ),
            models.CheckConstraint(condition=Q(minimum_percent__lte=100), name="indicator_threshold_is_a_percentage"),
            AppendOnly(name="indicator_threshold_is_written_once"),
            RowAccess(name="indicator_threshold_access", read=parts(ALL, COORDINATOR, PROGRAMME)),
        ]


class RouteFlag(models.Model):
    """A recognised route falls below a threshold. It is told; nothing is withdrawn by it."""

    route = models.ForeignKey(Route, models.PROTECT, related_name="flags")
    hogeschool = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    threshold = models.ForeignKey(IndicatorThreshold, models.PROTECT, related_name="+")
    code = models.CharField(max_length=20)
    numerator = models.DecimalField(max_digits=8, decimal_places=1)
    denominator = models.DecimalField(max_digits=8, decimal_places=1)
    raised_at = models.DateTimeField(default=timezone.now)
    cleared_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["raised_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["route", "code"], condition=Q(cleared_at=None), name="route_flag_stands_once"
            ),
            Owners(name="route_flag_owners", fields=["route", "hogeschool"]),
            Fixed(
                name="route_flag_never_changes",
                fields=["threshold", "code", "numerator", "denominator", "raised_at", "cleared_at"],
            ),
            SameOwners(name="route_flag_route", parent="route", fields=["hogeschool"]),
            RowAccess(name="route_flag_access", read=READ),
        ]
