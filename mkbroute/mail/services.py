"""Posting mail: a row in the transaction that causes it. The worker hands it over (delivery.py)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.template import Context
from django.template.loader import get_template, render_to_string
from django.utils import timezone

from mkbroute.access.tasks import wake
from mkbroute.documents.models import Document

from .links import absolute
from .models import Message, MessageBody

SUBJECT = "Onderwerp: "


def post(
    kind: str,
    *,
    to: tuple[str, str],
    context: dict,
    about: str = "",
    hogeschool_id: int | None = None,
    attachment: Document | None = None,
    due_at: datetime | None = None,
    calendar: str = "",
) -> Message:
    """Write the mail `templates/mail/<kind>.txt` and `.html` to one person (name, address).

    `about` names the subject ("agreement:<public id>"), so that staff see what was sent about it.
    `calendar`: an iCalendar object, which mail programs offer to put in the agenda.
    Raises ValueError when the text does not begin with a subject line.
    """
    name, email = to
    subject, text, html = compose(kind, to_name=name, context=context)
    message = Message.objects.create(
        hogeschool_id=hogeschool_id,
        kind=kind,
        about=about,
        to_name=name,
        to_email=email,
        subject=subject,
        due_at=due_at or timezone.now(),
    )
    MessageBody.objects.create(
        message=message,
        text=text,
        html=html,
        attachment_id=attachment.pk if attachment else None,
        calendar=calendar,
    )
    wake("mail.deliver")
    return message


class Letter(NamedTuple):
    to: tuple[str, str]  # name, address
    context: dict[str, Any]
    about: str = ""
    hogeschool_id: int | None = None


def post_many(kind: str, letters: Sequence[Letter]) -> None:
    """The same mail to many people: a few statements for all of them, and one worker that is woken."""
    messages, bodies = [], []
    for letter in letters:
        name, email = letter.to
        subject, text, html = compose(kind, to_name=name, context=letter.context)
        message = Message(
            hogeschool_id=letter.hogeschool_id,
            kind=kind,
            about=letter.about,
            to_name=name,
            to_email=email,
            subject=subject,
        )
        messages.append(message)
        bodies.append(MessageBody(message=message, text=text, html=html))
    if messages:
        Message.objects.bulk_create(messages)
        MessageBody.objects.bulk_create(bodies)
        wake("mail.deliver")


def compose(kind: str, *, to_name: str, context: dict) -> tuple[str, str, str]:
    """Subject, text and HTML of a mail."""
    context = {**context, "to_name": to_name, "portal_url": absolute("/")}
    subject, text = _subject_and_text(kind, context)
    return subject, text, render_to_string(f"mail/{kind}.html", {**context, "subject": subject})


def _subject_and_text(kind: str, context: dict) -> tuple[str, str]:
    template: Any = get_template(f"mail/{kind}.txt")
    # plain text: an apostrophe in a name stays an apostrophe
    first, _, text = template.template.render(Context(context, autoescape=False)).lstrip().partition("\n")
    if not first.startswith(SUBJECT):
        raise ValueError(f"mail/{kind}.txt must begin with '{SUBJECT}'")
    # a name may hold a line break typed by someone with bad intent: one line only
    return " ".join(first.removeprefix(SUBJECT).split())[:200], text.strip() + "\n"
