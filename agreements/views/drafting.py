"""Drafting and editing, by the hogeschool."""

from copy import copy
from datetime import date

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.views.decorators.http import require_http_methods, require_POST

from matching.enums import MatchState
from matching.models import Match
from mkbroute.design.merging import Clash, plain
from mkbroute.organisations.access import acting_hat_required, signature
from mkbroute.organisations.enums import Kind
from mkbroute.organisations.models import Membership

from .. import pages, queries
from ..enums import State
from ..forms import SECTIONS, AgreementForm, DraftForm, PartiesForm
from ..meter import assess, current_provisions
from ..models import Agreement
from ..services import drafting as services
from ..services.templates import standing_template
from ..term import shown_number

page_with_form = require_http_methods(["GET", "HEAD", "POST"])


@page_with_form
@acting_hat_required(Kind.HOGESCHOOL)
def draft(request, match_id):
    """Who signs; the rest is known from the match. GET shows, POST makes."""
    related = ("route", "application", "organisation", "position__formal_employer")
    match = get_object_or_404(Match.objects.select_related(*related), public_id=match_id)
    running = match.agreements.exclude(state=State.CANCELLED).first()
    if running:
        return redirect("agreements:detail", running.public_id)
    if match.state != MatchState.CONFIRMED:
        return render(request, "agreements/no_match.html", {"match": match}, status=409)
    form = DraftForm(
        request.POST or None,
        initial={**signer_of(request), **_employer(match)},
        taken=_taken(match),
        languages=standing_template(match.route.form, match.hogeschool_id).languages,
        copies=queries.to_copy(match.route),
    )
    if form.is_valid():
        agreement = services.draft_agreement(
            match,
            signer=form.signer(),
            language=form.chosen_language,
            employer=form.cleaned_data["employer"],
            employer_signer=form.employer_signer,
            copy_of=form.cleaned_data.get("copy_of"),
            who=signature(request),
        )
        messages.success(request, "Het concept staat klaar. Vul aan wat nog ontbreekt en bekijk dan het voorbeeld.")
        return redirect("agreements:edit", agreement.public_id)
    context = {"form": form, "match": match, "lead": _lead(match), "facts": _known(match)}
    return render(request, "agreements/draft.html", context, status=_status(form))


def _lead(match: Match) -> str:
    return f"Tussen {match.application.name}, {match.organisation.name} en uw hogeschool."


def _known(match: Match) -> list[tuple[str, str]]:
    position = match.position
    employer = [("Komt in dienst bij", position.formal_employer.name)] if position.formal_employer else []
    return [
        ("Student", f"{match.application.name}, {match.application.city}"),
        ("Bedrijf", match.organisation.name),
        *employer,
        ("Werk", f"{position.title}, {shown_number(position.hours_per_week)} uur per week"),
        ("Praktijkbegeleider", f"{position.supervisor_name}, {position.supervisor_function}"),
        ("Tekent voor het bedrijf", f"{position.signatory_name}, {position.signatory_function}"),
    ]


def _employer(match: Match) -> dict[str, object]:
    """With a leerwerkplek that is filled by detachering comes its formal employer."""
    employer = match.position.formal_employer
    return {"employer": employer.public_id} if employer else {}


def signer_of(request) -> dict:
    membership = Membership.objects.get(pk=request.hat.id)
    return {
        "signer_name": membership.name,
        "signer_email": membership.email,
        "signer_function": membership.get_part_display(),
    }


def _taken(match: Match) -> dict[str, str]:
    return {
        match.application.email: match.application.name,
        match.position.signatory_email: match.position.signatory_name,
    }


@page_with_form
@acting_hat_required(Kind.HOGESCHOOL)
def edit(request, public_id):
    agreement = _agreement(public_id)
    form = AgreementForm(request.POST or None, instance=copy(agreement))

    def again(mine):
        return AgreementForm(instance=_agreement(public_id), initial=mine)

    return _editing(request, agreement, form, services.edit_agreement, again, _edit_page)


def _edit_page(request, agreement, form, **context):
    context |= {
        "agreement": agreement,
        "form": form,
        "provisions": assess(agreement, edit_url=request.path),
        "meter_lead": pages.meter_lead(agreement),
        "sections": _sections(agreement, form),
        "trail": pages.trail(agreement, "Tekst bewerken"),
    }
    return render(request, "agreements/edit.html", context, status=422 if context["theirs"] else _status(form))


HINTS = {"b": "afspraken-begeleiding", "c": "afspraken-leren"}  # texts of routes.help


def _sections(agreement: Agreement, form) -> list[dict]:
    laws = {provision.code: provision for provision in current_provisions()}
    return [
        {
            "legend": f"{code}. {legend}" if code else legend,
            "help": _law(agreement, laws[code]) if code in laws else "",
            "rows": rows,
            "may_stay_open": not code,
            "hint": HINTS.get(code, ""),
        }
        for code, legend, rows in SECTIONS
        if all(name in form.fields for row in rows for name in row.split())
    ]


def _law(agreement: Agreement, provision) -> str:
    asks = (
        "De wet vraagt afspraken over"
        if agreement.is_duaal
        else "De wet verplicht dit bij deeltijd niet; spreek toch af"
    )
    return f"{asks}: {provision.text[0].lower()}{provision.text[1:].rstrip('.')} ({provision.citation})."


@require_POST
@acting_hat_required(Kind.HOGESCHOOL)
def renew_template(request, public_id):
    agreement = get_object_or_404(Agreement, public_id=public_id)
    try:
        services.renew_template(agreement, who=signature(request))
    except services.NotInDraft:
        messages.warning(request, "De modeltekst is niet gewijzigd: de overeenkomst is geen concept meer.")
    else:
        messages.success(request, "De nieuwe modeltekst is overgenomen. Lees het voorbeeld na voor u verstuurt.")
    return redirect("agreements:detail", public_id)


@page_with_form
@acting_hat_required(Kind.HOGESCHOOL)
def parties(request, public_id):
    agreement = _agreement(public_id)
    form = PartiesForm(request.POST or None, parties=queries.sorted_parties(agreement.parties.all()))

    def again(mine):
        return PartiesForm(parties=queries.sorted_parties(agreement.parties.all()), initial=mine)

    return _editing(request, agreement, form, services.edit_parties, again, _parties_page)


def _parties_page(request, agreement, form, **context):
    context |= {"agreement": agreement, "form": form, "trail": pages.trail(agreement, "Partijen en ondertekenaars")}
    return render(request, "agreements/parties.html", context, status=422 if context["theirs"] else _status(form))


# -- saving -------------------------------------------------------------------------------------------------------


def _editing(request, agreement, form, save, again, page):
    """Save what was filled in, or show the form: with its mistakes, or with what a colleague wrote meanwhile.

    `again(mine)`: the form as it is stored now, with my own changes laid over it.
    """
    if agreement.state != State.DRAFT:
        return _not_in_draft(request, agreement, form)
    if not form.is_valid():
        return page(request, agreement, form, theirs=[])
    try:
        done = save(agreement, values=form.values, seen=form.cleaned_data["seen"], who=signature(request))
    except services.NotInDraft:
        return _not_in_draft(request, _agreement(agreement.public_id), form)
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return page(request, agreement, form, theirs=[])
    except Clash as clash:
        fresh = again({name: form.values[name] for name in clash.merge.mine})
        theirs = [
            (fresh.fields[name].label, _in_words(fresh.now[name]))
            for name in form.values
            if name in clash.merge.clashes
        ]
        return page(request, agreement, fresh, theirs=theirs)
    _tell(request, form, done)
    return redirect("agreements:detail", agreement.public_id)


def _tell(request, form, done) -> None:
    messages.success(request, "Opgeslagen.")
    if done.theirs:
        labels = ", ".join(str(form.fields[name].label) for name in form.values if name in done.theirs)
        messages.info(request, f"Een collega wijzigde intussen iets anders, dat blijft zo staan: {labels}.")


def _not_in_draft(request, agreement, form):
    """With what was typed, so that it is not lost."""
    typed = []
    if form.is_bound and form.is_valid():
        seen = form.cleaned_data["seen"]
        typed = [
            (form.fields[name].label, _in_words(value))
            for name, value in form.values.items()
            if plain(value) != seen.get(name, "")
        ]
    context = {"agreement": agreement, "typed": typed, "tone": State(agreement.state).tone}
    return render(request, "agreements/not_in_draft.html", context, status=409)


def _in_words(value) -> str:
    return date_format(value, "j F Y") if isinstance(value, date) else plain(value)


def _agreement(public_id) -> Agreement:
    found = Agreement.objects.select_related("route", "organisation", "hogeschool", "template")
    return get_object_or_404(found, public_id=public_id)


def _status(form) -> int:
    return 422 if form.is_bound else 200
