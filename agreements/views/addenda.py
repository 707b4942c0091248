"""Addenda: drawn up and sent by the hogeschool, followed by every party."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from matching.journey import NOBODY
from mkbroute.design.merging import Clash, plain
from mkbroute.organisations.access import acting_hat_required, signature
from mkbroute.organisations.enums import Kind

from .. import addendum_pages as pages
from .. import links, queries
from ..access import party_required, reader_of
from ..addendum_readiness import addendum_cautions, addendum_obstacles
from ..addendum_text import compose_addendum
from ..consolidated import consolidate_with
from ..enums import WITH_SEAL, EndingState, Role, SigningState, State
from ..forms import ADDENDUM_SECTIONS, AddendumForm, PartiesForm, ReasonForm, SendForm
from ..models import Agreement
from ..notices import MINUTES_TO_SIGN
from ..pages import asked_when
from ..services import addenda as services
from ..services.sending import NotWeighed, fingerprint

page_with_form = require_http_methods(["GET", "HEAD", "POST"])
TOO_LATE = "Dat kan niet meer: de stand van het addendum is intussen veranderd."


@require_POST
@acting_hat_required(Kind.HOGESCHOOL)
def start(request, public_id):
    """A second click finds what the first made."""
    agreement = get_object_or_404(Agreement, public_id=public_id)
    try:
        addendum = services.draft_addendum(agreement, who=signature(request))
    except services.Refused:
        messages.warning(request, _why_none(agreement))
        return redirect("agreements:detail", public_id)
    if addendum.state != State.DRAFT:
        return redirect("agreements:addendum", addendum.public_id)
    return redirect("agreements:addendum_edit", addendum.public_id)


def _why_none(agreement) -> str:
    if agreement.state not in WITH_SEAL:
        return "Een addendum kan pas als de overeenkomst is verzegeld."
    if agreement.state == State.ENDED or agreement.endings.filter(state=EndingState.FINAL).exists():
        return "Het einde van deze overeenkomst staat vast. Daarom kan er geen addendum meer bij."
    return "Het einde van deze overeenkomst is voorgesteld. Trek dat eerst in; daarna kan er een addendum bij."


@require_safe
@party_required
def show(request, addendum_id):
    reader = reader_of(request)
    addendum = pages.found(addendum_id, reader)
    ours, is_draft = reader == Role.HOGESCHOOL, addendum.state == State.DRAFT
    version = pages.latest_version(addendum)
    signings = list(version.signings.all()) if version else []
    turn = queries.turn_of_addendum(addendum, signings, reader, request.user.email)
    context = {
        "addendum": addendum,
        "agreement": addendum.agreement,
        "state": State(addendum.state),
        "ours": ours,
        "is_draft": is_draft,
        "is_student": reader == Role.STUDENT,
        "trail": pages.trail(addendum),
        "turn": turn or NOBODY,
        "differences": pages.differences_of(addendum, version),
        "parties": pages.rows_of(addendum, signings, reader, request.user.email),
        "decline": pages.decline_of(addendum, signings),
        "seal_is_late": queries.is_seal_late(addendum.state, addendum.changed_at),
        "version": version,
        "text": compose_addendum(addendum) if is_draft else None,
        "urls": pages.urls_of(addendum),
        "obstacles": addendum_obstacles(addendum) if ours and is_draft else [],
        "weighings": pages.weighings_of(version) if ours else [],
    }
    return render(request, "agreements/addendum.html", context)


@page_with_form
@acting_hat_required(Kind.HOGESCHOOL)
def edit(request, addendum_id):
    addendum = pages.found(addendum_id, Role.HOGESCHOOL)
    form = _form(addendum, request.POST or None)

    def again(mine):
        return _form(pages.found(addendum_id, Role.HOGESCHOOL), initial=mine)

    return _editing(request, addendum, form, services.edit_addendum, again, "addendum_edit")


def _form(addendum, data=None, initial=None):
    return AddendumForm(data, instance=consolidate_with(addendum).now, initial=initial, addendum=addendum)


@page_with_form
@acting_hat_required(Kind.HOGESCHOOL)
def parties(request, addendum_id):
    addendum = pages.found(addendum_id, Role.HOGESCHOOL)
    form = PartiesForm(request.POST or None, parties=queries.sorted_parties(addendum.party_rows()))

    def again(mine):
        fresh = pages.found(addendum_id, Role.HOGESCHOOL)
        return PartiesForm(parties=queries.sorted_parties(fresh.party_rows()), initial=mine)

    return _editing(request, addendum, form, services.edit_addendum_parties, again, "addendum_parties")


def _editing(request, addendum, form, save, again, name):
    """Save what was filled in, or show the form: with its mistakes, or with what a colleague wrote meanwhile."""
    if addendum.state != State.DRAFT:
        return _not_in_draft(request, addendum, form)
    if not form.is_valid():
        return _edit_page(request, addendum, form, name, [], 422 if form.is_bound else 200)
    try:
        save(addendum, values=form.values, seen=form.cleaned_data["seen"], who=signature(request))
    except services.NotInDraft:
        return _not_in_draft(request, pages.found(addendum.public_id, Role.HOGESCHOOL), form)
    except ValidationError as refusal:
        form.add_error(None, refusal.messages)
        return _edit_page(request, addendum, form, name, [], 422)
    except Clash as clash:
        fresh = again({field: form.values[field] for field in clash.merge.mine})
        theirs = [
            (fresh.fields[field].label, plain(fresh.now[field]))
            for field in form.values
            if field in clash.merge.clashes and field in fresh.fields
        ]
        return _edit_page(request, addendum, fresh, name, theirs, 422)
    messages.success(request, "Opgeslagen.")
    return redirect("agreements:addendum", addendum.public_id)


def _edit_page(request, addendum, form, name, theirs, status):
    context = {
        "addendum": addendum,
        "agreement": addendum.agreement,
        "form": form,
        "theirs": theirs,
        "sections": ADDENDUM_SECTIONS,
        "trail": pages.trail(addendum, pages.TITLES[name]),
    }
    return render(request, f"agreements/{name}.html", context, status=status)


def _not_in_draft(request, addendum, form):
    """With what was typed, so that it is not lost."""
    typed = []
    if form.is_bound and form.is_valid():
        seen = form.cleaned_data["seen"]
        typed = [
            (form.fields[name].label, plain(value))
            for name, value in form.values.items()
            if plain(value) != seen.get(name, "")
        ]
    context = {"addendum": addendum, "typed": typed, "tone": State(addendum.state).tone}
    return render(request, "agreements/addendum_not_in_draft.html", context, status=409)


@page_with_form
@acting_hat_required(Kind.HOGESCHOOL)
def send(request, addendum_id):
    addendum = pages.found(addendum_id, Role.HOGESCHOOL)
    if addendum.state != State.DRAFT:
        return redirect("agreements:addendum", addendum_id)
    form = SendForm(request.POST or None, cautions=addendum_cautions(addendum))
    if form.is_valid():
        try:
            services.send_addendum(
                addendum,
                content_sha256=form.cleaned_data["content_sha256"],
                reasons=form.reasons,
                who=signature(request),
            )
        except (services.TextChanged, NotWeighed):
            messages.warning(request, "Het addendum is zojuist gewijzigd. Lees het opnieuw en verstuur het daarna.")
        except services.NotReady:
            messages.error(request, "Het addendum is niet verstuurd: er ontbreekt nog iets.")
        except services.Refused:
            return redirect("agreements:addendum", addendum_id)
        else:
            messages.success(request, f"Verstuurd. {asked_when(addendum.agreement)}")
            return redirect("agreements:addendum", addendum_id)
    return _send_page(request, addendum_id, form, 422 if form.is_bound else 200)


def _send_page(request, addendum_id, form, status):
    addendum = pages.found(addendum_id, Role.HOGESCHOOL)
    text = compose_addendum(addendum)
    parties = queries.sorted_parties(addendum.party_rows())
    context = {
        "addendum": addendum,
        "agreement": addendum.agreement,
        "parties": parties,
        "obstacles": addendum_obstacles(addendum),
        "form": form.to_send(fingerprint(text), addendum_cautions(addendum)),
        "text": text,
        "lead": f"Ieder tekent zelf; dat kost ongeveer {MINUTES_TO_SIGN} minuten.",
        "asked_when": asked_when(addendum.agreement),
        "days": links.LIFETIME.days,
        "submit": f"Verstuur naar {len(parties)} ondertekenaars",
        "urls": pages.urls_of(addendum),
        "trail": pages.trail(addendum, "Versturen"),
    }
    return render(request, "agreements/addendum_send.html", context, status=status)


@page_with_form
@acting_hat_required(Kind.HOGESCHOOL)
def reopen(request, addendum_id):
    told = "Het addendum is weer een concept. Wie om een handtekening was gevraagd, krijgt daarover een mail."
    states = (State.SENT, State.DECLINED)
    return _with_reason(request, addendum_id, "addendum_reopen", services.reopen_addendum, states, told)


@page_with_form
@acting_hat_required(Kind.HOGESCHOOL)
def cancel(request, addendum_id):
    told = "Het addendum is vervallen. De overeenkomst blijft zoals zij was."
    states = (State.DRAFT, State.SENT, State.DECLINED)
    return _with_reason(request, addendum_id, "addendum_cancel", services.cancel_addendum, states, told)


def _with_reason(request, addendum_id, name, service, states, told):
    addendum = pages.found(addendum_id, Role.HOGESCHOOL)
    if addendum.state not in states:
        return _too_late(request, addendum)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        try:
            service(addendum, reason=form.cleaned_data["reason"], who=signature(request))
        except services.Refused:
            return _too_late(request, addendum)
        messages.success(request, told)
        return redirect("agreements:addendum", addendum_id)
    version = pages.latest_version(addendum)
    signings = list(version.signings.all()) if version and addendum.state != State.DRAFT else []
    context = {
        "addendum": addendum,
        "form": form,
        "told": ", ".join(signing.name for signing in signings),
        "signed": ", ".join(signing.name for signing in signings if signing.state == SigningState.SIGNED),
        "trail": pages.trail(addendum, pages.TITLES[name]),
    }
    return render(request, f"agreements/{name}.html", context, status=422 if form.is_bound else 200)


def _too_late(request, addendum):
    messages.warning(request, TOO_LATE)
    return redirect("agreements:addendum", addendum.public_id)
