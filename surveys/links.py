"""Links to answer by. What stands in a mail is made from the key of its wave and of the portal; the database holds what
cannot be turned back: a hash for who was asked, and apart from that one for the answers."""

from dataclasses import dataclass
from hashlib import sha256
from secrets import token_urlsafe
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import salted_hmac

from mkbroute.access.decorators import hash_token
from mkbroute.mail.links import absolute

SALT = "surveys.answering"
KEY_BYTES = 16


def personal_token(secret: str, invitation: UUID, known_hash: str | None = None) -> str:
    """The same in each mail. `known_hash`: of a link that was sent; where the portal's key was changed since, the one
    before makes it again."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    made = [_token(secret, invitation, key) for key in keys]
    return next((token for token in made if known_hash and hash_token(token) == known_hash), made[0])


def _token(secret: str, invitation: UUID, key: str) -> str:
    return salted_hmac(SALT, f"{secret}{invitation}", secret=key, algorithm="sha256").hexdigest()


def new_open_token() -> str:
    """Of a link for everybody who gets it."""
    return token_urlsafe(32)


def begin_open(open_token: str) -> str:
    """For one person who comes by such a link: her own, to go on by."""
    return f"{open_token}.{token_urlsafe(32)}"


def answer_url(token: str) -> str:
    return absolute(reverse("surveys:answer", args=[token]))


def open_url(open_token: str) -> str:
    return absolute(reverse("surveys:answer_open", args=[open_token]))


@dataclass(frozen=True)
class Link:
    """Behind the token in an address."""

    token: str

    @property
    def is_open(self) -> bool:
        return "." in self.token

    @property
    def parameters(self) -> list[str]:
        """As portal.survey_by_link wants them: the hash of a personal link, or the open link."""
        return ["", self.token.partition(".")[0]] if self.is_open else [hash_token(self.token), ""]

    @property
    def answer_key(self) -> bytes:
        """Not to be found from the hash of the link."""
        return sha256(f"answers {self.token}".encode()).digest()[:KEY_BYTES]


def address_hash(email: str) -> str:
    return sha256(email.lower().encode()).hexdigest()
