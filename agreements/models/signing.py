"""The text that was sent, who signed it, and what happened."""

from datetime import timedelta
from uuid import uuid4

from django.db import models
from django.db.models import DateField, ExpressionWrapper, F, Func, Q
from django.utils import timezone

from mkbroute.access.policies import AppendOnly, Fixed, Only, Owners, RowAccess, SameOwners, Steps, While
from mkbroute.access.roles import CARD, COMPANY, COORDINATOR, EMPLOYER, SIGNER, STUDENT

from ..enums import (
    SIGNING_STEPS,
    TOLD_BY_CARD,
    TOLD_BY_COMPANY,
    TOLD_BY_HOGESCHOOL,
    TOLD_BY_PARTY,
    TOLD_BY_PRACTICE_LINK,
    TOLD_BY_SIGNER,
    TOLD_BY_STUDENT,
    EventKind,
    Language,
    Role,
    SigningMethod,
    SigningState,
)
from .access import (
    CHILD,
    CONFIRMS,
    ITS_EVENTS,
    ITS_SIGNINGS,
    ITS_VERSIONS,
    OF_CARD,
    OF_COMPANY,
    OF_HOGESCHOOL,
    OF_STUDENT,
    OWN_SIGNING,
    OWNERS,
    SIGNS,
    THREE,
    kept,
    quoted,
)
from .addenda import Addendum
from .agreement import Agreement

SIGNED_AT_MOST_AGO = timedelta(days=366)  # on paper, before it is recorded
ANSWERED_ON = Func(
    F("answered_at"), template="(%(expressions)s AT TIME ZONE 'Europe/Amsterdam')::date", output_field=DateField()
)
LONGEST_AGO = ExpressionWrapper(ANSWERED_ON - SIGNED_AT_MOST_AGO.days, DateField())


class AgreementVersion(models.Model):
    """The text that was sent for signature: of the agreement, or of an addendum to it. Never changes; a correction is a
    new version with new signatures. Numbers run on over both."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="versions")
    addendum = models.ForeignKey(Addendum, models.PROTECT, null=True, related_name="versions")
    hogeschool = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    employer = models.ForeignKey("organisations.Organisation", models.PROTECT, null=True, related_name="+")
    student = models.ForeignKey("organisations.User", models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=2, choices=Language, default=Language.NL)
    title = models.CharField(max_length=200)
    html = models.TextField()  # the text as read and signed, without the page around it
    content_sha256 = models.CharField(max_length=64)  # of html, UTF-8
    content = models.JSONField(default=dict)  # what it was made of, to say what the next one changes: differences.py
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
                fields=[
                    "number",
                    "addendum",
                    "title",
                    "html",
                    "content_sha256",
                    "content",
                    "created_at",
                    "document",
                    "sealed_at",
                    "employer",
                ],
            ),
            Fixed(name="agreement_version_language_stays", fields=["language"]),
            SameOwners(name="agreement_version_agreement", parent="agreement", fields=OWNERS),
            SameOwners(name="agreement_version_employer", parent="agreement", fields=["employer"]),
            kept("agreement_version_is_kept"),
            SameOwners(name="agreement_version_addendum", parent="addendum", fields=["agreement", *OWNERS]),
            SameOwners(name="agreement_version_document", parent="document", fields=["agreement=agreement_id"]),
            RowAccess(
                name="agreement_version_access",
                read={**CHILD, COMPANY: ITS_VERSIONS},
                add={COORDINATOR: f"{OF_HOGESCHOOL} AND document_id IS NULL"},
            ),
        ]

    @property
    def subject(self) -> Agreement | Addendum:
        """What people sign by it, and whose state their answers change."""
        return self.addendum or self.agreement

    @property
    def called(self) -> str:
        return f"addendum {self.addendum.number}" if self.addendum else f"versie {self.number}"

    @property
    def heading(self) -> str:
        of = f"overeenkomst voor {self.agreement.student_name}"
        return f"Addendum {self.addendum.number} bij de {of}" if self.addendum else f"O{of[1:]}"


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
    turn = models.PositiveSmallIntegerField(default=1)  # who has a lower one signs first (trigger signing_in_turn)
    is_asked = models.BooleanField(default=True)  # the link was mailed; False: her turn has not come
    method = models.CharField(max_length=10, choices=SigningMethod, blank=True)
    drawing = models.TextField(blank=True)  # path data, of drawings.py
    signed_on = models.DateField(null=True)  # the date on paper, of what was signed elsewhere

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["agreement", "id"], name="signing_by_agreement"),
            models.Index(fields=["agreement"], condition=Q(state="waiting", is_asked=False), name="signing_to_ask"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["version", "role"], name="signing_once_per_party"),
            models.UniqueConstraint(fields=["version", "email"], name="signing_by_distinct_persons"),
            models.CheckConstraint(
                condition=Q(state=SigningState.WAITING, answered_at=None)
                | (~Q(state=SigningState.WAITING) & Q(answered_at__isnull=False)),
                name="signing_answer_has_date",
            ),
            models.CheckConstraint(
                condition=~Q(state=SigningState.SIGNED)
                | (~Q(typed_name="", drawing="") & Q(identified_at__isnull=False) & ~Q(method=SigningMethod.ELSEWHERE))
                | Q(method=SigningMethod.ELSEWHERE, typed_name="", drawing=""),
                name="signing_signed_by_identified_person",
            ),
            models.CheckConstraint(
                condition=Q(method=SigningMethod.ELSEWHERE, signed_on__isnull=False)
                | (~Q(method=SigningMethod.ELSEWHERE) & Q(signed_on=None)),
                name="signing_elsewhere_has_date",
            ),
            models.CheckConstraint(
                condition=Q(signed_on=None) | Q(signed_on__lte=ANSWERED_ON, signed_on__gte=LONGEST_AGO),
                name="signing_elsewhere_in_time",
                violation_error_message="De datum ligt in de toekomst of meer dan een jaar terug. Verbeter de datum.",
            ),
            models.CheckConstraint(
                condition=Q(method=SigningMethod.DRAWN) | Q(drawing=""), name="signing_drawing_is_of_drawn"
            ),
            models.CheckConstraint(
                condition=~Q(state=SigningState.SIGNED) | Q(is_asked=True) | Q(method=SigningMethod.ELSEWHERE),
                name="signing_signed_was_asked",
            ),
            models.CheckConstraint(
                condition=~Q(state=SigningState.DECLINED) | ~Q(decline_reason=""), name="signing_declined_has_reason"
            ),
            Owners(name="signing_owners", fields=["version", "agreement", *OWNERS]),
            Fixed(name="signing_person_stays", fields=["role", "party_name", "answered_at", "employer", "turn"]),
            SameOwners(name="signing_version_owners", parent="version", fields=["agreement", *OWNERS]),
            SameOwners(name="signing_employer", parent="agreement", fields=["employer"]),
            kept("signing_is_kept"),
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
                    "method",
                    "drawing",
                    "signed_on",
                    "is_asked",
                ],
            ),
            Steps(name="signing_steps", field="state", steps=SIGNING_STEPS),
            RowAccess(
                name="signing_access",
                read={**CHILD, COMPANY: ITS_SIGNINGS},
                add={COORDINATOR: f"{OF_HOGESCHOOL} AND state = 'waiting'"},
                change={
                    # on somebody's behalf a coordinator sets no signature but one that stands on paper
                    COORDINATOR: Only(
                        f"{OF_HOGESCHOOL} AND (state = 'waiting' OR method = 'elsewhere')",
                        "token_hash",
                        "link_expires_at",
                        "email",
                        "state",
                        "answered_at",
                        "method",
                        "signed_on",
                    ),
                    SIGNER: Only(
                        f"{OWN_SIGNING} AND method <> 'elsewhere'",
                        "name",
                        "function",
                        "email",
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
                        "method",
                        "drawing",
                    ),
                },
            ),
        ]


class AgreementEvent(models.Model):
    """The log of an agreement: evidence. Each row's hash covers its payload and the hash before it (chain_event in
    migrations/sql/signing.sql checks it), so that a changed, removed or inserted row shows."""

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
            AppendOnly(name="agreement_event_is_written_once", removable=True),
            kept("agreement_event_is_kept"),
            SameOwners(name="agreement_event_owners", parent="agreement", fields=OWNERS),
            SameOwners(name="agreement_event_employer", parent="agreement", fields=["employer"]),
            RowAccess(
                name="agreement_event_access",
                read={**CHILD, COMPANY: ITS_EVENTS, CARD: OF_CARD},
                add={
                    COORDINATOR: f"{OF_HOGESCHOOL} AND kind IN ({quoted(TOLD_BY_HOGESCHOOL)})",
                    SIGNER: f"agreement_id = {{agreement}} AND (({SIGNS} AND kind IN ({quoted(TOLD_BY_SIGNER)})) "
                    f"OR ({CONFIRMS} AND kind IN ({quoted(TOLD_BY_PARTY)})))",
                    COMPANY: f"{OF_COMPANY} AND kind IN ({quoted(TOLD_BY_COMPANY)})",
                    EMPLOYER: f"{THREE[EMPLOYER]} AND kind IN ({quoted(TOLD_BY_PARTY)})",
                    STUDENT: f"{OF_STUDENT} AND kind IN ({quoted(TOLD_BY_STUDENT)})",
                    CARD: f"{OF_CARD} AND ({{card}} IS NOT NULL AND kind IN ({quoted(TOLD_BY_CARD)}) "
                    f"OR {{practice}} IS NOT NULL AND kind IN ({quoted(TOLD_BY_PRACTICE_LINK)}))",
                },
                recorded=False,
            ),
        ]
