"""What goes of a route after its term: files that were read in, and the papers of a route that ended."""

from mkbroute.documents.enums import DocumentClass, Kind
from mkbroute.documents.models import Document, RemovedFile
from mkbroute.documents.removal import Gone, Remover, due_by

from .models import RouteUpload

UPLOADS = (
    "SELECT id FROM routes_routeupload "
    "WHERE portal.kept_until('upload', hogeschool_id, (uploaded_at AT TIME ZONE 'Europe/Amsterdam')::date) "
    "< portal.today() ORDER BY id"
)
FILES = (
    "SELECT d.id FROM documents_document d WHERE d.route_id IS NOT NULL AND d.kind IN ('evidence', 'decision') "
    "AND NOT EXISTS (SELECT FROM documents_removedfile r WHERE r.document_id = d.id) "
    "AND portal.file_is_due(d.id) ORDER BY d.id"
)


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
    Remover("uploads of routes", lambda limit: due_by(UPLOADS, limit), remove_upload),
    Remover("files of routes", lambda limit: due_by(FILES, limit), remove_file),
)
