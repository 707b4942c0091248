"""Who may open a page. Which rows they then see is the database's (mkbroute.access)."""

from collections.abc import Callable, Collection
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render

from mkbroute.access.hats import Hat

from .enums import ONLOOKERS, Kind

SAFE = ("GET", "HEAD", "OPTIONS")


def hat_required(*kinds: Kind) -> Callable:
    """For whoever wears the hat of one of these kinds of organisation. Another hat: 403, with a way to switch.

    An onlooker may open the page, and nothing else: 403.
    """

    def decorate(view: Callable) -> Callable:
        @wraps(view)
        def wrapped(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
            if not (request.hat and request.hat.kind in kinds):
                return _wrong_hat(request, kinds)
            if request.method not in SAFE and looks_on(request.hat):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return wrapped

    return decorate


def person_required(view: Callable) -> Callable:
    """For someone who acts for herself: an applicant or student."""

    @wraps(view)
    def wrapped(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        return _wrong_hat(request, ()) if request.hat else view(request, *args, **kwargs)

    return wrapped


def looks_on(hat: Hat) -> bool:
    return hat.part in ONLOOKERS


def acts_for(request: Any, *kinds: Kind) -> bool:
    """Whether whoever asks may change what belongs to such an organisation."""
    return bool(request.hat and request.hat.kind in kinds and not looks_on(request.hat))


def acting_hat_required(*kinds: Kind) -> Callable:
    """As hat_required, for a page that is there to change something: for an onlooker 403."""

    def decorate(view: Callable) -> Callable:
        @hat_required(*kinds)
        @wraps(view)
        def wrapped(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
            if looks_on(request.hat):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        wrapped.acting = True  # an onlooker gets no button that leads here
        return wrapped

    return decorate


def signature(request: Any) -> str:
    """How an event names whoever acts: "Sanne de Wit, Avans"."""
    if request.hat:
        return f"{request.hat.name}, {request.hat.organisation_name}"
    return request.user.email


def _wrong_hat(request: Any, kinds: Collection[Kind]) -> HttpResponse:
    fitting = [hat for hat in request.hats if hat.kind in kinds]
    context = {"kinds": [Kind(kind).label for kind in kinds], "fitting": fitting, "for_person": not kinds}
    return render(request, "organisations/wrong_hat.html", context, status=403)
