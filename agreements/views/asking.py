"""Asking the parties for their data, and following what comes back: by the hogeschool."""

from datetime import datetime

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mkbroute.organisations.access import acting_hat_required, hat_required, signature
from mkbroute.organisations.enums import Kind

from .. import pages, queries
from ..cards import asked_parties, gaps_of
from ..enums import CardState, Role, State
from ..forms.cards import AskForm
from ..models import Agreement, PartyCard
from ..services import cards as services
from ..services.drafting import NotInDraft

page_with_form = require_http_methods(["GET", "HEAD", "POST"])
OF_ANOTHER = "Dit adres hoort bij een andere partij. Student en bedrijf geven elk hun eigen gegevens."
TOO_LATE = "De overeenkomst is geen concept meer: gegevens vragen kan niet."


@require_safe
@hat_required(Kind.HOGESCHOOL)
def cards(request, public_id):
    """Per party: asked, opened, filled in, what is missing, and who it was passed on to."""
    agreement = _agreement(public_id)
    context = {
        "agreement": agreement,
        "rows": rows_of(agreement),
        "is_draft": agreement.state == State.DRAFT,
        "trail": pages.trail(agreement, "Gegevens van de partijen"),
    }
    return render(request, "agreements/cards.html", context)


def rows_of(agreement: Agreement) -> list[dict]:
    asked = {card.role: card for card in agreement.cards.all()}
    reminded = queries.last_reminders(agreement) if asked else {}
    return [
        {
            "party": party,
            "role": Role(party.role),
            "card": asked.get(party.role),
            "state": asked[party.role].state if party.role in asked else CardState.NOT_ASKED,
            "missing": gaps_of(agreement, party),
            "reminded_at": _reminded_at(asked.get(party.role), reminded),
            "ask_url": reverse("agreements:ask", args=[agreement.public_id, party.role]),
        }
        for party in asked_parties(queries.sorted_parties(agreement.parties.all()))
    ]


def _reminded_at(card: PartyCard | None, reminded: dict[str, datetime]) -> datetime | None:
    if not card or not card.asked_at or card.filled_at or card.taken_over_at:
        return None
    at = reminded.get(card.email.lower())
    return at if at and at > card.asked_at else None


@page_with_form
@acting_hat_required(Kind.HOGESCHOOL)
def ask(request, public_id, role):
    agreement = _agreement(public_id)
    party = next((party for party in asked_parties(agreement.parties.all()) if party.role == role), None)
    if not party:
        raise Http404
    if agreement.state != State.DRAFT:
        messages.warning(request, TOO_LATE)
        return redirect("agreements:cards", public_id)
    form = AskForm(request.POST if request.method == "POST" else None, initial=_known(agreement, party))
    if form.is_valid():
        try:
            services.ask_party(agreement, role, **form.cleaned_data, who=signature(request))
        except services.OfAnother:
            form.add_error("email", OF_ANOTHER)
        except NotInDraft:
            messages.warning(request, TOO_LATE)
            return redirect("agreements:cards", public_id)
        else:
            messages.success(request, f"{form.cleaned_data['name']} krijgt een mail met een persoonlijke link.")
            return redirect("agreements:cards", public_id)
    context = {
        "agreement": agreement,
        "form": form,
        "party": party,
        "role": Role(role),
        "card": next((card for card in agreement.cards.all() if card.role == role), None),
        "trail": pages.trail(agreement, "Gegevens vragen"),
    }
    return render(request, "agreements/ask.html", context, status=422 if form.is_bound else 200)


def _known(agreement: Agreement, party) -> dict[str, str]:
    card = next((card for card in agreement.cards.all() if card.role == party.role), None)
    if card:
        return {"name": card.name, "email": card.email}
    return {"name": party.signer_name, "email": party.signer_email}


@require_POST
@acting_hat_required(Kind.HOGESCHOOL)
def ask_all(request, public_id):
    """Everybody who was not asked yet."""
    agreement = _agreement(public_id)
    number = services.ask_everyone([agreement], who=signature(request)) if agreement.state == State.DRAFT else 0
    if number:
        messages.success(request, f"{number} {'mail is' if number == 1 else 'mails zijn'} onderweg.")
    else:
        messages.info(request, "Er is niemand om te vragen: ieder is al gevraagd, of het adres ontbreekt nog.")
    return redirect("agreements:cards", public_id)


@require_POST
@acting_hat_required(Kind.HOGESCHOOL)
def take_over(request, card_id):
    card = get_object_or_404(PartyCard.objects.select_related("agreement"), public_id=card_id)
    try:
        services.take_over_card(card, who=signature(request))
    except NotInDraft:
        messages.warning(request, TOO_LATE)
        return redirect("agreements:cards", card.agreement.public_id)
    messages.success(
        request, "De link werkt niet meer. Wat al was ingevuld, staat in het concept; vul de rest zelf aan."
    )
    return redirect("agreements:parties", card.agreement.public_id)


def _agreement(public_id) -> Agreement:
    found = Agreement.objects.select_related("route", "organisation", "hogeschool", "match__position")
    return get_object_or_404(found.prefetch_related("parties", "cards"), public_id=public_id)
