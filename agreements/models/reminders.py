"""After how long something is stuck, and who was reminded when."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.timezone import localdate

from mkbroute.access.policies import ALL, AppendOnly, Kept, RowAccess, SameOwners
from mkbroute.access.roles import COORDINATOR

from ..enums import AlertKind
from .access import OF_HOGESCHOOL, OWNERS, kept
from .agreement import Agreement


class LifeTerms(models.Model):
    """Days. New terms: a new row. `*_days`: after how many days whoever must act keeps the others waiting."""

    number = models.PositiveSmallIntegerField("versie", unique=True)
    confirm_days = models.PositiveSmallIntegerField()  # to answer to an ending, before the hogeschool may go on
    remind_days = models.PositiveSmallIntegerField()  # between two reminders that the portal sends by itself
    signing_days = models.PositiveSmallIntegerField()
    addendum_days = models.PositiveSmallIntegerField()
    card_days = models.PositiveSmallIntegerField()
    ending_days = models.PositiveSmallIntegerField()
    draft_days = models.PositiveSmallIntegerField()
    end_days = models.JSONField()  # so many days before an end the contact of the route is told; the most first
    lapse_days = models.PositiveSmallIntegerField()  # before a link stops, she is told
    source = models.CharField(max_length=300)
    valid_from = models.DateField()

    class Meta:
        ordering = ["-number"]
        get_latest_by = "number"
        verbose_name_plural = "life terms"
        constraints = [
            models.CheckConstraint(
                condition=Q(remind_days__gt=0, confirm_days__gte=F("remind_days")), name="life_terms_leave_room"
            ),
            AppendOnly(name="life_terms_are_written_once"),
            RowAccess(name="life_terms_access", read={COORDINATOR: ALL}),
        ]

    def __str__(self):
        return f"Termijnen, versie {self.number}"


# it names people and what they had to do: as long as the list of what was mailed
PAST_TERM = (
    "coalesce(portal.kept_until('mail', {row}.hogeschool_id, ({row}.at AT TIME ZONE 'Europe/Amsterdam')::date) "
    "< portal.today(), false)"
)


class Reminder(models.Model):
    """One mail to one person about all that waits for her at one hogeschool: at most one a day."""

    hogeschool = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    email = models.EmailField()  # in lower case
    name = models.CharField(max_length=200)
    day = models.DateField(default=localdate)
    at = models.DateTimeField(default=timezone.now)
    who = models.CharField(max_length=200)  # sent it
    about = models.JSONField()  # what it named: texts

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["hogeschool", "email", "-at"], name="reminder_by_person")]
        constraints = [
            models.UniqueConstraint(
                fields=["hogeschool", "email", "day"],
                name="reminder_once_a_day",
                violation_error_message="Deze persoon kreeg vandaag al een herinnering.",
            ),
            models.CheckConstraint(condition=Q(email=Lower("email")), name="reminder_address_in_lower_case"),
            models.CheckConstraint(condition=~Q(about=[]), name="reminder_names_something"),
            AppendOnly(name="reminder_is_written_once", removable=True),
            Kept(name="reminder_is_kept", until=PAST_TERM),
            RowAccess(name="reminder_access", read={COORDINATOR: OF_HOGESCHOOL}, add={COORDINATOR: OF_HOGESCHOOL}),
        ]

    def __str__(self):
        return f"Herinnering aan {self.name}"


class Alert(models.Model):
    """Something in the daily mail to the contact of a route: nobody is told the same twice."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="alerts")
    hogeschool = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    student = models.ForeignKey("organisations.User", models.PROTECT, related_name="+")
    email = models.EmailField()  # of the contact, in lower case
    kind = models.CharField(max_length=10, choices=AlertKind)
    subject = models.CharField(max_length=36, blank=True)  # public id of a signing or card
    day = models.DateField()  # of the end, of the lapse, or that the card came in
    days = models.PositiveSmallIntegerField()  # the term of which she is told
    sent_on = models.DateField(default=localdate)

    class Meta:
        ordering = ["-sent_on", "-id"]
        indexes = [models.Index(fields=["hogeschool", "email", "sent_on"], name="alert_by_person")]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "kind", "subject", "day", "days"],
                name="alert_once_per_term",
                violation_error_message="Dit is al gemeld.",
            ),
            models.CheckConstraint(condition=Q(email=Lower("email")), name="alert_address_in_lower_case"),
            AppendOnly(name="alert_is_written_once", removable=True),
            kept("alert_is_kept"),
            SameOwners(name="alert_owners", parent="agreement", fields=OWNERS),
            RowAccess(name="alert_access", read={COORDINATOR: OF_HOGESCHOOL}),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.day}"
