from django.contrib.auth.decorators import login_not_required
from django.db.models import Count
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mkbroute.access.actor import PUBLIC, acting_as
from mkbroute.access.decorators import as_visitor
from mkbroute.organisations.enums import Kind
from mkbroute.organisations.models import MkbDeclaration, Workplace
from routes.catalogue import to_choose_from
from routes.enums import State
from routes.models import Route, RoutePartner
from routes.models.route import STANDS

from . import people, work


@require_safe
@login_not_required
def home(request):
    """Where everyone begins: for a visitor the portal explained, for others what waits on them."""
    if not request.user.is_authenticated:
        return _landing(request)
    if not request.hat:
        return _person(request)
    return HOMES[Kind(request.hat.kind)](request)


@require_safe
@login_not_required
@as_visitor
def for_companies(request):
    return render(request, "dashboards/for_companies.html")


@require_safe
@login_not_required
@as_visitor
def about(request):
    return render(request, "dashboards/about.html")


@require_safe
@login_not_required
@as_visitor
def privacy(request):
    return render(request, "dashboards/privacy.html")


@require_safe
@login_not_required
@as_visitor
def accessibility(request):
    return render(request, "dashboards/accessibility.html")


def _landing(request):
    host = getattr(request, "host", None)
    with acting_as(PUBLIC):
        routes = to_choose_from(host.organisation_id if host else None)
        context = {
            "host": host,
            "routes": routes.select_related("hogeschool").prefetch_related("years")[:3],
            "count": routes.count(),
            "hogescholen": routes.aggregate(number=Count("hogeschool", distinct=True))["number"],
        }
        return render(request, "dashboards/landing.html", context)


def _person(request):
    context = {"mine": work.on_person(_email(request)), "applications": people.own_applications(_email(request))}
    return render(request, "dashboards/person.html", context)


def _hogeschool(request):
    context = {
        "mine": work.on_hogeschool(_email(request)),
        "others": work.on_others_of_hogeschool(_email(request)),
        "figures": people.figures(),
    }
    return render(request, "dashboards/hogeschool.html", context)


def _company(request):
    context = {
        "mine": work.on_company(_email(request)),
        "others": work.on_others_of_company(_email(request)),
        "has_workplace": Workplace.objects.exists(),
        "has_declared_mkb": MkbDeclaration.objects.exists(),
        "has_positions": people.has_positions(),
    }
    return render(request, "dashboards/company.html", context)


def _employer(request):
    email = _email(request)
    rows = RoutePartner.objects.select_related("route", "hogeschool").order_by("route__programme")
    context = {
        "mine": work.on_employer(email),
        "others": work.on_others_of_employer(email),
        "partnerships": [(row, row.route) for row in rows],
    }
    return render(request, "dashboards/employer.html", context)


def _branche(request):
    partnerships = RoutePartner.objects.select_related("route", "hogeschool").order_by("route__programme")
    return render(request, "dashboards/branche.html", {"mine": work.on_branche(), "partnerships": partnerships})


def _email(request) -> str:
    """By which she is known as someone who must sign, whatever hat she wears."""
    return request.user.email


def _programme(request):
    routes = Route.objects.order_by()
    context = {
        "mine": work.on_programme(),
        "others": work.on_others_of_programme(),
        "by_state": people.counted(routes, "state", State),
        "total": routes.count(),
        "recognised": routes.filter(STANDS).count(),
    }
    return render(request, "dashboards/programme.html", context)


HOMES = {
    Kind.HOGESCHOOL: _hogeschool,
    Kind.COMPANY: _company,
    Kind.EMPLOYER: _employer,
    Kind.BRANCHE: _branche,
    Kind.PROGRAMME: _programme,
}
