"""The tripartite agreement: what is agreed, by whom, who signed which version, and the sealed document."""

from collections.abc import Iterable
from uuid import uuid4

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from mkbroute.access.policies import ALL, AppendOnly, Fixed, Only, Owners, RowAccess, SameOwners, Steps, While
from mkbroute.access.roles import COMPANY, COORDINATOR, EMPLOYER, PROGRAMME, SIGNER, STUDENT, parts
from routes.enums import Form

from .enums import SIGNING_STEPS, STEPS, TOLD_BY_HOGESCHOOL, TOLD_BY_SIGNER, EventKind, Role, SigningState, State

OF_HOGESCHOOL = "hogeschool_id = {hogeschool}"
THREE = {
    COORDINATOR: OF_HOGESCHOOL,
    COMPANY: "organisation_id = {organisation}",
    EMPLOYER: "employer_id = {organisation}",
    STUDENT: "student_id = {me}",
}
CHILD = {**THREE, SIGNER: "agreement_id = {agreement}"}
OWNERS = ["hogeschool", "organisation", "student"]
FORMAL_EMPLOYER = (
    "(employer_id IS NULL OR EXISTS ("
    "SELECT FROM organisations_organisation o WHERE o.id = employer_id AND o.kind = 'employer'))"
)
OWN_SIGNING = "id = {signing}"


def _quoted(values: Iterable[str]) -> str:
    return ", ".join(f"'{value}'" for value in values)


def _of_agreement_in(*states: str) -> str:
    agreement = f"SELECT FROM agreements_agreement a WHERE a.id = agreement_id AND a.state IN ({_quoted(states)})"
    return f"{OF_HOGESCHOOL} AND EXISTS ({agreement})"


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


class AgreementTemplate(models.Model):
    """The text of an agreement: articles with variables. What was sent keeps the version it was sent with."""

    code = models.SlugField()  # "landelijk-duaal"
    number = models.PositiveSmallIntegerField("versie")
    form = models.CharField(max_length=10, choices=Form)
    title = models.CharField(max_length=200)
    legal_basis = models.TextField()
    # [{"number": 1, "title": …, "provision": "a" or "", "paragraphs": […], "suggestions": {field: text}}]; see text.py
    articles = models.JSONField()
    source = models.CharField(max_length=200)
    valid_from = models.DateField()

    class Meta:
        ordering = ["code", "-number"]
        get_latest_by = "number"
        constraints = [
            models.UniqueConstraint(fields=["code", "number"], name="agreement_template_version_is_unique"),
            AppendOnly(name="agreement_template_is_written_once"),
            RowAccess(
                name="agreement_template_access",
                read=parts(ALL, COORDINATOR, COMPANY, EMPLOYER, STUDENT, SIGNER, PROGRAMME),
            ),
        ]

    def __str__(self):
        return f"{self.title}, versie {self.number}"


# what is agreed, apart from the parties
CONTENT = (
    "student_name", "template",
    "starts_on", "ends_on", "practice_starts_on", "practice_ends_on",
    "hours_per_week", "working_days", "school_days", "practice_supervisor",
    "school_supervisor", "guidance", "learning_outcomes", "assessment",
    "termination_grounds", "termination_manner", "function_title", "tasks",
    "workplace_address", "employment", "study_costs", "other_arrangements",
)  # fmt: skip


class Agreement(models.Model):
    """Duaal: the agreement of WHW 7.7 lid 5. Deeltijd: a samenwerkingsovereenkomst between the same parties.

    Hours are per week; dates are inclusive, as on paper.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    match = models.ForeignKey("matching.Match", models.PROTECT, related_name="agreements")
    route = models.ForeignKey("routes.Route", models.PROTECT, related_name="agreements")
    hogeschool = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    employer = models.ForeignKey("organisations.Organisation", models.PROTECT, null=True, blank=True, related_name="+")
    student = models.ForeignKey("organisations.User", models.PROTECT, related_name="+")
    template = models.ForeignKey(AgreementTemplate, models.PROTECT, related_name="+")
    form = models.CharField(max_length=10, choices=Form, editable=False)
    student_name = models.CharField("naam van de student", max_length=120)  # as in the list
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT, editable=False)
    version = models.PositiveSmallIntegerField(default=0, editable=False)  # the latest one sent; 0: none yet

    # a. the term, and the period of the beroepsuitoefening
    starts_on = models.DateField("begindatum van de overeenkomst", null=True, blank=True)
    ends_on = models.DateField("einddatum van de overeenkomst", null=True, blank=True)
    practice_starts_on = models.DateField("begin van het werken in het bedrijf", null=True, blank=True)
    practice_ends_on = models.DateField("einde van het werken in het bedrijf", null=True, blank=True)
    hours_per_week = models.DecimalField(
        "werkuren per week",
        max_digits=3,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(40)],
    )
    working_days = models.CharField("werkdagen", max_length=120, blank=True)
    school_days = models.CharField("schooldagen", max_length=120, blank=True)
    # b. guidance
    practice_supervisor = models.CharField("praktijkbegeleider", max_length=200, blank=True)
    school_supervisor = models.CharField("begeleider van de hogeschool", max_length=200, blank=True)
    guidance = models.TextField("hoe vaak en hoe wordt begeleid?", max_length=2000, blank=True)
    # c. the qualities to realise, and how they are assessed
    learning_outcomes = models.TextField("leeruitkomsten op de werkplek", max_length=4000, blank=True)
    assessment = models.TextField("wie beoordeelt, en hoe?", max_length=2000, blank=True)
    # d. early termination
    termination_grounds = models.TextField(
        "in welke gevallen kan de overeenkomst eerder eindigen?", max_length=2000, blank=True
    )
    termination_manner = models.TextField("op welke wijze?", max_length=2000, blank=True)
    # usual in models
    function_title = models.CharField("functie", max_length=120, blank=True)
    tasks = models.TextField("taken", max_length=2000, blank=True)
    workplace_address = models.CharField("adres van de werkplek", max_length=300, blank=True)
    employment = models.TextField("arbeidsovereenkomst: soort, duur en loon", max_length=1000, blank=True)
    study_costs = models.TextField("studietijd en studiekosten", max_length=1000, blank=True)
    other_arrangements = models.TextField("overige afspraken", max_length=2000, blank=True)

    created_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["hogeschool", "-changed_at", "-id"], name="agreement_by_last_change"),
            models.Index(fields=["organisation", "-created_at", "-id"], name="agreement_by_organisation"),
            models.Index(fields=["employer", "-created_at", "-id"], name="agreement_by_employer"),
            models.Index(fields=["student", "-created_at", "-id"], name="agreement_by_student"),
            models.Index(fields=["changed_at"], condition=Q(state="signed"), name="agreement_to_seal"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["match"],
                condition=~Q(state=State.CANCELLED),
                name="agreement_one_per_match",
                violation_error_message="Voor deze match is al een overeenkomst opgesteld.",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="agreement_ends_after_start",
                violation_error_message="De einddatum ligt vóór de begindatum.",
            ),
            models.CheckConstraint(
                condition=Q(practice_ends_on__gte=F("practice_starts_on")),
                name="agreement_practice_ends_after_start",
                violation_error_message="Het werken in het bedrijf eindigt vóór het begint.",
            ),
            models.CheckConstraint(
                condition=Q(practice_starts_on__gte=F("starts_on")) & Q(practice_ends_on__lte=F("ends_on")),
                name="agreement_practice_within_term",
                violation_error_message="Het werken in het bedrijf valt buiten de looptijd van de overeenkomst.",
            ),
            models.CheckConstraint(
                condition=Q(hours_per_week__gte=1, hours_per_week__lte=40),
                name="agreement_hours_fit_the_week",
                violation_error_message="Werkuren per week liggen tussen 1 en 40.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[State.DRAFT, State.CANCELLED]) | Q(version__gt=0),
                name="agreement_sent_has_version",
            ),
            Owners(name="agreement_owners", fields=OWNERS),
            Fixed(name="agreement_employer_stays", fields=["employer", "form"]),
            While(
                name="agreement_changes_as_draft", field="state", states=[State.DRAFT], fields=[*CONTENT, "employer"]
            ),
            models.UniqueConstraint(fields=["id", "employer"], name="agreement_with_employer"),
            SameOwners(name="agreement_match_owners", parent="match", fields=OWNERS),
            SameOwners(name="agreement_route_owners", parent="route", fields=["hogeschool"]),
            Steps(name="agreement_steps", field="state", steps=STEPS),
            RowAccess(
                name="agreement_access",
                read={**THREE, SIGNER: "id = {agreement}"},
                add={COORDINATOR: f"{OF_HOGESCHOOL} AND state = 'draft' AND version = 0 AND {FORMAL_EMPLOYER}"},
                change={COORDINATOR: OF_HOGESCHOOL, SIGNER: Only("id = {agreement}", "state", "changed_at")},
            ),
        ]

    def __str__(self):
        return f"Overeenkomst {self.student_name}"

    @property
    def is_duaal(self) -> bool:
        return self.form == Form.DUAAL


class Party(models.Model):
    """A party as it stands in the agreement, and who signs for it: a snapshot, not a reference."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="parties")
    hogeschool = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    employer = models.ForeignKey("organisations.Organisation", models.PROTECT, null=True, related_name="+")
    student = models.ForeignKey("organisations.User", models.PROTECT, related_name="+")
    role = models.CharField(max_length=10, choices=Role)
    legal_name = models.CharField("naam", max_length=200)
    kvk_number = models.CharField("KvK-nummer", max_length=8, blank=True)
    vestigingsnummer = models.CharField(max_length=12, blank=True)
    address = models.CharField("adres", max_length=300, blank=True)
    student_number = models.CharField("studentnummer", max_length=20, blank=True)  # of the student
    born_on = models.DateField("geboortedatum", null=True, blank=True)
    signer_name = models.CharField("wie tekent", max_length=120)
    signer_function = models.CharField("functie", max_length=120, blank=True)
    signer_email = models.EmailField("e-mailadres")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "role"], name="party_once_per_role"),
            models.CheckConstraint(
                condition=Q(role=Role.STUDENT) | Q(student_number="", born_on=None),
                name="party_student_data_is_of_student",
            ),
            SameOwners(name="party_owners", parent="agreement", fields=OWNERS),
            SameOwners(name="party_employer", parent="agreement", fields=["employer"]),
            RowAccess(
                name="party_access",
                read=CHILD,
                add={COORDINATOR: _of_agreement_in("draft")},
                # an address to sign from may be mended while people sign
                change={COORDINATOR: _of_agreement_in("draft", "sent")},
                delete={COORDINATOR: _of_agreement_in("draft")},
            ),
        ]


class AgreementVersion(models.Model):
    """The text that was sent for signature. Never changes; a correction is a new version with new signatures."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="versions")
    hogeschool = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    employer = models.ForeignKey("organisations.Organisation", models.PROTECT, null=True, related_name="+")
    student = models.ForeignKey("organisations.User", models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    html = models.TextField()  # the text as read and signed, without the page around it
    content_sha256 = models.CharField(max_length=64)  # of html, UTF-8
    created_at = models.DateTimeField(default=timezone.now)
    document = models.ForeignKey("documents.Document", models.PROTECT, null=True, related_name="+")  # sealed
    sealed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "number"], name="agreement_version_is_unique"),
            models.CheckConstraint(
                condition=Q(document=None, sealed_at=None) | Q(document__isnull=False, sealed_at__isnull=False),
                name="agreement_version_sealed_has_document",
            ),
            Owners(name="agreement_version_owners", fields=["agreement", *OWNERS]),
            Fixed(
                name="agreement_version_never_changes",
                fields=["number", "title", "html", "content_sha256", "created_at", "document", "sealed_at", "employer"],
            ),
            SameOwners(name="agreement_version_agreement", parent="agreement", fields=OWNERS),
            SameOwners(name="agreement_version_employer", parent="agreement", fields=["employer"]),
            SameOwners(name="agreement_version_document", parent="document", fields=["agreement=agreement_id"]),
            RowAccess(
                name="agreement_version_access",
                read=CHILD,
                add={COORDINATOR: f"{OF_HOGESCHOOL} AND document_id IS NULL"},
            ),
        ]


class Signing(models.Model):
    """Who must sign which version, by a personal link. The link carries a token; here stands its hash."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    version = models.ForeignKey(AgreementVersion, models.PROTECT, related_name="signings")
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="signings")
    hogeschool = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    employer = models.ForeignKey("organisations.Organisation", models.PROTECT, null=True, related_name="+")
    student = models.ForeignKey("organisations.User", models.PROTECT, related_name="+")
    role = models.CharField(max_length=10, choices=Role)
    party_name = models.CharField(max_length=200)
    name = models.CharField(max_length=120)
    function = models.CharField(max_length=120, blank=True)
    email = models.EmailField()
    token_hash = models.CharField(max_length=64, unique=True)
    link_expires_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=SigningState, default=SigningState.WAITING)
    opened_at = models.DateTimeField(null=True)
    code_hash = models.CharField(max_length=64, blank=True)
    code_expires_at = models.DateTimeField(null=True)
    code_attempts = models.PositiveSmallIntegerField(default=0)
    codes_sent = models.PositiveSmallIntegerField(default=0)
    identified_at = models.DateTimeField(null=True)
    typed_name = models.CharField(max_length=120, blank=True)
    answered_at = models.DateTimeField(null=True)
    decline_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["agreement", "id"], name="signing_by_agreement")]
        constraints = [
            models.UniqueConstraint(fields=["version", "role"], name="signing_once_per_party"),
            models.UniqueConstraint(fields=["version", "email"], name="signing_by_distinct_persons"),
            models.CheckConstraint(
                condition=Q(state=SigningState.WAITING, answered_at=None)
                | (~Q(state=SigningState.WAITING) & Q(answered_at__isnull=False)),
                name="signing_answer_has_date",
            ),
            models.CheckConstraint(
                condition=~Q(state=SigningState.SIGNED) | (~Q(typed_name="") & Q(identified_at__isnull=False)),
                name="signing_signed_by_identified_person",
            ),
            models.CheckConstraint(
                condition=~Q(state=SigningState.DECLINED) | ~Q(decline_reason=""), name="signing_declined_has_reason"
            ),
            Owners(name="signing_owners", fields=["version", "agreement", *OWNERS]),
            Fixed(name="signing_person_stays", fields=["role", "party_name", "answered_at", "employer"]),
            SameOwners(name="signing_version_owners", parent="version", fields=["agreement", *OWNERS]),
            SameOwners(name="signing_employer", parent="agreement", fields=["employer"]),
            While(
                name="signing_changes_while_waiting",
                field="state",
                states=[SigningState.WAITING],
                fields=[
                    "name",
                    "function",
                    "email",
                    "token_hash",
                    "link_expires_at",
                    "identified_at",
                    "typed_name",
                    "answered_at",
                    "decline_reason",
                ],
            ),
            Steps(name="signing_steps", field="state", steps=SIGNING_STEPS),
            RowAccess(
                name="signing_access",
                read=CHILD,
                add={COORDINATOR: f"{OF_HOGESCHOOL} AND state = 'waiting'"},
                change={
                    COORDINATOR: Only(OF_HOGESCHOOL, "token_hash", "link_expires_at", "email"),
                    SIGNER: Only(
                        OWN_SIGNING,
                        "token_hash",
                        "link_expires_at",
                        "state",
                        "opened_at",
                        "code_hash",
                        "code_expires_at",
                        "code_attempts",
                        "codes_sent",
                        "identified_at",
                        "typed_name",
                        "answered_at",
                        "decline_reason",
                    ),
                },
            ),
        ]


class AgreementEvent(models.Model):
    """The log of an agreement: evidence. Each row's hash covers its payload and the hash before it (chain_event in
    migration 0002 checks it), so that a changed, removed or inserted row shows."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="events")
    hogeschool = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    employer = models.ForeignKey("organisations.Organisation", models.PROTECT, null=True, related_name="+")
    student = models.ForeignKey("organisations.User", models.PROTECT, related_name="+")
    sequence = models.PositiveIntegerField()
    at = models.DateTimeField()
    kind = models.CharField(max_length=12, choices=EventKind)
    who = models.CharField(max_length=200)
    text = models.CharField(max_length=300)
    reason = models.TextField(blank=True)
    payload = models.TextField()  # canonical JSON of all the above and the evidence (IP address, browser, hashes)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)  # SHA-256 of previous_hash + payload

    class Meta:
        ordering = ["sequence"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "sequence"], name="agreement_event_sequence_is_unique"),
            AppendOnly(name="agreement_event_is_written_once"),
            SameOwners(name="agreement_event_owners", parent="agreement", fields=OWNERS),
            SameOwners(name="agreement_event_employer", parent="agreement", fields=["employer"]),
            RowAccess(
                name="agreement_event_access",
                read=CHILD,
                add={
                    COORDINATOR: f"{OF_HOGESCHOOL} AND kind IN ({_quoted(TOLD_BY_HOGESCHOOL)})",
                    SIGNER: f"agreement_id = {{agreement}} AND kind IN ({_quoted(TOLD_BY_SIGNER)})",
                },
                recorded=False,
            ),
        ]
