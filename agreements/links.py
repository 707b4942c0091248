"""The personal link of a signer: what stands in the mail, what the database keeps of it, and what is behind it."""

from datetime import datetime, timedelta
from enum import Enum
from secrets import token_urlsafe

from django.urls import reverse
from django.utils import timezone

from mkbroute.access.decorators import hash_token
from mkbroute.mail.links import absolute

from . import codes
from .enums import SigningState, State
from .models import Signing

LIFETIME = timedelta(days=60)
READING_LIFETIME = timedelta(days=365)  # the sealed document is in the mail by then


def new_link() -> tuple[str, dict]:
    """A new address for in the mail, and the fields of the Signing that go with it.

    Nobody but the reader of that mail ever sees the address: the row keeps a hash.
    """
    token = token_urlsafe(32)
    return address(token), {"token_hash": hash_token(token), "link_expires_at": expiry()}


def new_reading_link() -> tuple[str, dict]:
    """As new_link, for who reads along."""
    token = token_urlsafe(32)
    address_ = absolute(reverse("agreements:read_along", args=[token]))
    return address_, {"token_hash": hash_token(token), "link_expires_at": timezone.now() + READING_LIFETIME}


def new_confirm_link() -> tuple[str, dict]:
    """As new_link, for a party that is asked about the end of an agreement."""
    token = token_urlsafe(32)
    address_ = absolute(reverse("agreements:confirm", args=[token]))
    return address_, {"token_hash": hash_token(token), "link_expires_at": expiry()}


def address(token: str) -> str:
    return absolute(reverse("agreements:sign", args=[token]))


def expiry() -> datetime:
    return timezone.now() + LIFETIME


class Standing(Enum):
    """What the holder of a link finds behind it."""

    OPEN = "she can sign"
    NOT_YET = "others sign first"
    SIGNED = "she signed"
    DECLINED = "she declined"
    STOPPED = "someone else declined"
    REPLACED = "this version was taken back"
    CANCELLED = "there will be no agreement"
    EXPIRED = "the link is too old"
    OVER = "she signed, and the link is too old"


def standing(signing: Signing) -> Standing:
    subject = signing.version.subject
    if subject.state == State.CANCELLED:
        return Standing.CANCELLED
    if subject.state == State.DRAFT or subject.version != signing.version.number:
        return Standing.REPLACED
    if subject.state == State.DECLINED:
        return Standing.DECLINED if signing.state == SigningState.DECLINED else Standing.STOPPED
    has_expired = signing.link_expires_at <= timezone.now()
    if signing.state == SigningState.SIGNED:
        return Standing.OVER if has_expired else Standing.SIGNED
    if has_expired:
        return Standing.EXPIRED
    return Standing.OPEN if signing.is_asked else Standing.NOT_YET


def is_identified(signing: Signing, identified_at: datetime | None) -> bool:
    """In the browser that says it was identified at that moment: only the last one counts, and not for long."""
    return bool(
        identified_at
        and identified_at == signing.identified_at
        and timezone.now() < identified_at + codes.IDENTIFIED_FOR
    )


def masked(email: str) -> str:
    """For who may have got the link from someone else: "k•••@bouwbedrijf.nl"."""
    name, _, domain = email.partition("@")
    return f"{name[:1]}•••@{domain}"
