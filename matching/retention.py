"""What goes of applications after their terms. Whether it may is the database's to say (policies.Kept)."""

from datetime import timedelta

from django.db.models import BooleanField, F, Func
from django.utils.timezone import localdate

from mkbroute.documents.enums import DocumentClass, Kind
from mkbroute.documents.models import Document
from mkbroute.documents.removal import Gone, Remover

from .models import ApplicationFile, Nudge

DUE = Func(F("pk"), function="portal.application_file_is_due", output_field=BooleanField())


def files_due(limit: int) -> list[int]:
    found = Document.objects.filter(kind=Kind.APPLICATION).annotate(is_due=DUE).filter(is_due=True)
    return list(found.order_by("pk").values_list("pk", flat=True)[:limit])


def remove_file(key: int) -> Gone | None:
    document = Document.objects.filter(pk=key).annotate(is_due=DUE).filter(is_due=True).first()
    if not document:
        return None
    rows = ApplicationFile.objects.filter(document=document)._raw_delete("default")
    Document.objects.filter(pk=key)._raw_delete("default")
    counts = {"documents.Document": 1, **({"matching.ApplicationFile": rows} if rows else {})}
    return Gone(DocumentClass.APPLICATION, document.hogeschool_id, counts, hashes=[document.sha256])


def nudges_due(limit: int) -> list[int]:
    before = localdate() - timedelta(days=31)
    return list(Nudge.objects.filter(day__lte=before).order_by("pk").values_list("pk", flat=True)[:limit])


def remove_nudge(key: int) -> Gone | None:
    removed = Nudge.objects.filter(pk=key)._raw_delete("default")
    return Gone(DocumentClass.MAIL, None, {"matching.Nudge": removed}) if removed else None


REMOVERS = [
    Remover("files of applications", files_due, remove_file),
    Remover("reminders to answer", nudges_due, remove_nudge),
]
