"""Files that someone adds to her application, and takes away again."""

from django.core.files.uploadedfile import UploadedFile
from django.db.transaction import atomic

from mkbroute.documents.enums import Kind
from mkbroute.documents.services import store_upload
from mkbroute.documents.uploads import UploadRefused

from ..enums import EventKind, FileKind
from ..models import Application, ApplicationFile
from .applications import lock_application
from .log import record
from .refusal import FileRefused, Refusal

AT_MOST = 10  # of one application


@atomic
def add_file(application: Application, upload: UploadedFile, kind: str) -> ApplicationFile:
    """Judged by its content. Raises Refusal, with a sentence for who uploads."""
    application = lock_application(application)
    if application.has_ended:
        raise Refusal("Deze aanmelding is afgesloten. Je kunt geen bestanden meer toevoegen.")
    if application.files.count() >= AT_MOST:
        raise Refusal(f"Je kunt hooguit {AT_MOST} bestanden toevoegen. Haal er eerst een weg.")
    try:
        upload.seek(0)  # the same upload may go with several applications
        document = store_upload(
            upload, hogeschool_id=application.hogeschool_id, kind=Kind.APPLICATION, student_id=application.student_id
        )
    except UploadRefused as refusal:
        raise FileRefused(str(refusal)) from refusal
    added = ApplicationFile.objects.create(
        application=application,
        hogeschool_id=application.hogeschool_id,
        student_id=application.student_id,
        kind=kind,
        document=document,
    )
    text = f"Bestand toegevoegd: {FileKind(kind).label.lower()}"
    record(application, EventKind.FILE_ADDED, who=application.name, text=text)
    return added


@atomic
def remove_file(added: ApplicationFile) -> None:
    """Nobody sees it any more; the file itself goes with the next night. A second call does nothing."""
    application = lock_application(added.application)
    deleted, _ = ApplicationFile.objects.filter(pk=added.pk).delete()
    if deleted:
        text = f"Bestand verwijderd: {added.get_kind_display().lower()}"
        record(application, EventKind.FILE_REMOVED, who=application.name, text=text)
