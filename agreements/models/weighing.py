"""What deserved a second look before sending, and why the hogeschool went on."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from mkbroute.access.policies import AppendOnly, RowAccess, SameOwners
from mkbroute.access.roles import COORDINATOR

from .access import OF_HOGESCHOOL, OWNERS, kept
from .agreement import Agreement
from .signing import AgreementVersion


class Weighing(models.Model):
    """One caution (cautions.py) at the sending of one version. For the hogeschool only: the log tells the parties that
    it weighed something, not what it thought."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="weighings")
    version = models.ForeignKey(AgreementVersion, models.PROTECT, related_name="weighings")
    hogeschool = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    student = models.ForeignKey("organisations.User", models.PROTECT, related_name="+")
    code = models.CharField(max_length=30)
    title = models.CharField(max_length=300)
    source = models.CharField(max_length=300)
    reason = models.TextField(max_length=1000)
    who = models.CharField(max_length=200)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["version", "code"], name="weighing_once_per_version"),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="weighing_has_reason",
                violation_error_message="Schrijf op waarom u toch verstuurt.",
            ),
            AppendOnly(name="weighing_is_written_once", removable=True),
            kept("weighing_is_kept"),
            SameOwners(name="weighing_version_owners", parent="version", fields=["agreement", *OWNERS]),
            RowAccess(name="weighing_access", read={COORDINATOR: OF_HOGESCHOOL}, add={COORDINATOR: OF_HOGESCHOOL}),
        ]
