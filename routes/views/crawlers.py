"""For search engines: what there is, and where they need not look."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from mkbroute.access.decorators import as_visitor
from mkbroute.organisations.hosts import known_hosts
from routes import catalogue
from routes.canonical import origin
from routes.help import LIBRARY

LIBRARY_PAGES = ("routes:library", *LIBRARY.values())
# public, and of the portal itself; the first also of a hogeschool's own address
ALWAYS = (
    "routes:catalogue",
    "matching:open_places",
    "home",
    "for_companies",
    "about",
    "routes:open_data",
    *LIBRARY_PAGES,
)


@login_not_required
@require_safe
@as_visitor
def sitemap(request):
    """The pages that have this address for their home (routes.canonical)."""
    host = getattr(request, "host", None)
    start = origin(host)
    elsewhere = {known.organisation_id for known in known_hosts().values()}
    mine, own = ({host.organisation_id}, True) if host else (elsewhere, False)
    pages = [
        (start + reverse("routes:page", args=[slug]), changed_at)
        for slug, changed_at in catalogue.addresses(mine, inside=own)
    ]
    fixed = [(start + reverse(name), None) for name in (ALWAYS[:1] if host else ALWAYS)]
    return render(request, "routes/sitemap.xml", {"pages": [*fixed, *pages]}, content_type="application/xml")


@login_not_required
@require_safe
@as_visitor
def robots(request):
    """Lists in every order and with every filter are the same routes again."""
    place = origin(getattr(request, "host", None)) + reverse("routes:sitemap")
    closed = [f"Disallow: {reverse('routes:catalogue')}*?*{name}=" for name in ("volgorde", "pagina", "zoek")]
    lines = ["User-agent: *", *closed, "Disallow: /account/", f"Sitemap: {place}"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
