"""Who shapes a route with the hogeschool: named by her, confirmed by themselves."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from mkbroute.design.listing import paginate
from mkbroute.design.views import combobox_options
from mkbroute.organisations.access import acting_hat_required, hat_required, signature
from mkbroute.organisations.enums import Kind
from routes import queries
from routes.forms.dossier import ReasonForm
from routes.forms.partners import PartnerForm, ShownForm, partner_options
from routes.models import Route, RoutePartner
from routes.services import add_partner, confirm_partnership, remove_partner, retract_partnership, show_partner
from routes.services.partners import WITH_PARTNERS

from .closed import closed
from .posted import posted

PER_PAGE = 20


@acting_hat_required(Kind.HOGESCHOOL)
def add(request, public_id):
    route = get_object_or_404(Route.objects.select_related("hogeschool"), public_id=public_id)
    if route.state not in WITH_PARTNERS:
        return closed(request, route)
    url = reverse("routes:partner_options", args=[public_id])
    form = PartnerForm(posted(request), route=route, options_url=url)
    if form.is_valid():
        try:
            partner = add_partner(route, who=signature(request), **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error("role" if refusal.code == "role" else "organisation", refusal)
        else:
            messages.success(request, _added(partner))
            return redirect("routes:detail", public_id)
    status = 422 if form.is_bound else 200
    return render(request, "routes/add_partner.html", {"route": route, "form": form}, status=status)


def _added(partner: RoutePartner) -> str:
    name = partner.organisation.name
    if queries.can_confirm(partner) and partner.organisation.email:
        return f"{name} staat bij de route en krijgt een mail om de betrokkenheid te bevestigen."
    return f"{name} staat bij de route."


@hat_required(Kind.HOGESCHOOL)
@require_safe
def options(request, public_id):
    """The list under the field for a partner."""
    route = get_object_or_404(Route, public_id=public_id)
    return combobox_options(request, partner_options(route, request.GET.get("organisation_text", "")))


@acting_hat_required(Kind.HOGESCHOOL)
def remove(request, public_id):
    partner = get_object_or_404(RoutePartner.objects.select_related("route", "organisation"), public_id=public_id)
    if partner.route.state not in WITH_PARTNERS:
        return closed(request, partner.route)
    if request.method == "POST":
        try:
            remove_partner(partner, who=signature(request))
        except ValidationError as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, f"{partner.organisation.name} staat niet meer bij de route.")
        return redirect("routes:detail", partner.route.public_id)
    context = {"partner": partner, "route": partner.route, "question": f"{partner.organisation.name} verwijderen?"}
    return render(request, "routes/remove_partner.html", context)


@hat_required(Kind.BRANCHE, Kind.COMPANY, Kind.EMPLOYER, Kind.HOGESCHOOL)
def confirm(request, public_id):
    own = RoutePartner.objects.filter(organisation_id=request.hat.organisation_id)
    partner = get_object_or_404(own.select_related("hogeschool", "organisation"), public_id=public_id)
    if request.method == "POST":
        try:
            confirm_partnership(partner, who=signature(request))
        except ValidationError as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, f"Dank u wel. {partner.hogeschool.name} ziet uw bevestiging in het dossier.")
        return redirect("routes:confirm_partner", public_id)
    route = queries.route_of_partner(partner)
    context = {
        "partner": partner,
        "route": route,
        "lead": f"{partner.hogeschool.name} noemt {partner.organisation.name} als partner van deze route.",
        "weeks": queries.weeks_of_partner(partner),
        "facts": queries.facts_of(route)[1:],
    }
    return render(request, "routes/confirm_partner.html", context)


@hat_required(Kind.COMPANY)
@require_safe
def taking_part(request):
    """The routes that name the company as a partner, and whether it stands on their public pages."""
    rows = paginate(request, queries.partnerships_of_company(), per_page=PER_PAGE)
    context = {"page": rows, "rows": queries.with_consents(rows.object_list)}
    return render(request, "routes/taking_part.html", context)


@acting_hat_required(Kind.COMPANY)
def show(request, public_id):
    """Only the company itself says that it is named on the public page, and how."""
    found = RoutePartner.objects.select_related("route", "hogeschool", "organisation")
    partner = get_object_or_404(found, public_id=public_id)
    form = ShownForm(posted(request), partner=partner)
    if form.is_valid():
        try:
            show_partner(partner, name=form.name, who=signature(request))
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _shown(form.name))
            return redirect("routes:taking_part")
    history = queries.consents_of(partner)
    context = {"partner": partner, "route": partner.route, "form": form, "history": history}
    return render(request, "routes/show_partner.html", context, status=422 if form.is_bound else 200)


def _shown(name: str) -> str:
    if name:
        return f"{name} staat op de openbare pagina van deze route."
    return "De openbare pagina van deze route noemt uw bedrijf niet."


@acting_hat_required(Kind.BRANCHE, Kind.COMPANY, Kind.EMPLOYER, Kind.HOGESCHOOL)
def retract(request, public_id):
    own = RoutePartner.objects.filter(organisation_id=request.hat.organisation_id)
    partner = get_object_or_404(own.select_related("hogeschool", "organisation"), public_id=public_id)
    if not partner.confirmed_at:
        return redirect("routes:confirm_partner", public_id)
    form = ReasonForm(posted(request), help_text="De hogeschool en het programmateam lezen deze reden.")
    if form.is_valid():
        try:
            retract_partnership(partner, reason=form.cleaned_data["reason"], who=signature(request))
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, f"Uw bevestiging is ingetrokken. {partner.hogeschool.name} krijgt een mail.")
            return redirect("routes:confirm_partner", public_id)
    context = {
        "partner": partner,
        "route": queries.route_of_partner(partner),
        "form": form,
        "question": "Uw bevestiging intrekken?",
        "cancel": reverse("routes:confirm_partner", args=[public_id]),
    }
    return render(request, "routes/retract_partner.html", context, status=422 if form.is_bound else 200)
