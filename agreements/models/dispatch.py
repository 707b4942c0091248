"""Sending the drafts of a class: what was asked for, and what came of each. A worker does it."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils import timezone

from mkbroute.access.policies import Fixed, Owners, RowAccess, SameOwners, Steps
from mkbroute.access.roles import COORDINATOR

from ..enums import DISPATCH_STEPS, DispatchState
from .access import OF_HOGESCHOOL, OWNERS, kept
from .agreement import Agreement


class Dispatch(models.Model):
    """Asked for by one person, in whose name it is done: nothing is sent that she may not send."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    hogeschool = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    route = models.ForeignKey("routes.Route", models.PROTECT, related_name="+")
    user = models.ForeignKey("organisations.User", models.PROTECT, related_name="+")
    membership = models.ForeignKey("organisations.Membership", models.PROTECT, related_name="+")
    asked_by = models.CharField(max_length=300)  # "Sanne de Wit, Avans"
    reasons = models.JSONField(default=dict)  # by the code of each caution, why it is sent all the same
    asked_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-asked_at", "-id"]
        indexes = [
            models.Index(fields=["asked_at"], condition=Q(finished_at=None), name="dispatch_to_do"),
            models.Index(fields=["hogeschool", "route", "-asked_at"], name="dispatch_by_route"),
        ]
        constraints = [
            Owners(name="dispatch_owners", fields=["hogeschool"]),
            Fixed(
                name="dispatch_stays",
                fields=["route", "user", "membership", "asked_by", "reasons", "asked_at", "finished_at"],
            ),
            SameOwners(name="dispatch_route", parent="route", fields=["hogeschool"]),
            RowAccess(
                name="dispatch_access",
                read={COORDINATOR: OF_HOGESCHOOL},
                add={
                    COORDINATOR: f"{OF_HOGESCHOOL} AND user_id = {{me}} AND membership_id = {{membership}} "
                    "AND finished_at IS NULL"
                },
                recorded=False,  # it says itself who asked for what, when, and what came of it
            ),
        ]

    def __str__(self):
        return f"Verzending van {self.asked_at:%d-%m-%Y %H:%M}"


class DispatchLine(models.Model):
    """One draft of it. Done in one transaction with the sending itself: done once, or not at all."""

    dispatch = models.ForeignKey(Dispatch, models.PROTECT, related_name="lines")
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="dispatch_lines")
    hogeschool = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    student = models.ForeignKey("organisations.User", models.PROTECT, related_name="+")
    content_sha256 = models.CharField(max_length=64)  # of the text that the sender had before her
    state = models.CharField(max_length=8, choices=DispatchState, default=DispatchState.WAITING)
    problem = models.CharField(max_length=600, blank=True)  # why it was not sent, for who asked
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement"],
                condition=Q(state=DispatchState.WAITING),
                name="dispatch_line_one_at_a_time",
                violation_error_message="Deze overeenkomst wordt al verstuurd.",
            ),
            models.CheckConstraint(
                condition=Q(state=DispatchState.WAITING, done_at=None, problem="")
                | Q(state=DispatchState.SENT, done_at__isnull=False, problem="")
                | (Q(state=DispatchState.REFUSED, done_at__isnull=False) & ~Q(problem="")),
                name="dispatch_line_says_what_came_of_it",
            ),
            Fixed(name="dispatch_line_stays", fields=["dispatch", "content_sha256", "done_at"]),
            Owners(name="dispatch_line_owners_stay", fields=["agreement", *OWNERS]),
            Steps(name="dispatch_line_steps", field="state", steps=DISPATCH_STEPS),
            SameOwners(name="dispatch_line_dispatch", parent="dispatch", fields=["hogeschool"]),
            SameOwners(name="dispatch_line_owners", parent="agreement", fields=OWNERS),
            kept("dispatch_line_is_kept", final=False),
            RowAccess(
                name="dispatch_line_access",
                read={COORDINATOR: OF_HOGESCHOOL},
                add={COORDINATOR: f"{OF_HOGESCHOOL} AND state = 'waiting'"},
                recorded=False,  # the log of the agreement says that it was sent
            ),
        ]

    def __str__(self):
        return f"{self.agreement_id}: {self.get_state_display()}"

    @property
    def tone(self) -> str:
        return DispatchState(self.state).tone
