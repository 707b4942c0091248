"""Views that act as someone else than the person who is logged in. The page is rendered before the actor leaves."""

from functools import wraps
from hashlib import sha256

from django.db import ProgrammingError
from django.http import Http404
from django.views.decorators.gzip import gzip_page

from .actor import PUBLIC, Actor, acting_as, current_actor


class UnknownLink(Http404):
    """Never made, or replaced by a newer one."""


def as_visitor(view):
    """A public page shows everyone the same: what a visitor may see, whoever is logged in.

    Compressed for the phone. What is secret in it, the CSRF token, is masked anew in each answer, so that its length
    tells nothing.
    """

    @gzip_page
    @wraps(view)
    def wrapped(request, *args, **kwargs):
        if current_actor() == PUBLIC:  # most visitors: they are in already
            return view(request, *args, **kwargs)
        with acting_as(PUBLIC):
            return _rendered(view(request, *args, **kwargs))

    wrapped.own_actor = True
    return wrapped


def as_link_holder(view):
    """The page behind a personal link to sign: `token` in the URL is what the holder knows. Else: UnknownLink."""
    return _as_holder(view, lambda token: Actor(link_hash=hash_token(token)))


def as_card_holder(view):
    """The page behind the personal link of a gegevenskaart, likewise."""
    return _as_holder(view, lambda token: Actor(card_hash=hash_token(token)))


def as_practice_holder(view):
    """The page behind the personal link of who guides a student at work, likewise."""
    return _as_holder(view, lambda token: Actor(practice_hash=hash_token(token)))


def as_introduction_holder(view):
    """The page behind the personal link of who was asked to meet, likewise."""
    return _as_holder(view, lambda token: Actor(introduction_hash=hash_token(token)))


def _as_holder(view, actor_of):
    @wraps(view)
    def wrapped(request, token, *args, **kwargs):
        actor = actor_of(token)
        if not _may_enter(actor):
            raise UnknownLink
        with acting_as(actor):
            return _rendered(view(request, token, *args, **kwargs))

    wrapped.own_actor = True
    return wrapped


def hash_token(token: str) -> str:
    """What the database keeps of a personal link."""
    return sha256(token.encode()).hexdigest()


def _may_enter(actor: Actor) -> bool:
    try:
        with acting_as(actor):
            return True
    except ProgrammingError:
        return False


def _rendered(response):
    return response.render() if hasattr(response, "render") and not response.is_rendered else response
