"""Handing mail over to the mail server: one message per transaction, so that a worker that dies takes at most its own
message with it. It may die between the hand-over and the commit; then the message goes out again under the same
Message-ID, which is all that SMTP allows."""

import logging
from datetime import timedelta
from smtplib import SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.transaction import atomic
from django.utils import timezone

from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.documents.models import Document
from mkbroute.documents.services import read

from .models import Message, State

WAITS = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720, 1440)]  # before each next attempt

logger = logging.getLogger(__name__)


def deliver_due(limit: int = 200) -> int:
    """Hand over what is due, oldest first; answers how many were sent. Several workers may do this at once."""
    sent = 0
    connection = get_connection()
    try:
        while sent < limit and _deliver_next(connection):
            sent += 1
    finally:
        connection.close()
    return sent


def _deliver_next(connection: BaseEmailBackend) -> bool:
    """False: nothing is due, or the mail server is in trouble, so that the rest had better wait."""
    with acting_as(SYSTEM):
        message = (
            Message.objects.select_for_update(skip_locked=True)
            .filter(state=State.WAITING, due_at__lte=timezone.now())
            .order_by("due_at")
            .first()
        )
        if not message:
            return False
        message.attempts += 1
        try:
            with atomic():
                connection.open()
                connection.send_messages([_mail(message, connection)])
        except Exception as error:  # whatever it is, the message must not stand in the way of the next one
            logger.warning("mail %s was not sent: %s", message.pk, error, exc_info=not isinstance(error, OSError))
            connection.close()
            _note_failure(message, error)
            return not isinstance(error, OSError) or isinstance(error, SMTPRecipientsRefused)
        _note_success(message)
    return True


def _mail(message: Message, connection: BaseEmailBackend) -> EmailMultiAlternatives:
    mail = EmailMultiAlternatives(
        subject=message.subject,
        body=message.body.text,
        to=[_address(message)],
        headers={"Message-ID": f"<{message.id}@{_domain()}>", "Auto-Submitted": "auto-generated"},
        connection=connection,
    )
    mail.attach_alternative(message.body.html, "text/html")
    if message.body.attachment_id:
        document = Document.objects.get(pk=message.body.attachment_id)
        mail.attach(document.name, read(document), document.media_type)
    if message.body.calendar:
        mail.attach("afspraak.ics", message.body.calendar, "text/calendar")
    return mail


def _address(message: Message) -> str:
    name = " ".join(message.to_name.replace('"', "'").split())
    return f'"{name}" <{message.to_email}>'


def _domain() -> str:
    return settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")


def _note_success(message: Message) -> None:
    message.state, message.sent_at, message.error = State.SENT, timezone.now(), ""
    message.save(update_fields=["state", "sent_at", "error", "attempts"])
    message.body.delete()  # it holds personal links


def _note_failure(message: Message, error: Exception) -> None:
    message.error = str(error)[:500]
    if message.attempts > len(WAITS) or _is_final(error):
        message.state = State.FAILED
    else:
        message.due_at = timezone.now() + WAITS[message.attempts - 1]
    message.save(update_fields=["state", "due_at", "error", "attempts"])


def _is_final(error: Exception) -> bool:
    """The server says that this address will never do (5xx)."""
    if isinstance(error, SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in error.recipients.values())
    return False
