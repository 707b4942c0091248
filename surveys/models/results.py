"""What came out: figures that a worker computed, and what was published of 2021-2022 to lay beside them."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from mkbroute.access.policies import ALL, AppendOnly, RowAccess
from mkbroute.access.roles import COORDINATOR, PROGRAMME, PUBLIC, parts

from ..enums import Audience, Precision
from .questionnaires import OF_HOGESCHOOL
from .waves import WavePopulation

OF_POPULATION = (
    "EXISTS (SELECT FROM surveys_wavepopulation p JOIN surveys_wave w ON w.id = p.wave_id WHERE p.id = population_id)"
)


class ResultSet(models.Model):
    """The figures of one audience as they may be shown (figures/published.py): of everybody, for the programme team
    (hogeschool NULL), or what one hogeschool sees of them: its own beside all together.

    `fingerprint`: of the answers that they were computed from.
    """

    population = models.ForeignKey(WavePopulation, models.PROTECT, related_name="results")
    hogeschool = models.ForeignKey("organisations.Organisation", models.PROTECT, null=True, related_name="+")
    content = models.JSONField()
    responses = models.PositiveIntegerField()
    fingerprint = models.CharField(max_length=64)
    computed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["population", "hogeschool"]
        constraints = [
            models.UniqueConstraint(
                fields=["population", "hogeschool"], nulls_distinct=False, name="result_set_is_unique"
            ),
            RowAccess(
                name="result_set_access",
                read={
                    COORDINATOR: f"{OF_HOGESCHOOL} AND {OF_POPULATION}",
                    PROGRAMME: f"hogeschool_id IS NULL AND {OF_POPULATION}",
                },
                recorded=False,  # made anew from the answers at any time
            ),
        ]

    def __str__(self):
        return f"{self.population}: {self.responses}"


class BaselineFigure(models.Model):
    """As it was printed; exempt from hiding small numbers, for it was published already. See figures/baseline.py."""

    measurement = models.CharField(max_length=20)  # "2021-2022"
    source = models.CharField(max_length=300)
    audience = models.CharField(max_length=10, choices=Audience)
    indicator = models.CharField(max_length=60)
    item = models.CharField(max_length=20, blank=True)  # the code of what was asked; empty: of the response itself
    measure = models.CharField(max_length=30)  # see figures/measures.py
    label = models.CharField(max_length=120)
    n = models.PositiveIntegerField(null=True)  # of how many; NULL: that was not published
    value = models.FloatField(null=True)  # NULL: a chart, or in words only
    unit = models.CharField(max_length=20)
    precision = models.CharField(max_length=10, choices=Precision)
    printed = models.CharField(max_length=60, blank=True)  # in words: "ongeveer twee derde"
    page = models.PositiveSmallIntegerField()
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["measurement", "id"]
        constraints = [
            models.UniqueConstraint(fields=["measurement", "audience", "indicator"], name="baseline_figure_is_unique"),
            models.CheckConstraint(
                condition=Q(value__isnull=False) | ~Q(printed="") | Q(precision=Precision.FIGURE),
                name="baseline_figure_says_something",
            ),
            AppendOnly(name="baseline_figure_is_written_once"),
            RowAccess(name="baseline_figure_access", read=parts(ALL, COORDINATOR, PROGRAMME, PUBLIC)),
        ]

    def __str__(self):
        return f"{self.measurement}, {self.label}"
