"""Files that someone adds to her application."""

from uuid import uuid4

from django.db import models
from django.utils import timezone

from mkbroute.access.policies import Kept, Owners, RowAccess, SameOwners
from mkbroute.access.roles import COORDINATOR, STUDENT
from mkbroute.documents.models import Document

from ..enums import FileKind
from .access import OF_HOGESCHOOL, OF_STUDENT
from .applications import Application

RUNS = (
    "EXISTS (SELECT FROM matching_application a WHERE a.id = application_id "
    "AND a.state NOT IN ('withdrawn', 'rejected'))"
)


class ApplicationFile(models.Model):
    """A CV or proof. She can take it away again; the file goes when it is due (portal.application_file_is_due)."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    application = models.ForeignKey(Application, models.PROTECT, related_name="files")
    hogeschool = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    student = models.ForeignKey("organisations.User", models.PROTECT, related_name="+")
    kind = models.CharField("wat is het?", max_length=10, choices=FileKind)
    document = models.ForeignKey(Document, models.PROTECT, related_name="+")
    added_at = models.DateTimeField("toegevoegd op", default=timezone.now, editable=False)

    class Meta:
        ordering = ["added_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["document"], name="application_file_has_own_document"),
            Owners(name="application_file_owners", fields=["application", "hogeschool", "student"]),
            SameOwners(
                name="application_file_application_owners", parent="application", fields=["hogeschool", "student"]
            ),
            SameOwners(name="application_file_document_owners", parent="document", fields=["hogeschool", "student"]),
            Kept(
                name="application_file_is_kept",
                until="portal.application_is_over_its_term({row}.application_id)",
                final=False,
            ),
            RowAccess(
                name="application_file_access",
                read={COORDINATOR: OF_HOGESCHOOL, STUDENT: OF_STUDENT},
                add={STUDENT: f"{OF_STUDENT} AND {RUNS}"},
                delete={STUDENT: OF_STUDENT},
            ),
        ]

    def __str__(self):
        return self.document.name
