"""A company's leerwerkplekken."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from mkbroute.design.listing import counted, paginate
from mkbroute.organisations.access import acting_hat_required, hat_required
from mkbroute.organisations.enums import Kind
from mkbroute.organisations.models import Organisation

from .. import queries
from ..forms import PositionForm
from ..models import Position
from ..round_queries import shown_places
from ..services import positions as services
from ..services.refusal import Refusal
from .answers import told


@require_safe
@hat_required(Kind.COMPANY)
def position_list(request):
    page = paginate(request, queries.positions())
    summary = counted(page, "leerwerkplek", "leerwerkplekken")
    return render(request, "matching/positions.html", {"page": page, "summary": summary})


@require_safe
@hat_required(Kind.COMPANY, Kind.HOGESCHOOL)
def position(request, public_id):
    found = get_object_or_404(queries.positions(), public_id=public_id)
    own = request.hat.kind == Kind.COMPANY
    trail = [("Leerwerkplekken", reverse("matching:positions" if own else "matching:offers")), (found.title, "")]
    context = {"position": found, "trail": trail}
    if own:
        routes = [offer.route for offer in found.standing_offers]
        context |= {
            "advice": queries.contract_advice(found, routes),
            "matches": queries.matches().filter(position=found),
            "in_rounds": shown_places(found),
        }
        return render(request, "matching/position.html", context)
    return render(request, "matching/position_offered.html", context)


@acting_hat_required(Kind.COMPANY)
def add_position(request):
    form = _form(request)
    if form.is_bound and form.is_valid():
        made = services.offer_position(
            key=form.cleaned_data["key"],
            organisation_id=request.hat.organisation_id,
            workplace=form.place,
            routes=form.cleaned_data["routes"],
            terms=form.terms,
        )
        messages.success(request, "Uw leerwerkplek staat open. De hogeschool kan er nu kandidaten voor voorstellen.")
        return redirect("matching:position", made.public_id)
    return _form_page(request, form, None)


@acting_hat_required(Kind.COMPANY)
def edit_position(request, public_id):
    found = get_object_or_404(queries.positions(), public_id=public_id)
    form = _form(request, found)
    if form.is_bound and form.is_valid():
        try:
            services.change_position(found, workplace=form.place, routes=form.cleaned_data["routes"], terms=form.terms)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "De leerwerkplek is bijgewerkt.")
            return redirect("matching:position", found.public_id)
    return _form_page(request, form, found)


@acting_hat_required(Kind.COMPANY)
def withdraw_position(request, public_id):
    found = get_object_or_404(Position, public_id=public_id)
    if request.method == "POST":
        with told(request, "De leerwerkplek is ingetrokken. U kunt haar later opnieuw aanbieden."):
            services.withdraw_position(found)
        return redirect("matching:position", found.public_id)
    return render(request, "matching/withdraw_position.html", {"position": found})


@require_POST
@acting_hat_required(Kind.COMPANY)
def offer_position_again(request, public_id):
    found = get_object_or_404(Position, public_id=public_id)
    with told(request, "De leerwerkplek staat weer open."):
        services.offer_position_again(found)
    return redirect("matching:position", found.public_id)


@require_safe
@hat_required(Kind.COMPANY)
def route_options(request):
    """The part of the form that htmx asks for while someone looks for a route."""
    choice = queries.route_choice(request.GET.get("route_text", "").strip(), request.GET.getlist("routes"))
    return render(request, "matching/_route_choice.html", {"choice": choice})


def _form(request, instance=None) -> PositionForm:
    """Bound, unless someone without script only looks for a route: then what was typed stands, unjudged."""
    organisation = Organisation.objects.get(pk=request.hat.organisation_id)
    if request.method != "POST":
        return PositionForm(instance=instance, organisation=organisation)
    if "find_route" in request.POST:
        typed = {**request.POST.dict(), "routes": request.POST.getlist("routes")}
        return PositionForm(initial=typed, instance=instance, organisation=organisation)
    return PositionForm(request.POST, instance=instance, organisation=organisation)


def _form_page(request, form, found):
    choice = queries.route_choice(request.POST.get("route_text", "").strip(), form.chosen_routes)
    trail = [("Leerwerkplekken", reverse("matching:positions"))]
    if found:
        back = reverse("matching:position", args=[found.public_id])
        trail += [(found.title, back), ("Wijzigen", "")]
    else:
        back = trail[0][1]
        trail += [("Aanbieden", "")]
    context = {
        "form": form,
        "choice": choice,
        "position": found,
        "trail": trail,
        "cancel_url": back,
        "submit": "Opslaan" if found else "Bied de leerwerkplek aan",
    }
    return render(request, "matching/position_form.html", context, status=422 if form.is_bound else 200)
