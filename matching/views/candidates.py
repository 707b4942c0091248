"""A company looks at who chose to be found, and puts them in its order."""

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from mkbroute.design.listing import counted, paginate
from mkbroute.organisations.access import hat_required
from mkbroute.organisations.enums import Kind

from .. import choosing, queries
from ..forms import OrderForm, Ranked, RegionFilter
from ..models import Position, Profile
from ..ordering import moved
from ..services.preferences import rank_candidates
from .answers import posted, told


@hat_required(Kind.COMPANY)
def candidates(request, public_id):
    """The company's order for one leerwerkplek, who it finds not suitable, and everybody else that can be found."""
    position = get_object_or_404(Position, public_id=public_id)
    answered = choosing.answered(position)
    ranked = [profile for profile in answered if profile.rank]
    refused = [profile for profile in answered if not profile.rank]
    form = OrderForm(posted(request), ranked=[Ranked(each.key, each.first_name, each.rank) for each in ranked])
    problem = _refusal_without_reason(request)
    if form.is_bound and form.is_valid() and not problem:
        with told(request):
            _rank(request, position, form, {profile: profile.reason for profile in refused})
        return redirect(request.get_full_path())
    asked = RegionFilter(request.GET or None)
    others = choosing.candidates_for(position, asked.asked.get("provincie", "")).filter(said=None)
    page = paginate(request, others)
    context = {
        "position": position,
        "form": form,
        "problem": problem,
        "rows": [(profile, form.bound(profile.key)) for profile in ranked],
        "refused": refused,
        "filter": asked,
        "page": page,
        "summary": counted(page, "andere kandidaat", "andere kandidaten"),
        "trail": [
            ("Leerwerkplekken", reverse("matching:positions")),
            (position.title, reverse("matching:position", args=[position.public_id])),
            ("Kandidaten", ""),
        ],
    }
    return render(request, "matching/candidates.html", context, status=422 if form.is_bound else 200)


def _rank(request, position: Position, form: OrderForm, unsuitable: dict[Profile, str]) -> None:
    asked = request.POST.get("do", "")
    how, _, key = asked.partition(":")
    unsuitable = {profile: why for profile, why in unsuitable.items() if profile.key != key}
    groups = moved(form.groups, f"drop:{key}" if how == "no" else asked)
    profiles = _by_key(position, [*(one for group in groups for one in group), key])
    if how == "no" and key in profiles:
        unsuitable[profiles[key]] = _reason(request, key)
    rank_candidates(position, [[profiles[one] for one in group if one in profiles] for group in groups], unsuitable)


def _by_key(position: Position, keys: list[str]) -> dict[str, Profile]:
    found = choosing.candidates_for(position).filter(public_id__in=[key for key in keys if queries.is_uuid(key)])
    return {profile.key: profile for profile in found}


def _refusal_without_reason(request) -> dict[str, str]:
    """Of whom the company says no without saying why, or at too great length."""
    how, _, key = request.POST.get("do", "").partition(":")
    if how != "no":
        return {}
    reason = _reason(request, key)
    if not reason:
        return {"key": key, "text": "Schrijf in een paar woorden waarom.", "typed": ""}
    if len(reason) > 200:
        return {"key": key, "text": "Houd het kort: hooguit 200 tekens.", "typed": reason}
    return {}


def _reason(request, key: str) -> str:
    return " ".join(request.POST.get(f"reden-{key}", "").split())
