"""Runs of a round: what the engine was given, what it found, what people changed in that, and what was published."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from mkbroute.access.policies import AppendOnly, Fixed, Kept, Only, Owners, RowAccess, SameOwners, Steps, While
from mkbroute.access.roles import COMPANY, COORDINATOR, STUDENT

from ..enums import COMPUTING, LINE_STEPS, RUN_STEPS, LineState, RunObjective, RunState
from .access import OF_COMPANY, OF_HOGESCHOOL, OF_STUDENT
from .applications import Application
from .matches import Match
from .positions import Offer, Position
from .rounds import OF_OFFER, Round

SHOWN = "shown_at IS NOT NULL"
PLACEMENT = ("application", "offer", "position", "organisation", "route", "is_by_hand")
UNTIL_PUBLISHED = [RunState.WAITING, RunState.RUNNING, RunState.DRAFT]


class Run(models.Model):
    """Asked for by one person; a worker computes it. A draft until somebody publishes it, and fixed from then on.

    `revision` counts the changes by hand; `checked_revision` is the one of which the facts (`summary`, the explanations
    of its people and places) speak. A preview is numbers only: it has no people, and is never published.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    round = models.ForeignKey(Round, models.PROTECT, related_name="runs")
    hogeschool = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    turn = models.PositiveSmallIntegerField()
    is_preview = models.BooleanField(default=False)
    objective = models.CharField(max_length=6, choices=RunObjective)
    close_short = models.BooleanField(default=False)
    seed = models.PositiveIntegerField()
    asked_by = models.CharField(max_length=300)
    asked_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=9, choices=RunState, default=RunState.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    doing = models.CharField(max_length=100, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    beat_at = models.DateTimeField(null=True)  # when the worker was last seen at it
    error = models.CharField(max_length=300, blank=True)
    engine_version = models.CharField(max_length=20, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True)  # of the instance (engine.fingerprint)
    summary = models.JSONField(default=dict)
    computed_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=0)
    checked_revision = models.PositiveIntegerField(default=0)
    published_at = models.DateTimeField(null=True)
    published_by = models.CharField(max_length=300, blank=True)
    answer_by = models.DateField(null=True)  # the last day
    passed_on_at = models.DateTimeField(null=True)  # when everybody was told
    check_asked_at = models.DateTimeField(null=True)
    check_asked_by = models.CharField(max_length=300, blank=True)
    checked_at = models.DateTimeField(null=True)
    certificate = models.JSONField(default=dict)  # of the last check from the stored inputs

    class Meta:
        ordering = ["-asked_at", "-id"]
        indexes = [
            models.Index(fields=["round", "-asked_at"], name="run_by_round"),
            models.Index(fields=["asked_at"], condition=Q(state__in=COMPUTING), name="run_to_compute"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "is_preview"],
                condition=Q(state__in=COMPUTING),
                name="run_one_at_a_time",
                violation_error_message="Voor deze ronde wordt al gerekend.",
            ),
            models.UniqueConstraint(
                fields=["round", "turn"],
                condition=Q(state=RunState.PUBLISHED),
                name="run_published_once_per_turn",
                violation_error_message="Voor deze beurt is al een indeling gepubliceerd.",
            ),
            models.CheckConstraint(
                condition=~Q(state=RunState.PUBLISHED)
                | (
                    Q(is_preview=False, published_at__isnull=False, answer_by__isnull=False)
                    & Q(checked_revision=F("revision"))
                    & ~Q(published_by="")
                ),
                name="run_published_by_someone_as_checked",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[RunState.DRAFT, RunState.PREVIEW, RunState.PUBLISHED])
                | (Q(computed_at__isnull=False) & ~Q(engine_version="") & ~Q(fingerprint="")),
                name="run_computed_says_from_what",
            ),
            models.CheckConstraint(
                condition=~Q(state=RunState.FAILED) | ~Q(error=""), name="run_failed_says_why"
            ),
            models.CheckConstraint(
                condition=Q(is_preview=False) | ~Q(state=RunState.DRAFT), name="run_preview_is_no_draft"
            ),
            Owners(name="run_owners", fields=["round", "hogeschool"]),
            Fixed(
                name="run_stays",
                fields=[
                    "turn", "is_preview", "objective", "close_short", "seed", "asked_by",
                    "asked_at", "engine_version", "fingerprint", "computed_at", "published_at", "published_by",
                    "answer_by", "passed_on_at",
                ],
            ),
            # its summary is too, but for the names in it, which go with the round (sql/retention_of_rounds.sql)
            While(
                name="run_published_is_fixed",
                field="state",
                states=UNTIL_PUBLISHED,
                fields=["revision", "checked_revision", "published_at", "published_by", "answer_by"],
            ),
            Steps(name="run_steps", field="state", steps=RUN_STEPS),
            SameOwners(name="run_round", parent="round", fields=["hogeschool"]),
            RowAccess(
                name="run_access",
                read={
                    COORDINATOR: OF_HOGESCHOOL,
                    STUDENT: "EXISTS (SELECT FROM matching_runperson p WHERE p.run_id = matching_run.id)",
                    COMPANY: "EXISTS (SELECT FROM matching_runplace p WHERE p.run_id = matching_run.id)",
                },
                add={
                    COORDINATOR: f"{OF_HOGESCHOOL} AND state = 'waiting' AND attempts = 0 AND revision = 0 "
                    "AND published_at IS NULL"
                },
                change={
                    COORDINATOR: Only(
                        OF_HOGESCHOOL,
                        "state", "revision", "published_at", "published_by", "answer_by", "check_asked_at",
                        "check_asked_by",
                    )
                },
                recorded=False,  # it says itself who asked for what, when, and what came of it
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.get_state_display()} van {timezone.localtime(self.asked_at):%d-%m-%Y %H:%M}"

    @property
    def tone(self) -> str:
        return RunState(self.state).tone

    @property
    def is_checked(self) -> bool:
        return self.checked_revision == self.revision


class RunInputs(models.Model):
    """What a run was computed from, and what the engine found, as its command reads and writes them: JSON, compressed.
    Names of people and places are numbers; RunPerson and RunPlace say whose."""

    run = models.OneToOneField(Run, models.PROTECT, primary_key=True, related_name="inputs")
    hogeschool = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    round = models.ForeignKey(Round, models.PROTECT, related_name="+")
    instance = models.BinaryField()
    result = models.BinaryField()

    class Meta:
        verbose_name_plural = "run inputs"
        constraints = [
            AppendOnly(name="run_inputs_are_written_once", removable=True),
            Kept(name="run_inputs_are_kept", until="portal.round_is_due({row}.round_id)"),
            SameOwners(name="run_inputs_run", parent="run", fields=["round", "hogeschool"]),
            RowAccess(name="run_inputs_access", read={COORDINATOR: OF_HOGESCHOOL}, recorded=False),
        ]


class RunPlace(models.Model):
    """A leerwerkplek in a run. `placed` is counted by a trigger."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    run = models.ForeignKey(Run, models.PROTECT, related_name="places")
    round = models.ForeignKey(Round, models.PROTECT, related_name="+")
    hogeschool = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    position = models.ForeignKey(Position, models.PROTECT, related_name="+")
    name = models.CharField(max_length=20)  # in the instance
    capacity = models.PositiveSmallIntegerField()
    lower = models.PositiveSmallIntegerField(default=0)
    closed = models.BooleanField(default=False)  # it could not fill its minimum
    placed = models.PositiveSmallIntegerField(default=0)
    explanation = models.JSONField(default=dict)
    shown_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["organisation", "-shown_at"], name="run_place_by_organisation")]
        constraints = [
            models.UniqueConstraint(fields=["run", "position"], name="run_place_once"),
            models.UniqueConstraint(fields=["run", "name"], name="run_place_has_own_name"),
            models.UniqueConstraint(fields=["id", "run"], name="run_place_of_run"),
            models.CheckConstraint(
                condition=Q(placed__lte=F("capacity")),
                name="run_place_has_room",
                violation_error_message="Op deze leerwerkplek is geen plaats meer.",
            ),
            Owners(name="run_place_owners", fields=["run", "position", "organisation", "hogeschool"]),
            Fixed(name="run_place_stays", fields=["name", "shown_at"]),
            SameOwners(name="run_place_run", parent="run", fields=["round", "hogeschool"]),
            SameOwners(name="run_place_position", parent="position", fields=["organisation"]),
            RowAccess(
                name="run_place_access",
                read={COORDINATOR: OF_HOGESCHOOL, COMPANY: f"{OF_COMPANY} AND {SHOWN}"},
                recorded=False,  # RunChange says who changed what
            ),
        ]


class RunPerson(models.Model):
    """Somebody in a run, with the place she has there, if any. `found_name`: the place that the engine gave her."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    run = models.ForeignKey(Run, models.PROTECT, related_name="people")
    round = models.ForeignKey(Round, models.PROTECT, related_name="+")
    hogeschool = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    student = models.ForeignKey("organisations.User", models.PROTECT, related_name="+")
    application = models.ForeignKey(Application, models.PROTECT, related_name="in_runs")
    route = models.ForeignKey("routes.Route", models.PROTECT, related_name="+")
    offer = models.ForeignKey(Offer, models.PROTECT, null=True, related_name="+")
    position = models.ForeignKey(Position, models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=20)  # in the instance
    found_name = models.CharField(max_length=20, blank=True)
    is_by_hand = models.BooleanField(default=False)  # another place than the engine found
    is_kept = models.BooleanField(default=False)  # by an earlier turn
    explanation = models.JSONField(default=dict)
    line = models.CharField(max_length=8, choices=LineState, default=LineState.NONE, blank=True)
    problem = models.CharField(max_length=300, blank=True)  # why she could not be proposed
    match = models.ForeignKey(Match, models.PROTECT, null=True, related_name="in_runs")
    shown_at = models.DateTimeField(null=True)
    student_reminded_on = models.DateField(null=True)
    company_reminded_on = models.DateField(null=True)

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["student", "-shown_at"], name="run_person_by_student"),
            models.Index(fields=["run"], condition=Q(line="waiting"), name="run_person_to_tell"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["run", "student"],
                name="run_person_once",
                violation_error_message="Iemand staat één keer in een indeling.",
            ),
            models.UniqueConstraint(fields=["run", "name"], name="run_person_has_own_name"),
            models.UniqueConstraint(fields=["id", "run"], name="run_person_of_run"),
            models.CheckConstraint(
                condition=Q(offer=None, position=None, organisation=None)
                | Q(offer__isnull=False, position__isnull=False, organisation__isnull=False),
                name="run_person_has_whole_place",
            ),
            models.CheckConstraint(
                condition=~Q(line__in=[LineState.PROPOSED, LineState.KEPT]) | Q(match__isnull=False),
                name="run_person_proposed_has_match",
            ),
            models.CheckConstraint(
                condition=~Q(line=LineState.REFUSED) | ~Q(problem=""), name="run_person_refused_says_why"
            ),
            Owners(name="run_person_owners", fields=["run", "hogeschool", "student"]),
            Fixed(name="run_person_stays", fields=["name", "found_name", "match", "shown_at"]),
            SameOwners(name="run_person_run", parent="run", fields=["round", "hogeschool"]),
            SameOwners(name="run_person_application", parent="application", fields=["route", "hogeschool", "student"]),
            SameOwners(name="run_person_offer", parent="offer", fields=OF_OFFER),
            Steps(name="run_person_steps", field="line", steps=LINE_STEPS),
            RowAccess(
                name="run_person_access",
                read={COORDINATOR: OF_HOGESCHOOL, STUDENT: f"{OF_STUDENT} AND {SHOWN}"},
                change={COORDINATOR: Only(OF_HOGESCHOOL, *PLACEMENT, "line")},
                recorded=False,  # RunChange says who changed what
            ),
        ]

    def __str__(self):
        return self.name


class RunChange(models.Model):
    """A change by hand to a draft, and what it did: the blocking pairs that it made and undid."""

    run = models.ForeignKey(Run, models.PROTECT, related_name="changes")
    round = models.ForeignKey(Round, models.PROTECT, related_name="+")
    hogeschool = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    person = models.ForeignKey(RunPerson, models.PROTECT, related_name="changes")
    before = models.ForeignKey(RunPlace, models.PROTECT, null=True, related_name="+")
    after = models.ForeignKey(RunPlace, models.PROTECT, null=True, related_name="+")
    gave_way = models.ForeignKey(RunPerson, models.PROTECT, null=True, related_name="+")  # lost her place to this
    made = models.PositiveIntegerField()  # blocking pairs
    undone = models.PositiveIntegerField()
    reason = models.TextField("waarom?", max_length=1000)
    by = models.CharField(max_length=300)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["run", "number"], name="run_change_is_numbered"),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="run_change_has_reason",
                violation_error_message="Schrijf op waarom u dit verandert.",
            ),
            AppendOnly(name="run_change_is_written_once", removable=True),
            Kept(name="run_change_is_kept", until="portal.round_is_due({row}.round_id)"),
            SameOwners(name="run_change_run", parent="run", fields=["round", "hogeschool"]),
            SameOwners(name="run_change_person", parent="person", fields=["run"]),
            SameOwners(name="run_change_gave_way", parent="gave_way", fields=["run"]),
            SameOwners(name="run_change_before", parent="before", fields=["run"]),
            SameOwners(name="run_change_after", parent="after", fields=["run"]),
            RowAccess(
                name="run_change_access",
                read={COORDINATOR: OF_HOGESCHOOL},
                add={COORDINATOR: OF_HOGESCHOOL},
            ),
        ]
