"""What an agreement is made of: the provisions that the law asks for, and the text with variables."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils import timezone

from mkbroute.access.policies import (
    ALL,
    AppendOnly,
    Fixed,
    Owners,
    RowAccess,
    SameOwners,
    Steps,
    While,
)
from mkbroute.access.roles import COMPANY, COORDINATOR, EMPLOYER, PROGRAMME, SIGNER, STUDENT, parts
from routes.enums import Form

from ..enums import TEMPLATE_STEPS, Language, SigningOrder, TemplateEventKind, TemplateState
from .access import OF_HOGESCHOOL

NATIONAL = "hogeschool_id IS NULL"
NATIONAL_CODE = "landelijk-"
# of one's own agreement: that agreement's policy says which
IN_USE = "EXISTS (SELECT FROM agreements_agreement a WHERE a.template_id = agreements_agreementtemplate.id)"
DRAFT = "EXISTS (SELECT FROM agreements_templatedraft d WHERE d.id = draft_id AND d.hogeschool_id"


class LegalProvision(models.Model):
    """What the law says an agreement must provide for: the four parts of WHW art. 7.7 lid 5. New text: a new row."""

    code = models.CharField(max_length=1)  # a, b, c, d
    title = models.CharField(max_length=120)
    text = models.TextField()
    citation = models.CharField(max_length=60)  # "WHW art. 7.7 lid 5 onder a"
    source = models.CharField(max_length=200)
    valid_from = models.DateField()

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="legal_provision_once_per_date"),
            AppendOnly(name="legal_provision_is_written_once"),
            RowAccess(
                name="legal_provision_access",
                read=parts(ALL, COORDINATOR, COMPANY, EMPLOYER, STUDENT, SIGNER, PROGRAMME),
            ),
        ]


class TemplateText(models.Model):
    """The text of a template: for one form of programme, of the whole country or of one hogeschool."""

    hogeschool = models.ForeignKey("organisations.Organisation", models.PROTECT, null=True, related_name="+")
    form = models.CharField(max_length=10, choices=Form)
    title = models.CharField("titel", max_length=200)
    title_en = models.CharField("titel in het Engels", max_length=200, blank=True)
    legal_basis = models.TextField("grondslag", max_length=2000)
    legal_basis_en = models.TextField("grondslag in het Engels", max_length=2000, blank=True)
    articles = models.JSONField()  # see articles.py
    grounds = models.JSONField("gronden om eerder te stoppen")  # texts: WHW 7.7 lid 5 onder d
    signing_order = models.CharField(
        "volgorde van tekenen", max_length=16, choices=SigningOrder, default=SigningOrder.HOGESCHOOL_LAST
    )

    class Meta:
        abstract = True

    @property
    def is_national(self) -> bool:
        return self.hogeschool_id is None

    @property
    def has_english(self) -> bool:
        """It was begun; a version that is published has it whole."""
        return bool(self.title_en or self.legal_basis_en or any(article.get("en") for article in self.articles))

    @property
    def languages(self) -> list[Language]:
        return [Language.NL, Language.EN] if self.has_english else [Language.NL]


class AgreementTemplate(TemplateText):
    """A published version. What was sent keeps the version it was sent with."""

    code = models.SlugField()  # "landelijk-duaal"
    number = models.PositiveSmallIntegerField("versie")
    source = models.CharField(max_length=200)
    valid_from = models.DateField()
    based_on = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    changes = models.TextField(blank=True)  # in words, since the version before
    published_at = models.DateTimeField(null=True)
    published_by = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["code", "-number"]
        get_latest_by = "number"
        indexes = [models.Index(fields=["hogeschool", "form", "-number"], name="agreement_template_by_owner")]
        constraints = [
            models.UniqueConstraint(fields=["code", "number"], name="agreement_template_version_is_unique"),
            models.CheckConstraint(
                condition=Q(hogeschool=None, code__startswith=NATIONAL_CODE)
                | (Q(hogeschool__isnull=False) & ~Q(code__startswith=NATIONAL_CODE)),
                name="agreement_template_code_says_whose",
            ),
            AppendOnly(name="agreement_template_is_written_once"),
            Owners(name="agreement_template_owners", fields=["hogeschool"]),
            RowAccess(
                name="agreement_template_access",
                read={
                    COORDINATOR: f"{NATIONAL} OR {OF_HOGESCHOOL}",
                    PROGRAMME: ALL,
                    **parts(f"{NATIONAL} OR {IN_USE}", COMPANY, EMPLOYER, STUDENT, SIGNER),
                },
                add={COORDINATOR: OF_HOGESCHOOL, PROGRAMME: NATIONAL},
            ),
        ]

    def __str__(self):
        return f"{self.title}, versie {self.number}"


class TemplateDraft(TemplateText):
    """A next version, while it is written: of a hogeschool, or (none) of the programme team."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    based_on = models.ForeignKey(AgreementTemplate, models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=TemplateState, default=TemplateState.DRAFT)
    number = models.PositiveSmallIntegerField(null=True)  # the version it became
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["hogeschool", "form"],
                condition=Q(state=TemplateState.DRAFT),
                nulls_distinct=False,
                name="template_draft_one_at_a_time",
                violation_error_message="Er is al een concept van dit sjabloon.",
            ),
            models.CheckConstraint(
                condition=Q(state=TemplateState.PUBLISHED, number__isnull=False)
                | (~Q(state=TemplateState.PUBLISHED) & Q(number=None)),
                name="template_draft_published_has_number",
            ),
            Owners(name="template_draft_owners", fields=["hogeschool"]),
            Fixed(name="template_draft_beginning_stays", fields=["form", "based_on", "created_at"]),
            While(
                name="template_draft_changes_as_draft",
                field="state",
                states=[TemplateState.DRAFT],
                fields=[
                    "title",
                    "title_en",
                    "legal_basis",
                    "legal_basis_en",
                    "articles",
                    "grounds",
                    "signing_order",
                    "number",
                    "changed_at",
                ],
            ),
            Steps(name="template_draft_steps", field="state", steps=TEMPLATE_STEPS),
            RowAccess(
                name="template_draft_access",
                read={COORDINATOR: OF_HOGESCHOOL, PROGRAMME: NATIONAL},
                add={
                    COORDINATOR: f"{OF_HOGESCHOOL} AND state = 'draft'",
                    PROGRAMME: f"{NATIONAL} AND state = 'draft'",
                },
                change={COORDINATOR: OF_HOGESCHOOL, PROGRAMME: NATIONAL},
            ),
        ]

    def __str__(self):
        return f"Concept {self.title}"


class TemplateEvent(models.Model):
    """What happened to a draft: for whoever works on it next."""

    draft = models.ForeignKey(TemplateDraft, models.PROTECT, related_name="events")
    hogeschool = models.ForeignKey("organisations.Organisation", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    kind = models.CharField(max_length=10, choices=TemplateEventKind)
    who = models.CharField(max_length=200)
    text = models.CharField(max_length=300)

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            AppendOnly(name="template_event_is_written_once"),
            # none for a national one: there the policy looks at the draft itself
            SameOwners(name="template_event_owners", parent="draft", fields=["hogeschool"]),
            RowAccess(
                name="template_event_access",
                read={COORDINATOR: OF_HOGESCHOOL, PROGRAMME: NATIONAL},
                add={COORDINATOR: OF_HOGESCHOOL, PROGRAMME: f"{NATIONAL} AND {DRAFT} IS NULL)"},
            ),
        ]


class TemplateReturn(models.Model):
    """A hogeschool took the national text again. Its own versions up to `left` are no longer what new agreements are
    made of; one that it publishes later is."""

    hogeschool = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    left = models.ForeignKey(AgreementTemplate, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300, blank=True)
    who = models.CharField(max_length=200)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["left"],
                name="template_return_once",
                violation_error_message="Deze versie is al losgelaten.",
            ),
            AppendOnly(name="template_return_is_written_once"),
            SameOwners(name="template_return_owners", parent="left", fields=["hogeschool"]),
            RowAccess(
                name="template_return_access", read={COORDINATOR: OF_HOGESCHOOL}, add={COORDINATOR: OF_HOGESCHOOL}
            ),
        ]

    def __str__(self):
        return f"Terug naar de landelijke tekst, na {self.left}"
