"""Pages beside those of django-allauth. Under /account/ there is no actor: they read the log-in's own tables."""

from allauth.account.views import LoginView
from allauth.mfa.models import Authenticator
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mkbroute.access.actor import OWN_HAT

from ..enums import Part

SET_UP = {"app": "mfa_activate_totp", "passkey": "mfa_add_webauthn"}


class _LoginView(LoginView):
    def _redirect_to_pending_stage(self, request, stage):
        """Whoever comes to the door again begins again: with another address, or on the way to another page."""


login = _LoginView.as_view()


@require_safe
def account(request):
    """The log-in and everything that hangs on it."""
    kinds = list(Authenticator.objects.filter(user=request.user).values_list("type", flat=True))
    hats = [(Part(hat.part).label, hat.organisation_name) for hat in request.hats]
    return render(request, "account/overview.html", {"kinds": kinds, "roles": hats})


@login_not_required
@require_safe
def one_door(request):
    """Signing up is logging in."""
    query = request.GET.urlencode()
    return redirect(reverse("account_login") + (f"?{query}" if query else ""))


@require_http_methods(["GET", "HEAD", "POST"])
def second_factor(request):
    """Explains the second factor and leads to setting it up; whoever has one is asked for it."""
    after = safe_next(request)
    kinds = set(Authenticator.objects.filter(user=request.user).values_list("type", flat=True))
    if kinds & {Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN}:
        name = "mfa_reauthenticate" if Authenticator.Type.TOTP in kinds else "mfa_reauthenticate_webauthn"
        return redirect(f"{reverse(name)}?{urlencode({REDIRECT_FIELD_NAME: after})}")
    if request.method == "POST":
        request.session["after_second_factor"] = after
        return redirect(SET_UP.get(request.POST.get("with", ""), "mfa_activate_totp"))
    return render(request, "organisations/second_factor.html", {"next": after})


@require_POST
def switch(request):
    """Put on another hat, or none (0). Somebody else's is not found."""
    chosen = request.POST.get("membership", "")
    ids = {str(hat.id) for hat in request.hats} | {str(OWN_HAT)}
    if chosen not in ids:
        raise Http404
    request.session["membership"] = int(chosen)
    return redirect(safe_next(request))


def safe_next(request) -> str:
    """Where the person was going, when that is a page of ours; else home."""
    url = request.POST.get(REDIRECT_FIELD_NAME) or request.GET.get(REDIRECT_FIELD_NAME, "")
    here = url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure())
    return url if here else reverse("home")
