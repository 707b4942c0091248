"""Staff of hogescholen and the programme team see other people's data: a mailbox or a password alone is not enough."""

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from . import queries
from .enums import Kind

ASKED_OF = (Kind.HOGESCHOOL, Kind.PROGRAMME)
# Where the second factor is set up and given, where another hat is put on, and what every page links to.
OPEN = ("/account/", "/huisstijl/", "/organisatie/wissel/")


def second_factor_middleware(get_response):
    """With the hat of a hogeschool or the programme team nobody reaches a page before the second factor was given.

    Pages that act as someone else than the person who is logged in (access.decorators) show nothing of that hat.
    """

    def middleware(request):
        return get_response(request)

    def process_view(request, view, args, kwargs):
        if not is_asked_of(request) or request.path.startswith(OPEN) or getattr(view, "own_actor", False):
            return None
        return None if was_given(request) and queries.has_second_factor() else _ask(request)

    middleware.process_view = process_view
    return middleware


def is_asked_of(request) -> bool:
    hat = getattr(request, "hat", None)
    return bool(settings.SECOND_FACTOR_REQUIRED and hat and hat.kind in ASKED_OF)


def was_given(request) -> bool:
    """In this session, so that one begun with only a mailbox gains nothing when the factor is set up elsewhere."""
    return any(record["method"] == "mfa" for record in get_authentication_records(request, request.user))


def note_given(request, user, authenticator, **kwargs) -> None:
    """Receives allauth's `authenticator_added`: to add one is to have just used it."""
    record_authentication(
        request, user, method="mfa", id=authenticator.pk, type=authenticator.type, reauthenticated=True
    )


def _ask(request):
    query = urlencode({REDIRECT_FIELD_NAME: request.get_full_path()})
    return redirect(f"{reverse('organisations:second_factor')}?{query}")
