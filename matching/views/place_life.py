"""A company's leerwerkplek goes on: for longer, into the archive and out of it."""

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from mkbroute.organisations.access import acting_hat_required, signature
from mkbroute.organisations.enums import Kind

from .. import queries
from ..forms.place_life import ExtendForm
from ..models import Position
from ..services import place_life as services
from .answers import posted, told


@acting_hat_required(Kind.COMPANY)
def extend(request, public_id):
    found = get_object_or_404(queries.positions(), public_id=public_id)
    closes_on = None if found.has_closed else found.closes_on
    form = ExtendForm(posted(request), initial={"starts_on": found.starts_on, "closes_on": closes_on})
    if form.is_bound and form.is_valid():
        with told(request, "De leerwerkplek is verlengd. De hogeschool ziet de nieuwe datums."):
            services.extend_position(found, **form.cleaned_data, who=signature(request))
        return redirect("matching:position", found.public_id)
    back = reverse("matching:position", args=[found.public_id])
    trail = [("Leerwerkplekken", reverse("matching:positions")), (found.title, back), ("Verlengen", "")]
    context = {"position": found, "form": form, "trail": trail, "back": back}
    return render(request, "matching/extend_position.html", context, status=422 if form.is_bound else 200)


@acting_hat_required(Kind.COMPANY)
def archive(request, public_id):
    found = get_object_or_404(Position, public_id=public_id)
    if request.method == "POST":
        with told(request, "De leerwerkplek staat in het archief."):
            services.archive_position(found, who=signature(request))
        return redirect("matching:position", found.public_id)
    return render(request, "matching/archive_position.html", {"position": found})


@require_POST
@acting_hat_required(Kind.COMPANY)
def unarchive(request, public_id):
    found = get_object_or_404(Position, public_id=public_id)
    with told(request, "De leerwerkplek is uit het archief. Bied haar opnieuw aan als u weer iemand zoekt."):
        services.unarchive_position(found, who=signature(request))
    return redirect("matching:position", found.public_id)
