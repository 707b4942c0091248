"""How often people are asked, and how few answers still show: versioned, with a source."""

from django.db import models
from django.db.models import Q

from mkbroute.access.policies import ALL, AppendOnly, RowAccess
from mkbroute.access.roles import COORDINATOR, PROGRAMME, parts


class SurveyTerms(models.Model):
    """New terms: a new row; the last one in force holds."""

    rest_days = models.PositiveSmallIntegerField()  # in which nobody is asked again, by whichever measurement
    remind_days = models.PositiveSmallIntegerField()  # between an invitation, its reminders, and each other
    reminders = models.PositiveSmallIntegerField()  # at most, to who did not answer
    minimum_cell = models.PositiveSmallIntegerField()  # answers, below which a figure is not shown
    open_link_least = models.PositiveSmallIntegerField(default=40)  # answers that an open link takes at least
    open_link_times = models.PositiveSmallIntegerField(default=3)  # as many times who stands on its list
    open_link_per_hour = models.PositiveSmallIntegerField(default=60)  # begun from one network address
    source = models.CharField(max_length=300)
    valid_from = models.DateField(unique=True)

    class Meta:
        ordering = ["-valid_from"]
        get_latest_by = "valid_from"
        verbose_name_plural = "survey terms"
        constraints = [
            models.CheckConstraint(condition=Q(remind_days__gt=0, minimum_cell__gt=1), name="survey_terms_leave_room"),
            AppendOnly(name="survey_terms_are_written_once"),
            RowAccess(name="survey_terms_access", read=parts(ALL, COORDINATOR, PROGRAMME)),
        ]

    def __str__(self):
        return f"Vragen en herinneren, vanaf {self.valid_from}"


class KeepingTerms(models.Model):
    """How long words are kept after a measurement closed, in months. The last row in force holds."""

    answers_months = models.PositiveSmallIntegerField()  # open answers, with their codes; quotes and counts stay
    interviews_months = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=300)
    valid_from = models.DateField(unique=True)

    class Meta:
        ordering = ["-valid_from"]
        get_latest_by = "valid_from"
        verbose_name_plural = "keeping terms"
        constraints = [
            models.CheckConstraint(
                condition=Q(answers_months__gt=0, interviews_months__gt=0), name="keeping_terms_leave_room"
            ),
            AppendOnly(name="keeping_terms_are_written_once"),
            RowAccess(name="keeping_terms_access", read=parts(ALL, COORDINATOR, PROGRAMME)),
        ]

    def __str__(self):
        return f"Bewaren, vanaf {self.valid_from}"
