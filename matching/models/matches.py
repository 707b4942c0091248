"""An applicant and a leerwerkplek together, and what happened on the way there."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils import timezone

from mkbroute.access.policies import AppendOnly, Only, Owners, RowAccess, SameOwners, Steps, Under
from mkbroute.access.roles import COMPANY, COORDINATOR, STUDENT
from mkbroute.organisations.timeline import Event

from ..enums import (
    MATCH_STEPS,
    Answer,
    MatchState,
)
from .access import OF_COMPANY, OF_HOGESCHOOL, OF_STUDENT
from .applications import Application
from .positions import Offer, Position

OPEN_STATES = (MatchState.PROPOSED, MatchState.CONFIRMED)
OPEN_MATCH = Q(state__in=[*OPEN_STATES])


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
            Under(
                name="match_offer_is_published",
                parent="offer",
                condition="state = 'published' AND withdrawn_at IS NULL",
                violation_error_message="Deze leerwerkplek is niet, of niet meer, gepubliceerd op deze route.",
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
        return self.state in OPEN_STATES

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
