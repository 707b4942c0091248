"""Pages for whoever holds a personal link, without an account."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from mkbroute.access.decorators import UnknownLink

View = Callable[..., HttpResponse]
NO_MENU: dict[str, Any] = {"nav_items": [], "hats": []}  # the portal around it is not what she came for


def page_by_link(unknown: str) -> Callable[[View], View]:
    """Of view(request, token, …), which raises UnknownLink: for others, the template that says what to do when a link
    does not work."""

    def decorated(view: View) -> View:
        @login_not_required
        @never_cache
        @wraps(view)
        def wrapped(request, token, **kwargs):
            try:
                return view(request, token, **kwargs)
            except UnknownLink:
                return render(request, unknown, NO_MENU, status=404)

        return wrapped

    return decorated
