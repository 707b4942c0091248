"""Who wants to follow a route."""

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from mkbroute.access.policies import Only, Owners, RowAccess, SameOwners, Steps, Under, While
from mkbroute.access.roles import COMPANY, COORDINATOR, STUDENT
from mkbroute.organisations.enums import Province
from routes.enums import Channel
from routes.models.route import OPEN_SQL

from ..enums import (
    APPLICATION_STEPS,
    ENDED,
    ApplicationState,
    Background,
    EmployerPlan,
    Travel,
    Weekday,
)
from .access import OF_HOGESCHOOL, OF_STUDENT, ON_RECOGNISED_ROUTE
from .searching import Searching

# What a person says of herself. She can correct it until her application has ended; the address is that of her log-in.
GIVEN = (
    "name",
    "phone",
    "city",
    "province",
    "background",
    "prior_education",
    "prior_learning",
    "motivation",
    "regions",
    "travel_minutes",
    "days",
    "employer_plan",
    "employer_name",
    "employer_kvk",
    "employer_contact",
    "employer_email",
)


class Application(Searching):
    """A person applies to a route. Her name and address stand here, as she gave them for this purpose."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    route = models.ForeignKey("routes.Route", models.PROTECT, related_name="applications")
    hogeschool = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    student = models.ForeignKey("organisations.User", models.PROTECT, related_name="applications")
    name = models.CharField("naam", max_length=120)
    email = models.EmailField("e-mailadres")
    phone = models.CharField("telefoon", max_length=20)
    city = models.CharField("woonplaats", max_length=100)
    province = models.CharField("provincie", max_length=20, choices=Province)
    background = models.CharField("wat past het best bij jou?", max_length=20, choices=Background)
    prior_education = models.CharField("hoogste afgeronde opleiding", max_length=200)
    motivation = models.TextField("waarom wil je deze route volgen?", max_length=2000)
    employer_name = models.CharField("huidige werkgever", max_length=200, blank=True)
    prior_learning = models.TextField("wat kun je al?", max_length=1000, blank=True, db_default="")
    # where she would learn; empty: her own province, as far as she says
    regions = ArrayField(
        models.CharField(max_length=20, choices=Province),
        verbose_name="regio's",
        default=list,
        db_default=[],
        blank=True,
    )
    travel_minutes = models.PositiveSmallIntegerField("reistijd", choices=Travel, null=True, blank=True)  # one way
    days = ArrayField(
        models.CharField(max_length=2, choices=Weekday), verbose_name="dagen", default=list, db_default=[], blank=True
    )
    employer_plan = models.CharField(
        "waar wil je leren?", max_length=7, choices=EmployerPlan, default=EmployerPlan.SEEKS, db_default="seeks"
    )
    # of the employer where she works and would learn: who there knows the data for the agreement
    employer_kvk = models.CharField(
        "KvK-nummer",
        max_length=8,
        blank=True,
        db_default="",
        validators=[RegexValidator(r"\A[0-9]{8}\Z", "Een KvK-nummer heeft 8 cijfers.")],
    )
    employer_contact = models.CharField("contactpersoon", max_length=120, blank=True, db_default="")
    employer_email = models.EmailField("e-mailadres van je contactpersoon", blank=True, db_default="")
    channel = models.CharField("hoe hoorde je van deze route?", max_length=10, choices=Channel, blank=True)
    # where she works already, and will learn: an agreement follows without a match
    own_employer = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, editable=False, related_name="own_applicants"
    )
    state = models.CharField(
        max_length=12, choices=ApplicationState, default=ApplicationState.SUBMITTED, editable=False
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["hogeschool", "-created_at", "-id"], name="application_by_hogeschool"),
            models.Index(fields=["student", "-created_at", "-id"], name="application_by_student"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["route", "student"],
                condition=~Q(state__in=ENDED),
                name="application_runs_once_per_route",
                violation_error_message="Je hebt je al aangemeld voor deze route.",
            ),
            models.CheckConstraint(
                condition=Q(own_employer=None) | Q(state__in=[ApplicationState.PLACED, ApplicationState.WITHDRAWN]),
                name="application_own_employer_places",
            ),
            models.CheckConstraint(
                condition=~Q(employer_plan=EmployerPlan.OWN) | ~Q(employer_name=""),
                name="application_own_employer_has_name",
                violation_error_message="Vul in bij welke werkgever je wilt leren.",
            ),
            While(
                name="application_stays_as_it_ended",
                field="state",
                states=[state for state in ApplicationState if state not in ENDED],
                fields=GIVEN,
            ),
            Owners(name="application_owners", fields=["route", "hogeschool", "student"]),
            models.UniqueConstraint(fields=["id", "hogeschool", "student"], name="application_persons"),
            SameOwners(name="application_route_owners", parent="route", fields=["hogeschool"]),
            Under(
                name="application_route_is_open",
                parent="route",
                condition=OPEN_SQL,
                violation_error_message="Deze route neemt nu geen aanmeldingen aan.",
            ),
            Steps(name="application_steps", field="state", steps=APPLICATION_STEPS),
            RowAccess(
                name="application_access",
                read={
                    COORDINATOR: OF_HOGESCHOOL,
                    STUDENT: OF_STUDENT,
                    COMPANY: "EXISTS (SELECT FROM matching_match m WHERE m.application_id = matching_application.id)",
                },
                add={
                    STUDENT: f"{OF_STUDENT} AND state = 'submitted' AND own_employer_id IS NULL "
                    f"AND {ON_RECOGNISED_ROUTE}"
                },
                change={
                    COORDINATOR: Only(OF_HOGESCHOOL, "state", "own_employer"),
                    STUDENT: Only(OF_STUDENT, "state", *GIVEN),
                    COMPANY: Only(
                        "EXISTS (SELECT FROM matching_match m WHERE m.application_id = matching_application.id)",
                        "state",
                    ),
                },
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def tone(self) -> str:
        return ApplicationState(self.state).tone

    @property
    def has_ended(self) -> bool:
        return self.state in ENDED
