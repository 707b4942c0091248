"""Locations, contacts and costs of a route, from its page: add, change, remove."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import ModelForm
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from mkbroute.organisations.access import acting_hat_required, signature
from mkbroute.organisations.enums import Kind
from routes import details
from routes.forms.details import ContactForm, CostForm, LocationForm
from routes.models import Route, RouteContact, RouteCost, RouteLocation
from routes.revisions import Overtaken
from routes.services import add_detail, change_detail, remove_detail
from routes.services.details import detail_revision
from routes.services.register import EDITABLE

from .beside import beside, shown
from .closed import closed
from .posted import posted, seen


@dataclass(frozen=True)
class Sort:
    """One of the three."""

    model: type[RouteLocation] | type[RouteContact] | type[RouteCost]
    form: type[ModelForm]
    add: str
    change: str
    lead: str


SORTS = {
    "locatie": Sort(
        RouteLocation, LocationForm, "Locatie toevoegen", "Locatie wijzigen",
        "Een plaats waar ook onderwijs is, naast de plaats van de route zelf.",
    ),
    "contact": Sort(
        RouteContact, ContactForm, "Contactpersoon toevoegen", "Contactpersoon wijzigen",
        "Iemand bij wie collega’s, bedrijven of kandidaten terechtkunnen, naast de contactpersoon van de route.",
    ),
    "kosten": Sort(
        RouteCost, CostForm, "Kostenpost toevoegen", "Kostenpost wijzigen",
        "Wat kost het, en wie betaalt? Zo weten werkgever en student vooraf waar ze aan toe zijn.",
    ),
}  # fmt: skip


def summary_of(route: Route) -> dict:
    """For the page of the route."""
    return {
        "locations": details.locations_of(route),
        "contacts": details.contacts_of(route),
        "costs": details.costs_of(route),
        "years": [details.name_of(year) for year in details.years_of(route)],
    }


@acting_hat_required(Kind.HOGESCHOOL)
def add(request, public_id, what):
    route, sort = get_object_or_404(Route, public_id=public_id), _sort(what)
    if route.state not in EDITABLE:
        return closed(request, route)
    form = sort.form(posted(request))
    if form.is_valid():
        try:
            detail = add_detail(sort.model, route, who=signature(request), **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, f"{detail} staat bij de route.")
            return redirect(_place(route))
    return _page(request, route, form, sort.add, lead=sort.lead, submit="Toevoegen")


@acting_hat_required(Kind.HOGESCHOOL)
def change(request, public_id, what):
    sort = _sort(what)
    detail = get_object_or_404(sort.model._default_manager.select_related("route"), public_id=public_id)
    if detail.route.state not in EDITABLE:
        return closed(request, detail.route)
    before = seen(request, detail_revision(detail))
    form = sort.form(posted(request), instance=detail)
    more = {"seen": before, "shown": shown(request, form)}
    if form.is_valid():
        try:
            change_detail(detail, who=signature(request), seen=before, **form.cleaned_data)
        except Overtaken as overtaken:
            now = sort.model._default_manager.get(pk=detail.pk)
            found = beside(request.POST, sort.form(instance=now))
            form, more = sort.form(found.data, instance=now), found.context(detail_revision(now))
            form.add_error(None, overtaken)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, "De wijziging is opgeslagen.")
            return redirect(_place(detail.route))
    return _page(request, detail.route, form, sort.change, **more)


@acting_hat_required(Kind.HOGESCHOOL)
def remove(request, public_id, what):
    sort = _sort(what)
    detail = get_object_or_404(sort.model._default_manager.select_related("route"), public_id=public_id)
    if detail.route.state not in EDITABLE:
        return closed(request, detail.route)
    if request.method == "POST":
        name = str(detail)
        try:
            remove_detail(detail, who=signature(request))
        except ValidationError as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, f"{name} staat niet meer bij de route.")
        return redirect(_place(detail.route))
    context = {"route": detail.route, "question": f"{detail} verwijderen?", "cancel": _place(detail.route)}
    return render(request, "routes/remove_detail.html", context)


def _sort(what: str) -> Sort:
    if what not in SORTS:
        raise Http404
    return SORTS[what]


def _place(route: Route) -> str:
    return reverse("routes:detail", args=[route.public_id])


def _page(request, route: Route, form: ModelForm, title: str, **more):
    context = {
        "lead": "",
        "submit": "Opslaan",
        "seen": "",
        "shown": "",
        "theirs": [],
        "route": route,
        "form": form,
        "title": title,
        "cancel": _place(route),
        "eyebrow": route.title,
        **more,
    }
    return render(request, "routes/detail_form.html", context, status=422 if form.is_bound else 200)
