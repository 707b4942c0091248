"""Who may open a page. Which rows they then see is the database's (mkbroute.access)."""

from collections.abc import Callable, Collection
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render

from mkbroute.access.hats import Hat

from .enums import Kind, Part


def hat_required(*kinds: Kind) -> Callable:
    """For whoever wears the hat of one of these kinds of organisation. Another hat: 403, with a way to switch."""

    def decorate(view: Callable) -> Callable:
        @wraps(view)
        def wrapped(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.hat and request.hat.kind in kinds:
                return view(request, *args, **kwargs)
            return _wrong_hat(request, kinds)

        return wrapped

    return decorate


def person_required(view: Callable) -> Callable:
    """For someone who acts for herself: an applicant or student."""

    @wraps(view)
    def wrapped(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        return _wrong_hat(request, ()) if request.hat else view(request, *args, **kwargs)

    return wrapped


def may_manage_people(hat: Hat) -> bool:
    """Teachers and praktijkbegeleiders see who there is; the others invite and end."""
    return hat.part not in (Part.TEACHER, Part.SUPERVISOR)


def manager_required(*kinds: Kind) -> Callable:
    """As hat_required, and not for those who only look: 403."""

    def decorate(view: Callable) -> Callable:
        @hat_required(*kinds)
        @wraps(view)
        def wrapped(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
            if not may_manage_people(request.hat):
                raise PermissionDenied
            return view(request, *args, **kwargs)

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
