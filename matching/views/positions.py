"""A company's leerwerkplekken."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from mkbroute.design.listing import counted, paginate
from mkbroute.organisations.access import acting_hat_required, hat_required, signature
from mkbroute.organisations.enums import Kind
from mkbroute.organisations.models import Organisation

from .. import checking, queries
from ..enums import PositionState
from ..forms import OutcomesForm, PositionForm
from ..journey import NOBODY, Reader, Turn
from ..models import Offer, PlaceTerms, Position, SettlingIn, StillOpen, WorkplaceScan
from ..offer_changes import fingerprint
from ..round_queries import open_rounds, shown_places
from ..services import offers as offer_services
from ..services import positions as services
from ..services.refusal import Refusal
from .answers import posted, told


@require_safe
@hat_required(Kind.COMPANY)
def position_list(request):
    in_archive = request.GET.get("stand") == "archief"
    archived = Q(state=PositionState.ARCHIVED)
    page = paginate(request, queries.positions().filter(archived if in_archive else ~archived))
    context = {
        "page": page,
        "summary": counted(page, "leerwerkplek", "leerwerkplekken"),
        "in_archive": in_archive,
        "has_archive": in_archive or Position.objects.filter(archived).exists(),
    }
    return render(request, "matching/positions.html", context)


@require_safe
@hat_required(Kind.COMPANY, Kind.HOGESCHOOL)
def position(request, public_id):
    found = get_object_or_404(queries.positions(), public_id=public_id)
    own = request.hat.kind == Kind.COMPANY
    reader = Reader.COMPANY if own else Reader.HOGESCHOOL
    terms = PlaceTerms.objects.latest()
    lines = [_line(offer, found, reader, terms) for offer in found.standing_offers]
    context = {
        "position": found,
        "trail": [("Leerwerkplekken", reverse("matching:positions" if own else "matching:offers")), (found.title, "")],
        "lines": lines,
        "turn": _first_turn(found, lines),
        "moments": checking.moments_of(found),
        "scans": WorkplaceScan.objects.filter(position=found).select_related("hogeschool", "workplace"),
        "settling": SettlingIn.objects.filter(position=found).select_related("checklist").first(),
    }
    if own:
        routes = [offer.route for offer in found.standing_offers]
        context |= {
            "advice": queries.contract_advice(found, routes),
            "matches": queries.matches().filter(position=found),
            "asked_at": _asked_at(found),
            "open_url": _public_page(found),
            "can_choose": bool(checking.outcomes_to_learn([route.pk for route in routes])),
            "in_rounds": shown_places(found),
            "open_rounds": open_rounds([route.pk for route in routes]),
        }
        return render(request, "matching/position.html", context)
    return render(request, "matching/position_offered.html", context)


def _line(offer: Offer, found: Position, reader: Reader, terms: PlaceTerms) -> dict[str, Any]:
    """An offer as both pages tell of it."""
    offer.position = found
    return {
        "offer": offer,
        "turn": checking.turn_of_offer(offer, reader),
        "deadline": checking.deadline(offer, terms),
        "seen": fingerprint(offer),
    }


def _asked_at(found: Position) -> datetime | None:
    """Since when it waits for an answer whether it still stands."""
    questions = StillOpen.objects.filter(position=found, asked_at__gte=found.confirmed_at, is_last=False)
    return questions.order_by("asked_at").values_list("asked_at", flat=True).first()


def _public_page(found: Position) -> str:
    seen = found.is_public and found.is_offered and not found.has_closed
    published = any(offer.is_published for offer in found.standing_offers)
    return reverse("matching:open_place", args=[found.public_id]) if seen and published else ""


def _first_turn(found: Position, lines: list[dict[str, Any]]) -> Turn:
    """Whoever reads comes first."""
    turns = [line["turn"] for line in lines if line["turn"].who and found.is_offered]
    return min(turns, key=lambda turn: not turn.mine, default=NOBODY)


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
            who=signature(request),
        )
        messages.success(
            request,
            "Uw leerwerkplek is aangeboden. De hogeschool controleert haar; u krijgt een mail zodra ze open staat.",
        )
        has_outcomes = checking.outcomes_to_learn([route.pk for route in form.cleaned_data["routes"]])
        return redirect("matching:outcomes" if has_outcomes else "matching:position", made.public_id)
    return _form_page(request, form, None)


@acting_hat_required(Kind.COMPANY)
def edit_position(request, public_id):
    found = get_object_or_404(queries.positions(), public_id=public_id)
    form = _form(request, found)
    if form.is_bound and form.is_valid():
        try:
            services.change_position(
                found,
                workplace=form.place,
                routes=form.cleaned_data["routes"],
                terms=form.terms,
                who=signature(request),
            )
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
            services.withdraw_position(found, who=signature(request))
        return redirect("matching:position", found.public_id)
    return render(request, "matching/withdraw_position.html", {"position": found})


@require_POST
@acting_hat_required(Kind.COMPANY)
def offer_position_again(request, public_id):
    found = get_object_or_404(Position, public_id=public_id)
    with told(request, "De leerwerkplek staat weer open."):
        services.offer_position_again(found, who=signature(request))
    return redirect("matching:position", found.public_id)


@acting_hat_required(Kind.COMPANY)
def outcomes(request, public_id):
    """Which learning outcomes of each route can be learned here."""
    found = get_object_or_404(queries.positions(), public_id=public_id)
    known = checking.outcomes_to_learn([offer.route_id for offer in found.standing_offers])
    offers = [offer for offer in found.standing_offers if offer.route_id in known or offer.outcomes]
    form = OutcomesForm(posted(request), offers=offers, outcomes=known)
    if form.is_bound and form.is_valid():
        with told(request, "Wat er te leren valt, is bewaard."):
            for offer, chosen in form.chosen:
                offer_services.choose_outcomes(offer, chosen, who=signature(request))
        return redirect("matching:position", found.public_id)
    back = reverse("matching:position", args=[found.public_id])
    trail = [("Leerwerkplekken", reverse("matching:positions")), (found.title, back), ("Leeruitkomsten", "")]
    context = {"position": found, "form": form, "trail": trail, "back": back}
    return render(request, "matching/outcomes.html", context, status=422 if form.is_bound else 200)


@require_POST
@acting_hat_required(Kind.COMPANY)
def offer_again(request, public_id, route_id):
    """After the hogeschool sent it back."""
    offer = get_object_or_404(
        Offer.objects.select_related("position"), position__public_id=public_id, route__public_id=route_id
    )
    with told(request, "De leerwerkplek is opnieuw aangeboden. De hogeschool kijkt er weer naar."):
        offer_services.offer_again(offer, who=signature(request))
    return redirect("matching:position", public_id)


@require_safe
@hat_required(Kind.COMPANY)
def route_options(request):
    """The part of the form that htmx asks for while someone looks for a route."""
    choice = queries.route_choice(request.GET.get("route_text", ""), request.GET.getlist("routes"))
    return render(request, "matching/_route_choice.html", {"choice": choice})


def _form(request, instance=None) -> PositionForm:
    """Bound, unless someone without script only looks for a route: then what was typed stands, unjudged."""
    organisation = Organisation.objects.get(pk=request.hat.organisation_id)
    if request.method != "POST":
        return PositionForm(instance=instance, organisation=organisation, copy_of=_copied(request))
    if "find_route" in request.POST:
        typed = {
            **request.POST.dict(),
            "routes": request.POST.getlist("routes"),
            "is_public": "is_public" in request.POST,
        }
        return PositionForm(initial=typed, instance=instance, organisation=organisation)
    return PositionForm(request.POST, instance=instance, organisation=organisation)


def _copied(request) -> Position | None:
    """One of her own, that the new one begins as: ?kopie=<public id>."""
    key = request.GET.get("kopie", "")
    return queries.positions().filter(public_id=key).first() if queries.is_uuid(key) else None


def _form_page(request, form, found):
    choice = queries.route_choice(request.POST.get("route_text", ""), form.chosen_routes)
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
