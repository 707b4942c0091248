"""What waits for her signature, and signing several agreements in one sitting: choose, a code, a name.

For who signs on behalf of an organisation and has an account; each signature is set by the holder of its own link.
"""

from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from mkbroute.organisations.access import hat_required

from .. import codes, links, statements
from ..access import READERS
from ..forms import ChooseForm, CodeForm, SignTogetherForm
from ..models import Signing
from ..services import together as services
from .visits import from_when, visit_of

CHOSEN, IDENTIFIED = "sign_together", "sign_together_identified"  # in her session
page_with_form = require_http_methods(["GET", "HEAD", "POST"])
TRAIL = ("Overeenkomsten", "agreements:list")


@page_with_form
@never_cache
@hat_required(*READERS)
def choose(request):
    waiting = services.own_waiting(request.user.email)
    form = ChooseForm(request.POST or None, signings=waiting)
    if form.is_valid():
        return _send_code(request, form.cleaned_data["signings"])
    context = {"form": form, "rows": form.rows, "most": services.MOST}
    return _page(request, "choose", "Te tekenen", form, context)


def _send_code(request, signings: list[Signing]) -> HttpResponse:
    later = services.send_code(signings, visit=visit_of(request))
    if later:
        messages.warning(request, f"Er is net een code gestuurd. Een nieuwe kan weer {from_when(later)}.")
        if CHOSEN not in request.session:
            return redirect("agreements:together")
    else:
        request.session[CHOSEN] = [str(each.public_id) for each in signings]
        request.session.pop(IDENTIFIED, None)
    return redirect("agreements:together_code")


@page_with_form
@never_cache
@hat_required(*READERS)
def code(request):
    signings = _chosen(request)
    if not signings:
        return redirect("agreements:together")
    if "again" in request.POST:
        return _send_code(request, signings)
    form = CodeForm(request.POST or None)
    if form.is_valid():
        identified = services.confirm_code(signings, form.cleaned_data["code"], visit=visit_of(request))
        if identified:
            request.session[IDENTIFIED] = {str(key): moment.isoformat() for key, moment in identified.items()}
            return redirect("agreements:together_sign")
        form.add_error("code", _why_refused(_chosen(request)))
    context = {"form": form, "email": links.masked(request.user.email), "count": len(signings)}
    return _page(request, "code", "Code invullen", form, context)


def _why_refused(signings: list[Signing]) -> str:
    if any(codes.is_running(each) for each in signings):
        return "Dit is niet de code uit de laatste mail."
    return "Deze code is verlopen of te vaak geprobeerd. Vraag een nieuwe code aan."


@page_with_form
@never_cache
@hat_required(*READERS)
def sign(request):
    identified = _identified(request)
    signings = [each for each in _chosen(request) if links.is_identified(each, identified.get(each.pk))]
    if not signings:
        return redirect("agreements:together_code" if _chosen(request) else "agreements:together")
    words = statements.standing()
    form = SignTogetherForm(request.POST or None, signings=signings, words=words)
    if form.is_valid():
        done = services.sign_together(
            signings,
            identified=identified,
            read=form.read,
            typed_name=form.cleaned_data["typed_name"],
            visit=visit_of(request),
        )
        return _tell(request, signings, done)
    context = {"form": form, "rows": form.rows, "count": len(signings)}
    return _page(request, "sign", "Ondertekenen", form, context)


def _tell(request, signings: list[Signing], done: list[Signing]) -> HttpResponse:
    request.session.pop(CHOSEN, None)
    request.session.pop(IDENTIFIED, None)
    if done:
        number = "1 overeenkomst" if len(done) == 1 else f"{len(done)} overeenkomsten"
        messages.success(request, f"{number} getekend.")
    if missed := [each.agreement.student_name for each in signings if each not in done]:
        names = ", ".join(missed)
        messages.warning(
            request, f"Niet getekend, want intussen veranderd of teruggehaald: {names}. Bekijk die opnieuw."
        )
    return redirect("agreements:together")


def _chosen(request) -> list[Signing]:
    """Still waiting, of those that she chose in this browser."""
    return services.own_waiting(request.user.email, among=request.session.get(CHOSEN, []))


def _identified(request) -> dict[int, datetime]:
    kept = request.session.get(IDENTIFIED, {})
    return {int(key): datetime.fromisoformat(moment) for key, moment in kept.items()}


def _page(request, name: str, here: str, form, context: dict) -> HttpResponse:
    trail = [(TRAIL[0], reverse(TRAIL[1])), ("Te tekenen", reverse("agreements:together")), (here, "")]
    status = 422 if form.is_bound else 200
    context["trail"] = trail if name != "choose" else trail[:1] + trail[2:]
    return render(request, f"agreements/together/{name}.html", context, status=status)
