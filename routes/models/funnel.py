"""From a meeting to a signed agreement: what a hogeschool counted itself, and what is kept for the programme team."""

from datetime import date
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils import timezone

from mkbroute.access.policies import Only, RowAccess, SameOwners
from mkbroute.access.roles import COORDINATOR, PROGRAMME

from ..enums import Channel, Stage
from .route import Route
from .rules import MINE, OF_VISIBLE_ROUTE

MOST = 20_000  # at one moment, through one channel
FIRST_DAY, LAST_DAY = date(2015, 1, 1), date(2099, 12, 31)
ENTERED = ("stage", "channel", "branche", "number", "counted_on", "note")  # as in the form


class FunnelEntry(models.Model):
    """A count by the hogeschool: everybody who reached a stage through a channel, those in the portal included."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    route = models.ForeignKey(Route, models.PROTECT, related_name="funnel_entries")
    hogeschool = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    stage = models.CharField("stap", max_length=10, choices=Stage)
    channel = models.CharField("kanaal", max_length=10, choices=Channel)
    branche = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="branche"
    )
    number = models.PositiveIntegerField("aantal")
    counted_on = models.DateField("datum")
    note = models.CharField("notitie", max_length=500, blank=True)
    who = models.CharField(max_length=200, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-counted_on", "-id"]
        indexes = [models.Index(fields=["route", "-counted_on", "-id"], name="funnel_entry_by_route")]
        constraints = [
            models.CheckConstraint(
                condition=Q(number__range=(1, MOST)),
                name="funnel_entry_number_makes_sense",
                violation_error_message="Het aantal ligt tussen 1 en 20.000.",
            ),
            models.CheckConstraint(
                condition=Q(counted_on__range=(FIRST_DAY, LAST_DAY)),
                name="funnel_entry_date_makes_sense",
                violation_error_message="Controleer het jaartal.",
            ),
            SameOwners(name="funnel_entry_owners", parent="route", fields=["hogeschool"]),
            RowAccess(
                name="funnel_entry_access",
                read={COORDINATOR: MINE},
                add={COORDINATOR: MINE},
                change={COORDINATOR: Only(MINE, *ENTERED, "who")},
                delete={COORDINATOR: MINE},
            ),
        ]

    def __str__(self):
        return f"{self.get_stage_display()}, {self.get_channel_display().lower()}: {self.number}"


class FunnelCount(models.Model):
    """The numbers of a route as the worker last found them: all that the programme team sees of its funnel.

    `channel` is empty for whom or what no channel is known of.
    """

    route = models.ForeignKey(Route, models.PROTECT, related_name="funnel_counts")
    hogeschool = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    cohort = models.PositiveSmallIntegerField()  # the year of the start
    stage = models.CharField(max_length=10, choices=Stage)
    channel = models.CharField(max_length=10, choices=Channel, blank=True)
    counted = models.PositiveIntegerField()  # by the portal
    entered = models.PositiveIntegerField()  # by the hogeschool
    at = models.DateTimeField(default=timezone.now)  # since when these are the numbers

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["route", "cohort", "stage", "channel"], name="funnel_count_once_per_stage_and_channel"
            ),
            SameOwners(name="funnel_count_owners", parent="route", fields=["hogeschool"]),
            RowAccess(
                name="funnel_count_access", read={COORDINATOR: MINE, PROGRAMME: OF_VISIBLE_ROUTE}, recorded=False
            ),
        ]
