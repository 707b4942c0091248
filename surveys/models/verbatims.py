"""Open answers, once nobody can be tied to them: read, masked, and quoted when they are released."""

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from mkbroute.access.policies import AppendOnly, Fixed, Only, Owners, RowAccess, SameOwners, Steps, While
from mkbroute.access.roles import COORDINATOR, PROGRAMME

from ..enums import QUESTION_STEPS, VERBATIM_STEPS, QuestionState, VerbatimState
from .questionnaires import OF_HOGESCHOOL, STANDARD
from .responses import random_key
from .results import OF_POPULATION
from .waves import WavePopulation

# A hogeschool asked it itself, and then reads and releases the answers; those to the standard questions it reads only.
OWN_QUESTION = "EXISTS (SELECT FROM surveys_openquestion q WHERE q.id = question_id AND q.hogeschool_id = {hogeschool})"
OF_STANDARD_QUESTION = f"EXISTS (SELECT FROM surveys_openquestion q WHERE q.id = question_id AND q.{STANDARD})"
# what changes of a text while it is read over, released and withdrawn
JUDGED = ("text", "known_names", "masked", "state", "reviewed_by", "reviewed_at", "released_by", "released_at")
ACTS = "NOT portal.looks_on()"


class OpenQuestion(models.Model):
    """One open question of a measurement that is closed, with at least the smallest number of answers that is shown.

    Two coders put its answers under themes, each without seeing what the other does (themes.py).
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    population = models.ForeignKey(WavePopulation, models.PROTECT, related_name="open_questions")
    hogeschool = models.ForeignKey("organisations.Organisation", models.PROTECT, null=True, related_name="+")
    code = models.CharField(max_length=40)  # of the item; with _anders: what was written at the last option of a list
    text = models.CharField(max_length=600)
    state = models.CharField(max_length=8, choices=QuestionState, default=QuestionState.READING)
    first_coder = models.ForeignKey("organisations.User", models.PROTECT, null=True, related_name="+")
    first_name = models.CharField(max_length=120, blank=True)
    first_done = models.BooleanField(default=False)
    second_coder = models.ForeignKey("organisations.User", models.PROTECT, null=True, related_name="+")
    second_name = models.CharField(max_length=120, blank=True)
    second_done = models.BooleanField(default=False)
    settled_at = models.DateTimeField(null=True)
    counted_at = models.DateTimeField(null=True)  # NULL: the figures are not (or no longer) those of the codes

    class Meta:
        ordering = ["population", "code", "id"]
        indexes = [
            models.Index(fields=["id"], condition=Q(state="settled", counted_at=None), name="open_question_to_count")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["population", "hogeschool", "code"], nulls_distinct=False, name="open_question_is_unique"
            ),
            models.CheckConstraint(
                condition=~Q(first_coder=models.F("second_coder")) | Q(first_coder=None),
                name="open_question_coders_are_two",
                violation_error_message="Kies twee verschillende mensen: zij coderen los van elkaar.",
            ),
            models.CheckConstraint(
                condition=Q(state=QuestionState.READING, first_coder=None, second_coder=None)
                | (~Q(state=QuestionState.READING) & Q(first_coder__isnull=False, second_coder__isnull=False)),
                name="open_question_is_coded_by_two",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[QuestionState.READING, QuestionState.CODING])
                | Q(first_done=True, second_done=True),
                name="open_question_is_discussed_once_both_are_done",
                violation_error_message="De verschillen zijn er pas als beide codeurs klaar zijn.",
            ),
            Owners(name="open_question_owners", fields=["population", "hogeschool"]),
            Fixed(name="open_question_stays", fields=["public_id", "code", "text"]),
            While(
                name="open_question_coders_stay",
                field="state",
                states=[QuestionState.READING, QuestionState.CODING],
                fields=["first_coder", "second_coder", "first_done", "second_done"],
            ),
            Steps(name="open_question_steps", field="state", steps=QUESTION_STEPS),
            RowAccess(
                name="open_question_access",
                read={
                    COORDINATOR: f"({STANDARD} OR {OF_HOGESCHOOL}) AND {OF_POPULATION} AND {ACTS}",
                    PROGRAMME: f"{STANDARD} AND {OF_POPULATION}",
                },
                change={
                    PROGRAMME: Only(
                        STANDARD,
                        "state",
                        "first_coder",
                        "first_name",
                        "first_done",
                        "second_coder",
                        "second_name",
                        "second_done",
                        "settled_at",
                        "counted_at",
                    )
                },
            ),
        ]

    def __str__(self):
        return f"{self.code}: {self.text}"

    @property
    def tone(self) -> str:
        return QuestionState(self.state).tone

    def place_of(self, user_id: int | None) -> str:
        """ "first" or "second"; empty for who is no coder of it."""
        places = {self.first_coder_id: "first", self.second_coder_id: "second"}
        return places.get(user_id, "") if user_id else ""


class Verbatim(models.Model):
    """What somebody wrote. Nothing ties it to her other answers, not even a key: it was taken out of them.

    `hogeschool`: only where enough people of it answered this question; otherwise nobody's. Masking replaces for good:
    no original is kept. History keeps no copies either.
    """

    id = models.BigIntegerField(primary_key=True, default=random_key)
    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    question = models.ForeignKey(OpenQuestion, models.PROTECT, related_name="verbatims")
    hogeschool = models.ForeignKey("organisations.Organisation", models.PROTECT, null=True, related_name="+")
    text = models.TextField()
    known_names = ArrayField(models.CharField(max_length=200), default=list)  # in it, of people and companies nearby
    masked = models.PositiveSmallIntegerField(default=0)  # pieces of it
    state = models.CharField(max_length=8, choices=VerbatimState, default=VerbatimState.NEW)
    reviewed_by = models.CharField(max_length=300, blank=True)
    reviewed_at = models.DateTimeField(null=True)
    released_by = models.CharField(max_length=300, blank=True)
    released_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]  # random
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="verbatim_says_something"),
            models.CheckConstraint(
                condition=Q(state=VerbatimState.NEW) | (~Q(reviewed_by="") & Q(reviewed_at__isnull=False)),
                name="verbatim_is_reviewed_before_it_is_released",
                violation_error_message="Kijk eerst na of er namen in staan. Daarna kunt u het antwoord vrijgeven.",
            ),
            models.CheckConstraint(
                condition=Q(state=VerbatimState.RELEASED, released_at__isnull=False) & ~Q(released_by="")
                | (~Q(state=VerbatimState.RELEASED) & Q(released_by="", released_at=None)),
                name="verbatim_says_who_released_it",
            ),
            Owners(name="verbatim_owners", fields=["question"]),
            While(
                name="verbatim_stays_as_it_was_released",
                field="state",
                states=[VerbatimState.NEW, VerbatimState.REVIEWED],
                fields=["text", "masked"],
            ),
            Fixed(name="verbatim_stays", fields=["public_id", "hogeschool"]),
            Steps(name="verbatim_steps", field="state", steps=VERBATIM_STEPS),
            RowAccess(
                name="verbatim_access",
                # teachers look on, and would recognise their students
                read={COORDINATOR: f"{OF_HOGESCHOOL} AND {ACTS}", PROGRAMME: OF_STANDARD_QUESTION},
                change={
                    COORDINATOR: Only(f"{OF_HOGESCHOOL} AND {OWN_QUESTION}", *JUDGED),
                    PROGRAMME: Only(OF_STANDARD_QUESTION, *JUDGED),
                },
                recorded=False,
            ),
        ]

    def __str__(self):
        return self.text[:60]

    @property
    def tone(self) -> str:
        return VerbatimState(self.state).tone


class Quote(models.Model):
    """What was released, word for word (portal.check_quote): for all who may see the results, and without whose it is.

    `verbatim_key`: the key of the verbatim. No foreign key: who reads quotes may not read what they were taken from.
    """

    question = models.ForeignKey(OpenQuestion, models.PROTECT, related_name="quotes")
    verbatim_key = models.BigIntegerField(unique=True)
    text = models.TextField()
    released_by = models.CharField(max_length=300)
    released_on = models.DateField()

    class Meta:
        ordering = ["question", "verbatim_key"]
        constraints = [
            AppendOnly(name="quote_is_written_once", removable=True),
            RowAccess(
                name="quote_access",
                read={
                    COORDINATOR: "EXISTS (SELECT FROM surveys_openquestion q WHERE q.id = question_id)",
                    PROGRAMME: OF_STANDARD_QUESTION,
                },
                add={COORDINATOR: OWN_QUESTION, PROGRAMME: OF_STANDARD_QUESTION},
                delete={COORDINATOR: OWN_QUESTION, PROGRAMME: OF_STANDARD_QUESTION},
            ),
        ]

    def __str__(self):
        return self.text[:60]


class OpenEvent(models.Model):
    """What happened to the answers to an open question: who masked, released and withdrew what, and who coded."""

    question = models.ForeignKey(OpenQuestion, models.PROTECT, related_name="events")
    verbatim = models.ForeignKey(Verbatim, models.CASCADE, null=True, related_name="events")
    at = models.DateTimeField(default=timezone.now)
    who = models.CharField(max_length=300)
    text = models.CharField(max_length=400)

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            AppendOnly(name="open_event_is_written_once", removable=True),
            SameOwners(name="open_event_verbatim", parent="verbatim", fields=["question"]),
            RowAccess(
                name="open_event_access",
                read={COORDINATOR: OWN_QUESTION, PROGRAMME: OF_STANDARD_QUESTION},
                add={COORDINATOR: OWN_QUESTION, PROGRAMME: OF_STANDARD_QUESTION},
            ),
        ]
