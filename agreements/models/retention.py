"""What keeps an agreement beyond its term."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from mkbroute.access.policies import Fixed, Only, Owners, RowAccess, SameOwners
from mkbroute.access.roles import COORDINATOR

from .access import OF_HOGESCHOOL, OWNERS, kept
from .agreement import Agreement


class Hold(models.Model):
    """An agreement stays while this runs, whatever its term: a dispute, an inspection. Lifted, or past its last day,
    the term counts again. For the hogeschool only: the parties need not know that there is a case."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="holds")
    hogeschool = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    student = models.ForeignKey("organisations.User", models.PROTECT, related_name="+")
    reason = models.TextField("waarom moet deze overeenkomst blijven?", max_length=1000)
    until = models.DateField("bewaren tot en met")
    placed_by = models.CharField(max_length=200)
    placed_on = models.DateField(default=timezone.localdate)
    lifted_by = models.CharField(max_length=200, blank=True)
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["until", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement"],
                condition=Q(lifted_at=None),
                name="hold_one_at_a_time",
                violation_error_message="Deze overeenkomst wordt al langer bewaard. Hef dat eerst op.",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="hold_has_reason",
                violation_error_message="Schrijf op waarom deze overeenkomst moet blijven.",
            ),
            models.CheckConstraint(
                condition=Q(until__gte=F("placed_on")),
                name="hold_ends_after_it_begins",
                violation_error_message="De einddatum ligt in het verleden.",
            ),
            models.CheckConstraint(
                condition=Q(lifted_at=None, lifted_by="") | (Q(lifted_at__isnull=False) & ~Q(lifted_by="")),
                name="hold_lifted_by_someone",
            ),
            Owners(name="hold_owners", fields=["agreement", *OWNERS]),
            Fixed(name="hold_stays", fields=["reason", "until", "placed_by", "placed_on", "lifted_at"]),
            SameOwners(name="hold_agreement", parent="agreement", fields=OWNERS),
            kept("hold_is_kept"),
            RowAccess(
                name="hold_access",
                read={COORDINATOR: OF_HOGESCHOOL},
                add={COORDINATOR: f"{OF_HOGESCHOOL} AND lifted_at IS NULL"},
                change={COORDINATOR: Only(OF_HOGESCHOOL, "lifted_at", "lifted_by")},
            ),
        ]

    def __str__(self):
        return f"Bewaren tot en met {self.until}"
