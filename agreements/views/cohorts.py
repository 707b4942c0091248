"""The 7.7 meter per cohort, for the hogeschool."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from mkbroute.organisations.access import hat_required
from mkbroute.organisations.enums import Kind
from routes.models import Route

from .. import cohorts as queries
from .. import meter

TRAIL = ("Overeenkomsten", "agreements:list")


@require_safe
@hat_required(Kind.HOGESCHOOL)
def index(request):
    trail = [(TRAIL[0], reverse(TRAIL[1])), ("7.7-meter per cohort", "")]
    return render(request, "agreements/cohorts.html", {"cohorts": queries.cohorts(), "trail": trail})


@require_safe
@hat_required(Kind.HOGESCHOOL)
def missing(request, route_id, year, code):
    """Which agreements a bar speaks of, and where to fill in what they miss."""
    route = get_object_or_404(Route.objects.filter(hogeschool=request.hat.organisation_id), public_id=route_id)
    if code not in meter.FIELDS:
        raise Http404
    provision = next(each for each in meter.current_provisions() if each.code == code)
    found = queries.agreements_lacking(route, year, code)
    study_year = f"{year}-{year + 1}"
    context = {
        "route": route,
        "provision": provision,
        "study_year": study_year,
        "found": found,
        "trail": [
            (TRAIL[0], reverse(TRAIL[1])),
            ("7.7-meter per cohort", reverse("agreements:cohorts")),
            (f"{route.title}, {study_year}", ""),
        ],
    }
    return render(request, "agreements/cohort_missing.html", context)
