"""Opening every address of the portal in a mail, as who got it."""

import re
from html import unescape
from urllib.parse import urlsplit

from django.conf import settings
from django.test import Client

from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.mail.models import Message, MessageBody
from mkbroute.organisations.models import User

ADDRESS = re.compile(r"https?://[^\s\"'<>]+")


def follow(kind: str, email: str, text: str, html: str) -> None:
    """Both parts lead to the same places, and each of these opens: logged in where she has an account."""
    in_text, in_html = _ours(text), _ours(unescape(html))
    assert in_html, f"{kind}: leads nowhere"
    assert in_text <= in_html, f"{kind}: in the text only: {in_text - in_html}"
    for address in in_html:
        _open(kind, email, address)


def _ours(text: str) -> set[str]:
    found = {address.rstrip(".,)") for address in ADDRESS.findall(text)}
    return {address for address in found if address.startswith(settings.SITE_URL)}


def _open(kind: str, email: str, address: str) -> None:
    client, parts = Client(), urlsplit(address)
    user = User.objects.filter(email__iexact=email).first()
    if user:
        client.force_login(user)
    answer = client.get(f"{parts.path}?{parts.query}", follow=bool(user))
    assert answer.status_code in (200, 302), f"{kind} to {email}: {address} answers {answer.status_code}"


class Post:
    """What came since it was last opened."""

    def __init__(self) -> None:
        with acting_as(SYSTEM):
            self.read = set(Message.objects.values_list("pk", flat=True))
        self.kinds: set[str] = set()

    def follow_all(self) -> None:
        """While its links are fresh: a later mail may make them useless, and says so."""
        with acting_as(SYSTEM):
            bodies = list(MessageBody.objects.exclude(message__in=self.read).select_related("message"))
        for body in bodies:
            self.read.add(body.message_id)
            self.kinds.add(body.message.kind)
            follow(body.message.kind, body.message.to_email, body.text, body.html)
