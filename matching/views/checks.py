"""The hogeschool checks a leerwerkplek that is offered on its route."""

from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from mkbroute.organisations.access import acting_hat_required, signature
from mkbroute.organisations.enums import Kind

from ..checking import RELATED
from ..forms import ReasonForm
from ..models import Offer
from ..services import offers as services
from .answers import posted, told


@require_POST
@acting_hat_required(Kind.HOGESCHOOL)
def publish(request, public_id, route_id):
    offer = _offer(public_id, route_id)
    with told(request, f"De leerwerkplek is gepubliceerd op {offer.route.title}. Het bedrijf krijgt bericht."):
        services.publish_offer(offer, seen=request.POST.get("seen", ""), who=signature(request))
    return redirect("matching:position", public_id)


@acting_hat_required(Kind.HOGESCHOOL)
def send_back(request, public_id, route_id):
    offer = _offer(public_id, route_id)
    form = ReasonForm(
        posted(request), help_text="Wat moet het bedrijf aanpassen? Het leest dit in een e-mail, en in het portaal."
    )
    if form.is_bound and form.is_valid():
        with told(request, "De leerwerkplek is teruggestuurd. Het bedrijf krijgt bericht."):
            services.return_offer(offer, reason=form.cleaned_data["reason"], who=signature(request))
        return redirect("matching:position", public_id)
    context = {"offer": offer, "position": offer.position, "form": form}
    return render(request, "matching/return_offer.html", context, status=422 if form.is_bound else 200)


@require_POST
@acting_hat_required(Kind.HOGESCHOOL)
def seen(request, public_id, route_id):
    offer = _offer(public_id, route_id)
    with told(request, "U hebt de wijziging bekeken. De leerwerkplek blijft gepubliceerd."):
        services.see_changes(offer, seen=request.POST.get("seen", ""), who=signature(request))
    return redirect("matching:position", public_id)


def _offer(public_id, route_id) -> Offer:
    offers = Offer.objects.select_related(*RELATED)
    return get_object_or_404(offers, position__public_id=public_id, route__public_id=route_id, withdrawn_at=None)
