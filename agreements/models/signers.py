"""Around the signatures: what is declared, the scan of what was signed on paper, and who only reads along."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils import timezone

from mkbroute.access.policies import ALL, AppendOnly, Kept, Only, RowAccess, SameOwners
from mkbroute.access.roles import COMPANY, COORDINATOR, EMPLOYER, SIGNER, STUDENT, parts

from ..enums import ReaderKind
from .access import CHILD, OF_HOGESCHOOL, OWNERS, kept, of_agreement_in
from .agreement import Agreement
from .signing import AgreementVersion


class SigningStatements(models.Model):
    """What a signer declares, as templates of str.format. New words: a new row; the log keeps what each declared."""

    number = models.PositiveSmallIntegerField("versie", unique=True)
    identity = models.CharField(max_length=300)  # {name}
    authority = models.CharField(max_length=300)  # {party}; not of who signs for herself
    consent = models.CharField(max_length=500)  # {fingerprint} of the version; {number}, or {text}: "versie 2 van …"
    source = models.CharField(max_length=300)
    valid_from = models.DateField()

    class Meta:
        ordering = ["-number"]
        get_latest_by = "number"
        verbose_name_plural = "signing statements"
        constraints = [
            AppendOnly(name="signing_statements_are_written_once"),
            RowAccess(
                name="signing_statements_access",
                read=parts(ALL, COORDINATOR, COMPANY, EMPLOYER, STUDENT, SIGNER),
            ),
        ]

    def __str__(self):
        return f"Verklaringen, versie {self.number}"


class PaperCopy(models.Model):
    """The scan of a version that was signed on paper, wholly or by the last ones. It is enclosed in what is sealed."""

    version = models.OneToOneField(AgreementVersion, models.PROTECT, related_name="paper_copy")
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="paper_copies")
    hogeschool = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    student = models.ForeignKey("organisations.User", models.PROTECT, related_name="+")
    document = models.ForeignKey("documents.Document", models.PROTECT, related_name="+")
    uploaded_by = models.CharField(max_length=200)
    uploaded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-uploaded_at"]
        constraints = [
            AppendOnly(name="paper_copy_is_written_once", removable=True),
            Kept(name="paper_copy_is_kept", until="portal.paper_copy_is_due({row}.agreement_id)"),
            SameOwners(name="paper_copy_version", parent="version", fields=["agreement", *OWNERS]),
            SameOwners(name="paper_copy_document", parent="document", fields=["hogeschool"]),
            RowAccess(name="paper_copy_access", read={COORDINATOR: OF_HOGESCHOOL}, add={COORDINATOR: OF_HOGESCHOOL}),
        ]


class AgreementReader(models.Model):
    """Who reads along by a personal link, or gets the sealed document, and signs nothing. The parties see who."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="readers")
    hogeschool = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    employer = models.ForeignKey("organisations.Organisation", models.PROTECT, null=True, related_name="+")
    student = models.ForeignKey("organisations.User", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=5, choices=ReaderKind, default=ReaderKind.READS)
    name = models.CharField("naam", max_length=120)
    email = models.EmailField("e-mailadres")
    role = models.CharField("waarom leest deze persoon mee?", max_length=120)
    token_hash = models.CharField(max_length=64, unique=True, null=True)  # none before the first mail
    link_expires_at = models.DateTimeField(null=True)
    added_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "email"],
                name="agreement_reader_once",
                violation_error_message="Dit e-mailadres staat er al bij.",
            ),
            models.CheckConstraint(
                condition=Q(token_hash=None, link_expires_at=None)
                | Q(token_hash__isnull=False, link_expires_at__isnull=False, kind=ReaderKind.READS),
                name="agreement_reader_link_has_end",
            ),
            SameOwners(name="agreement_reader_owners", parent="agreement", fields=OWNERS),
            SameOwners(name="agreement_reader_employer", parent="agreement", fields=["employer"]),
            kept("agreement_reader_is_forgotten", final=False),
            RowAccess(
                name="agreement_reader_access",
                read=CHILD,
                add={COORDINATOR: of_agreement_in("draft", "sent")},
                change={COORDINATOR: Only(OF_HOGESCHOOL, "token_hash", "link_expires_at")},
                delete={COORDINATOR: OF_HOGESCHOOL},
            ),
        ]

    def __str__(self):
        return self.name
