"""A candidate and a company meet before anyone proposes a match: one asks, the other answers."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.timezone import localdate

from mkbroute.access.policies import ALL, AppendOnly, Kept, Only, Owners, RowAccess, SameOwners, Steps
from mkbroute.access.roles import CARD, COMPANY, COORDINATOR, STUDENT, parts

from ..enums import INTRODUCTION_STEPS, IntroductionState, Side
from .access import OF_COMPANY, OF_HOGESCHOOL, OF_STUDENT
from .applications import Application
from .positions import Offer, Position
from .profiles import Profile

OWN_LINK = "id = {introduction}"
BY_COMPANY = (
    f"{OF_COMPANY} AND by = 'company' AND state = 'open' "
    "AND EXISTS (SELECT FROM matching_profile f WHERE f.id = profile_id)"
)
BY_STUDENT = f"{OF_STUDENT} AND by = 'student' AND state = 'open'"
ANSWER = ("state", "ended_at")


class MeetingTerms(models.Model):
    """How many may be open at once, and for how many days. New terms: a new row; the last one in force holds."""

    company_open = models.PositiveSmallIntegerField()  # invitations of one company
    student_open = models.PositiveSmallIntegerField()  # requests of one person
    answer_days = models.PositiveSmallIntegerField()  # to answer, after which it closes
    remind_days = models.PositiveSmallIntegerField()  # after which the portal reminds, once
    source = models.CharField(max_length=300)
    valid_from = models.DateField(unique=True)

    class Meta:
        ordering = ["-valid_from"]
        get_latest_by = "valid_from"
        verbose_name_plural = "meeting terms"
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    company_open__gt=0, student_open__gt=0, remind_days__gt=0, answer_days__gt=F("remind_days")
                ),
                name="meeting_terms_leave_room",
            ),
            AppendOnly(name="meeting_terms_are_written_once"),
            RowAccess(name="meeting_terms_access", read=parts(ALL, COORDINATOR, COMPANY, STUDENT, CARD)),
        ]

    def __str__(self):
        return f"Kennismaken, vanaf {self.valid_from}"


class Introduction(models.Model):
    """`by` asked; the other side answers, by its account or by the link in the mail. On a yes each reads how to reach
    the other: what she shares is filled in by the database (portal.end_introduction), and the company had it nowhere.

    The worker tells both of each state (`told`): who asks cannot read the other's address.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    profile = models.ForeignKey(Profile, models.PROTECT, related_name="introductions", verbose_name="profiel")
    application = models.ForeignKey(Application, models.PROTECT, related_name="introductions")
    offer = models.ForeignKey(Offer, models.PROTECT, related_name="introductions")
    position = models.ForeignKey(Position, models.PROTECT, related_name="introductions", verbose_name="leerwerkplek")
    route = models.ForeignKey("routes.Route", models.PROTECT, related_name="+")
    hogeschool = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    student = models.ForeignKey("organisations.User", models.PROTECT, related_name="+")
    by = models.CharField("gevraagd door", max_length=7, choices=Side)
    first_name = models.CharField("voornaam", max_length=60)  # of the candidate, as her profile said
    message = models.TextField("bericht", max_length=600, blank=True)
    state = models.CharField(max_length=10, choices=IntroductionState, default=IntroductionState.OPEN, editable=False)
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    due_on = models.DateField("te antwoorden tot en met")  # the last day to answer
    ended_at = models.DateTimeField("geëindigd op", null=True, editable=False)
    told = models.CharField(
        "stand die is gemeld", max_length=10, blank=True, editable=False
    )  # the state that both were told of
    reminded_at = models.DateTimeField(null=True, editable=False)
    token_hash = models.CharField(max_length=64, null=True, unique=True, editable=False)
    shared_name = models.CharField("gedeelde naam", max_length=120, blank=True, editable=False)
    shared_email = models.EmailField("gedeeld e-mailadres", blank=True, editable=False)
    shared_phone = models.CharField("gedeeld telefoonnummer", max_length=20, blank=True, editable=False)

    class Meta:
        ordering = ["-asked_at", "-id"]
        indexes = [
            models.Index(fields=["hogeschool", "-asked_at"], name="introduction_by_hogeschool"),
            models.Index(fields=["organisation", "-asked_at"], name="introduction_by_organisation"),
            models.Index(fields=["student", "-asked_at"], name="introduction_by_student"),
            models.Index(fields=["due_on"], condition=Q(state="open"), name="introduction_open"),
            models.Index(fields=["id"], condition=~Q(told=F("state")), name="introduction_to_tell"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "offer"],
                condition=Q(state__in=[IntroductionState.OPEN, IntroductionState.ACCEPTED]),
                name="introduction_once_at_a_time",
                violation_error_message="Voor deze plek loopt al een kennismaking.",
            ),
            models.CheckConstraint(
                condition=Q(state=IntroductionState.OPEN, ended_at=None)
                | (~Q(state=IntroductionState.OPEN) & Q(ended_at__isnull=False)),
                name="introduction_end_has_time",
            ),
            Owners(
                name="introduction_owners",
                fields=[
                    "profile",
                    "application",
                    "offer",
                    "position",
                    "route",
                    "hogeschool",
                    "organisation",
                    "student",
                    "by",
                ],
            ),
            SameOwners(
                name="introduction_profile_owners",
                parent="profile",
                fields=["application", "route", "hogeschool", "student"],
            ),
            SameOwners(
                name="introduction_offer_owners",
                parent="offer",
                fields=["position", "route", "organisation", "hogeschool"],
            ),
            Steps(name="introduction_steps", field="state", steps=INTRODUCTION_STEPS),
            RowAccess(
                name="introduction_access",
                read={COORDINATOR: OF_HOGESCHOOL, COMPANY: OF_COMPANY, STUDENT: OF_STUDENT, CARD: OWN_LINK},
                add={COMPANY: BY_COMPANY, STUDENT: BY_STUDENT},
                change={
                    COMPANY: Only(OF_COMPANY, *ANSWER),
                    STUDENT: Only(OF_STUDENT, *ANSWER),
                    CARD: Only(OWN_LINK, *ANSWER),
                },
            ),
        ]

    def __str__(self):
        return f"{self.first_name} en {self.organisation_id}"

    @property
    def tone(self) -> str:
        return IntroductionState(self.state).tone

    @property
    def is_open(self) -> bool:
        return self.state == IntroductionState.OPEN

    @property
    def is_late(self) -> bool:
        return self.due_on < localdate()

    @property
    def answers(self) -> Side:
        """Who must answer."""
        return Side.COMPANY if self.by == Side.STUDENT else Side.STUDENT


class Nudge(models.Model):
    """One reminder to one person about all that waits for her answer: at most one a day, whoever runs it."""

    email = models.EmailField()  # in lower case
    day = models.DateField(default=localdate)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["email", "day"], name="nudge_once_a_day"),
            models.CheckConstraint(condition=Q(email=Lower("email")), name="nudge_address_in_lower_case"),
            AppendOnly(name="nudge_is_written_once", removable=True),
            Kept(name="nudge_is_kept", until="{row}.day < portal.today() - 30"),
            RowAccess(name="nudge_access"),
        ]

    def __str__(self):
        return f"{self.day}"
