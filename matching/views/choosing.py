"""A person looks at leerwerkplekken, puts them in her order, and chooses who may find her."""

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from mkbroute.design.listing import counted, paginate
from mkbroute.organisations.access import person_required

from .. import choosing, introducing
from ..forms import OrderForm, PlaceFilter, ProfileForm, Ranked
from ..models import Application, Offer, Preference, Profile
from ..ordering import moved
from ..round_queries import with_round
from ..services.preferences import rank_offers
from ..services.visibility import hide_profile, show_profile
from .answers import posted, told


@person_required
def choose(request, public_id):
    """Her order, and the leerwerkplekken outside it; one form for both."""
    application = _application(public_id)
    order = choosing.order_of(application)
    form = OrderForm(posted(request), ranked=[_row(preference) for preference in order])
    if form.is_bound and form.is_valid():
        groups = moved(form.groups, request.POST.get("do", ""))
        offers = choosing.offers_by_key(application, (key for group in groups for key in group))
        with told(request):
            rank_offers(application, [[offers[key] for key in group if key in offers] for group in groups])
        return redirect(request.get_full_path())
    asked = PlaceFilter(request.GET or None)
    chosen = [preference.offer_id for preference in order]
    others = choosing.others_for(
        application, chosen, text=asked.asked.get("q", ""), province=asked.asked.get("provincie", "")
    )
    page = paginate(request, others)
    context = {
        "application": application,
        "form": form,
        "rows": [
            (preference, form.bound(str(preference.position.public_id)), choosing.is_offered(preference))
            for preference in order
        ],
        "filter": asked,
        "page": page,
        "summary": counted(page, "andere plek", "andere plekken"),
        "trail": _trail(application, "Leerwerkplekken"),
    }
    return render(request, "matching/choose.html", context, status=422 if form.is_bound else 200)


def _row(preference: Preference) -> Ranked:
    position = preference.position
    return Ranked(str(position.public_id), f"{position.title} bij {position.organisation.name}", preference.rank)


@require_safe
@person_required
def chosen_place(request, public_id, position_id):
    """One leerwerkplek on her route, as the company describes it."""
    application = _application(public_id)
    offers = Offer.objects.select_related("position__organisation", "position__workplace", "route")
    offer = get_object_or_404(offers, route=application.route_id, position__public_id=position_id)
    rank = Preference.objects.filter(application=application, offer=offer, by="student").first()
    context = {
        "application": application,
        "offer": offer,
        "position": offer.position,
        "rank": rank,
        "offered": choosing.is_on_offer(offer, offer.position),
        "introduction": introducing.of_person(application).filter(offer=offer).first(),
        "add": f"add:{offer.position.public_id}",
        "trail": _trail(application, offer.position.title, within=True),
    }
    return render(request, "matching/chosen_place.html", context)


@person_required
def visibility(request, public_id):
    application = _application(public_id)
    profile = Profile.objects.filter(application=application).first()
    form = ProfileForm(posted(request), instance=profile, application=application)
    if form.is_bound and form.is_valid():
        shown = "Bedrijven op je route kunnen je nu vinden." if form.said["to_all"] else "Je profiel is bewaard."
        with told(request, shown):
            show_profile(application, **form.said)
        return redirect("matching:visibility", application.public_id)
    context = {
        "application": application,
        "profile": profile,
        "form": form,
        "trail": _trail(application, "Wat bedrijven van je zien"),
    }
    return render(request, "matching/visibility.html", context, status=422 if form.is_bound else 200)


@require_POST
@person_required
def hide(request, public_id):
    application = _application(public_id)
    with told(request, "Bedrijven kunnen je niet meer vinden. Je profiel blijft bewaard, alleen voor jou."):
        hide_profile(application)
    return redirect("matching:visibility", application.public_id)


def _application(public_id) -> Application:
    found = with_round(Application.objects.select_related("route", "hogeschool"))
    return get_object_or_404(found, public_id=public_id)


def _trail(application: Application, here: str, *, within: bool = False) -> list[tuple[str, str]]:
    steps = [
        ("Mijn route", reverse("home")),
        (application.route.title, reverse("matching:mine", args=[application.public_id])),
    ]
    if within:
        steps.append(("Leerwerkplekken", reverse("matching:choose", args=[application.public_id])))
    return [*steps, (here, "")]
