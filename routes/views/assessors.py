"""Taking up a dossier, taking it over, asking a colleague along, and taking a decision into reconsideration."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from mkbroute.organisations.access import acting_hat_required, signature
from mkbroute.organisations.enums import Kind
from routes import judgements, queries
from routes.enums import WITH_PROGRAMME, State
from routes.forms.dossier import ReasonForm
from routes.forms.questions import AssessorForm, TakeOverForm
from routes.models import Route
from routes.services import ask_assessor, reopen_route, request_reconsideration, take_over_route, take_up_route

from .closed import closed
from .drafts import Drafting
from .posted import posted


@acting_hat_required(Kind.PROGRAMME)
@require_POST
def take_up(request, public_id):
    route = get_object_or_404(Route, public_id=public_id)
    try:
        take_up_route(route, who=signature(request))
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    else:
        messages.success(request, "U beoordeelt dit dossier. De hogeschool ziet dat u ermee bezig bent.")
    return redirect("routes:review", public_id)


@acting_hat_required(Kind.PROGRAMME)
def take_over(request, public_id):
    """From a colleague who is ill, or who would rather not."""
    route = get_object_or_404(Route.objects.select_related("hogeschool"), public_id=public_id)
    version = queries.latest_version(route)
    if route.state not in WITH_PROGRAMME or not version:
        return closed(request, route)
    seats = judgements.seats_of(version)
    if judgements.may_judge(seats):
        messages.info(request, "U hoeft de beoordeling niet over te nemen: u kunt meteen oordelen.")
        return redirect("routes:review", public_id)
    form = TakeOverForm(posted(request), seats=judgements.colleagues(seats))
    if form.is_valid():
        chosen, reason = int(form.cleaned_data["assessor"]), form.cleaned_data["reason"]
        try:
            take_over_route(route, assessor_id=chosen, reason=reason, who=signature(request))
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, f"U beoordeelt {route.title}. Uw collega heeft daarvan een mail gekregen.")
            return redirect("routes:review", public_id)
    names = " en ".join(seat.name for seat in judgements.colleagues(seats))
    context = {"route": route, "form": form, "names": names}
    return render(request, "routes/take_over.html", context, status=422 if form.is_bound else 200)


@acting_hat_required(Kind.PROGRAMME)
@require_POST
def ask(request, public_id):
    route = get_object_or_404(Route, public_id=public_id)
    version = queries.latest_version(route)
    seats = judgements.seats_of(version) if version else []
    form = AssessorForm(request.POST, team=judgements.may_be_asked(seats))
    if not form.is_valid():
        messages.error(request, "Kies een collega die dit dossier nog niet beoordeelt.")
        return redirect("routes:review", public_id)
    try:
        asked = ask_assessor(route, form.chosen, who=signature(request))
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    else:
        messages.success(request, f"{asked.name} is per mail gevraagd om mee te beoordelen.")
    return redirect("routes:review", public_id)


@acting_hat_required(Kind.HOGESCHOOL, Kind.PROGRAMME)
def reconsider(request, public_id):
    """The hogeschool after a decision against it; the programme team when a recognised route needs a new look."""
    route = get_object_or_404(Route.objects.select_related("hogeschool"), public_id=public_id)
    ours = request.hat.kind == Kind.HOGESCHOOL
    if route.state != (State.REJECTED if ours else State.RECOGNISED):
        return closed(request, route)
    work = request_reconsideration if ours else reopen_route
    form = ReasonForm(posted(request), help_text=_help(ours=ours))
    draft = Drafting(request, "reconsider", public_id, form)
    if form.is_valid():
        try:
            work(route, reason=form.cleaned_data["reason"], who=signature(request))
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            draft.forget()
            messages.success(request, f"{route.title} is in heroverweging.")
            return redirect("routes:detail", public_id)
    context = {
        "route": route,
        "form": form,
        "draft": draft,
        "ours": ours,
        "decision": queries.last_decision(route),
        "question": "Heroverweging vragen?" if ours else f"{route.title} opnieuw beoordelen?",
        "submit": "Heroverweging vragen" if ours else "Opnieuw beoordelen",
    }
    return render(request, "routes/reconsider.html", context, status=422 if form.is_bound else 200)


def _help(*, ours: bool) -> str:
    if ours:
        return "Wat is volgens u anders dan in het besluit staat? Het programmateam leest dit bij het dossier."
    return "Wat is er veranderd? De hogeschool leest deze reden."
