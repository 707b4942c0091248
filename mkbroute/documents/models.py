"""Files that never change, stored by what they contain."""

from uuid import uuid4

from django.db import models
from django.utils import timezone

from mkbroute.access.policies import AppendOnly, RowAccess
from mkbroute.access.roles import COMPANY, COORDINATOR, EMPLOYER, SIGNER, STUDENT

from .enums import Kind


class Document(models.Model):
    """A file: why it exists, whose it is, and the hash under which its content is stored (services.store)."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=12, choices=Kind)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField()  # bytes
    created_at = models.DateTimeField(default=timezone.now)
    hogeschool = models.ForeignKey("organisations.Organisation", models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, null=True, related_name="+")
    employer = models.ForeignKey("organisations.Organisation", models.PROTECT, null=True, related_name="+")
    student = models.ForeignKey("organisations.User", models.PROTECT, null=True, related_name="+")
    # of an agreements.Agreement, a floor above: AgreementVersion ties it
    agreement_id = models.BigIntegerField(null=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["hogeschool", "-created_at"], name="document_by_hogeschool"),
            models.Index(fields=["agreement_id"], name="document_by_agreement"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["id", "agreement_id"], name="document_of_agreement"),
            AppendOnly(name="document_is_written_once"),
            RowAccess(
                name="document_access",
                read={
                    COORDINATOR: "hogeschool_id = {hogeschool}",
                    COMPANY: "organisation_id = {organisation}",
                    EMPLOYER: "employer_id = {organisation}",
                    STUDENT: "student_id = {me}",
                    SIGNER: "agreement_id = {agreement}",
                },
                # a coordinator's own upload: of nobody else
                add={
                    COORDINATOR: "hogeschool_id = {hogeschool} AND organisation_id IS NULL AND employer_id IS NULL "
                    "AND student_id IS NULL AND agreement_id IS NULL"
                },
            ),
        ]

    def __str__(self):
        return self.name
