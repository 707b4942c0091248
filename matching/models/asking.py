"""Is this leerwerkplek still open? Asked of the company by mail."""

from django.db import models
from django.utils import timezone

from mkbroute.access.policies import AppendOnly, RowAccess, SameOwners
from mkbroute.access.roles import COMPANY

from .access import OF_COMPANY
from .positions import Position


class StillOpen(models.Model):
    """One question, with its personal link: here stands the hash. Answered when the position was confirmed later."""

    position = models.ForeignKey(Position, models.CASCADE, related_name="questions")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()  # of the questions since the last sign of life, from 1
    is_last = models.BooleanField(default=False)  # it tells that the place is no longer active
    token_hash = models.CharField(max_length=64, unique=True)
    asked_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            AppendOnly(name="still_open_is_written_once"),
            SameOwners(name="still_open_owners", parent="position", fields=["organisation"]),
            RowAccess(name="still_open_access", read={COMPANY: OF_COMPANY}, recorded=False),
        ]

    def __str__(self):
        return f"Vraag {self.number}"
