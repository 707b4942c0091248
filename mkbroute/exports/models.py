"""Long work that someone asked for. A job is a row; a worker does it, and the row says how far it is."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from mkbroute.access.policies import Fixed, RowAccess, Steps
from mkbroute.access.roles import BRANCHE, COMPANY, COORDINATOR, EMPLOYER, PROGRAMME, STUDENT, parts

from .enums import OPEN, STEPS, State

# by the same person in the same hat: who lost a hat reads nothing any more of what she fetched with it
MINE = "user_id = {me} AND membership_id IS NOT DISTINCT FROM {membership}"
WITH_A_NAME = (COORDINATOR, COMPANY, EMPLOYER, BRANCHE, STUDENT, PROGRAMME)


class Job(models.Model):
    """`kind` says who makes it (making.py), `subject` of what: "agreement:<public id>". It is made in the name of who
    asked, so that nothing gets into the file that she may not see."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    user = models.ForeignKey("organisations.User", models.PROTECT, related_name="+")
    membership = models.ForeignKey("organisations.Membership", models.PROTECT, null=True, related_name="+")
    asked_by = models.CharField(max_length=300)  # "Sanne de Wit, Avans"
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=80)
    title = models.CharField(max_length=200)
    file_name = models.CharField(max_length=120)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)  # 0: not known yet
    doing = models.CharField(max_length=200, blank=True)  # what is being made now
    attempts = models.PositiveSmallIntegerField(default=0)
    beat_at = models.DateTimeField(null=True)  # when the worker was last seen at it
    error = models.CharField(max_length=300, blank=True)  # for who asked
    asked_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    place = models.CharField(max_length=100, blank=True)  # in the storage; empty: there is no file
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(default=0)  # bytes

    class Meta:
        ordering = ["-asked_at", "-id"]
        indexes = [
            models.Index(fields=["user", "membership", "-asked_at"], name="job_by_asker"),
            models.Index(fields=["asked_at"], condition=Q(state__in=OPEN), name="job_to_do"),
            models.Index(fields=["expires_at"], condition=~Q(place=""), name="job_to_clear"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "membership", "kind", "subject"],
                condition=Q(state__in=OPEN),
                nulls_distinct=False,
                name="job_one_at_a_time",
                violation_error_message="Dit bestand wordt al gemaakt.",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.FINISHED)
                | (Q(finished_at__isnull=False, expires_at__gt=F("finished_at")) & ~Q(place="") & ~Q(sha256="")),
                name="job_finished_has_file",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.FAILED) | (Q(place="") & ~Q(error="")), name="job_failed_says_why"
            ),
            Fixed(
                name="job_stays",
                fields=[
                    "user",
                    "membership",
                    "asked_by",
                    "kind",
                    "subject",
                    "asked_at",
                    "finished_at",
                    "expires_at",
                    "sha256",
                ],
            ),
            Steps(name="job_steps", field="state", steps=STEPS),
            RowAccess(
                name="job_access",
                read=parts(MINE, *WITH_A_NAME),
                add=parts(f"{MINE} AND state = 'waiting' AND attempts = 0 AND place = ''", *WITH_A_NAME),
                recorded=False,  # it says itself who asked for what, when, and what came of it
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def tone(self) -> str:
        return State(self.state).tone
