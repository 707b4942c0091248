"""Files that never change, stored by what they contain."""

from uuid import uuid4

from django.db import models
from django.utils import timezone

from mkbroute.access.policies import ALL, AppendOnly, Fixed, Kept, RowAccess
from mkbroute.access.roles import BRANCHE, COMPANY, COORDINATOR, EMPLOYER, PARTS, PROGRAMME, SIGNER, STUDENT, parts

from ..enums import Kind, Level

NOTHING = "false"
OF_VISIBLE_ROUTE = "EXISTS (SELECT FROM routes_route r WHERE r.id = route_id)"
OF_VISIBLE_DOCUMENT = "EXISTS (SELECT FROM documents_document d WHERE d.id = document_id)"
# a person's own, with an application at that hogeschool
OF_OWN_APPLICATION = (
    "student_id = {me} AND kind = 'application' AND organisation_id IS NULL AND employer_id IS NULL "
    "AND agreement_id IS NULL AND route_id IS NULL AND EXISTS (SELECT FROM matching_application a "
    "WHERE a.student_id = {me} AND a.hogeschool_id = documents_document.hogeschool_id)"
)
# of an agreement that another company took over, what it was there for
OF_OWN_DAYS = "organisation_id = {organisation} AND (agreement_id IS NULL OR portal.document_is_of_own_days(id))"
SHA256 = "^[0-9a-f]{64}$"


class SealCertificate(models.Model):
    """A certificate with which the portal seals, or once sealed: what it sealed is ours for good (services.examine)."""

    fingerprint = models.CharField(max_length=64, unique=True)  # SHA-256, hexadecimal
    chain = models.JSONField()  # the fingerprints of all certificates that come along with a seal
    name = models.CharField(max_length=200)
    valid_until = models.DateTimeField()
    first_used_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-first_used_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(fingerprint__regex=SHA256), name="seal_certificate_fingerprint_is_sha256"
            ),
            AppendOnly(name="seal_certificate_is_written_once"),
            RowAccess(name="seal_certificate_access", read=parts(ALL, *PARTS)),
        ]

    def __str__(self):
        return self.name


class Document(models.Model):
    """A file: why it exists, whose it is, and the hash under which its content is stored (services.store)."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=12, choices=Kind)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField()  # bytes
    created_at = models.DateTimeField(default=timezone.now)
    seal_level = models.CharField(max_length=4, choices=Level, blank=True)
    certificate = models.ForeignKey(SealCertificate, models.PROTECT, null=True, related_name="+")
    hogeschool = models.ForeignKey("organisations.Organisation", models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, null=True, related_name="+")
    employer = models.ForeignKey("organisations.Organisation", models.PROTECT, null=True, related_name="+")
    student = models.ForeignKey("organisations.User", models.PROTECT, null=True, related_name="+")
    # of an agreements.Agreement, a floor above: AgreementVersion ties it
    agreement_id = models.BigIntegerField(null=True)
    # of a routes.Route, a floor above: Evidence and Decision tie it
    route_id = models.BigIntegerField(null=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["hogeschool", "-created_at"], name="document_by_hogeschool"),
            models.Index(fields=["agreement_id"], name="document_by_agreement"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["id", "agreement_id"], name="document_of_agreement"),
            models.UniqueConstraint(fields=["id", "hogeschool"], name="document_of_hogeschool"),
            models.UniqueConstraint(fields=["id", "hogeschool", "student"], name="document_of_person"),
            models.UniqueConstraint(fields=["id", "route_id", "hogeschool"], name="document_of_route"),
            models.CheckConstraint(condition=models.Q(sha256__regex=SHA256), name="document_has_sha256"),
            models.CheckConstraint(condition=models.Q(size__gt=0), name="document_is_not_empty"),
            models.CheckConstraint(
                condition=models.Q(seal_level="", certificate=None)
                | (~models.Q(seal_level="") & models.Q(certificate__isnull=False)),
                name="document_seal_has_certificate",
            ),
            AppendOnly(name="document_is_written_once", removable=True),
            Kept(name="document_is_kept", until="portal.document_is_due({row}.id)"),
            RowAccess(
                name="document_access",
                read={
                    COORDINATOR: "hogeschool_id = {hogeschool}",
                    COMPANY: OF_OWN_DAYS,
                    EMPLOYER: "employer_id = {organisation}",
                    STUDENT: "student_id = {me}",
                    SIGNER: "agreement_id = {agreement}",
                    PROGRAMME: OF_VISIBLE_ROUTE,  # what a dossier or a decision about a route holds; nothing of people
                    **parts(NOTHING, BRANCHE),  # to them no document exists
                },
                # a coordinator's own upload: of nobody else
                add={
                    COORDINATOR: "hogeschool_id = {hogeschool} AND organisation_id IS NULL AND employer_id IS NULL "
                    f"AND student_id IS NULL AND agreement_id IS NULL AND (route_id IS NULL OR {OF_VISIBLE_ROUTE})",
                    STUDENT: OF_OWN_APPLICATION,
                },
            ),
        ]

    def __str__(self):
        return self.name


class TimeStamp(models.Model):
    """A sealed document that the time-stamp service did not answer for: asked again until it does (stamps.py).

    The document itself stays as it is. The token is the service's answer over its SHA-256 (RFC 3161).
    """

    document = models.OneToOneField(Document, models.PROTECT, related_name="time_stamp")
    attempts = models.PositiveSmallIntegerField(default=1)
    next_attempt_at = models.DateTimeField(default=timezone.now)
    stamped_at = models.DateTimeField(null=True)  # as the service says
    token = models.BinaryField(null=True)

    class Meta:
        ordering = ["next_attempt_at"]
        indexes = [models.Index(fields=["next_attempt_at"], condition=models.Q(token=None), name="time_stamp_to_fetch")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(token=None, stamped_at=None)
                | models.Q(token__isnull=False, stamped_at__isnull=False),
                name="time_stamp_has_token",
            ),
            Fixed(name="time_stamp_stays", fields=["document", "stamped_at"]),
            Kept(name="time_stamp_is_kept", until="portal.document_is_due({row}.document_id)"),
            RowAccess(
                name="time_stamp_access",
                read=parts(OF_VISIBLE_DOCUMENT, COORDINATOR, COMPANY, EMPLOYER, STUDENT, SIGNER),
            ),
        ]


class SealReadiness(models.Model):
    """What the worker, who alone has the key, last found: can the portal seal? One row, for who only serves pages."""

    checked_at = models.DateTimeField()
    problem = models.TextField(blank=True)  # for the operator, in English
    certificate_name = models.CharField(max_length=200, blank=True)
    valid_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="seal_readiness_is_one_row"),
            models.CheckConstraint(
                condition=~models.Q(problem="") | models.Q(valid_until__isnull=False), name="seal_readiness_has_end"
            ),
            RowAccess(name="seal_readiness_access", read=parts(ALL, COORDINATOR, PROGRAMME)),
        ]
