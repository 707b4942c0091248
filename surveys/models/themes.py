"""Themes of an open question, the same in every measurement, and what two coders found of each answer."""

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone

from mkbroute.access.policies import ALL, AppendOnly, Fixed, Only, Owners, RowAccess, SameOwners
from mkbroute.access.roles import COORDINATOR, PROGRAMME

from .questionnaires import OF_HOGESCHOOL
from .verbatims import OF_STANDARD_QUESTION, OpenQuestion, Verbatim

CODES = (
    "coder_id = {me} AND EXISTS (SELECT FROM surveys_openquestion q WHERE q.id = question_id AND "
    "((NOT is_consensus AND q.state = 'coding' AND ((q.first_coder_id = {me} AND NOT q.first_done) "
    "OR (q.second_coder_id = {me} AND NOT q.second_done))) OR (is_consensus AND q.state = 'settling')))"
)
BOTH_ARE_DONE = (
    "EXISTS (SELECT FROM surveys_openquestion q WHERE q.id = question_id AND q.state IN ('settling', 'settled'))"
)


class Theme(models.Model):
    """Of an item, in every measurement: so that measurements compare. Never removed: what turns out to be the same is
    merged into another, and counts as that one from then on, in earlier measurements too."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    code = models.CharField(max_length=40)  # of the item: see asking/items.py
    name = models.CharField("naam", max_length=60)
    description = models.CharField("omschrijving", max_length=400, blank=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["code", "id"]
        constraints = [
            models.UniqueConstraint(
                "code",
                Lower("name"),
                condition=Q(merged_into=None),
                name="theme_name_is_unique",
                violation_error_message="Dit thema is er al bij deze vraag.",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="theme_has_a_name"),
            models.CheckConstraint(condition=~Q(merged_into=F("id")), name="theme_is_not_merged_into_itself"),
            Owners(name="theme_owners", fields=["code"]),
            SameOwners(name="theme_merged_within_its_item", parent="merged_into", fields=["code"]),
            Fixed(name="theme_stays", fields=["public_id", "merged_into", "made_at"]),
            RowAccess(
                name="theme_access",
                read={PROGRAMME: ALL},
                add={PROGRAMME: "merged_into_id IS NULL"},
                change={PROGRAMME: Only("true", "name", "description", "merged_into")},
            ),
        ]

    def __str__(self):
        return self.name


class ThemeEvent(models.Model):
    """How the codebook of an item came to be."""

    code = models.CharField(max_length=40)
    at = models.DateTimeField(default=timezone.now)
    who = models.CharField(max_length=300)
    text = models.CharField(max_length=400)

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            AppendOnly(name="theme_event_is_written_once"),
            RowAccess(name="theme_event_access", read={PROGRAMME: ALL}, add={PROGRAMME: ALL}),
        ]


class Coding(models.Model):
    """Under which themes somebody put an answer; none: no theme fits. What two coders differ about they settle together
    (`is_consensus`). Until both are done, the database shows each of them her own only."""

    question = models.ForeignKey(OpenQuestion, models.PROTECT, related_name="codings")
    verbatim = models.ForeignKey(Verbatim, models.CASCADE, related_name="codings")
    coder = models.ForeignKey("organisations.User", models.PROTECT, related_name="+")
    is_consensus = models.BooleanField(default=False)
    themes = ArrayField(models.BigIntegerField(), default=list)  # of this item: portal.check_themes

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["verbatim", "coder"], condition=Q(is_consensus=False), name="coding_once_per_coder"
            ),
            models.UniqueConstraint(
                fields=["verbatim"], condition=Q(is_consensus=True), name="coding_settled_once"
            ),
            Owners(name="coding_owners", fields=["question", "verbatim"]),
            Fixed(name="coding_stays", fields=["is_consensus"]),
            SameOwners(name="coding_verbatim", parent="verbatim", fields=["question"]),
            RowAccess(
                name="coding_access",
                read={PROGRAMME: f"coder_id = {{me}} OR {BOTH_ARE_DONE}"},
                add={PROGRAMME: CODES},
                change={PROGRAMME: Only(
                    "(is_consensus AND EXISTS (SELECT FROM surveys_openquestion q WHERE q.id = question_id "
                    f"AND q.state = 'settling')) OR ({CODES})",
                    "themes",
                )},
                recorded=False,
            ),
        ]  # fmt: skip


class ThemeFigures(models.Model):
    """How many answers were put under each theme, as it may be shown: of all, for the programme team (hogeschool NULL),
    or of one hogeschool beside all together. Counted by a worker (services/counting.py)."""

    question = models.ForeignKey(OpenQuestion, models.PROTECT, related_name="figures")
    hogeschool = models.ForeignKey("organisations.Organisation", models.PROTECT, null=True, related_name="+")
    content = models.JSONField()
    computed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["question", "hogeschool"]
        constraints = [
            models.UniqueConstraint(
                fields=["question", "hogeschool"], nulls_distinct=False, name="theme_figures_are_unique"
            ),
            RowAccess(
                name="theme_figures_access",
                read={
                    COORDINATOR: f"{OF_HOGESCHOOL} AND EXISTS "
                    "(SELECT FROM surveys_openquestion q WHERE q.id = question_id)",
                    PROGRAMME: f"hogeschool_id IS NULL AND {OF_STANDARD_QUESTION}",
                },
                recorded=False,  # made anew from the codes at any time
            ),
        ]
