"""Whether someone can be admitted: what the hogeschool looked at, and what it found."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from mkbroute.access.policies import ALL, AppendOnly, RowAccess, SameOwners
from mkbroute.access.roles import COORDINATOR, STUDENT, parts

from ..enums import CheckOutcome
from .access import OF_HOGESCHOOL, OF_STUDENT
from .applications import Application


class AdmissionSubject(models.Model):
    """What can be looked at, and the article that says so. What changes is a new row with a later date."""

    code = models.SlugField(max_length=20)
    number = models.PositiveSmallIntegerField()  # its place in the list
    title = models.CharField(max_length=100)
    explains = models.CharField(max_length=300)
    source = models.CharField(max_length=300)
    valid_from = models.DateField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="admission_subject_once_per_date"),
            AppendOnly(name="admission_subject_is_written_once"),
            RowAccess(name="admission_subject_access", read=parts(ALL, COORDINATOR, STUDENT)),
        ]

    def __str__(self):
        return self.title


class AdmissionCheck(models.Model):
    """One finding. The last one about a subject holds; those before it stay, with their date and who found them."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="checks")
    hogeschool = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    student = models.ForeignKey("organisations.User", models.PROTECT, related_name="+")
    subject = models.ForeignKey(AdmissionSubject, models.PROTECT, related_name="+")
    outcome = models.CharField("oordeel", max_length=10, choices=CheckOutcome)
    note = models.CharField("toelichting", max_length=300, blank=True)  # what was looked at, or what she must still do
    due_on = models.DateField("vóór", null=True)  # of a condition
    who = models.CharField(max_length=200)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["application", "subject", "-id"], name="admission_check_latest")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(outcome=CheckOutcome.OPEN) | ~Q(note=""),
                name="admission_condition_says_what",
                violation_error_message="Schrijf op wat de kandidaat nog moet doen.",
            ),
            models.CheckConstraint(
                condition=Q(due_on=None) | Q(outcome=CheckOutcome.OPEN), name="admission_date_is_of_a_condition"
            ),
            AppendOnly(name="admission_check_is_written_once"),
            SameOwners(name="admission_check_owners", parent="application", fields=["hogeschool", "student"]),
            RowAccess(
                name="admission_check_access",
                read={COORDINATOR: OF_HOGESCHOOL, STUDENT: OF_STUDENT},
                add={COORDINATOR: OF_HOGESCHOOL},
            ),
        ]

    def __str__(self):
        return f"{self.subject}: {self.get_outcome_display()}"

    @property
    def tone(self) -> str:
        return CheckOutcome(self.outcome).tone
