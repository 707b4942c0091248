"""What someone has learnt when she graduates: the leeruitkomsten of a route."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils import timezone

from mkbroute.access.policies import AppendOnly, RowAccess, SameOwners
from mkbroute.access.roles import COORDINATOR

from .route import Route
from .rules import MINE


class OutcomeList(models.Model):
    """The learning outcomes of a route as they stood from a day on: a change is a new version, so that what an
    opleidingsplan refers to stays known. WHW art. 7.13 lid 2 onder c calls them qualities."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    route = models.ForeignKey(Route, models.CASCADE, related_name="outcome_lists")
    hogeschool = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField("versie")
    outcomes = models.JSONField()  # ["…", …]
    who = models.CharField(max_length=200)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["route", "number"], name="outcome_list_version_is_unique"),
            models.CheckConstraint(condition=Q(number__gte=1), name="outcome_list_is_numbered_from_1"),
            SameOwners(name="outcome_list_owners", parent="route", fields=["hogeschool"]),
            AppendOnly(name="outcome_list_is_written_once"),
            RowAccess(name="outcome_list_access", read={COORDINATOR: MINE}, add={COORDINATOR: MINE}),
        ]

    def __str__(self):
        return f"Leeruitkomsten, versie {self.number}"
