"""The library: two pages that everybody may read."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from mkbroute.access.decorators import as_visitor
from routes import library
from routes.help import LIBRARY


@login_not_required
@require_safe
@as_visitor
def index(request):
    pages = [(library.page(code), reverse(name)) for code, name in LIBRARY.items()]
    return render(request, "routes/library_index.html", {"pages": pages})


@login_not_required
@require_safe
@as_visitor
def for_hogescholen(request):
    return _page(request, "hogescholen", "bedrijven")


@login_not_required
@require_safe
@as_visitor
def for_companies(request):
    return _page(request, "bedrijven", "hogescholen")


def _page(request, code: str, other: str):
    page = library.page(code)
    context = {
        "page": page,
        "sections": library.shown(page),
        "trail": [("Bibliotheek", reverse("routes:library")), (page.title, "")],
        "other": library.page(other),
        "other_url": reverse(LIBRARY[other]),
        "is_for_companies": code == "bedrijven",
    }
    return render(request, "routes/library.html", context)
