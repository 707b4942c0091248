"""Matching: leerwerkplekken, applications, and bringing the two together."""

from uuid import uuid4

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from mkbroute.access.policies import AppendOnly, Only, Owners, RowAccess, SameOwners, Steps, Under
from mkbroute.access.roles import COMPANY, COORDINATOR, STUDENT
from mkbroute.organisations.enums import Province
from mkbroute.organisations.timeline import Event
from routes.enums import Channel
from routes.models.route import OPEN_SQL

from .enums import (
    APPLICATION_STEPS,
    ENDED,
    MATCH_STEPS,
    POSITION_STEPS,
    Answer,
    ApplicationState,
    Background,
    MatchState,
    PositionState,
)

OF_HOGESCHOOL = "hogeschool_id = {hogeschool}"
OF_COMPANY = "organisation_id = {organisation}"
OF_STUDENT = "student_id = {me}"
ON_RECOGNISED_ROUTE = (
    "EXISTS (SELECT FROM routes_route r WHERE r.id = route_id "
    "AND (r.state = 'recognised' OR r.reconsidered_from = 'recognised'))"
)
OPEN_MATCH = Q(state__in=[MatchState.PROPOSED, MatchState.CONFIRMED])

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
                    STUDENT: "EXISTS (SELECT FROM matching_match m WHERE m.position_id = matching_position.id)",
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
                read={COORDINATOR: OF_HOGESCHOOL, COMPANY: OF_COMPANY},
                add={COMPANY: f"{OF_COMPANY} AND {ON_RECOGNISED_ROUTE}"},
                change={COMPANY: Only(OF_COMPANY, "withdrawn_at")},
            ),
        ]


class Application(models.Model):
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
                    STUDENT: Only(OF_STUDENT, "state", "phone", "city", "province", "motivation"),
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


class Match(models.Model):
    """An applicant and a leerwerkplek, brought together by the coordinator; both confirm or decline."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    application = models.ForeignKey(Application, models.PROTECT, related_name="matches")
    offer = models.ForeignKey(Offer, models.PROTECT, related_name="matches")
    position = models.ForeignKey(Position, models.PROTECT, related_name="matches")
    route = models.ForeignKey("routes.Route", models.PROTECT, related_name="matches")
    hogeschool = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    student = models.ForeignKey("organisations.User", models.PROTECT, related_name="+")
    note = models.TextField("toelichting voor beide", max_length=1000, blank=True)
    state = models.CharField(max_length=10, choices=MatchState, default=MatchState.PROPOSED, editable=False)
    student_answer = models.CharField(max_length=3, choices=Answer, blank=True, editable=False)
    student_answered_at = models.DateTimeField(null=True, editable=False)
    company_answer = models.CharField(max_length=3, choices=Answer, blank=True, editable=False)
    company_answered_at = models.DateTimeField(null=True, editable=False)
    decline_reason = models.TextField("reden", max_length=1000, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["hogeschool", "-created_at", "-id"], name="match_by_hogeschool"),
            models.Index(fields=["organisation", "-created_at", "-id"], name="match_by_organisation"),
            models.Index(fields=["student", "-created_at", "-id"], name="match_by_student"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["application"],
                condition=OPEN_MATCH,
                name="match_one_open_per_application",
                violation_error_message="Voor deze aanmelding loopt al een voorstel.",
            ),
            models.CheckConstraint(
                condition=~Q(state=MatchState.CONFIRMED) | Q(student_answer=Answer.YES, company_answer=Answer.YES),
                name="match_confirmed_by_both",
            ),
            models.CheckConstraint(
                condition=Q(student_answer="", student_answered_at=None)
                | (~Q(student_answer="") & Q(student_answered_at__isnull=False)),
                name="match_student_answer_has_date",
            ),
            models.CheckConstraint(
                condition=Q(company_answer="", company_answered_at=None)
                | (~Q(company_answer="") & Q(company_answered_at__isnull=False)),
                name="match_company_answer_has_date",
            ),
            Owners(name="match_owners", fields=["hogeschool", "organisation", "student"]),
            # the applicant's own route, and a leerwerkplek that was offered on it
            SameOwners(
                name="match_application_owners", parent="application", fields=["route", "hogeschool", "student"]
            ),
            SameOwners(
                name="match_offer_owners", parent="offer", fields=["position", "route", "organisation", "hogeschool"]
            ),
            Steps(name="match_steps", field="state", steps=MATCH_STEPS),
            RowAccess(
                name="match_access",
                read={COORDINATOR: OF_HOGESCHOOL, COMPANY: OF_COMPANY, STUDENT: OF_STUDENT},
                add={
                    COORDINATOR: f"{OF_HOGESCHOOL} AND state = 'proposed' "
                    "AND student_answer = '' AND company_answer = ''"
                },
                change={
                    COORDINATOR: Only(OF_HOGESCHOOL, "state", "decline_reason"),
                    COMPANY: Only(OF_COMPANY, "state", "company_answer", "company_answered_at", "decline_reason"),
                    STUDENT: Only(OF_STUDENT, "state", "student_answer", "student_answered_at", "decline_reason"),
                },
            ),
        ]

    def __str__(self):
        return f"{self.application} bij {self.organisation}"

    @property
    def is_open(self) -> bool:
        return self.state in (MatchState.PROPOSED, MatchState.CONFIRMED)

    @property
    def tone(self) -> str:
        return MatchState(self.state).tone


class ApplicationEvent(Event):
    """What happened to an application; with `match`, something its company knows of too."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="events")
    match = models.ForeignKey(Match, models.PROTECT, null=True, related_name="events")
    hogeschool = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    student = models.ForeignKey("organisations.User", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, null=True, related_name="+")

    class Meta(Event.Meta):
        indexes = [models.Index(fields=["application", "at"], name="application_event_by_subject")]
        constraints = [
            models.CheckConstraint(
                condition=Q(match=None, organisation=None) | Q(match__isnull=False, organisation__isnull=False),
                name="application_event_company_by_match",
            ),
            AppendOnly(name="application_event_is_written_once"),
            SameOwners(name="application_event_owners", parent="application", fields=["hogeschool", "student"]),
            SameOwners(
                name="application_event_match_owners", parent="match", fields=["hogeschool", "organisation", "student"]
            ),
            RowAccess(
                name="application_event_access",
                read={COORDINATOR: OF_HOGESCHOOL, STUDENT: OF_STUDENT, COMPANY: OF_COMPANY},
                add={COORDINATOR: OF_HOGESCHOOL, STUDENT: OF_STUDENT, COMPANY: OF_COMPANY},
                recorded=False,
            ),
        ]
