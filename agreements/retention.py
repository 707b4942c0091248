"""What goes of agreements after their terms. Whether it may is the database's to say (policies.Kept)."""

from datetime import date
from functools import cache
from graphlib import TopologicalSorter
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import BooleanField, F, ForeignKey, Func, Model, Q, QuerySet
from psycopg import sql

from mkbroute.documents.enums import DocumentClass
from mkbroute.documents.models import Document, TimeStamp
from mkbroute.documents.removal import Gone, Remover
from mkbroute.documents.retention import past_term
from mkbroute.mail.models import Message, MessageBody

from .enums import State
from .models import (
    Agreement,
    AgreementReader,
    AgreementVersion,
    Dispatch,
    DraftUpload,
    PaperCopy,
    PartyCard,
    Reminder,
    Signing,
)

AT_ONCE = 2000  # in one transaction
UNFINISHED = (State.DRAFT, State.SENT, State.DECLINED, State.CANCELLED)


def says(function: str, key: str) -> Func:
    """What the database itself goes by."""
    return Func(F(key), function=f"portal.{function}", output_field=BooleanField())


@cache
def tables() -> tuple[type[Model], ...]:
    """Of which rows belong to one agreement: what names another comes before it."""
    found = {model for model in apps.get_models() if _agreement_of(model) and model is not Agreement}
    parents = {model: {field.related_model for field in _keys(model)} & found - {model} for model in found}
    order = [model for model in TopologicalSorter(parents).static_order() if model in found]
    return tuple(reversed(order))


def _keys(model: type[Model]) -> list[Any]:
    return [field for field in model._meta.concrete_fields if isinstance(field, ForeignKey)]


def _agreement_of(model: type[Model]) -> bool:
    return any(field.name == "agreement" and field.related_model is Agreement for field in _keys(model))


def remove_agreement(key: int) -> Gone | None:
    """With all that belongs to it: the log, the mails about it, the rows of its documents. None: not due any more.

    Raises IntegrityError when a row of it is kept: then nothing goes.
    """
    # locked: who edits it meanwhile makes that it is not due, and is waited for
    agreement = Agreement.objects.select_for_update(of=("self",)).filter(pk=key).first()
    if not agreement or not _is_due(key):
        return None
    last_day, kept_until = _days_of(key)
    documents = _documents(key)
    gone = Gone(
        DocumentClass.UNFINISHED if agreement.state in UNFINISHED else DocumentClass.AGREEMENT,
        agreement.hogeschool_id,
        counts={},
        hashes=list(documents.values_list("sha256", flat=True)),
        codes=list(AgreementVersion.objects.filter(agreement=key).values_list("public_id", flat=True)),
        counted_from=last_day,
        kept_until=kept_until,
    )
    papers = list(documents.values_list("pk", flat=True))
    for model in tables():
        gone.counts |= _delete(model, "agreement_id", [key])
    gone.counts |= _delete(TimeStamp, "document_id", papers)
    gone.counts |= _delete(Document, "id", papers)
    mails = list(Message.objects.filter(about=f"agreement:{agreement.public_id}").values_list("pk", flat=True))
    _delete(MessageBody, "message_id", mails)
    gone.counts |= _delete(Message, "id", mails)
    gone.counts |= _delete(Agreement, "id", [key])
    return gone


def _documents(key: int):
    scans = PaperCopy.objects.filter(agreement=key).values("document_id")
    return Document.objects.filter(agreement_id=key) | Document.objects.filter(pk__in=scans)


def remove_paper(key: int) -> Gone | None:
    """A scan that goes before its agreement, whose sealed document holds it too."""
    paper = PaperCopy.objects.select_related("document").filter(pk=key).first()
    if not paper:
        return None
    counts = _delete(PaperCopy, "id", [key])
    if not PaperCopy.objects.filter(document=paper.document_id).exists():
        counts |= _delete(Document, "id", [paper.document_id])
    return Gone(DocumentClass.PAPER, paper.hogeschool_id, counts, hashes=[paper.document.sha256])


def remove_upload(key: int) -> Gone | None:
    upload = DraftUpload.objects.filter(pk=key).first()
    if not upload:
        return None
    return Gone(DocumentClass.UPLOAD, upload.hogeschool_id, _delete(DraftUpload, "id", [key]))


# What a link or code left behind once it ended. The hash of a link to sign goes with the agreement: the page behind it
# says what became of the agreement.
LINKS: tuple[tuple[type[Model], str, Q, dict[str, Any]], ...] = (
    (Signing, "code_expires_at", ~Q(code_hash=""), {"code_hash": "", "code_expires_at": None}),
    (AgreementReader, "link_expires_at", Q(token_hash__isnull=False), {"token_hash": None, "link_expires_at": None}),
    (PartyCard, "link_expires_at", ~Q(answers={}), {"answers": {}}),
)


def _ended(model: type[Model], expires: str, there: Q) -> QuerySet:
    found = model._default_manager.filter(there)
    return found.filter(past_term(DocumentClass.LINK, expires)).order_by()


def links_due(limit: int) -> list[int]:
    """Hogescholen that have any."""
    found: set[int] = set()
    for model, expires, there, _ in LINKS:
        found |= {*_ended(model, expires, there).values_list("hogeschool_id", flat=True).distinct()[:limit]}
    return sorted(found)[:limit]


def clear_links(hogeschool_id: int) -> Gone | None:
    counts = {}
    for model, expires, there, empty in LINKS:
        if number := _ended(model, expires, there).filter(hogeschool_id=hogeschool_id).update(**empty):
            counts[model._meta.db_table] = number
    return Gone(DocumentClass.LINK, hogeschool_id, counts) if counts else None


def _old_reminders() -> QuerySet[Reminder]:
    return Reminder.objects.filter(past_term(DocumentClass.MAIL, "at")).order_by()


def reminders_due(limit: int) -> list[int]:
    """Hogescholen that have any."""
    return sorted(_old_reminders().values_list("hogeschool_id", flat=True).distinct()[:limit])


def remove_reminders(hogeschool_id: int) -> Gone | None:
    keys = list(_old_reminders().filter(hogeschool=hogeschool_id).values_list("pk", flat=True)[:AT_ONCE])
    counts = _delete(Reminder, "id", keys)
    return Gone(DocumentClass.MAIL, hogeschool_id, counts) if counts else None


def _empty_dispatches() -> QuerySet[Dispatch]:
    """Each draft of it went with its agreement: who asked for it and why goes too."""
    return Dispatch.objects.filter(finished_at__isnull=False, lines=None).order_by()


def dispatches_due(limit: int) -> list[int]:
    """Hogescholen that have any."""
    return sorted(_empty_dispatches().values_list("hogeschool_id", flat=True).distinct()[:limit])


def remove_dispatches(hogeschool_id: int) -> Gone | None:
    keys = list(_empty_dispatches().filter(hogeschool=hogeschool_id).values_list("pk", flat=True)[:AT_ONCE])
    counts = _delete(Dispatch, "id", keys)
    return Gone(DocumentClass.AGREEMENT, hogeschool_id, counts) if counts else None


def _delete(model: type[Model], column: str, keys: list) -> dict[str, int]:
    """Plainly: what Django would collect along has been removed before, or keeps it from going."""
    if not keys:
        return {}
    statement = sql.SQL("DELETE FROM {} WHERE {} = ANY(%s)")
    names = sql.Identifier(model._meta.db_table), sql.Identifier(column)
    with connection.cursor() as cursor:
        cursor.execute(statement.format(*names).as_string(), [keys])
        return {model._meta.db_table: cursor.rowcount} if cursor.rowcount else {}


def _is_due(key: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT portal.agreement_is_due(%s)", [key])
        return cursor.fetchone()[0]


def _days_of(key: int) -> tuple[date | None, date | None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT portal.last_day_of_agreement(%s), portal.agreement_kept_until(%s)", [key, key])
        return cursor.fetchone()


def agreements_due(limit: int) -> list[int]:
    found = Agreement.objects.filter(says("agreement_is_due", "pk")).order_by("-pk")  # what follows goes first
    return list(found.values_list("pk", flat=True)[:limit])


def papers_due(limit: int) -> list[int]:
    """Those that go before their agreement."""
    found = PaperCopy.objects.filter(says("paper_copy_is_due", "agreement_id")).order_by("pk")
    return list(found.exclude(says("agreement_is_due", "agreement_id")).values_list("pk", flat=True)[:limit])


def uploads_due(limit: int) -> list[int]:
    found = DraftUpload.objects.filter(past_term(DocumentClass.UPLOAD, "uploaded_at")).order_by("pk")
    return list(found.values_list("pk", flat=True)[:limit])


REMOVERS = (
    Remover("papers", papers_due, remove_paper),
    Remover("agreements", agreements_due, remove_agreement),
    Remover("uploads of agreements", uploads_due, remove_upload),
    Remover("links", links_due, clear_links),
    Remover("reminders", reminders_due, remove_reminders),
    Remover("dispatches", dispatches_due, remove_dispatches),
)
