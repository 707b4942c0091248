"""What everyone may read: the leerwerkplekken that are published."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from mkbroute.access.decorators import as_visitor
from mkbroute.design.listing import counted, paginate, query_url
from routes.canonical import home_of, origin
from routes.catalogue import to_choose_from

from ..forms.open_places import OpenPlaceFilter
from ..job_posting import job_json
from ..models import OpenPlace
from ..open_places import newest_places, shown

PER_PAGE = 24


@login_not_required
@require_safe
@as_visitor
def open_places(request):
    host = getattr(request, "host", None)
    form = OpenPlaceFilter(request.GET or None)
    wanted = form.wanted()
    routes = _routes_of(host)
    newest = newest_places(wanted, host.organisation_id if host else None, routes)
    page = paginate(request, newest, per_page=PER_PAGE)
    page.object_list = shown(page.object_list, routes)
    url = reverse("matching:open_places")
    context = {
        "form": form,
        "page": page,
        "summary": counted(page, "leerwerkplek", "leerwerkplekken"),
        "route": form.route if form.is_bound else None,
        "without_route": query_url(request, opleiding=None, pagina=None),
        "save_url": query_url(request, pagina=None).replace(url, reverse("matching:save_search"), 1),
        "canonical": origin(host) + url,
        "is_filtered": form.is_bound,
    }
    return render(request, "matching/open_places.html", context)


@login_not_required
@require_safe
@as_visitor
def open_place(request, public_id):
    host = getattr(request, "host", None)
    places = OpenPlace.objects.filter(public_id=public_id).select_related("route__hogeschool").order_by("id")
    routes = _routes_of(host)
    shown = list(places if routes is None else places.filter(route__in=routes))
    if not shown:
        return render(request, "matching/open_place_gone.html", status=404)
    place = shown[0]
    path = reverse("matching:open_place", args=[public_id])
    url = home_of(place.route.hogeschool_id if len(shown) == 1 else None) + path
    context = {
        "place": place,
        "places": shown,
        "trail": [("Leerwerkplekken", reverse("matching:open_places")), (place.title, "")],
        "canonical": url,
        "job": job_json(shown, url) if place.free else "",  # a full place is no vacancy
        "lead": f"{place.company_name} in {place.city}",
        "share_text": f"Werken en leren tegelijk bij {place.company_name} in {place.city}.",
    }
    return render(request, "matching/open_place.html", context)


def _routes_of(host):
    return to_choose_from(host.organisation_id).values("pk") if host else None
