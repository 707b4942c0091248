"""Another company took over by an addendum: from then on its people read the agreement with their account."""

from uuid import uuid4

from django.db import models
from django.utils import timezone

from mkbroute.access.policies import AppendOnly, RowAccess, SameOwners
from mkbroute.access.roles import COMPANY, COORDINATOR

from .access import OF_HOGESCHOOL, OWNERS, kept
from .addenda import Addendum
from .agreement import Agreement

BEGINS = "portal.takeover_begins(agreement_id, effective_on)"  # an end that became final before it closes the door


class Takeover(models.Model):
    """The door through which the new company reads (portal.enter_taken_over): whose rows the agreement's are does not
    change, so that every policy stays one comparison. Written by the worker, once the addendum is sealed."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    addendum = models.OneToOneField(Addendum, models.PROTECT, related_name="takeover")
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="takeovers")
    hogeschool = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")  # that leaves
    student = models.ForeignKey("organisations.User", models.PROTECT, related_name="+")
    taken_by = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    student_name = models.CharField(max_length=120)  # for a list: the agreement itself is behind the door
    route_title = models.CharField(max_length=300)
    effective_on = models.DateField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-effective_on", "-id"]
        indexes = [models.Index(fields=["taken_by", "-effective_on", "-id"], name="takeover_by_company")]
        constraints = [
            AppendOnly(name="takeover_is_written_once", removable=True),
            kept("takeover_is_kept"),
            SameOwners(name="takeover_addendum", parent="addendum", fields=["agreement", *OWNERS]),
            SameOwners(name="takeover_owners", parent="agreement", fields=OWNERS),
            RowAccess(
                name="takeover_access",
                read={COORDINATOR: OF_HOGESCHOOL, COMPANY: f"taken_by_id = {{organisation}} AND {BEGINS}"},
            ),
        ]

    def __str__(self):
        return f"{self.student_name}, vanaf {self.effective_on:%d-%m-%Y}"
