"""Who would suit where, of those who put no leerwerkplek in order: for the coordinator to consider."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from mkbroute.design.listing import counted, paginate
from mkbroute.organisations.access import hat_required
from mkbroute.organisations.enums import Kind
from routes.models import Route

from ..round_queries import routes_to_suggest
from ..suggesting import fit_together

APPLICATIONS = ("Aanmeldingen", "matching:applications")
HERE = "Wie past waar"


@require_safe
@hat_required(Kind.HOGESCHOOL)
def suggestions(request):
    page = paginate(request, routes_to_suggest())
    context = {
        "page": page,
        "summary": counted(page, "route", "routes"),
        "trail": [(APPLICATIONS[0], reverse(APPLICATIONS[1])), (HERE, "")],
    }
    return render(request, "matching/suggestions.html", context)


@require_safe
@hat_required(Kind.HOGESCHOOL)
def suggestion(request, route_id):
    route = get_object_or_404(Route, public_id=route_id)
    above = [(APPLICATIONS[0], reverse(APPLICATIONS[1])), (HERE, reverse("matching:suggestions"))]
    context = {"route": route, "fitting": fit_together(route), "trail": [*above, (route.title, "")]}
    return render(request, "matching/suggestion.html", context)
