"""The phases that a route went through: since when, and why."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from mkbroute.access.policies import AppendOnly, RowAccess, SameOwners
from mkbroute.access.roles import COORDINATOR, PROGRAMME

from ..enums import STOPPED, Phase
from .route import Route
from .rules import MINE, OF_VISIBLE_ROUTE


class PhaseChange(models.Model):
    """Written once. `before` is empty for the phase in which the route was registered."""

    route = models.ForeignKey(Route, models.PROTECT, related_name="phase_changes")
    hogeschool = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    before = models.CharField(max_length=12, choices=Phase, blank=True)
    after = models.CharField(max_length=12, choices=Phase)
    reason = models.TextField(blank=True)
    who = models.CharField(max_length=200)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["route", "at"], name="phase_change_by_route")]
        constraints = [
            models.CheckConstraint(condition=~Q(before=F("after")), name="phase_change_is_a_change"),
            models.CheckConstraint(
                condition=~Q(after__in=STOPPED) | ~Q(reason=""),
                name="phase_change_that_stops_has_a_reason",
                violation_error_message="Schrijf op waarom de route stilligt of stopt.",
            ),
            AppendOnly(name="phase_change_is_written_once"),
            SameOwners(name="phase_change_owners", parent="route", fields=["hogeschool"]),
            RowAccess(
                name="phase_change_access",
                read={COORDINATOR: MINE, PROGRAMME: OF_VISIBLE_ROUTE},
                add={COORDINATOR: MINE, PROGRAMME: OF_VISIBLE_ROUTE},
                recorded=False,
            ),
        ]

    def __str__(self):
        return self.get_after_display()
