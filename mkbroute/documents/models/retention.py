"""How long what is kept, what a hogeschool chose for itself, and what was removed."""

from calendar import monthrange
from datetime import date, datetime, timedelta
from typing import TypeVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils import timezone

from mkbroute.access.policies import ALL, AppendOnly, Fixed, Kept, RowAccess
from mkbroute.access.roles import COORDINATOR, PARTS, PROGRAMME, parts

from ..enums import DocumentClass, Start, Unit
from .files import Document

OF_HOGESCHOOL = "hogeschool_id = {hogeschool}"
SHORTER_LATER = timedelta(days=30)
Day = TypeVar("Day", date, datetime)


class RetentionTerm(models.Model):
    """Of one class of records, for the whole country. New term: a new row; the last one in force holds.

    A hogeschool may choose a term of its own between `least` and `most`, in the same unit; where both are empty, none.
    """

    document_class = models.CharField(max_length=14, choices=DocumentClass)
    number = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=5, choices=Unit)
    starts = models.CharField(max_length=14, choices=Start)
    least = models.PositiveSmallIntegerField(null=True)
    most = models.PositiveSmallIntegerField(null=True)
    source = models.CharField(max_length=300)
    valid_from = models.DateField()

    class Meta:
        ordering = ["document_class", "-valid_from"]
        get_latest_by = "valid_from"
        constraints = [
            models.UniqueConstraint(fields=["document_class", "valid_from"], name="retention_term_once_per_date"),
            models.CheckConstraint(condition=Q(number__gt=0), name="retention_term_is_a_term"),
            models.CheckConstraint(
                condition=Q(least=None, most=None)
                | Q(least__gt=0, most__gte=models.F("number"), least__lte=models.F("number")),
                name="retention_term_lies_within_its_bounds",
            ),
            AppendOnly(name="retention_term_is_written_once"),
            RowAccess(name="retention_term_access", read=parts(ALL, *PARTS)),
        ]

    def __str__(self):
        return self.said

    @property
    def said(self) -> str:
        """ "7 jaar" """
        return Unit(self.unit).counted(self.number)

    @property
    def may_be_chosen(self) -> bool:
        return self.least is not None

    def after(self, start: Day) -> Day:
        """The moment or day on which the term has passed."""
        if self.unit == Unit.DAY:
            return start + timedelta(days=self.number)
        months = start.month - 1 + self.number * (12 if self.unit == Unit.YEAR else 1)
        year, month = start.year + months // 12, months % 12 + 1
        return start.replace(year=year, month=month, day=min(start.day, monthrange(year, month)[1]))


class OwnTerm(models.Model):
    """What a hogeschool chose: in the unit of the term of the country. Empty: that term again. The newest holds.

    Shorter than what held begins thirty days later (portal.check_own_term): who mistyped can still undo it.
    """

    hogeschool = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    document_class = models.CharField(max_length=14, choices=DocumentClass)
    number = models.PositiveSmallIntegerField(null=True)
    reason = models.TextField(max_length=1000)
    who = models.CharField(max_length=200)
    set_at = models.DateTimeField(default=timezone.now)
    valid_from = models.DateField()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["hogeschool", "document_class", "-id"], name="own_term_by_hogeschool")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="own_term_has_reason",
                violation_error_message="Schrijf op waarom deze termijn voor uw hogeschool anders is.",
            ),
            AppendOnly(name="own_term_is_written_once"),
            RowAccess(name="own_term_access", read={COORDINATOR: OF_HOGESCHOOL}, add={COORDINATOR: OF_HOGESCHOOL}),
        ]


class RetentionRun(models.Model):
    """A night's work. Without an end: it was cut off; the next one goes on where it stopped."""

    started_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)
    failed = models.PositiveIntegerField(default=0)  # what could not be removed; the next night tries again

    class Meta:
        ordering = ["-started_at"]
        constraints = [
            Fixed(name="retention_run_stays", fields=["started_at", "finished_at"]),
            Kept(name="retention_run_is_kept", until="false"),
            RowAccess(name="retention_run_access", read=parts(ALL, COORDINATOR, PROGRAMME)),
        ]


class Removed(models.Model):
    """That something was removed after its term: of what class, how many rows, which files. Nothing of people.

    `hashes` are of files, `codes` of pages on paper: who still holds one hears that it was ours, and is gone.
    """

    run = models.ForeignKey(RetentionRun, models.PROTECT, related_name="removed")
    hogeschool = models.ForeignKey("organisations.Organisation", models.PROTECT, null=True, related_name="+")
    document_class = models.CharField(max_length=14, choices=DocumentClass)
    counts = models.JSONField()  # {table: number of rows}
    hashes = ArrayField(models.CharField(max_length=64), default=list, blank=True)
    codes = ArrayField(models.UUIDField(), default=list, blank=True)
    counted_from = models.DateField(null=True)
    kept_until = models.DateField(null=True)
    removed_at = models.DateTimeField(default=timezone.now)
    files_gone_at = models.DateTimeField(null=True)  # empty: the rows are gone, the files are to follow

    class Meta:
        ordering = ["-removed_at", "-id"]
        indexes = [
            models.Index(fields=["hogeschool", "-removed_at"], name="removed_by_hogeschool"),
            models.Index(fields=["id"], condition=Q(files_gone_at=None), name="removed_with_files_to_go"),
            GinIndex(fields=["hashes"], name="removed_by_hash"),
            GinIndex(fields=["codes"], name="removed_by_code"),
        ]
        constraints = [
            Fixed(
                name="removed_stays",
                fields=[
                    "run",
                    "hogeschool",
                    "document_class",
                    "counts",
                    "hashes",
                    "codes",
                    "counted_from",
                    "kept_until",
                    "removed_at",
                    "files_gone_at",
                ],
            ),
            Kept(name="removed_is_kept", until="false"),
            RowAccess(name="removed_access", read={COORDINATOR: OF_HOGESCHOOL}),
        ]


class RemovedFile(models.Model):
    """A document whose file is gone, while its row stays: what was judged on it still names it."""

    document = models.OneToOneField(Document, models.PROTECT, related_name="removed_file")
    removed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            AppendOnly(name="removed_file_is_written_once"),
            RowAccess(
                name="removed_file_access",
                read=parts(
                    "EXISTS (SELECT FROM documents_document d WHERE d.id = document_id)", COORDINATOR, PROGRAMME
                ),
            ),
        ]
