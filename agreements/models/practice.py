"""The days after signing: which weeks somebody learns at work, which do not count, and what is realised by it."""

from decimal import Decimal
from uuid import uuid4

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from mkbroute.access.policies import ALL, AppendOnly, Fixed, Only, Owners, RowAccess, SameOwners
from mkbroute.access.roles import CARD, COMPANY, COORDINATOR, EMPLOYER, STUDENT, parts

from .access import (
    BY_ATTENDANCE_LINK,
    OF_COMPANY,
    OF_PRACTICE_LINK,
    OWNERS,
    THREE,
    at_own_company,
    kept,
    of_agreement_in,
)
from .agreement import Agreement, OfAgreement
from .plan import DAYS, REVERSED

MOST_HOURS = 60  # in a week, of 7 days
ONCE_WITHDRAWN = Q(withdrawn_at=None)


class PracticeTerms(models.Model):
    """How the weeks of a study year are counted. New terms: a new row."""

    weeks = models.PositiveSmallIntegerField()  # of a full place, and the most that count
    begins_month = models.PositiveSmallIntegerField()  # the first day of the study year
    begins_day = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=300)
    valid_from = models.DateField(unique=True)

    class Meta:
        get_latest_by = "valid_from"
        constraints = [
            AppendOnly(name="practice_terms_are_written_once"),
            RowAccess(name="practice_terms_access", read=parts(ALL, COORDINATOR, COMPANY, EMPLOYER, STUDENT, CARD)),
        ]

    def __str__(self):
        return f"{self.weeks} weken"


class OfPractice(OfAgreement):
    """Part of what happens under a sealed agreement."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    agreement = models.ForeignKey(Agreement, models.PROTECT)

    class Meta:
        abstract = True


# what happened before the end may be written down after it
SINCE_SEALING = of_agreement_in("sealed", "ended")
SINCE_SEALING_AT_COMPANY = of_agreement_in("sealed", "ended", owner=OF_COMPANY)
# a company that left reads what was there, and nothing of what came after it
ITS_DAYS = f"{OF_COMPANY} AND ({at_own_company('begins_on')} OR {at_own_company('ends_on')})"
ITS_OUTCOMES = f"{OF_COMPANY} AND {at_own_company('realised_on')}"
OWN_DAYS = f"{SINCE_SEALING_AT_COMPANY} AND {at_own_company('begins_on')} AND {at_own_company('ends_on')}"
THURSDAY = "monday + 3"  # a week is of the company where its Thursday lies (employers.Part)
ITS_WEEKS = f"{OF_COMPANY} AND {at_own_company(THURSDAY)}"
OWN_WEEK = f"{SINCE_SEALING_AT_COMPANY} AND {at_own_company(THURSDAY)}"
OWN_WEEK_BY_LINK = f"{BY_ATTENDANCE_LINK} AND {at_own_company(THURSDAY)}"


class Interruption(OfPractice):
    """Days that do not count, `begins_on` and `ends_on` included. Never why: that may be about someone's health
    (AVG 9). They lie in the period of the beroepsuitoefening (portal.require_practice_days)."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="interruptions")
    begins_on = models.DateField("van")
    ends_on = models.DateField("tot en met")
    recorded_by = models.CharField(max_length=200)
    recorded_at = models.DateTimeField(default=timezone.now)
    withdrawn_by = models.CharField(max_length=200, blank=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["begins_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("begins_on")),
                name="interruption_is_not_reversed",
                violation_error_message=REVERSED,
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by="") | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_by="")),
                name="interruption_withdrawn_by_someone",
            ),
            ExclusionConstraint(
                name="interruption_does_not_overlap",
                expressions=[("agreement", RangeOperators.EQUAL), (DAYS, RangeOperators.OVERLAPS)],
                condition=ONCE_WITHDRAWN,
                violation_error_message="Een deel van deze dagen staat al als onderbreking in het overzicht.",
            ),
            Owners(name="interruption_owners", fields=["agreement", *OWNERS]),
            Fixed(name="interruption_is_withdrawn_once", fields=["withdrawn_at"]),
            SameOwners(name="interruption_agreement", parent="agreement", fields=OWNERS),
            SameOwners(name="interruption_employer", parent="agreement", fields=["employer"]),
            kept("interruption_is_kept"),
            RowAccess(
                name="interruption_access",
                read={**THREE, COMPANY: ITS_DAYS, CARD: OF_PRACTICE_LINK},
                add={COORDINATOR: SINCE_SEALING, COMPANY: OWN_DAYS},
                change={
                    COORDINATOR: Only(SINCE_SEALING, "withdrawn_at", "withdrawn_by"),
                    COMPANY: Only(OWN_DAYS, "withdrawn_at", "withdrawn_by"),
                },
            ),
        ]

    def __str__(self):
        return f"Telt niet mee: {self.begins_on} – {self.ends_on}"


class AttendanceWeek(OfPractice):
    """The week that begins on `monday`: hours present at work, and whether it counts as a week of instruction.
    Subsidieregeling praktijkleren art. 7 c. The company confirms what another wrote; who changes the hours or whether
    it counts takes that confirmation away (portal.keep_confirmation)."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="attendance")
    monday = models.DateField("week van")
    hours = models.DecimalField("uren aanwezig", max_digits=3, decimal_places=1)
    counts = models.BooleanField("telt mee", default=True)
    recorded_by = models.CharField(max_length=200)
    recorded_at = models.DateTimeField(default=timezone.now)
    confirmed_by = models.CharField(max_length=200, blank=True)
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["monday"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "monday"], name="attendance_week_once"),
            models.CheckConstraint(condition=Q(monday__iso_week_day=1), name="attendance_week_begins_on_monday"),
            models.CheckConstraint(
                condition=Q(hours__gte=0, hours__lte=MOST_HOURS),
                name="attendance_hours_fit_the_week",
                violation_error_message=f"Uren in een week liggen tussen 0 en {MOST_HOURS}.",
            ),
            models.CheckConstraint(
                condition=Q(counts=False) | Q(hours__gt=0),
                name="attendance_counts_with_hours",
                violation_error_message="Een week zonder uren telt niet mee.",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None, confirmed_by="") | (Q(confirmed_at__isnull=False) & ~Q(confirmed_by="")),
                name="attendance_confirmed_by_someone",
            ),
            Owners(name="attendance_week_owners", fields=["agreement", "monday", *OWNERS]),
            SameOwners(name="attendance_week_agreement", parent="agreement", fields=OWNERS),
            SameOwners(name="attendance_week_employer", parent="agreement", fields=["employer"]),
            kept("attendance_week_is_kept"),
            RowAccess(
                name="attendance_week_access",
                read={**THREE, COMPANY: ITS_WEEKS, CARD: OF_PRACTICE_LINK},
                add={COORDINATOR: SINCE_SEALING, COMPANY: OWN_WEEK, CARD: OWN_WEEK_BY_LINK},
                change={
                    COORDINATOR: Only(SINCE_SEALING, *("hours", "counts", "recorded_by", "recorded_at")),
                    COMPANY: Only(
                        OWN_WEEK,
                        *("hours", "counts", "recorded_by", "recorded_at", "confirmed_by", "confirmed_at"),
                    ),
                    CARD: Only(
                        OWN_WEEK_BY_LINK,
                        *("hours", "counts", "recorded_by", "recorded_at", "confirmed_by", "confirmed_at"),
                    ),
                },
            ),
        ]

    def __str__(self):
        return f"Week van {self.monday}: {self.hours or Decimal(0)} uur"


class RealisedOutcome(OfPractice):
    """That a learning outcome is realised, as the hogeschool assessed it. WHW 7.7 lid 5 c; Subsidieregeling
    praktijkleren art. 7 d. Withdrawn with a reason, and never removed."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="realised")
    outcome = models.CharField("leeruitkomst", max_length=300)
    realised_on = models.DateField("gerealiseerd op")
    assessed_by = models.CharField("beoordeeld door", max_length=200)
    assessment = models.CharField("hoe", max_length=300, blank=True)
    recorded_by = models.CharField(max_length=200)
    recorded_at = models.DateTimeField(default=timezone.now)
    withdrawn_by = models.CharField(max_length=200, blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_why = models.TextField("waarom trekt u dit in?", max_length=1000, blank=True)

    class Meta:
        ordering = ["realised_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "outcome"],
                condition=ONCE_WITHDRAWN,
                name="realised_outcome_once",
                violation_error_message="Deze leeruitkomst staat al als gerealiseerd vast.",
            ),
            models.CheckConstraint(condition=~Q(outcome=""), name="realised_outcome_is_named"),
            models.CheckConstraint(condition=~Q(assessed_by=""), name="realised_outcome_has_assessor"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by="", withdrawn_why="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_by="") & ~Q(withdrawn_why="")),
                name="realised_outcome_withdrawn_with_reason",
                violation_error_message="Schrijf op waarom u dit intrekt.",
            ),
            Owners(name="realised_outcome_owners", fields=["agreement", *OWNERS]),
            Fixed(name="realised_outcome_is_withdrawn_once", fields=["withdrawn_at", "withdrawn_by", "withdrawn_why"]),
            SameOwners(name="realised_outcome_agreement", parent="agreement", fields=OWNERS),
            SameOwners(name="realised_outcome_employer", parent="agreement", fields=["employer"]),
            kept("realised_outcome_is_kept"),
            RowAccess(
                name="realised_outcome_access",
                read={**THREE, COMPANY: ITS_OUTCOMES, CARD: OF_PRACTICE_LINK},
                add={COORDINATOR: SINCE_SEALING},
                change={COORDINATOR: Only(SINCE_SEALING, "withdrawn_at", "withdrawn_by", "withdrawn_why")},
            ),
        ]

    def __str__(self):
        return self.outcome
