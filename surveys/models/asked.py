"""Who was asked. Nothing here tells what anybody answered: see responses.py."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.timezone import localdate

from matching.enums import Background
from mkbroute.access.policies import Owners, RowAccess, SameOwners, Steps, Under
from mkbroute.access.roles import COORDINATOR

from ..enums import ASKED, INVITATION_STEPS, Audience, InvitationState, Listed
from .questionnaires import OF_HOGESCHOOL
from .waves import WaveList


class Invitation(models.Model):
    """The personal link is made from `public_id` and the key of the wave; here stands its hash.

    Times are days. When the wave closes, name, address, link and days go: what stays is how many were asked and how
    many answered. History keeps no copies, for they would tell when somebody answered.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    wave = models.ForeignKey("surveys.Wave", models.PROTECT, related_name="invitations")
    wave_list = models.ForeignKey(WaveList, models.PROTECT, related_name="invitations")
    population = models.ForeignKey("surveys.WavePopulation", models.PROTECT, related_name="+")
    route = models.ForeignKey("routes.Route", models.PROTECT, related_name="+")
    hogeschool = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, null=True, related_name="+")
    student = models.ForeignKey("organisations.User", models.PROTECT, null=True, related_name="+")
    name = models.CharField("naam", max_length=120, blank=True)
    email = models.EmailField("e-mailadres", blank=True)  # in lower case
    company = models.CharField("bedrijf", max_length=200, blank=True)
    background = models.CharField("doelgroep", max_length=20, choices=Background, blank=True)
    language = models.CharField("taal", max_length=2, choices=[("nl", "Nederlands"), ("en", "Engels")], default="nl")
    listed = models.CharField("herkomst", max_length=6, choices=Listed, default=Listed.PORTAL)
    state = models.CharField(max_length=9, choices=InvitationState, default=InvitationState.LISTED)
    reason = models.CharField(max_length=120, blank=True)  # why she was not asked
    token_hash = models.CharField(max_length=64, null=True, unique=True, editable=False)
    asked_on = models.DateField(null=True)  # the invitation or the last reminder
    reminders = models.PositiveSmallIntegerField(default=0)
    answered_on = models.DateField(null=True)
    thanked = models.BooleanField(default=False)

    class Meta:
        ordering = ["name", "id"]
        indexes = [
            models.Index(fields=["wave_list", "state", "id"], name="survey_invitation_by_list"),
            models.Index(fields=["asked_on"], condition=Q(state__in=["sent", "opened"]), name="survey_to_remind"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["wave_list", "email"],
                condition=~Q(email=""),
                name="survey_invitation_once_per_list",
                violation_error_message="Dit e-mailadres staat al op de lijst.",
            ),
            models.CheckConstraint(condition=Q(email=Lower("email")), name="survey_invitation_address_in_lower_case"),
            models.CheckConstraint(
                condition=~Q(state=InvitationState.SKIPPED) | ~Q(reason=""), name="survey_skipped_says_why"
            ),
            Owners(name="survey_invitation_owners", fields=["wave", "wave_list", "population", "route", "hogeschool"]),
            SameOwners(
                name="survey_invitation_list",
                parent="wave_list",
                fields=["wave", "population", "route", "hogeschool"],
            ),
            Steps(name="survey_invitation_steps", field="state", steps=INVITATION_STEPS),
            Under(
                name="survey_invitation_before_sending",
                parent="wave_list",
                condition="state <> 'sending' AND EXISTS (SELECT FROM surveys_wave w "
                "WHERE w.id = wave_id AND w.state IN ('open', 'closing'))",
                violation_error_message="Deze lijst wordt nu verstuurd, of de meting is gesloten.",
            ),
            RowAccess(
                name="survey_invitation_access",
                # teachers look on, and may be on the list themselves: who answered is not their business
                read={COORDINATOR: f"{OF_HOGESCHOOL} AND NOT portal.looks_on()"},
                add={
                    COORDINATOR: f"{OF_HOGESCHOOL} AND state = 'listed' AND organisation_id IS NULL "
                    "AND student_id IS NULL AND token_hash IS NULL AND listed <> 'portal'"
                },
                delete={COORDINATOR: f"{OF_HOGESCHOOL} AND state = 'listed'"},
                recorded=False,
            ),
        ]

    def __str__(self):
        return self.name or f"{Audience(self.population.audience).label}, gesloten"

    @property
    def tone(self) -> str:
        return InvitationState(self.state).tone

    @property
    def was_asked(self) -> bool:
        return self.state in ASKED


class Approached(models.Model):
    """By the hash of an address, across measurements: when it was asked last, and whether it asked us to stop."""

    address_hash = models.CharField(max_length=64, unique=True)
    asked_on = models.DateField(default=localdate)
    stopped_on = models.DateField(null=True)

    class Meta:
        constraints = [RowAccess(name="approached_access", recorded=False)]
