"""Sending for signature, taking back, dropping, and mending a link: by the hogeschool."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from mkbroute.organisations.access import acting_hat_required, signature
from mkbroute.organisations.enums import Kind

from .. import links, pages, queries
from ..cautions import cautions
from ..differences import changes_since_sent
from ..enums import Role, SigningState, State
from ..forms import ReasonForm, ResendForm, SendForm
from ..meter import assess
from ..models import Signing
from ..notices import MINUTES_TO_SIGN
from ..readiness import obstacles
from ..services import sending as services
from ..text import compose

page_with_form = require_http_methods(["GET", "HEAD", "POST"])
CHANGED_MEANWHILE = "De tekst is zojuist gewijzigd. Bekijk het voorbeeld opnieuw en verstuur daarna."


@page_with_form
@acting_hat_required(Kind.HOGESCHOOL)
def send(request, public_id):
    """Who gets what, and what still stands in the way."""
    agreement = _agreement(public_id)
    if agreement.state != State.DRAFT:
        return redirect("agreements:detail", public_id)
    form = SendForm(request.POST or None, cautions=cautions(agreement), initial=queries.reasons_given(agreement))
    if form.is_valid():
        seen = form.cleaned_data["content_sha256"]
        try:
            services.send_agreement(agreement, content_sha256=seen, reasons=form.reasons, who=signature(request))
        except (services.TextChanged, services.NotWeighed):
            messages.warning(request, CHANGED_MEANWHILE)
        except services.NotReady:
            messages.error(request, "De overeenkomst is niet verstuurd: er ontbreekt nog iets.")
        except services.Refused:
            return redirect("agreements:detail", public_id)
        else:
            messages.success(request, "Verstuurd. Ieder krijgt een mail met een persoonlijke link om te tekenen.")
            return redirect("agreements:detail", public_id)
    return _send_page(request, agreement, form, 422 if form.is_bound else 200)


def _send_page(request, agreement, form, status):
    agreement = _agreement(agreement.public_id)
    parties = queries.sorted_parties(agreement.parties.all())
    found = obstacles(agreement, parties)
    seen = services.fingerprint(compose(agreement, parties))
    context = {
        "agreement": agreement,
        "parties": parties,
        "obstacles": found,
        "provisions": assess(agreement),
        "form": form.to_send(seen, cautions(agreement)),
        "changes": changes_since_sent(agreement, parties),
        "lead": f"Versie {agreement.version + 1}. Ieder tekent zelf; dat kost ongeveer {MINUTES_TO_SIGN} minuten.",
        "days": links.LIFETIME.days,
        "submit": f"Verstuur naar {len(parties)} ondertekenaars",
        "trail": pages.trail(agreement, "Versturen"),
    }
    return render(request, "agreements/send.html", context, status=status)


@page_with_form
@acting_hat_required(Kind.HOGESCHOOL)
def reopen(request, public_id):
    told = "De overeenkomst is weer een concept. Wie om een handtekening was gevraagd, krijgt daarover een mail."
    return _with_reason(request, public_id, "reopen", services.reopen_agreement, (State.SENT, State.DECLINED), told)


@page_with_form
@acting_hat_required(Kind.HOGESCHOOL)
def cancel(request, public_id):
    states = (State.DRAFT, State.SENT, State.DECLINED)
    return _with_reason(
        request, public_id, "cancel", services.cancel_agreement, states, "De overeenkomst is vervallen."
    )


def _with_reason(request, public_id, name, service, states, told):
    agreement = _agreement(public_id)
    if agreement.state not in states:
        return _too_late(request, agreement)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        try:
            service(agreement, reason=form.cleaned_data["reason"], who=signature(request))
        except services.Refused:
            return _too_late(request, agreement)
        messages.success(request, told)
        return redirect("agreements:detail", public_id)
    signings = getattr(agreement, queries.CURRENT)
    context = {
        "agreement": agreement,
        "form": form,
        "told": _names(signings),
        "signed": _names(signing for signing in signings if signing.state == SigningState.SIGNED),
        "trail": pages.trail(agreement, TITLES[name]),
    }
    return render(request, f"agreements/{name}.html", context, status=422 if form.is_bound else 200)


TITLES = {"reopen": "Terughalen om te wijzigen", "cancel": "Laten vervallen"}


def _names(signings) -> str:
    return ", ".join(signing.name for signing in signings)


@page_with_form
@acting_hat_required(Kind.HOGESCHOOL)
def resend(request, signing_id):
    related = ("agreement__route", "agreement__hogeschool", "agreement__organisation", "version")
    signing = get_object_or_404(Signing.objects.select_related(*related), public_id=signing_id)
    form = ResendForm(request.POST or None, initial={"email": signing.email})
    if form.is_valid():
        try:
            services.resend_link(signing, email=form.cleaned_data["email"], who=signature(request))
        except services.SharedAddress:
            form.add_error("email", "Met dit adres tekent iemand anders al. Ieder tekent vanuit een eigen postvak.")
        except services.Refused:
            return _too_late(request, signing.agreement)
        else:
            messages.success(request, f"Een nieuwe link is onderweg naar {signing.name}. De vorige werkt niet meer.")
            if addendum := signing.version.addendum:
                return redirect("agreements:addendum", addendum.public_id)
            return redirect("agreements:detail", signing.agreement.public_id)
    context = {
        "signing": signing,
        "agreement": signing.agreement,
        "form": form,
        "lead": f"{signing.name} krijgt een mail met een nieuwe persoonlijke link. De vorige werkt dan niet meer.",
        "trail": pages.trail(signing.agreement, "Nieuwe link sturen"),
    }
    return render(request, "agreements/resend.html", context, status=422 if form.is_bound else 200)


def _too_late(request, agreement):
    messages.warning(request, "Dat kan niet meer: de stand van de overeenkomst is intussen veranderd.")
    return redirect("agreements:detail", agreement.public_id)


def _agreement(public_id):
    return get_object_or_404(queries.detailed(Role.HOGESCHOOL), public_id=public_id)
