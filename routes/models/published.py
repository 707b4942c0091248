"""Amounts and dates that others publish, with where they stand. New figures are a new row; texts only refer to them."""

from django.db import models
from django.db.models import F, Q

from mkbroute.access.policies import ALL, AppendOnly, RowAccess
from mkbroute.access.roles import parts

from .rules import EVERYONE


class PublishedFact(models.Model):
    code = models.SlugField()
    label = models.CharField(max_length=120)
    value = models.CharField(max_length=300)
    source = models.CharField(max_length=300)
    source_url = models.URLField(blank=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)  # the last day

    class Meta:
        ordering = ["code", "-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="published_fact_once_per_date"),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="published_fact_ends_after_it_began",
            ),
            AppendOnly(name="published_fact_is_written_once"),
            RowAccess(name="published_fact_access", read=parts(ALL, *EVERYONE)),
        ]

    def __str__(self):
        return f"{self.label}: {self.value}"
