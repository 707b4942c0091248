"""A class that a hogeschool handed in as a file, between what would be drafted and what was."""

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from mkbroute.access.policies import Fixed, Only, Owners, RowAccess, SameOwners
from mkbroute.access.roles import COORDINATOR

from .access import OF_HOGESCHOOL


class DraftUpload(models.Model):
    """Kept until it is carried out or thrown away; then only what came of it stays."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    hogeschool = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    route = models.ForeignKey("routes.Route", models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=120)
    rows = models.JSONField()  # [[number of the row in the file, {key of the column: text}], …]
    unread = ArrayField(models.CharField(max_length=80), default=list, blank=True)  # heads that nothing was read under
    uploaded_by = models.CharField(max_length=200)
    uploaded_at = models.DateTimeField(default=timezone.now)
    carried_out_at = models.DateTimeField(null=True)
    drafted = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["-uploaded_at", "-id"]
        indexes = [models.Index(fields=["hogeschool", "-uploaded_at"], name="draft_upload_by_hogeschool")]
        constraints = [
            models.CheckConstraint(
                condition=Q(carried_out_at=None, drafted=0) | Q(carried_out_at__isnull=False, rows=[]),
                name="draft_upload_is_open_or_carried_out",
            ),
            Owners(name="draft_upload_owners", fields=["hogeschool", "route"]),
            Fixed(name="draft_upload_is_carried_out_once", fields=["carried_out_at"]),
            SameOwners(name="draft_upload_route_owners", parent="route", fields=["hogeschool"]),
            RowAccess(
                name="draft_upload_access",
                read={COORDINATOR: OF_HOGESCHOOL},
                add={COORDINATOR: f"{OF_HOGESCHOOL} AND carried_out_at IS NULL"},
                change={COORDINATOR: Only(OF_HOGESCHOOL, "rows", "carried_out_at", "drafted")},
                delete={COORDINATOR: f"{OF_HOGESCHOOL} AND carried_out_at IS NULL"},
                recorded=False,  # a file on its way in: every agreement that comes of it is recorded itself
            ),
        ]

    def __str__(self):
        return self.file_name
