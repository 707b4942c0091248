"""What is decided for a round beforehand: who stays where, who does not come together, and minimums."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from mkbroute.design.views import combobox_options
from mkbroute.organisations.access import acting_hat_required, hat_required, signature
from mkbroute.organisations.enums import Kind

from ..enums import PairKind, RoundState
from ..forms.rounds import DecideForm, MinimumForm
from ..models import Application, RoundMinimum, RoundPair
from ..queries import offers
from ..round_queries import looking
from ..services import rounds as services
from ..services.refusal import Refusal
from .answers import posted, told
from .rounds import round_of, trail

SUGGESTED = 12


@require_safe
@hat_required(Kind.HOGESCHOOL)
def decisions(request, round_id):
    found = round_of(round_id)
    pairs = found.pairs.select_related("application", "position__organisation", "position__workplace")
    minimums = found.minimums.select_related("position__organisation", "position__workplace")
    context = {
        "round": found,
        "pairs": pairs,
        "minimums": minimums,
        "runs": found.state != RoundState.ENDED,
        "trail": trail("Vooraf vastgelegd", found),
    }
    return render(request, "matching/round_decisions.html", context)


@acting_hat_required(Kind.HOGESCHOOL)
def decide_pair(request, round_id):
    found = round_of(round_id)
    form = DecideForm(
        posted(request), people=lambda: _people(found), places=lambda: _places(found),
        people_url=reverse("matching:round_people", args=[round_id]),
        places_url=reverse("matching:round_places", args=[round_id]),
    )  # fmt: skip
    if form.is_bound and form.is_valid() and _decided(request, found, form):
        messages.success(request, "Vastgelegd. Het telt vanaf de volgende berekening.")
        return redirect("matching:round_decisions", found.public_id)
    context = {"form": form, "round": found, "trail": _trail("Kandidaat en plek", found), "title": "Kandidaat en plek"}
    return _asked(request, "matching/round_decide.html", {**context, "names": "kind person place reason"})


def _decided(request, found, form) -> bool:
    said = form.cleaned_data
    application = get_object_or_404(Application, public_id=said["person"])
    offer = offers_of(found).filter(position__public_id=said["place"], route=application.route_id).first()
    try:
        if not offer:
            raise Refusal("Deze leerwerkplek is niet aangeboden op de route van de kandidaat. Kies een andere.")
        services.decide_pair(
            found, application, offer, kind=PairKind(said["kind"]), reason=said["reason"], who=signature(request)
        )
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


@acting_hat_required(Kind.HOGESCHOOL)
def set_minimum(request, round_id):
    found = round_of(round_id)
    url = reverse("matching:round_places", args=[round_id])
    form = MinimumForm(posted(request), places=lambda: _places(found), places_url=url)
    if form.is_bound and form.is_valid() and _minimum_set(request, found, form):
        messages.success(request, "Het minimum is vastgelegd. Het telt vanaf de volgende berekening.")
        return redirect("matching:round_decisions", found.public_id)
    context = {"form": form, "round": found, "trail": _trail("Minimum", found), "title": "Minimum van een leerwerkplek"}
    return _asked(request, "matching/round_decide.html", {**context, "names": "place places"})


def _minimum_set(request, found, form) -> bool:
    offer = offers_of(found).filter(position__public_id=form.cleaned_data["place"]).first()
    try:
        if not offer:
            raise Refusal("Deze leerwerkplek doet niet meer mee. Kies een andere.")
        services.set_minimum(found, offer, places=form.cleaned_data["places"], who=signature(request))
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


@require_POST
@acting_hat_required(Kind.HOGESCHOOL)
def remove_pair(request, pair_id):
    return _taken_back(request, get_object_or_404(RoundPair.objects.select_related("round"), public_id=pair_id))


@require_POST
@acting_hat_required(Kind.HOGESCHOOL)
def remove_minimum(request, minimum_id):
    found = get_object_or_404(RoundMinimum.objects.select_related("round"), public_id=minimum_id)
    return _taken_back(request, found)


def _taken_back(request, decided):
    with told(request, "Weggehaald. Het telt niet meer mee bij de volgende berekening."):
        services.take_back(decided)
    return redirect("matching:round_decisions", decided.round.public_id)


@require_safe
@hat_required(Kind.HOGESCHOOL)
def people_options(request, round_id):
    return _options(request, _people(round_of(round_id)), "person_text")


@require_safe
@hat_required(Kind.HOGESCHOOL)
def place_options(request, round_id):
    return _options(request, _places(round_of(round_id)), "place_text")


def _options(request, pairs, name):
    words = request.GET.get(name, "").casefold().split()
    fitting = [pair for pair in pairs if all(word in pair[1].casefold() for word in words)]
    return combobox_options(request, fitting[:SUGGESTED])


def _people(found):
    rows = looking(found.scope.values_list("route_id", flat=True)).select_related("route").order_by("name", "pk")
    return [(str(each.public_id), f"{each.name}, {each.city}") for each in rows]


def _places(found):
    pairs = {}
    for offer in offers_of(found).order_by("position__title", "pk"):
        position = offer.position
        pairs[str(position.public_id)] = f"{position.title}, {position.organisation.name}, {position.workplace.city}"
    return list(pairs.items())


def offers_of(found):
    routes = [scope.route.public_id for scope in found.scope.select_related("route")]
    return offers(routes=routes, with_room=False)


def _trail(here, found):
    return trail(here, found, ("Vooraf vastgelegd", reverse("matching:round_decisions", args=[found.public_id])))


def _asked(request, template, context):
    return render(request, template, context, status=422 if context["form"].is_bound else 200)
