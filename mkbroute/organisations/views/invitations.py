"""The other side of an invitation: the page behind the link in the mail."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ..services import people as services


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request, token):
    """Who invites for what. Logged in with the address that was invited, one click takes the hat."""
    invited = services.read_invitation(token)
    if not invited:
        return render(request, "organisations/invitation_closed.html", {"state": "unknown"}, status=404)
    is_theirs = request.user.is_authenticated and request.user.email.lower() == invited.email.lower()
    if invited.state != "open":
        return _closed(request, invited, is_theirs=is_theirs)
    if request.method == "POST" and is_theirs:
        return _accept(request, token, invited)
    query = urlencode({"next": request.path, "email": invited.email})
    context = {"invited": invited, "is_theirs": is_theirs, "login_url": f"{reverse('account_login')}?{query}"}
    return render(request, "organisations/accept.html", context, status=403 if request.method == "POST" else 200)


def _accept(request, token, invited):
    membership_id = services.accept_invitation(token)
    if not membership_id:  # somebody was quicker: a second click, or whoever revoked it
        return _closed(request, services.read_invitation(token) or invited, is_theirs=True)
    request.session["membership"] = membership_id
    messages.success(request, f"Welkom. U handelt nu namens {invited.organisation_name}.")
    return redirect("home")


def _closed(request, invited, *, is_theirs):
    if is_theirs and invited.state == "accepted":
        messages.info(request, f"U heeft de uitnodiging van {invited.organisation_name} al aangenomen.")
        return redirect("home")
    context = {"state": invited.state, "invited": invited}
    return render(request, "organisations/invitation_closed.html", context, status=410)
