"""Questionnaires: the standard ones of the programme team, and what a hogeschool asks after them."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils import timezone

from mkbroute.access.policies import AppendOnly, Fixed, Kept, Owners, RowAccess, SameOwners, Steps, While
from mkbroute.access.roles import COORDINATOR, PROGRAMME

from ..asking.items import Content
from ..asking.reading import read
from ..enums import VERSION_STEPS, Audience, VersionEventKind, VersionState

STANDARD = "hogeschool_id IS NULL"
OF_HOGESCHOOL = "hogeschool_id = {hogeschool}"
OF_STANDARD = (
    f"{STANDARD} AND EXISTS (SELECT FROM surveys_questionnaire q WHERE q.id = questionnaire_id AND q.{STANDARD})"
)
VERSION = "EXISTS (SELECT FROM surveys_questionnaireversion v WHERE v.id = version_id AND v.hogeschool_id"


class Questionnaire(models.Model):
    """One audience is asked the standard one; of each hogeschool its own items may follow."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    hogeschool = models.ForeignKey("organisations.Organisation", models.PROTECT, null=True, related_name="+")
    audience = models.CharField(max_length=10, choices=Audience)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["audience", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["hogeschool", "audience"],
                nulls_distinct=False,
                name="questionnaire_one_per_audience",
                violation_error_message="Deze vragenlijst is er al. Open haar in de lijst.",
            ),
            Owners(name="questionnaire_owners", fields=["hogeschool"]),
            Fixed(name="questionnaire_audience_stays", fields=["public_id", "audience", "created_at"]),
            RowAccess(
                name="questionnaire_access",
                read={COORDINATOR: f"{STANDARD} OR {OF_HOGESCHOOL}", PROGRAMME: STANDARD},
                add={COORDINATOR: OF_HOGESCHOOL},
            ),
        ]

    def __str__(self):
        whose = "Standaard" if self.is_standard else "Eigen vragen"
        return f"{whose}, {Audience(self.audience).label.lower()}"

    @property
    def is_standard(self) -> bool:
        return self.hogeschool_id is None


class QuestionnaireVersion(models.Model):
    """Its content: edited as a draft, and never changed once it is published. A measurement keeps its version."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    questionnaire = models.ForeignKey(Questionnaire, models.PROTECT, related_name="versions")
    hogeschool = models.ForeignKey("organisations.Organisation", models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=VersionState, default=VersionState.DRAFT)
    number = models.PositiveSmallIntegerField("versie", null=True)
    content = models.JSONField()  # see asking/writing.py
    source = models.CharField(max_length=200)
    based_on = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    follows = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")  # the standard one, asked first
    changes = models.TextField(blank=True)  # in words, since the version before
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True)
    published_by = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-number", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["questionnaire", "number"], name="questionnaire_version_number_is_unique"),
            models.UniqueConstraint(
                fields=["questionnaire"],
                condition=Q(state=VersionState.DRAFT),
                name="questionnaire_version_one_draft",
                violation_error_message="Er is al een concept van deze vragenlijst. Ga daarin verder.",
            ),
            models.CheckConstraint(
                condition=Q(state=VersionState.PUBLISHED, number__gte=1, published_at__isnull=False)
                | (~Q(state=VersionState.PUBLISHED) & Q(number=None, published_at=None, published_by="")),
                name="questionnaire_version_published_has_number",
            ),
            models.CheckConstraint(
                condition=Q(content__has_key="prefix") & Q(content__has_key="sections"),
                name="questionnaire_version_has_sections",
            ),
            SameOwners(name="questionnaire_version_owners", parent="questionnaire", fields=["hogeschool"]),
            Owners(name="questionnaire_version_hogeschool_stays", fields=["hogeschool"]),
            Owners(name="questionnaire_version_questionnaire_stays", fields=["questionnaire"]),
            SameOwners(name="questionnaire_version_copies_its_own", parent="based_on", fields=["questionnaire"]),
            Fixed(
                name="questionnaire_version_beginning_stays",
                fields=["public_id", "questionnaire", "based_on", "created_at"],
            ),
            While(
                name="questionnaire_version_changes_as_draft",
                field="state",
                states=[VersionState.DRAFT],
                fields=[
                    "number",
                    "content",
                    "source",
                    "based_on",
                    "follows",
                    "changes",
                    "changed_at",
                    "published_at",
                    "published_by",
                ],
            ),
            Steps(name="questionnaire_version_steps", field="state", steps=VERSION_STEPS),
            Kept(name="questionnaire_version_is_kept", until="{row}.state = 'dropped'"),
            RowAccess(
                name="questionnaire_version_access",
                read={
                    COORDINATOR: f"{OF_HOGESCHOOL} OR ({STANDARD} AND state = 'published')",
                    PROGRAMME: STANDARD,
                },
                add={
                    COORDINATOR: f"{OF_HOGESCHOOL} AND state = 'draft'",
                    PROGRAMME: f"{OF_STANDARD} AND state = 'draft'",
                },
                change={COORDINATOR: OF_HOGESCHOOL, PROGRAMME: OF_STANDARD},
            ),
        ]

    def __str__(self):
        called = f"versie {self.number}" if self.number else VersionState(self.state).label.lower()
        return f"{self.questionnaire}, {called}"

    @property
    def asked(self) -> Content:
        return read(self.content)


class VersionEvent(models.Model):
    """What happened to a draft: for whoever works on it next."""

    version = models.ForeignKey(QuestionnaireVersion, models.PROTECT, related_name="events")
    hogeschool = models.ForeignKey("organisations.Organisation", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    kind = models.CharField(max_length=10, choices=VersionEventKind)
    who = models.CharField(max_length=200)
    text = models.CharField(max_length=400)

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            AppendOnly(name="version_event_is_written_once"),
            # none for a standard one: there the policy looks at the version itself
            SameOwners(name="version_event_owners", parent="version", fields=["hogeschool"]),
            RowAccess(
                name="version_event_access",
                read={COORDINATOR: OF_HOGESCHOOL, PROGRAMME: STANDARD},
                add={COORDINATOR: OF_HOGESCHOOL, PROGRAMME: f"{STANDARD} AND {VERSION} IS NULL)"},
            ),
        ]
