"""What goes of a route after its term: files that were read in, and the papers of a route that ended."""

from django.db.models import BooleanField, F, Func

from mkbroute.documents.enums import DocumentClass, Kind
from mkbroute.documents.models import Document, RemovedFile
from mkbroute.documents.removal import Gone, Remover
from mkbroute.documents.retention import past_term

from .models import RouteUpload

FILES = (Kind.EVIDENCE, Kind.DECISION)


def uploads_due(limit: int) -> list[int]:
    old = RouteUpload.objects.filter(past_term(DocumentClass.UPLOAD, "uploaded_at")).order_by("pk")
    return list(old.values_list("pk", flat=True)[:limit])


def files_due(limit: int) -> list[int]:
    found = Document.objects.filter(kind__in=FILES, route_id__isnull=False, removed_file=None)
    due = found.filter(Func(F("pk"), function="portal.file_is_due", output_field=BooleanField())).order_by("pk")
    return list(due.values_list("pk", flat=True)[:limit])


def remove_upload(key: int) -> Gone | None:
    upload = RouteUpload.objects.filter(pk=key).first()
    if not upload:
        return None
    upload.delete()
    return Gone(DocumentClass.UPLOAD, upload.hogeschool_id, {RouteUpload._meta.db_table: 1})


def remove_file(key: int) -> Gone | None:
    """The file only: what was judged on it names it still."""
    document = Document.objects.filter(pk=key, removed_file=None).first()
    if not document:
        return None
    RemovedFile.objects.create(document=document)  # the database refuses it before its term (removed_file_is_due)
    about = DocumentClass.DECISION if document.kind == Kind.DECISION else DocumentClass.ROUTE
    return Gone(about, document.hogeschool_id, {RemovedFile._meta.db_table: 1}, hashes=[document.sha256])


REMOVERS = (
    Remover("uploads of routes", uploads_due, remove_upload),
    Remover("files of routes", files_due, remove_file),
)
