"""Leerwerkplekken, and the routes they are offered on."""

from uuid import uuid4

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from mkbroute.access.policies import Only, Owners, RowAccess, SameOwners, Steps, Under
from mkbroute.access.roles import CARD, COMPANY, COORDINATOR, STUDENT
from routes.models.route import OPEN_SQL

from ..enums import OFFER_STEPS, POSITION_STEPS, OfferState, PositionState
from .access import OF_COMPANY, OF_HOGESCHOOL, ON_RECOGNISED_ROUTE
from .salary import SALARY_CONSTRAINTS, Salaried

# What a company says of its leerwerkplek.
TERMS = (
    "title",
    "tasks",
    "learning",
    "hours_per_week",
    "working_days",
    "salary_from",
    "salary_to",
    "salary_per",
    "salary_hours",
    "salary_note",
    "contract_months",
    "capacity",
    "starts_on",
    "closes_on",
    "requirements",
    "accessibility",
    "is_public",
    "formal_employer",
    "supervisor_name",
    "supervisor_function",
    "supervisor_email",
    "supervisor_phone",
    "signatory_name",
    "signatory_function",
    "signatory_email",
)


class Position(Salaried):
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
    contract_months = models.PositiveSmallIntegerField("duur van het arbeidscontract in maanden", default=24)
    capacity = models.PositiveSmallIntegerField(
        "aantal plaatsen", default=1, validators=[MinValueValidator(1), MaxValueValidator(50)]
    )
    starts_on = models.DateField("begint op")
    closes_on = models.DateField("open tot en met", null=True, blank=True)
    requirements = models.TextField("wat vraagt het bedrijf?", max_length=1000, blank=True)
    accessibility = models.TextField("toegankelijkheid van de werkplek", max_length=500, blank=True)
    # to visitors; who has to do with it at the hogeschool sees it anyway
    is_public = models.BooleanField("openbaar", default=True)
    # an opleidingsbedrijf that employs the student, who works here (detachering); None: the company itself
    formal_employer = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, blank=True, related_name="employs_for",
        verbose_name="formele werkgever",
    )  # fmt: skip
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
    # when the company last showed that it stands: offered, changed, extended, or said so
    confirmed_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["organisation", "-created_at", "-id"], name="position_by_organisation"),
            models.Index(fields=["confirmed_at"], name="position_by_sign_of_life", condition=Q(state="offered")),
        ]
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
            *SALARY_CONSTRAINTS,
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
                change={COMPANY: Only(OF_COMPANY, *TERMS, "workplace", "state", "confirmed_at")},
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
    def mailbox(self) -> tuple[str, str]:
        """Where the company reads its mail; else that of the tekenbevoegde, who may answer for it. By name where it
        goes to one person: a general address may be read by anyone."""
        address = self.organisation.email or self.signatory_email
        people = {
            self.supervisor_email.lower(): self.supervisor_name,
            self.signatory_email.lower(): self.signatory_name,
        }
        return people.get(address.lower(), self.organisation.name), address

    @property
    def has_closed(self) -> bool:
        """Its last day is over."""
        return bool(self.closes_on and self.closes_on < timezone.localdate())

    @property
    def tone(self) -> str:
        return PositionState(self.state).tone


class Offer(models.Model):
    """A leerwerkplek, offered on a route: whose coordinator may place applicants there once she approved it."""

    position = models.ForeignKey(Position, models.CASCADE, related_name="offers")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    route = models.ForeignKey("routes.Route", models.PROTECT, related_name="offers")
    hogeschool = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    offered_at = models.DateTimeField(default=timezone.now, editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    outcomes = models.JSONField(default=list, blank=True)  # ["…", …] of those of the route, as they read when chosen
    state = models.CharField(max_length=9, choices=OfferState, default=OfferState.WAITING, editable=False)
    asked_at = models.DateTimeField(default=timezone.now, editable=False)  # for this check
    # the first time, by a trigger: what is checked again is not new
    published_at = models.DateTimeField(null=True, editable=False)
    reviewed_at = models.DateTimeField(null=True, editable=False)
    reviewed_by = models.CharField(max_length=200, blank=True, editable=False)
    return_reason = models.TextField("reden", max_length=1000, blank=True, editable=False)
    # since it was published, and not looked at yet: [{"what", "before", "after"}, …]
    changes = models.JSONField(default=list, editable=False)
    changed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-offered_at", "-id"]
        indexes = [
            models.Index(fields=["hogeschool", "-offered_at", "-id"], name="offer_by_hogeschool"),
            models.Index(fields=["-published_at", "-id"], name="offer_published", condition=Q(state="published")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=OfferState.WAITING) | (Q(reviewed_at__isnull=False) & ~Q(reviewed_by="")),
                name="offer_is_judged_by_someone",
            ),
            models.CheckConstraint(
                condition=(Q(state=OfferState.RETURNED) & ~Q(return_reason=""))
                | (~Q(state=OfferState.RETURNED) & Q(return_reason="")),
                name="offer_returned_has_reason",
                violation_error_message="Schrijf op wat het bedrijf moet aanpassen.",
            ),
            models.CheckConstraint(
                condition=Q(changes=[], changed_at=None) | (~Q(changes=[]) & Q(changed_at__isnull=False)),
                name="offer_changes_have_date",
            ),
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
            models.UniqueConstraint(fields=["id", "position", "organisation", "hogeschool"], name="offer_parties"),
            Steps(name="offer_steps", field="state", steps=OFFER_STEPS),
            RowAccess(
                name="offer_access",
                read={
                    COORDINATOR: OF_HOGESCHOOL,
                    COMPANY: OF_COMPANY,
                    STUDENT: "(state = 'published' AND EXISTS (SELECT FROM matching_application a "
                    "WHERE a.route_id = matching_offer.route_id AND a.student_id = {me})) "
                    "OR EXISTS (SELECT FROM matching_match m WHERE m.offer_id = matching_offer.id) "
                    # what she put in her order stays there while it is checked again; the policy of the preference
                    # answers whose it is
                    "OR EXISTS (SELECT FROM matching_preference f WHERE f.offer_id = matching_offer.id)",
                },
                add={COMPANY: f"{OF_COMPANY} AND state = 'waiting' AND {ON_RECOGNISED_ROUTE}"},
                change={
                    COMPANY: Only(
                        OF_COMPANY,
                        "withdrawn_at",
                        "outcomes",
                        "state",
                        "asked_at",
                        "return_reason",
                        "changes",
                        "changed_at",
                    ),
                    COORDINATOR: Only(
                        OF_HOGESCHOOL,
                        "state",
                        "reviewed_at",
                        "reviewed_by",
                        "return_reason",
                        "changes",
                        "changed_at",
                    ),
                },
            ),
        ]

    @property
    def tone(self) -> str:
        return OfferState(self.state).tone

    @property
    def is_published(self) -> bool:
        return self.state == OfferState.PUBLISHED
