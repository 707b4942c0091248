"""How the programme team judges a version of a dossier: by whom, what they find, what they ask, what is decided."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils import timezone

from mkbroute.access.policies import ALL, AppendOnly, Fixed, Only, Owners, RowAccess, SameOwners, Steps, While
from mkbroute.access.roles import COORDINATOR, PROGRAMME, parts

from ..enums import QUESTION_STEPS, QuestionState, State, Verdict
from .criteria import Criterion
from .dossier import DossierVersion
from .route import Route
from .rules import MINE, OF_VISIBLE_ROUTE

OF_TEAM = "EXISTS (SELECT FROM organisations_membership m WHERE m.id = membership_id)"
RUNNING = (
    "EXISTS (SELECT FROM organisations_membership m WHERE m.id = membership_id "
    "AND m.organisation_id = {organisation} AND m.ended_at IS NULL)"
)
OF_ASSESSOR = "EXISTS (SELECT FROM routes_routeassessor a WHERE a.id = assessor_id)"
OWN = "EXISTS (SELECT FROM routes_routeassessor a WHERE a.id = assessor_id AND a.membership_id = {membership})"
UNDECIDED = "NOT EXISTS (SELECT FROM routes_decision d WHERE d.version_id = routes_criterionjudgement.version_id)"
DECISIONS = (State.RECOGNISED, State.RETURNED, State.REJECTED)
WITH_LETTER = (State.RECOGNISED, State.REJECTED)


class RouteAssessor(models.Model):
    """Someone of the programme team who was asked to judge this version."""

    version = models.ForeignKey(DossierVersion, models.PROTECT, related_name="assessors")
    route = models.ForeignKey(Route, models.PROTECT, related_name="+")
    hogeschool = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    membership = models.ForeignKey("organisations.Membership", models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    asked_by = models.CharField(max_length=200)
    asked_at = models.DateTimeField(default=timezone.now)
    # the decision was taken without her judgement: why
    excused_reason = models.TextField(blank=True)
    excused_by = models.CharField(max_length=200, blank=True)
    excused_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["version", "membership"], name="route_assessor_is_asked_once"),
            models.CheckConstraint(
                condition=Q(excused_at=None, excused_reason="") | (Q(excused_at__isnull=False) & ~Q(excused_reason="")),
                name="route_assessor_excused_for_a_reason",
            ),
            Owners(name="route_assessor_owners", fields=["version", "route", "hogeschool"]),
            SameOwners(name="route_assessor_version", parent="version", fields=["route", "hogeschool"]),
            RowAccess(
                name="route_assessor_access",
                read={PROGRAMME: OF_TEAM},
                add={PROGRAMME: f"{OF_VISIBLE_ROUTE} AND {RUNNING}"},
                change={PROGRAMME: Only(OF_TEAM, "excused_reason", "excused_by", "excused_at")},
            ),
        ]

    def __str__(self):
        return self.name


class CriterionJudgement(models.Model):
    """What one assessor finds of one criterion in one version. Her own to change, until it is decided."""

    assessor = models.ForeignKey(RouteAssessor, models.PROTECT, related_name="judgements")
    version = models.ForeignKey(DossierVersion, models.PROTECT, related_name="judgements")
    route = models.ForeignKey(Route, models.PROTECT, related_name="+")
    hogeschool = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    verdict = models.CharField("oordeel", max_length=8, choices=Verdict, blank=True)
    motivation = models.TextField("motivering", max_length=2000, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["criterion__number", "id"]
        constraints = [
            models.UniqueConstraint(fields=["assessor", "criterion"], name="criterion_judgement_once_per_assessor"),
            SameOwners(name="criterion_judgement_owners", parent="assessor", fields=["version", "route", "hogeschool"]),
            RowAccess(
                name="criterion_judgement_access",
                read={PROGRAMME: OF_ASSESSOR},
                add={PROGRAMME: f"{OWN} AND {UNDECIDED}"},
                change={PROGRAMME: Only(f"{OWN} AND {UNDECIDED}", "verdict", "motivation", "at")},
            ),
        ]


class RecognitionTerms(models.Model):
    """How long and in which way a hogeschool may ask to reconsider. New text: a new row."""

    weeks = models.PositiveSmallIntegerField()
    way = models.TextField()
    source = models.CharField(max_length=300)
    valid_from = models.DateField(unique=True)

    class Meta:
        get_latest_by = "valid_from"
        constraints = [
            AppendOnly(name="recognition_terms_are_written_once"),
            RowAccess(name="recognition_terms_access", read=parts(ALL, COORDINATOR, PROGRAMME)),
        ]


class Decision(models.Model):
    """What was decided on a version, with what was found per criterion. The letter follows (routes.tasks)."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    version = models.OneToOneField(DossierVersion, models.PROTECT, related_name="decision")
    route = models.ForeignKey(Route, models.PROTECT, related_name="decisions")
    hogeschool = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=12, choices=State)
    reason = models.TextField(blank=True)
    findings = models.JSONField()  # per criterion, see routes.findings
    assessors = models.JSONField()  # the names of those who judged
    reference = models.CharField(max_length=20, unique=True)
    decided_by = models.CharField(max_length=200)
    decided_at = models.DateTimeField(default=timezone.now)
    terms = models.ForeignKey(RecognitionTerms, models.PROTECT, related_name="+")
    reconsider_until = models.DateField(null=True)  # that day included
    document = models.ForeignKey("documents.Document", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["decided_at", "id"]
        get_latest_by = "decided_at"
        indexes = [
            models.Index(
                fields=["decided_at"],
                condition=Q(document=None, outcome__in=WITH_LETTER),
                name="decision_awaits_letter",
            )
        ]
        constraints = [
            models.CheckConstraint(condition=Q(outcome__in=DECISIONS), name="decision_is_an_outcome"),
            models.CheckConstraint(
                condition=Q(outcome=State.RECOGNISED) | ~Q(reason=""), name="decision_against_has_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(reconsider_until=None) | Q(outcome=State.REJECTED), name="decision_against_has_a_term"
            ),
            Owners(name="decision_owners", fields=["version", "route", "hogeschool"]),
            Fixed(
                name="decision_never_changes",
                fields=[
                    "outcome", "reason", "findings", "assessors", "reference", "decided_by", "decided_at", "terms",
                    "reconsider_until", "document",
                ],
            ),
            # no decision is without an outcome: what was left empty stays so
            While(
                name="decision_is_not_reworded", field="outcome", states=[""], fields=["reason", "reconsider_until"]
            ),
            SameOwners(name="decision_version", parent="version", fields=["route", "hogeschool"]),
            SameOwners(name="decision_document", parent="document", fields=["route=route_id", "hogeschool"]),
            RowAccess(
                name="decision_access",
                read={COORDINATOR: MINE, PROGRAMME: OF_VISIBLE_ROUTE},
                add={PROGRAMME: f"{OF_VISIBLE_ROUTE} AND document_id IS NULL"},
            ),
        ]  # fmt: skip

    @property
    def label(self) -> str:
        return State(self.outcome).label

    @property
    def tone(self) -> str:
        return State(self.outcome).tone


class DossierQuestion(models.Model):
    """A thread about one criterion: the programme team asks, the hogeschool answers."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    version = models.ForeignKey(DossierVersion, models.PROTECT, related_name="questions")
    route = models.ForeignKey(Route, models.PROTECT, related_name="questions")
    hogeschool = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=QuestionState, default=QuestionState.OPEN)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["criterion__number", "id"]
        indexes = [
            models.Index(fields=["route", "changed_at"], condition=Q(state="open"), name="dossier_question_open")
        ]
        constraints = [
            Owners(name="dossier_question_owners", fields=["route", "hogeschool"]),
            SameOwners(name="dossier_question_version", parent="version", fields=["route", "hogeschool"]),
            Steps(name="dossier_question_steps", field="state", steps=QUESTION_STEPS),
            RowAccess(
                name="dossier_question_access",
                read={COORDINATOR: MINE, PROGRAMME: OF_VISIBLE_ROUTE},
                add={PROGRAMME: f"{OF_VISIBLE_ROUTE} AND state = 'open'"},
                change={
                    COORDINATOR: Only(MINE, "state", "changed_at"),
                    PROGRAMME: Only(OF_VISIBLE_ROUTE, "state", "changed_at"),
                },
            ),
        ]

    @property
    def tone(self) -> str:
        return QuestionState(self.state).tone


class QuestionPost(models.Model):
    """What was said in a thread, by whom."""

    question = models.ForeignKey(DossierQuestion, models.PROTECT, related_name="posts")
    route = models.ForeignKey(Route, models.PROTECT, related_name="+")
    hogeschool = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    text = models.TextField(max_length=3000)
    who = models.CharField(max_length=200)
    by_programme = models.BooleanField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="question_post_says_something"),
            AppendOnly(name="question_post_is_written_once"),
            SameOwners(name="question_post_owners", parent="question", fields=["route", "hogeschool"]),
            RowAccess(
                name="question_post_access",
                read={COORDINATOR: MINE, PROGRAMME: OF_VISIBLE_ROUTE},
                add={
                    COORDINATOR: f"{MINE} AND NOT by_programme",
                    PROGRAMME: f"{OF_VISIBLE_ROUTE} AND by_programme",
                },
                recorded=False,
            ),
        ]
