"""Personal links in the mails about leerwerkplekken: what stands in the mail, and what is behind it. The database keeps
a hash, and answers its holder by functions (sql/still_open.sql, sql/searches.sql)."""

from dataclasses import dataclass
from datetime import date
from secrets import token_urlsafe
from typing import Any
from uuid import UUID

from django.db import connection
from django.urls import reverse
from django.utils.crypto import salted_hmac

from mkbroute.access.decorators import UnknownLink, hash_token
from mkbroute.mail.links import absolute

from .open_places import Wanted


def new_link(name: str) -> tuple[str, str]:
    """A new address for in the mail, and the hash of its token."""
    token = token_urlsafe(32)
    return absolute(reverse(name, args=[token])), hash_token(token)


@dataclass(frozen=True)
class AskedPlace:
    """What the holder of a question about a leerwerkplek reads of it."""

    public_id: UUID
    title: str
    company: str
    city: str
    starts_on: date
    state: str
    has_expired: bool
    is_answered: bool


def asked_place(token: str) -> AskedPlace:
    """Raises UnknownLink."""
    row = _row("SELECT * FROM portal.place_by_link(%s)", [hash_token(token)])
    if not row:
        raise UnknownLink
    return AskedPlace(*row)


def answer_still_open(token: str, stands: bool) -> str:
    """The state it then has; "" when that cannot be said any more."""
    return _value("SELECT portal.answer_still_open(%s, %s)", [hash_token(token), stands])


# -- saved searches -------------------------------------------------------------------------------------------------


def search_token(search_id: UUID) -> str:
    """The same in each mail about it, so that also an old mail can stop it."""
    return salted_hmac("matching.saved_search", str(search_id), algorithm="sha256").hexdigest()


def search_url(search_id: UUID) -> str:
    return absolute(reverse("matching:saved_search", args=[search_token(search_id)]))


def save_search(search_id: UUID, email: str, wanted: Wanted) -> str:
    """new | confirmed | known | enough: see sql/searches.sql."""
    looks_for = [wanted.text, wanted.province, wanted.sector, wanted.route_id]
    parameters = [search_id, email, *looks_for, hash_token(search_token(search_id))]
    return _value("SELECT portal.save_search(%s, %s, %s, %s, %s, %s, %s)", parameters)


@dataclass(frozen=True)
class FoundSearch:
    wanted: Wanted
    is_confirmed: bool
    is_stopped: bool


def found_search(token: str) -> FoundSearch:
    """Raises UnknownLink."""
    row = _row("SELECT * FROM portal.search_by_link(%s)", [hash_token(token)])
    if not row:
        raise UnknownLink
    text, province, sector, route_id, confirmed, stopped = row
    return FoundSearch(Wanted(text, province, sector, route_id), confirmed, stopped)


def confirm_search(token: str) -> bool:
    return _value("SELECT portal.confirm_search(%s)", [hash_token(token)])


def stop_search(token: str, *, every: bool) -> bool:
    return _value("SELECT portal.stop_search(%s, %s)", [hash_token(token), every])


def _row(sql: str, parameters: list[Any]) -> tuple[Any, ...] | None:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchone()


def _value(sql: str, parameters: list[Any]) -> Any:
    row = _row(sql, parameters)
    return row[0] if row else None
