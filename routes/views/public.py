"""What everyone may read: the recognised routes."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from mkbroute.access.decorators import as_visitor
from mkbroute.design.listing import paginate, query_url
from mkbroute.design.views import combobox_options
from mkbroute.organisations.enums import Province
from routes import catalogue as recognised
from routes import queries
from routes.canonical import origin, page_url
from routes.details import public_details
from routes.enums import Audience, Degree, Reader
from routes.forms.catalogue import IN_SIGHT, CatalogueFilter
from routes.models import Route
from routes.readers import asked_by, reader_of
from routes.structured_data import course_json
from routes.weeks import summary
from routes.workplaces import on_route

from .gone import gone

PER_PAGE = 24
PAGES = {
    Reader.STUDENT: "routes/page_student.html",
    Reader.WORKING: "routes/page_working.html",
    Reader.CHANGER: "routes/page_changer.html",
}


@login_not_required
@require_safe
@as_visitor
def catalogue(request):
    host = getattr(request, "host", None)
    form = CatalogueFilter(request.GET, hogeschool_id=_own(host))
    wanted = form.wanted()
    page = paginate(request, recognised.found(wanted, _own(host)), per_page=PER_PAGE)
    reader = Audience(wanted.audience).reader if wanted.audience else reader_of(request)
    cards = recognised.cards(page.object_list, reader)
    context = {
        "form": form,
        "in_sight": " ".join(IN_SIGHT),
        "out_of_sight": " ".join(form.out_of_sight),
        "more_open": any(name in form.data or f"{name}_text" in form.data for name in form.out_of_sight),
        "chips": _chips(request, form),
        "page": page,
        "cards": cards,
        "elsewhere": _elsewhere(request, wanted, host) if wanted.province and not cards else [],
        "nowhere": f"In {Province(wanted.province).label} nog geen" if wanted.province else "",
        "host": host,
        "lead": f"Werken bij een bedrijf in het mkb en tegelijk een hbo-diploma halen. {_whose(host)}",
        "canonical": origin(host) + _asked(request, form, page.number),
    }
    return render(request, "routes/catalogue.html", context)


def _whose(host) -> str:
    return f"De erkende routes van {host.name}." if host else "Alle erkende routes, bij elkaar."


def _own(host) -> int | None:
    return host.organisation_id if host else None


def _chips(request, form) -> list[dict[str, str]]:
    """Each filter that is on, with the address of the same without it."""
    chips = []
    for name, label, value in form.chosen():
        without = dict.fromkeys([name, f"{name}_text", "pagina"])
        chips.append({"label": label, "value": value, "url": query_url(request, **without)})
    return chips


def _elsewhere(request, wanted, host) -> list[dict[str, str]]:
    gone = {"plaats": None, "plaats_text": None, "pagina": None}
    return [
        {"label": other.label, "routes": other.routes, "url": query_url(request, provincie=other.province, **gone)}
        for other in recognised.elsewhere(wanted, _own(host))
    ]


def _asked(request, form, number: int) -> str:
    """The address without what means nothing."""
    meant = {*form.data, *(["pagina"] if number > 1 else [])}
    return query_url(request, **{name: None for name in request.GET if name not in meant})


@login_not_required
@require_safe
@as_visitor
def hogescholen(request):
    """The list under the field for a hogeschool."""
    return combobox_options(
        request, recognised.hogescholen(request.GET.get("hogeschool_text", ""), recognised.SUGGESTED)
    )


@login_not_required
@require_safe
@as_visitor
def cities(request):
    """The list under the field for a place."""
    hogeschool_id = _own(getattr(request, "host", None))
    return combobox_options(
        request, recognised.cities(request.GET.get("plaats_text", ""), recognised.SUGGESTED, hogeschool_id)
    )


@login_not_required
@require_safe
@as_visitor
def page(request, slug):
    host = getattr(request, "host", None)
    routes = Route.objects.filter(recognised.carried_out_by([host.organisation_id])) if host else Route.objects.all()
    route = get_object_or_404(routes.select_related("hogeschool").prefetch_related("years"), slug=slug)
    if not route.has_page:
        return gone(request, route, recognised.alternatives(route, _own(host)))
    weeks = queries.weeks_of(route)
    reader = reader_of(request)
    details = public_details(route)
    context = {
        "route": route,
        "reader": reader.value,
        "readers": [{"label": each.label, "url": _for(request, each), "current": each == reader} for each in Reader],
        "trail": [("Opleidingen", reverse("routes:catalogue", query=asked_by(reader))), (route.title, "")],
        "weeks": weeks,
        "week": summary(weeks),
        "place": recognised.place(route.city, route.province),
        "start": recognised.start(route.starts_on),
        "years": Degree(route.degree).years,
        "audiences": [Audience(code).label for code in route.audiences],
        "taking_part": recognised.taking_part(route),
        "canonical": page_url(route),
        "details": details,
        "cards": [] if route.is_open else recognised.alternatives(route, _own(host), reader),
        "share_title": f"{route.title}, {route.hogeschool.name}",
        "share_text": f"{summary(weeks)}. In {route.city}. {_earned(route)}",
        "apply_url": reverse("matching:apply", args=[route.slug], query=asked_by(reader)),
        "course": course_json(route, details),
        "workplaces": on_route(route) if route.is_open else None,
    }
    return render(request, PAGES[reader], context)


def _earned(route: Route) -> str:
    return "Met salaris en een erkend hbo-diploma." if route.accredited else "Met salaris."


def _for(request, reader: Reader) -> str:
    return query_url(request, voor=None if reader == Reader.STUDENT else reader.value)
