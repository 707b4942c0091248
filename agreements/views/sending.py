"""Sending for signature, taking back, dropping, and mending a link: by the hogeschool."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from mkbroute.organisations.access import acting_hat_required, signature
from mkbroute.organisations.enums import Kind

from .. import addendum_pages, links, pages, queries
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
TOO_LATE = "Dat kan niet meer: de stand van de overeenkomst is intussen veranderd."
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
            messages.success(request, f"Verstuurd. {pages.asked_when(agreement)}")
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
        "asked_when": pages.asked_when(agreement),
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
    related = ("agreement__route", "agreement__hogeschool", "agreement__organisation", "version__addendum")
    signing = get_object_or_404(Signing.objects.select_related(*related), public_id=signing_id)
    form = ResendForm(request.POST or None, initial={"email": signing.email})
    if form.is_valid():
        try:
            is_sent = services.resend_link(signing, email=form.cleaned_data["email"], who=signature(request))
        except services.SharedAddress:
            form.add_error("email", "Met dit adres tekent iemand anders al. Ieder tekent vanuit een eigen postvak.")
        except services.Refused:
            messages.warning(request, TOO_LATE)
            return redirect(_page_of(signing, "detail", "addendum"))
        else:
            messages.success(request, (ON_ITS_WAY if is_sent else KEPT).format(signing.name))
            return redirect(_page_of(signing, "detail", "addendum"))
    what, submit, lead = NEW_LINK if signing.is_asked else OTHER_ADDRESS
    addendum = signing.version.addendum
    context = {
        "signing": signing,
        "agreement": signing.agreement,
        "form": form,
        "what": what,
        "submit": submit,
        "lead": lead.format(signing.name),
        "cancel": _page_of(signing, "detail", "addendum"),
        "reopen_url": _page_of(signing, "reopen", "addendum_reopen"),
        "trail": addendum_pages.trail(addendum, what) if addendum else pages.trail(signing.agreement, what),
    }
    return render(request, "agreements/resend.html", context, status=422 if form.is_bound else 200)


ON_ITS_WAY = "Een nieuwe link is onderweg naar {}. De vorige werkt niet meer."
KEPT = "Opgeslagen. De link gaat naar dit adres zodra {} aan de beurt is."
NEW_LINK = (
    "Nieuwe link sturen",
    "Stuur de link",
    "{} krijgt een mail met een nieuwe persoonlijke link. De vorige werkt dan niet meer.",
)
OTHER_ADDRESS = (
    "Ander e-mailadres",
    "Bewaar het adres",
    "{} is nog niet aan de beurt: eerst tekenen anderen. Daarna gaat de persoonlijke link naar dit adres.",
)


def _page_of(signing, of_agreement, of_addendum) -> str:
    """Of what is signed."""
    if addendum := signing.version.addendum:
        return reverse(f"agreements:{of_addendum}", args=[addendum.public_id])
    return reverse(f"agreements:{of_agreement}", args=[signing.agreement.public_id])


def _too_late(request, agreement):
    messages.warning(request, TOO_LATE)
    return redirect("agreements:detail", agreement.public_id)


def _agreement(public_id):
    return get_object_or_404(queries.detailed(Role.HOGESCHOOL), public_id=public_id)
