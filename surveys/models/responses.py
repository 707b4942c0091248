"""What was answered. Nothing here tells by whom: see asked.py."""

from secrets import randbits

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from matching.enums import Background
from mkbroute.access.policies import RowAccess, SameOwners

from .waves import WavePopulation

KEY_BITS = 52  # of a random key: a number of SPSS holds 53 exactly


def random_key() -> int:
    return randbits(KEY_BITS)


class Response(models.Model):
    """`answers`: whole numbers in the order of the frozen questions (asking/columns.py): the standard ones, and after
    them those of the hogeschool. The key is random, so that no order of answering shows in it.

    While the wave is open, `resume_key` lets the holder of a personal link go on. It is made from the link, as is what
    an invitation holds of it, but the one cannot be found from the other. At the closing it goes, with `set_aside` and
    `place`, and all rows are written anew in a random order.
    """

    id = models.BigIntegerField(primary_key=True, default=random_key)
    population = models.ForeignKey(WavePopulation, models.PROTECT, related_name="responses", db_index=False)
    route = models.ForeignKey("routes.Route", models.PROTECT, null=True, related_name="+", db_index=False)
    hogeschool = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, related_name="+", db_index=False
    )
    submitted_in = models.DateField(null=True)  # the Monday of the week; NULL: answered in part
    place = models.PositiveSmallIntegerField(null=True)  # the screen where she is
    background = models.CharField(max_length=20, choices=Background, blank=True)  # doelgroep, of students
    resume_key = models.BinaryField(max_length=16, null=True)
    set_aside = models.JSONField(null=True)  # answers that the routing leaves out now, should she go back
    answers = ArrayField(models.SmallIntegerField())

    class Meta:
        indexes = [models.Index(fields=["population", "route"], name="response_by_population")]
        constraints = [
            models.UniqueConstraint(
                fields=["resume_key"], condition=Q(resume_key__isnull=False), name="response_key_is_unique"
            ),
            SameOwners(name="response_route", parent="route", fields=["hogeschool"]),
            RowAccess(name="response_access", recorded=False),
        ]

    @property
    def is_submitted(self) -> bool:
        return self.submitted_in is not None


class OpenAnswer(models.Model):
    """In words: to an open question, or (code with _anders) at the last option of a list. The key is random too."""

    id = models.BigIntegerField(primary_key=True, default=random_key)
    response = models.ForeignKey(Response, models.CASCADE, related_name="open_answers")
    code = models.CharField(max_length=40)
    text = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["response", "code"], name="open_answer_once_per_item"),
            models.CheckConstraint(condition=~Q(text=""), name="open_answer_says_something"),
            RowAccess(name="open_answer_access", recorded=False),
        ]
