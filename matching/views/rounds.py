"""The rounds of a hogeschool: planning, closing, a next turn, the end."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from mkbroute.design.listing import counted, paginate
from mkbroute.organisations.access import acting_hat_required, hat_required, signature
from mkbroute.organisations.enums import Kind

from .. import round_queries as queries
from ..enums import RoundState, RunState
from ..forms import ReasonForm
from ..forms.rounds import RoundForm, TurnForm
from ..models import Round
from ..services import rounds as services
from ..services.publishing import published_run
from ..services.refusal import Refusal
from ..services.runs import is_computing
from .answers import posted, told


@require_safe
@hat_required(Kind.HOGESCHOOL)
def round_list(request):
    page = paginate(request, queries.rounds())
    return render(request, "matching/rounds.html", {"page": page, "summary": counted(page, "ronde", "rondes")})


@acting_hat_required(Kind.HOGESCHOOL)
def plan(request):
    form = RoundForm(posted(request))
    if form.is_bound and form.is_valid():
        hogeschool = {"hogeschool_id": request.hat.organisation_id}
        if found := _done(form, lambda fields: services.plan_round(**hogeschool, **fields, who=signature(request))):
            messages.success(request, f"De ronde ‘{found.title}’ staat klaar.")
            return redirect("matching:round", found.public_id)
    return _asked(request, "matching/round_form.html", {"form": form, "trail": trail("Nieuwe ronde")})


@acting_hat_required(Kind.HOGESCHOOL)
def edit(request, round_id):
    found = round_of(round_id)
    if found.state != RoundState.OPEN or found.turn > 1:
        messages.warning(request, "Deze ronde is al gesloten geweest. Haar opzet ligt nu vast.")
        return redirect("matching:round", found.public_id)
    kept = ("title", "opens_on", "closes_on", "unjudged", "objective", "close_short")
    initial = {name: getattr(found, name) for name in kept}
    initial["routes"] = [scope.route for scope in found.scope.select_related("route")]
    form = RoundForm(posted(request), found=found, initial=initial)
    if form.is_bound and form.is_valid() and _done(form, lambda fields: services.change_round(found, **fields)):
        messages.success(request, "De ronde is gewijzigd.")
        return redirect("matching:round", found.public_id)
    return _asked(
        request, "matching/round_form.html", {"form": form, "round": found, "trail": trail("Wijzigen", found)}
    )


def _done(form, act):
    """What the service made of the fields; None when it refuses, and the form then says why."""
    try:
        return act(form.cleaned_data)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return None


@require_safe
@hat_required(Kind.HOGESCHOOL)
def show(request, round_id):
    found = round_of(round_id)
    published = published_run(found, found.turn)
    runs = queries.latest_runs(found)
    context = {
        "round": found,
        "scope": [scope.route for scope in found.scope.select_related("route")],
        "standing": queries.standing_of(found),
        "runs": runs,
        "preview": queries.latest_preview(found),
        "published": published,
        "answers": queries.answers_of(published) if published else None,
        "has_draft": any(run.state == RunState.DRAFT and run.turn == found.turn for run in runs),
        "next_turn": found.turn + 1,
        "trail": trail(found.title),
    }
    return render(request, "matching/round.html", context)


@acting_hat_required(Kind.HOGESCHOOL)
def close(request, round_id):
    found = round_of(round_id)
    if found.state != RoundState.OPEN:
        return redirect("matching:round", found.public_id)
    if request.method == "POST":
        with told(request, "De ronde wordt gesloten. Wat nu op volgorde staat, telt."):
            services.close_now(found, who=signature(request))
        return redirect("matching:round", found.public_id)
    context = {"round": found, "standing": queries.standing_of(found), "trail": trail("Sluiten", found)}
    return render(request, "matching/round_close.html", context)


@acting_hat_required(Kind.HOGESCHOOL)
def next_turn(request, round_id):
    found = round_of(round_id)
    if not published_run(found, found.turn) or found.state != RoundState.CLOSED:
        messages.warning(request, "Een volgende beurt begint als deze beurt is gesloten en gepubliceerd.")
        return redirect("matching:round", found.public_id)
    form = TurnForm(posted(request), initial={"number": found.turn + 1})
    if form.is_bound and form.is_valid():
        with told(
            request, f"Beurt {form.cleaned_data['number']} is begonnen. Wie nog geen plek heeft, krijgt bericht."
        ):
            services.begin_turn(found, **form.cleaned_data)
        return redirect("matching:round", found.public_id)
    context = {
        "round": found,
        "form": form,
        "standing": queries.standing_of(found),
        "trail": trail("Volgende beurt", found),
    }
    return _asked(request, "matching/round_turn.html", context)


@acting_hat_required(Kind.HOGESCHOOL)
def end(request, round_id):
    found = round_of(round_id)
    if found.state == RoundState.ENDED:
        return redirect("matching:round", found.public_id)
    form = ReasonForm(posted(request), help_text="Voor uw collega’s: bijvoorbeeld dat iedereen een plek heeft.")
    if form.is_bound and form.is_valid():
        with told(request, "De ronde is afgerond. De routes kunnen meedoen aan een volgende."):
            services.end_round(found, reason=form.cleaned_data["reason"])
        return redirect("matching:round", found.public_id)
    context = {"round": found, "form": form, "computes": is_computing(found)}
    return _asked(request, "matching/round_end.html", context)


def round_of(round_id) -> Round:
    return get_object_or_404(Round.objects.select_related("hogeschool"), public_id=round_id)


def trail(here: str, found: Round | None = None, *between: tuple[str, str]) -> list[tuple[str, str]]:
    start = [("Rondes", reverse("matching:rounds"))]
    if found:
        start.append((found.title, reverse("matching:round", args=[found.public_id])))
    return [*start, *between, (here, "")]


def _asked(request, template, context):
    """A page with a form: as it is first shown, or with what was wrong."""
    return render(request, template, context, status=422 if context["form"].is_bound else 200)
