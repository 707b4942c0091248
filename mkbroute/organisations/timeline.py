"""Events: what happened, when, who did it and why. Each feature ties its own to its own rows; pages merge them."""

from uuid import uuid4

from django.db import models
from django.utils import timezone


class Event(models.Model):
    """Written once. The actor's name is kept as it was, so that it outlives the account."""

    # made here, not by the database: who adds a row need not be able to read it back
    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    at = models.DateTimeField(default=timezone.now)
    kind = models.CharField(max_length=30)
    who = models.CharField(max_length=200)  # "Sanne de Wit, Avans"
    text = models.CharField(max_length=300)  # what happened, in Dutch
    reason = models.TextField(blank=True)

    class Meta:
        abstract = True
        ordering = ["at", "id"]
