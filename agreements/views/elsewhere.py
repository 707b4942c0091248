"""Elders getekend: the scan of what was signed on paper, by the hogeschool."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from mkbroute.documents.uploads import UploadRefused
from mkbroute.organisations.access import acting_hat_required, signature
from mkbroute.organisations.enums import Kind

from .. import pages, queries
from ..enums import Role, State
from ..forms import ElsewhereForm
from ..readiness import obstacles
from ..services import elsewhere as services
from ..services.sending import NotReady, Refused, TextChanged, fingerprint
from ..text import compose


@require_http_methods(["GET", "HEAD", "POST"])
@acting_hat_required(Kind.HOGESCHOOL)
def upload(request, public_id):
    agreement = get_object_or_404(queries.detailed(Role.HOGESCHOOL), public_id=public_id)
    if agreement.state not in (State.DRAFT, State.SENT):
        return _too_late(request, public_id)
    parties = queries.sorted_parties(agreement.parties.all())
    missing = obstacles(agreement, parties) if agreement.state == State.DRAFT else []
    roles = services.who_still_signs(agreement)
    form = ElsewhereForm(
        *((request.POST, request.FILES) if request.method == "POST" else ()),
        parties=[party for party in parties if party.role in roles],
        initial={"content_sha256": _text_of(agreement, parties)},
    )
    if not missing and form.is_valid():
        try:
            return _record(request, agreement, form)
        except UploadRefused as refusal:
            form.add_error("scan", str(refusal))
    context = {
        "agreement": agreement,
        "form": form,
        "obstacles": missing,
        "signed": [party for party in parties if party.role not in roles],
        "is_draft": agreement.state == State.DRAFT,
        "urls": pages.urls_of(agreement),
        "trail": pages.trail(agreement, "Elders getekend"),
    }
    return render(request, "agreements/elsewhere.html", context, status=422 if form.is_bound else 200)


def _record(request, agreement, form):
    try:
        services.record_signed_elsewhere(
            agreement,
            scan=form.cleaned_data["scan"],
            dates=form.dates,
            content_sha256=form.cleaned_data["content_sha256"],
            who=signature(request),
        )
    except (Refused, NotReady, TextChanged):
        return _too_late(request, agreement.public_id)
    messages.success(
        request, "Vastgelegd. Het document wordt nu verzegeld, met de scan erin, en gaat dan naar iedereen."
    )
    return redirect("agreements:detail", agreement.public_id)


def _text_of(agreement, parties) -> str:
    if agreement.state == State.SENT:
        return agreement.versions.get(number=agreement.version).content_sha256
    return fingerprint(compose(agreement, parties))


def _too_late(request, public_id):
    messages.warning(
        request, "Dat kan niet meer: de overeenkomst is intussen veranderd. Bekijk hoe het er nu voor staat."
    )
    return redirect("agreements:detail", public_id)
