"""Terms and questions about leerwerkplekken: versioned, with a source."""

from django.db import models
from django.db.models import Q

from mkbroute.access.policies import ALL, AppendOnly, RowAccess
from mkbroute.access.roles import COMPANY, COORDINATOR, PROGRAMME, parts

from ..enums import ChecklistKind


class PlaceTerms(models.Model):
    """Days. New terms: a new row."""

    number = models.PositiveSmallIntegerField("versie", unique=True)
    review_days = models.PositiveSmallIntegerField()  # in which the hogeschool checks what is offered
    confirm_days = models.PositiveSmallIntegerField()  # without a sign of life: is it still open?
    warn_days = models.PositiveSmallIntegerField()  # between that question, the ones after it, and the end
    warnings = models.PositiveSmallIntegerField()  # how often it is asked in all
    demand_days = models.PositiveSmallIntegerField()  # a place that nobody confirmed since does not count
    supply_days = models.PositiveSmallIntegerField()  # a person of whom nothing happened since does not count
    round_to = models.PositiveSmallIntegerField()  # what is told of people to who may not know them
    source = models.CharField(max_length=300)
    valid_from = models.DateField()

    class Meta:
        ordering = ["-number"]
        get_latest_by = "number"
        verbose_name_plural = "place terms"
        constraints = [
            models.CheckConstraint(
                condition=Q(review_days__gt=0, confirm_days__gt=0, warn_days__gt=0, warnings__gt=0, round_to__gt=1),
                name="place_terms_leave_room",
            ),
            AppendOnly(name="place_terms_are_written_once"),
            RowAccess(name="place_terms_access", read=parts(ALL, COORDINATOR, COMPANY, PROGRAMME)),
        ]

    def __str__(self):
        return f"Termijnen van leerwerkplekken, versie {self.number}"


class Checklist(models.Model):
    """Questions in chapters: [{"title", "help", "items": [{"code", "text", "help"}]}]. A change is a new version; what
    was filled in keeps the one it was filled in with."""

    kind = models.CharField(max_length=8, choices=ChecklistKind)
    number = models.PositiveSmallIntegerField("versie")
    chapters = models.JSONField()
    source = models.CharField(max_length=300)
    valid_from = models.DateField()

    class Meta:
        ordering = ["kind", "-number"]
        get_latest_by = "number"
        constraints = [
            models.UniqueConstraint(fields=["kind", "number"], name="checklist_version_is_unique"),
            models.CheckConstraint(condition=~Q(chapters=[]), name="checklist_asks_something"),
            AppendOnly(name="checklist_is_written_once"),
            RowAccess(name="checklist_access", read=parts(ALL, COORDINATOR, COMPANY)),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}, versie {self.number}"

    @property
    def codes(self) -> list[str]:
        return [item["code"] for chapter in self.chapters for item in chapter["items"]]
