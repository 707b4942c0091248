"""The Subsidieregeling praktijkleren (BWBR0034144): what it asks, what it gives and until when, as it was published."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from mkbroute.access.policies import ALL, AppendOnly, RowAccess
from mkbroute.access.roles import COMPANY, COORDINATOR, PROGRAMME, parts
from routes.enums import Sector

from ..enums import SubsidyArticle


class SubsidyScheme(models.Model):
    """For one study year. Other facts: a new row, by the programmateam, and what was published last holds.
    `recorded_by` is empty for what the portal came with."""

    study_year = models.PositiveSmallIntegerField()  # the calendar year in which it begins
    amount_eur = models.DecimalField(max_digits=8, decimal_places=2)  # at most, for a full place
    weeks = models.PositiveSmallIntegerField()  # of a full place
    sectors = ArrayField(models.CharField(max_length=12, choices=Sector))
    sectors_to_check = ArrayField(models.CharField(max_length=12, choices=Sector), default=list)  # may be among them
    opens_on = models.DateField(null=True)  # none: not published yet
    closes_at = models.DateTimeField(null=True)
    apply_url = models.URLField()
    source = models.CharField(max_length=300)
    published_on = models.DateField()
    recorded_by = models.CharField(max_length=200, blank=True)
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-study_year", "-published_on", "-id"]
        get_latest_by = "published_on"
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_eur__gt=0, weeks__gt=0),
                name="subsidy_scheme_gives_something",
                violation_error_message="Bedrag en weken zijn meer dan nul.",
            ),
            models.CheckConstraint(
                condition=Q(opens_on=None, closes_at=None)
                | Q(opens_on__isnull=False, closes_at__isnull=False, closes_at__date__gt=F("opens_on")),
                name="subsidy_scheme_closes_after_it_opens",
                violation_error_message="De aanvraag sluit na de dag waarop zij opengaat.",
            ),
            AppendOnly(name="subsidy_scheme_is_written_once"),
            RowAccess(
                name="subsidy_scheme_access",
                read=parts(ALL, COORDINATOR, COMPANY, PROGRAMME),
                add={PROGRAMME: "recorded_by <> ''"},
            ),
        ]

    def __str__(self):
        return f"Praktijkleren {self.year}"

    @property
    def year(self) -> str:
        return f"{self.study_year}-{self.study_year + 1}"

    @property
    def sector_names(self) -> list[str]:
        return [str(Sector(each).label) for each in self.sectors]

    @property
    def names_to_check(self) -> list[str]:
        return [str(Sector(each).label) for each in self.sectors_to_check]


class SubsidyCondition(models.Model):
    """What an article asks. New text: a new row."""

    article = models.CharField(max_length=4, choices=SubsidyArticle)
    title = models.CharField(max_length=120)
    text = models.TextField()
    source = models.CharField(max_length=200)
    valid_from = models.DateField()

    class Meta:
        ordering = ["article", "-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["article", "valid_from"], name="subsidy_condition_once_per_date"),
            AppendOnly(name="subsidy_condition_is_written_once"),
            RowAccess(name="subsidy_condition_access", read=parts(ALL, COORDINATOR, COMPANY)),
        ]

    def __str__(self):
        return self.title
