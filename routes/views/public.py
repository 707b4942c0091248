"""What everyone may read: the recognised routes."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from mkbroute.access.decorators import as_visitor
from mkbroute.design.listing import paginate
from routes import catalogue as recognised
from routes import queries
from routes.enums import Degree, State
from routes.forms.lists import CatalogueFilter
from routes.models import Route
from routes.weeks import summary

PER_PAGE = 24


@login_not_required
@require_safe
@as_visitor
def catalogue(request):
    host = getattr(request, "host", None)
    form = CatalogueFilter(request.GET, hogeschool=[] if host else recognised.hogescholen())
    found = _at(host, recognised.recognised(form.wanted()))
    page = paginate(request, found.prefetch_related("years"), per_page=PER_PAGE)
    more = ["graad", "vorm"] if host else ["graad", "vorm", "hogeschool"]
    context = {
        "form": form,
        "more_names": " ".join(more),
        "more_open": any(name in form.data for name in more),
        "page": page,
        "cards": recognised.cards(page),
        "host": host,
    }
    return render(request, "routes/catalogue.html", context)


@login_not_required
@require_safe
@as_visitor
def page(request, slug):
    found = _at(getattr(request, "host", None), Route.objects.all())
    route = get_object_or_404(found.select_related("hogeschool").prefetch_related("years"), slug=slug)
    if route.state != State.RECOGNISED:
        lead = f"{route.hogeschool.name} biedt {route.title} niet langer aan als Mkb-route."
        return render(request, "routes/gone.html", {"route": route, "lead": lead}, status=410)
    weeks = queries.weeks_of(route)
    partners, companies = recognised.named_partners(route)
    week = summary(weeks)
    context = {
        "route": route,
        "trail": [("Opleidingen", reverse("routes:catalogue")), (route.title, "")],
        "lead": f"{week}. In {route.city}." if week else f"In {route.city}.",
        "weeks": weeks,
        "week": week,
        "years": Degree(route.degree).years,
        "starts_later": route.starts_on > timezone.localdate(),
        "partners": partners,
        "companies": companies,
    }
    return render(request, "routes/page.html", context)


def _at(host, routes):
    """On the web address of one hogeschool, only hers."""
    return routes.filter(hogeschool_id=host.organisation_id) if host else routes
