"""Who may open the pages of agreements. Which agreements they then see is the database's."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse

from mkbroute.organisations.access import hat_required
from mkbroute.organisations.enums import Kind

from .enums import Role

READERS = {Kind.HOGESCHOOL: Role.HOGESCHOOL, Kind.COMPANY: Role.COMPANY, Kind.EMPLOYER: Role.EMPLOYER}


def party_required(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For whoever can be a party: a person for herself, or someone of a hogeschool, company or formal employer."""
    with_hat = hat_required(*READERS)(view)

    @wraps(view)
    def wrapped(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        return (with_hat if request.hat else view)(request, *args, **kwargs)

    return wrapped


def reader_of(request: Any) -> Role:
    """As which party she looks."""
    return READERS[Kind(request.hat.kind)] if request.hat else Role.STUDENT
