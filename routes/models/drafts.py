"""Half-filled forms, so that a lost connection costs nobody half an hour."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from mkbroute.access.policies import RowAccess
from mkbroute.access.roles import BRANCHE, COMPANY, COORDINATOR, EMPLOYER, PROGRAMME, STUDENT, parts

OWN = parts("user_id = {me}", COORDINATOR, COMPANY, EMPLOYER, BRANCHE, STUDENT, PROGRAMME)


class Draft(models.Model):
    """What one person typed into one form about one object, and did not save yet. Hers alone."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    form = models.SlugField(max_length=40)  # which form: "route", "criterion-3"
    about = models.UUIDField()  # the public id of what it is about
    values = models.JSONField()  # as typed: name -> list of texts
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "form", "about"], name="draft_once_per_form"),
            # not recorded: half a thought is nobody's business once it is gone
            RowAccess(name="draft_access", read=OWN, add=OWN, change=OWN, delete=OWN, recorded=False),
        ]
