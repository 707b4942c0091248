"""The criteria for a Mkb-route, and the dossier in which a route answers them."""

from django.db import models
from django.db.models import Q

from mkbroute.access.policies import ALL, AppendOnly, Only, Owners, RowAccess, SameOwners
from mkbroute.access.roles import COORDINATOR, PROGRAMME, parts

from ..enums import Verdict
from .route import Route
from .rules import EVERYONE, MINE, OF_VISIBLE_ROUTE


class CriteriaSet(models.Model):
    """A version of the criteria for a Mkb-route, as published."""

    code = models.SlugField(unique=True)
    title = models.CharField(max_length=200)
    source = models.CharField(max_length=300)
    valid_from = models.DateField()
    standing = models.BooleanField()  # new dossiers use this set; the others are kept as sources

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["standing"], condition=Q(standing=True), name="criteria_set_one_stands"),
            RowAccess(name="criteria_set_access", read=parts(ALL, *EVERYONE)),
        ]

    def __str__(self):
        return self.title


class Criterion(models.Model):
    criteria_set = models.ForeignKey(CriteriaSet, models.PROTECT, related_name="criteria")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    text = models.TextField()
    hint = models.TextField(blank=True)  # which evidence helps

    class Meta:
        ordering = ["criteria_set", "number"]
        constraints = [
            models.UniqueConstraint(fields=["criteria_set", "number"], name="criterion_number_is_unique"),
            AppendOnly(name="criterion_is_written_once"),
            RowAccess(name="criterion_access", read=parts(ALL, *EVERYONE)),
        ]

    def __str__(self):
        return f"{self.number}. {self.title}"


class CriterionAssessment(models.Model):
    """One criterion in the dossier of a route, as the hogeschool now answers it."""

    route = models.ForeignKey(Route, models.CASCADE, related_name="assessments")
    hogeschool = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    statement = models.TextField("toelichting", max_length=3000, blank=True)
    evidence = models.TextField("bewijs in woorden", max_length=2000, blank=True)
    own_verdict = models.CharField("eigen oordeel", max_length=8, choices=Verdict, blank=True)

    class Meta:
        ordering = ["criterion__number"]
        constraints = [
            models.UniqueConstraint(fields=["route", "criterion"], name="criterion_assessment_once_per_route"),
            Owners(name="criterion_assessment_stays_put", fields=["route", "hogeschool", "criterion"]),
            SameOwners(name="criterion_assessment_owners", parent="route", fields=["hogeschool"]),
            RowAccess(
                name="criterion_assessment_access",
                read={COORDINATOR: MINE, PROGRAMME: OF_VISIBLE_ROUTE},
                add={COORDINATOR: MINE},
                change={COORDINATOR: Only(MINE, "statement", "evidence", "own_verdict")},
            ),
        ]
