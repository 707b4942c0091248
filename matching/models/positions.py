"""Leerwerkplekken, and the routes they are offered on."""

from uuid import uuid4

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from mkbroute.access.policies import Only, Owners, RowAccess, SameOwners, Steps, Under
from mkbroute.access.roles import CARD, COMPANY, COORDINATOR, STUDENT
from routes.models.route import OPEN_SQL

from ..enums import (
    POSITION_STEPS,
    PositionState,
)
from .access import OF_COMPANY, OF_HOGESCHOOL, ON_RECOGNISED_ROUTE

# What a company says of its leerwerkplek.
TERMS = (
    "title",
    "tasks",
    "learning",
    "hours_per_week",
    "working_days",
    "salary",
    "contract_months",
    "capacity",
    "starts_on",
    "supervisor_name",
    "supervisor_function",
    "supervisor_email",
    "supervisor_phone",
    "signatory_name",
    "signatory_function",
    "signatory_email",
)


class Position(models.Model):
    """A leerwerkplek: work at a company from which someone can learn what the route asks."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="positions")
    workplace = models.ForeignKey(
        "organisations.Workplace", models.PROTECT, related_name="positions", verbose_name="vestiging"
    )
    title = models.CharField("functie", max_length=120)
    tasks = models.TextField("taken", max_length=2000)
    learning = models.TextField("wat is hier te leren?", max_length=2000)
    hours_per_week = models.DecimalField(
        "uren per week", max_digits=3, decimal_places=1, validators=[MinValueValidator(1), MaxValueValidator(40)]
    )
    working_days = models.CharField("werkdagen", max_length=120)
    salary = models.CharField("salarisindicatie", max_length=200, blank=True)
    contract_months = models.PositiveSmallIntegerField("duur van het arbeidscontract in maanden", default=24)
    capacity = models.PositiveSmallIntegerField(
        "aantal plaatsen", default=1, validators=[MinValueValidator(1), MaxValueValidator(50)]
    )
    starts_on = models.DateField("begint op")
    supervisor_name = models.CharField("praktijkbegeleider", max_length=120)
    supervisor_function = models.CharField("functie van de praktijkbegeleider", max_length=120)
    supervisor_email = models.EmailField("e-mailadres van de praktijkbegeleider")
    supervisor_phone = models.CharField("telefoon van de praktijkbegeleider", max_length=20, blank=True)
    signatory_name = models.CharField("tekenbevoegde", max_length=120)
    signatory_function = models.CharField("functie van de tekenbevoegde", max_length=120)
    signatory_email = models.EmailField("e-mailadres van de tekenbevoegde")
    state = models.CharField(max_length=10, choices=PositionState, default=PositionState.OFFERED, editable=False)
    # Places with an open match, of any hogeschool. Counted by a trigger, because a coordinator sees her own matches
    # only; with `position_has_room` it is also what keeps two from taking the last place.
    taken = models.PositiveSmallIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["organisation", "-created_at", "-id"], name="position_by_organisation")]
        constraints = [
            models.CheckConstraint(
                condition=Q(hours_per_week__gte=1, hours_per_week__lte=40),
                name="position_hours_fit_the_week",
                violation_error_message="Uren per week liggen tussen 1 en 40.",
            ),
            models.CheckConstraint(
                condition=Q(capacity__range=(1, 50)),
                name="position_has_capacity",
                violation_error_message="Het aantal plaatsen ligt tussen 1 en 50.",
            ),
            models.CheckConstraint(
                condition=Q(taken__lte=F("capacity")),
                name="position_has_room",
                violation_error_message="Er zijn al meer plaatsen bezet of voorgesteld.",
            ),
            Owners(name="position_owners", fields=["organisation"]),
            SameOwners(name="position_workplace_is_own", parent="workplace", fields=["organisation"]),
            Steps(name="position_steps", field="state", steps=POSITION_STEPS),
            RowAccess(
                name="position_access",
                read={
                    COMPANY: OF_COMPANY,
                    COORDINATOR: "EXISTS (SELECT FROM matching_offer o WHERE o.position_id = matching_position.id)",
                    # of the routes she applied for; where she was proposed is one of them
                    STUDENT: "EXISTS (SELECT FROM matching_offer o WHERE o.position_id = matching_position.id)",
                    CARD: "EXISTS (SELECT FROM matching_introduction i WHERE i.position_id = matching_position.id)",
                },
                add={COMPANY: f"{OF_COMPANY} AND taken = 0"},
                change={COMPANY: Only(OF_COMPANY, *TERMS, "workplace", "state")},
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def free(self) -> int:
        return self.capacity - self.taken

    @property
    def is_offered(self) -> bool:
        return self.state == PositionState.OFFERED

    @property
    def tone(self) -> str:
        return PositionState(self.state).tone


class Offer(models.Model):
    """A leerwerkplek, offered on a route: whose coordinator may place applicants there."""

    position = models.ForeignKey(Position, models.CASCADE, related_name="offers")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    route = models.ForeignKey("routes.Route", models.PROTECT, related_name="offers")
    hogeschool = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    offered_at = models.DateTimeField(default=timezone.now, editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-offered_at", "-id"]
        indexes = [models.Index(fields=["hogeschool", "-offered_at", "-id"], name="offer_by_hogeschool")]
        constraints = [
            models.UniqueConstraint(fields=["position", "route"], name="offer_is_made_once"),
            SameOwners(name="offer_position_owners", parent="position", fields=["organisation"]),
            SameOwners(name="offer_route_owners", parent="route", fields=["hogeschool"]),
            Under(
                name="offer_route_is_open",
                parent="route",
                condition=OPEN_SQL,
                violation_error_message="Op deze route kunt u nu geen leerwerkplek aanbieden.",
                unless="withdrawn_at",
            ),
            Owners(name="offer_owners", fields=["position", "route", "organisation", "hogeschool"]),
            RowAccess(
                name="offer_access",
                read={
                    COORDINATOR: OF_HOGESCHOOL,
                    COMPANY: OF_COMPANY,
                    STUDENT: "EXISTS (SELECT FROM matching_application a WHERE a.route_id = matching_offer.route_id "
                    "AND a.student_id = {me})",
                },
                add={COMPANY: f"{OF_COMPANY} AND {ON_RECOGNISED_ROUTE}"},
                change={COMPANY: Only(OF_COMPANY, "withdrawn_at")},
            ),
        ]
