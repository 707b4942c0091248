"""Is this leerwerkplek still open? Answered from the mail, without an account; or in the portal."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from mkbroute.access.decorators import UnknownLink, as_visitor
from mkbroute.organisations.access import acting_hat_required, signature
from mkbroute.organisations.enums import Kind

from .. import links
from ..models import Position
from ..services import still_open as services
from .answers import told

NO_MENU = {"nav_items": [], "hats": []}  # the portal around it is not what she came for


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@as_visitor
def still_open(request, token):
    try:
        place = links.asked_place(token)
    except UnknownLink:
        return render(request, "matching/still_open_unknown.html", NO_MENU, status=404)
    if request.method == "POST":
        state = links.answer_still_open(token, request.POST.get("antwoord") != "nee")
        if not state:
            messages.warning(request, "Dat kan met deze link niet meer.")
        return redirect(f"{request.path}?gezegd={state}" if state else request.path)
    said = request.GET.get("gezegd", "")
    return render(
        request, "matching/still_open.html", {**NO_MENU, "place": place, "said": said == place.state and said}
    )


@require_POST
@acting_hat_required(Kind.COMPANY)
def confirm_open(request, public_id):
    found = get_object_or_404(Position, public_id=public_id)
    with told(request, "Dank u. De leerwerkplek staat open."):
        services.confirm_open(found, who=signature(request))
    return redirect("matching:position", found.public_id)
