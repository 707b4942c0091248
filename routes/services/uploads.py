"""A register that comes in as a file: kept, and carried out as a whole or not at all."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from mkbroute.organisations.models import Organisation
from routes.models import Route, RouteUpload
from routes.weeks import Week

from .register import register_route, update_route

KEPT = timedelta(days=7)  # that nobody carried out
UploadRows = list[tuple[int, dict[str, str]]]


@dataclass
class Write:
    """One row of the file, checked: what to write."""

    number: int
    route: Route | None  # None: a new one
    fields: dict[str, Any] = field(default_factory=dict)
    weeks: Sequence[Week] | None = None
    seen: str = ""  # the revision of `route` that was compared with


def keep_upload(
    hogeschool: Organisation, rows: UploadRows, *, file_name: str, who: str, unread: Sequence[str] = ()
) -> RouteUpload:
    """For the page that shows what would happen. What was forgotten there goes.

    `unread`: the heads of columns that `rows` holds nothing of.
    """
    forgotten = RouteUpload.objects.filter(carried_out_at=None, uploaded_at__lt=timezone.now() - KEPT)
    forgotten.filter(hogeschool=hogeschool).delete()
    return RouteUpload.objects.create(
        hogeschool=hogeschool, rows=rows, file_name=file_name, uploaded_by=who, unread=list(unread)
    )


def discard_upload(upload: RouteUpload) -> None:
    RouteUpload.objects.filter(pk=upload.pk, carried_out_at=None).delete()


def carry_out_upload(upload: RouteUpload, writes: Sequence[Write], *, who: str) -> RouteUpload:
    """Every row or none: raises ValidationError, naming the row."""
    with transaction.atomic():
        # a double click waits here, and then finds it done
        upload = RouteUpload.objects.select_for_update(of=("self",)).get(pk=upload.pk)
        if upload.carried_out_at:
            raise ValidationError("Dit bestand is al verwerkt.", code="twice")
        for write in writes:
            _carry_out(upload.hogeschool, write, who=who)
        upload.added = sum(write.route is None for write in writes)
        upload.changed = len(writes) - upload.added
        upload.carried_out_at, upload.rows = timezone.now(), []
        upload.save(update_fields=["added", "changed", "carried_out_at", "rows"])
    return upload


def _carry_out(hogeschool: Organisation, write: Write, *, who: str) -> None:
    try:
        if write.route is None:
            register_route(hogeschool, who=who, weeks=write.weeks, **write.fields)
        else:
            update_route(write.route, who=who, weeks=write.weeks, seen=write.seen, **write.fields)
    except ValidationError as refusal:
        messages = [f"Rij {write.number}: {message}" for message in refusal.messages]
        raise ValidationError(messages, code="row") from refusal
