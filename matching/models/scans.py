"""Whether a workplace is fit to learn at, and whether the company is ready for who comes."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils import timezone

from mkbroute.access.policies import Only, Owners, RowAccess, SameOwners, Steps, While
from mkbroute.access.roles import COMPANY, COORDINATOR

from ..enums import ScanOutcome, ScanState
from .access import OF_COMPANY, OF_HOGESCHOOL
from .positions import Offer, Position
from .terms import Checklist

FILLED_IN = ("answers", "notes", "visited_on", "outcome", "agreed", "who", "changed_at")


class WorkplaceScan(models.Model):
    """The werkplekscan: what a hogeschool saw of a leerwerkplek, at the vestiging where it then was. The company reads
    it once it is concluded. A later visit is a new scan."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    offer = models.ForeignKey(Offer, models.PROTECT, related_name="scans")
    position = models.ForeignKey(Position, models.PROTECT, related_name="scans")
    workplace = models.ForeignKey("organisations.Workplace", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    hogeschool = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    checklist = models.ForeignKey(Checklist, models.PROTECT, related_name="+")
    answers = models.JSONField(default=dict, blank=True)  # {code of the question: enums.ScanAnswer}
    notes = models.JSONField(default=dict, blank=True)  # {number of the chapter, from 0: "…"}
    visited_on = models.DateField("datum van het bezoek", null=True, blank=True)
    outcome = models.CharField("uitkomst", max_length=7, choices=ScanOutcome, blank=True)
    agreed = models.TextField("afspraken met het bedrijf", max_length=2000, blank=True)
    who = models.CharField(max_length=200)
    state = models.CharField(max_length=9, choices=ScanState, default=ScanState.DRAFT, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["position", "hogeschool"],
                condition=Q(state=ScanState.DRAFT),
                name="scan_one_draft_at_a_time",
                violation_error_message="Er is al een werkplekscan begonnen. Maak die eerst af.",
            ),
            models.CheckConstraint(
                condition=Q(state=ScanState.DRAFT) | (~Q(outcome="") & Q(visited_on__isnull=False)),
                name="scan_concluded_has_outcome_and_visit",
                violation_error_message="Vul de uitkomst en de datum van het bezoek in.",
            ),
            models.CheckConstraint(
                condition=Q(state=ScanState.DRAFT) | Q(outcome=ScanOutcome.FITS) | ~Q(agreed=""),
                name="scan_not_simply_fit_says_what_is_agreed",
                violation_error_message="Schrijf op wat u met het bedrijf hebt afgesproken.",
            ),
            Owners(name="scan_owners", fields=["offer", "position", "workplace", "organisation", "hogeschool"]),
            SameOwners(name="scan_offer_owners", parent="offer", fields=["position", "organisation", "hogeschool"]),
            SameOwners(name="scan_workplace_owners", parent="workplace", fields=["organisation"]),
            Steps(name="scan_steps", field="state", steps={"draft": {"concluded": (COORDINATOR,)}}),
            While(name="scan_stays", field="state", states=[ScanState.DRAFT], fields=[*FILLED_IN, "checklist"]),
            RowAccess(
                name="scan_access",
                read={COORDINATOR: OF_HOGESCHOOL, COMPANY: f"{OF_COMPANY} AND state = 'concluded'"},
                add={COORDINATOR: f"{OF_HOGESCHOOL} AND state = 'draft'"},
                change={COORDINATOR: Only(OF_HOGESCHOOL, *FILLED_IN, "state")},
            ),
        ]

    def __str__(self):
        return f"Werkplekscan {self.created_at:%d-%m-%Y}"

    @property
    def tone(self) -> str:
        return ScanOutcome(self.outcome).tone if self.outcome else "warning"

    @property
    def is_concluded(self) -> bool:
        return self.state == ScanState.CONCLUDED


class SettlingIn(models.Model):
    """The inregel-checklist of a leerwerkplek: what the company has ready before somebody comes to work and learn."""

    position = models.OneToOneField(Position, models.CASCADE, related_name="settling_in")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    checklist = models.ForeignKey(Checklist, models.PROTECT, related_name="+")
    ticks = models.JSONField(default=list, blank=True)  # the codes of what is ready
    notes = models.JSONField(default=dict, blank=True)  # {number of the chapter, from 0: "…"}
    who = models.CharField(max_length=200)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            Owners(name="settling_in_owners", fields=["position", "organisation"]),
            SameOwners(name="settling_in_position_owners", parent="position", fields=["organisation"]),
            RowAccess(
                name="settling_in_access",
                read={
                    COMPANY: OF_COMPANY,
                    COORDINATOR: "EXISTS (SELECT FROM matching_offer o "
                    "WHERE o.position_id = matching_settlingin.position_id)",
                },
                add={COMPANY: OF_COMPANY},
                change={COMPANY: Only(OF_COMPANY, "ticks", "notes", "checklist", "who", "changed_at")},
            ),
        ]

    def __str__(self):
        return "Inregel-checklist"

    @property
    def done(self) -> int:
        return sum(code in self.ticks for code in self.checklist.codes)

    @property
    def total(self) -> int:
        return len(self.checklist.codes)
