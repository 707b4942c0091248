"""A round of a hogeschool: when, for which routes, and what was decided beforehand."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.timezone import localdate

from mkbroute.access.policies import ALL, AppendOnly, Fixed, Kept, Only, Owners, RowAccess, SameOwners, Steps, While
from mkbroute.access.roles import COMPANY, COORDINATOR, STUDENT

from ..enums import ROUND_STEPS, PairKind, RoundState, RunObjective, Unjudged
from .access import OF_HOGESCHOOL
from .applications import Application
from .positions import Offer, Position

OF_OFFER = ["position", "route", "organisation", "hogeschool"]


class Round(models.Model):
    """Both sides rank from `opens_on` through `closes_on`. What they ranked is then kept (Snapshot), and counts.

    `turn`: after a publication whoever is left may go on in a next turn of the same round.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    hogeschool = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    title = models.CharField("naam", max_length=120)
    opens_on = models.DateField("open vanaf")
    closes_on = models.DateField("open tot en met")
    unjudged = models.CharField(
        "wie een bedrijf niet beoordeelde", max_length=4, choices=Unjudged, default=Unjudged.LAST
    )
    # known before anybody ranks: whether honest ranking costs nothing depends on it
    objective = models.CharField(
        "waar wordt naar gezocht", max_length=6, choices=RunObjective, default=RunObjective.STABLE
    )
    # known beforehand for the same reason
    close_short = models.BooleanField("leerwerkplekken die hun minimum niet halen, vervallen", default=False)
    turn = models.PositiveSmallIntegerField(default=1, editable=False)
    state = models.CharField(max_length=6, choices=RoundState, default=RoundState.OPEN, editable=False)
    closing_by = models.CharField(max_length=300, blank=True, editable=False)  # who closes it before its last day
    told_turn = models.PositiveSmallIntegerField(default=0, editable=False)  # of whose opening everybody was told
    told_on = models.DateField(null=True, editable=False)  # that it is open, or closes soon
    made_by = models.CharField(max_length=300, editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    ending_reason = models.TextField(max_length=1000, blank=True, editable=False)
    cleared_at = models.DateTimeField(null=True, editable=False)  # what is personal in it was removed after its term

    class Meta:
        ordering = ["-opens_on", "-id"]
        indexes = [
            models.Index(fields=["hogeschool", "-opens_on", "-id"], name="round_by_hogeschool"),
            models.Index(fields=["closes_on"], condition=Q(state="open"), name="round_to_close"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")),
                name="round_closes_after_it_opens",
                violation_error_message="De laatste dag ligt voor de eerste.",
            ),
            models.CheckConstraint(condition=Q(turn__gte=1), name="round_turn_counts_from_one"),
            models.CheckConstraint(
                condition=~Q(state=RoundState.ENDED) | ~Q(ending_reason=""), name="round_ended_says_why"
            ),
            Owners(name="round_owners", fields=["hogeschool"]),
            models.CheckConstraint(
                condition=Q(cleared_at=None) | Q(state=RoundState.ENDED), name="round_cleared_has_ended"
            ),
            Fixed(name="round_is_cleared_once", fields=["cleared_at"]),
            While(name="round_promise_is_fixed", field="told_turn", states=[0], fields=["objective", "close_short"]),
            Steps(name="round_steps", field="state", steps=ROUND_STEPS),
            RowAccess(
                name="round_access",
                read={
                    COORDINATOR: OF_HOGESCHOOL,
                    # whose route it is about; the policy of RoundRoute answers
                    STUDENT: "EXISTS (SELECT FROM matching_roundroute s WHERE s.round_id = matching_round.id)",
                    COMPANY: "EXISTS (SELECT FROM matching_roundroute s WHERE s.round_id = matching_round.id)",
                },
                add={
                    COORDINATOR: f"{OF_HOGESCHOOL} AND state = 'open' AND turn = 1 "
                    "AND told_turn = 0 AND told_on IS NULL"
                },
                change={
                    COORDINATOR: Only(
                        OF_HOGESCHOOL,
                        "title",
                        "opens_on",
                        "closes_on",
                        "unjudged",
                        "objective",
                        "close_short",
                        "turn",
                        "state",
                        "closing_by",
                        "ending_reason",
                    )
                },
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def tone(self) -> str:
        return RoundState(self.state).tone

    @property
    def is_open(self) -> bool:
        runs = self.opens_on <= localdate() <= self.closes_on
        return self.state == RoundState.OPEN and runs and not self.closing_by

    @property
    def is_planned(self) -> bool:
        return self.state == RoundState.OPEN and localdate() < self.opens_on and not self.closing_by

    @property
    def has_begun(self) -> bool:
        """Somebody may have ranked with what was said of it in mind."""
        return self.state != RoundState.OPEN or self.told_turn > 0 or self.opens_on <= localdate()

    @property
    def is_honest_best(self) -> bool:
        """Nobody gets a better place by ranking otherwise than she means (Dubins and Freedman 1981, Roth 1982). Where
        places close below their minimum, she may: by helping a lower choice to stay open."""
        return self.objective == RunObjective.STABLE and not self.close_short

    @property
    def stands(self) -> str:
        """How far it is, as a badge says it."""
        if self.is_planned:
            return "Gepland"
        if self.state == RoundState.OPEN and not self.is_open:
            return "Wordt gesloten"
        return self.get_state_display()


class RoundRoute(models.Model):
    """A route that takes part; in one round at a time."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="scope")
    route = models.ForeignKey("routes.Route", models.PROTECT, related_name="+")
    hogeschool = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    runs = models.BooleanField(default=True)  # until the round ends

    class Meta:
        ordering = ["route__programme", "id"]
        constraints = [
            models.UniqueConstraint(fields=["round", "route"], name="round_route_once"),
            models.UniqueConstraint(
                fields=["route"],
                condition=Q(runs=True),
                name="round_route_in_one_round",
                violation_error_message="Een van deze routes doet al mee in een andere ronde die nog loopt.",
            ),
            Owners(name="round_route_owners_stay", fields=["round", "route", "hogeschool"]),
            SameOwners(name="round_route_round", parent="round", fields=["hogeschool"]),
            SameOwners(name="round_route_route", parent="route", fields=["hogeschool"]),
            RowAccess(
                name="round_route_access",
                read={
                    COORDINATOR: OF_HOGESCHOOL,
                    STUDENT: "EXISTS (SELECT FROM matching_application a "
                    "WHERE a.route_id = matching_roundroute.route_id AND a.student_id = {me})",
                    COMPANY: "EXISTS (SELECT FROM matching_offer o "
                    "WHERE o.route_id = matching_roundroute.route_id AND o.organisation_id = {organisation})",
                },
                add={COORDINATOR: OF_HOGESCHOOL},
                change={COORDINATOR: Only(OF_HOGESCHOOL, "runs")},
                delete={COORDINATOR: OF_HOGESCHOOL},
            ),
        ]


class RoundPair(models.Model):
    """A person and a leerwerkplek that stay together, or do not come together, whatever anybody prefers."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    round = models.ForeignKey(Round, models.PROTECT, related_name="pairs")
    kind = models.CharField(max_length=9, choices=PairKind)
    application = models.ForeignKey(Application, models.PROTECT, related_name="+")
    offer = models.ForeignKey(Offer, models.PROTECT, related_name="+")
    position = models.ForeignKey(Position, models.PROTECT, related_name="+")
    route = models.ForeignKey("routes.Route", models.PROTECT, related_name="+")
    hogeschool = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    student = models.ForeignKey("organisations.User", models.PROTECT, related_name="+")
    reason = models.TextField("waarom?", max_length=1000)
    by = models.CharField(max_length=300)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["kind", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "student", "position"],
                name="round_pair_once",
                violation_error_message="Over deze kandidaat en deze plek is al iets vastgelegd. Haal dat eerst weg.",
            ),
            models.UniqueConstraint(
                fields=["round", "student"],
                condition=Q(kind=PairKind.PINNED),
                name="round_pair_pinned_once",
                violation_error_message="Deze kandidaat is al vastgezet op een andere plek.",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="round_pair_has_reason",
                violation_error_message="Schrijf op waarom.",
            ),
            Kept(name="round_pair_is_kept", until="portal.round_is_due({row}.round_id)", final=False),
            Owners(name="round_pair_owners", fields=["round", "application", "student", *OF_OFFER]),
            SameOwners(name="round_pair_round", parent="round", fields=["hogeschool"]),
            SameOwners(name="round_pair_application", parent="application", fields=["route", "hogeschool", "student"]),
            SameOwners(name="round_pair_offer", parent="offer", fields=OF_OFFER),
            RowAccess(
                name="round_pair_access",
                read={COORDINATOR: OF_HOGESCHOOL},
                add={COORDINATOR: OF_HOGESCHOOL},
                delete={COORDINATOR: OF_HOGESCHOOL},
            ),
        ]


class RoundMinimum(models.Model):
    """A leerwerkplek that is of use only when so many places are filled."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    round = models.ForeignKey(Round, models.PROTECT, related_name="minimums")
    offer = models.ForeignKey(Offer, models.PROTECT, related_name="+")
    position = models.ForeignKey(Position, models.PROTECT, related_name="+")
    route = models.ForeignKey("routes.Route", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    hogeschool = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    places = models.PositiveSmallIntegerField("minstens")
    by = models.CharField(max_length=300)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "position"],
                name="round_minimum_once",
                violation_error_message="Voor deze leerwerkplek staat al een minimum. Haal dat eerst weg.",
            ),
            models.CheckConstraint(
                condition=Q(places__range=(2, 50)),
                name="round_minimum_asks_something",
                violation_error_message="Een minimum is twee of meer.",
            ),
            Owners(name="round_minimum_owners", fields=["round", *OF_OFFER]),
            SameOwners(name="round_minimum_round", parent="round", fields=["hogeschool"]),
            SameOwners(name="round_minimum_offer", parent="offer", fields=OF_OFFER),
            RowAccess(
                name="round_minimum_access",
                read={COORDINATOR: OF_HOGESCHOOL},
                add={COORDINATOR: OF_HOGESCHOOL},
                delete={COORDINATOR: OF_HOGESCHOOL},
            ),
        ]


class Snapshot(models.Model):
    """What both sides had ranked when a turn of a round closed: compressed lines (matching.snapshots)."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="snapshots")
    hogeschool = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    turn = models.PositiveSmallIntegerField()
    taken_at = models.DateTimeField(default=timezone.now)
    lines = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        ordering = ["turn"]
        constraints = [
            models.UniqueConstraint(fields=["round", "turn"], name="snapshot_once_per_turn"),
            AppendOnly(name="snapshot_is_written_once", removable=True),
            Kept(name="snapshot_is_kept", until="portal.round_is_due({row}.round_id)"),
            SameOwners(name="snapshot_round", parent="round", fields=["hogeschool"]),
            RowAccess(name="snapshot_access", read={COORDINATOR: OF_HOGESCHOOL}, recorded=False),
        ]


class RoundTerms(models.Model):
    """Days. New terms: a new row."""

    number = models.PositiveSmallIntegerField("versie", unique=True)
    answer_days = models.PositiveSmallIntegerField()  # both sides have to answer to what was published
    remind_days = models.JSONField()  # so many days before the last one: who did not answer is reminded
    close_days = models.JSONField()  # so many days before a round closes: who ranked nothing is reminded
    source = models.CharField(max_length=300)
    valid_from = models.DateField()

    class Meta:
        ordering = ["-number"]
        get_latest_by = "number"
        verbose_name_plural = "round terms"
        constraints = [
            models.CheckConstraint(condition=Q(answer_days__gt=0), name="round_terms_leave_room"),
            AppendOnly(name="round_terms_are_written_once"),
            RowAccess(name="round_terms_access", read={COORDINATOR: ALL}),
        ]

    def __str__(self):
        return f"Termijnen van een ronde, versie {self.number}"
