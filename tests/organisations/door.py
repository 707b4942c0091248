"""Coming in by the front door, as a browser does."""

import re

from django.urls import reverse

from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.mail.models import Message, MessageBody

LOGIN = "/account/login/"


def ask_code(client, email: str, *, after: str = ""):
    query = f"?next={after}" if after else ""
    return client.post(LOGIN + query, {"login": email, "next": after})


def code_in(mail) -> str:
    return re.search(r"\d{4}-\d{4}", mail.get_body(("plain",)).get_content())[0]


def log_in(client, mailbox, email: str, *, after: str = ""):
    asked = ask_code(client, email, after=after)
    assert asked.status_code == 302, asked.content.decode()
    code = code_in(mailbox.wait_for(email))
    return client.post(asked["Location"], {"code": code, "next": after})


def wear(client, person) -> None:
    """Log in without the door, with the person's hat or as herself."""
    client.force_login(person.user)
    client.post(reverse("organisations:switch"), {"membership": person.membership.pk if person.membership else 0})


def newest_token() -> str:
    """Of the invitation that was mailed last."""
    with acting_as(SYSTEM):
        message = Message.objects.filter(kind="invitation").latest("created_at")
        text = MessageBody.objects.get(message=message).text
    return text.partition("/uitnodiging/")[2].partition("/")[0]
