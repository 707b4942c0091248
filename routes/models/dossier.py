"""What backs a dossier, and the dossier as it was laid before the programme team."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils import timezone

from mkbroute.access.policies import AppendOnly, Owners, RowAccess, SameOwners
from mkbroute.access.roles import COORDINATOR, PROGRAMME

from ..enums import EvidenceKind, Occasion
from .criteria import CriteriaSet, Criterion, CriterionAssessment
from .route import Route
from .rules import MINE, OF_VISIBLE_ROUTE


class Evidence(models.Model):
    """A file, a link, or a figure that the portal counts (routes.indicators)."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    assessment = models.ForeignKey(CriterionAssessment, models.CASCADE, related_name="proofs")
    route = models.ForeignKey(Route, models.CASCADE, related_name="+")
    hogeschool = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    kind = models.CharField("soort", max_length=6, choices=EvidenceKind)
    title = models.CharField("titel", max_length=200)
    url = models.URLField("webadres", max_length=500, blank=True)
    document = models.ForeignKey("documents.Document", models.PROTECT, null=True, blank=True, related_name="+")
    indicator = models.CharField("cijfer", max_length=20, blank=True)  # code in routes.indicators
    added_by = models.CharField(max_length=200, editable=False)
    added_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["added_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(kind=EvidenceKind.FILE, url="", indicator="") & Q(document__isnull=False))
                | (Q(kind=EvidenceKind.LINK, document=None, indicator="") & ~Q(url=""))
                | (Q(kind=EvidenceKind.FIGURE, document=None, url="") & ~Q(indicator="")),
                name="evidence_is_a_file_a_link_or_a_figure",
                violation_error_message="Bewijs is een bestand, een link of een cijfer.",
            ),
            models.UniqueConstraint(
                fields=["assessment", "indicator"],
                condition=~Q(indicator=""),
                name="evidence_names_a_figure_once",
                violation_error_message="Dit cijfer staat al bij dit criterium.",
            ),
            SameOwners(name="evidence_owners", parent="assessment", fields=["route", "hogeschool", "criterion"]),
            SameOwners(name="evidence_document", parent="document", fields=["route=route_id", "hogeschool"]),
            RowAccess(
                name="evidence_access",
                read={COORDINATOR: MINE, PROGRAMME: OF_VISIBLE_ROUTE},
                add={COORDINATOR: MINE},
                delete={COORDINATOR: MINE},
            ),
        ]

    def __str__(self):
        return self.title


class DossierVersion(models.Model):
    """The dossier, with the facts of the route, as it was laid before the programme team. Each is judged once."""

    route = models.ForeignKey(Route, models.PROTECT, related_name="versions")
    hogeschool = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    criteria_set = models.ForeignKey(CriteriaSet, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    occasion = models.CharField(max_length=10, choices=Occasion)
    reason = models.TextField(blank=True)  # of an objection, or for reopening
    submitted_at = models.DateTimeField(default=timezone.now)
    submitted_by = models.CharField(max_length=200)
    content = models.JSONField()  # see routes.versions
    content_sha256 = models.CharField(max_length=64)  # of content, as routes.versions writes it down

    class Meta:
        ordering = ["number"]
        get_latest_by = "number"
        constraints = [
            models.UniqueConstraint(fields=["route", "number"], name="dossier_version_is_unique"),
            models.CheckConstraint(condition=Q(number__gt=0), name="dossier_version_counts_from_1"),
            models.CheckConstraint(
                condition=Q(occasion=Occasion.SUBMISSION) | ~Q(reason=""), name="dossier_version_says_why"
            ),
            AppendOnly(name="dossier_version_is_written_once"),
            Owners(name="dossier_version_owners", fields=["route", "hogeschool"]),
            SameOwners(name="dossier_version_route", parent="route", fields=["hogeschool"]),
            RowAccess(
                name="dossier_version_access",
                read={COORDINATOR: MINE, PROGRAMME: OF_VISIBLE_ROUTE},
                add={COORDINATOR: MINE, PROGRAMME: OF_VISIBLE_ROUTE},
                recorded=False,
            ),
        ]

    def __str__(self):
        return f"Versie {self.number}"
