from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

View = Callable[..., HttpResponse]


def theme_view(lookup: Callable[[str], str | None]) -> View:
    """A view (request, sha) that serves a stored house style for ever: the address names the content."""

    @login_not_required
    @require_safe
    def theme(request: HttpRequest, sha: str) -> HttpResponse:
        css = lookup(sha)
        if css is None:
            raise Http404
        headers = {"Cache-Control": "public, max-age=31536000, immutable"}
        return HttpResponse(css, content_type="text/css; charset=utf-8", headers=headers)

    return theme


def combobox_options(request: HttpRequest, found: list[tuple[str, str]]) -> HttpResponse:
    """The list under a fields.ComboboxField: pairs (key, label)."""
    return render(request, "components/combobox_options.html", {"options": found})
