"""Runs of a round: asking for one, how far it is, what it found, its certificate, and publishing it."""

import zlib

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from mkbroute.design.listing import counted, paginate
from mkbroute.organisations.access import acting_hat_required, hat_required, signature
from mkbroute.organisations.enums import Kind

from .. import round_queries as queries
from ..effects import MOST_PEOPLE
from ..enums import COMPUTING, RoundState, RunObjective, RunState
from ..explained import faults_in_words
from ..forms.rounds import PeopleFilter, PublishForm, RunForm
from ..models import Run, RunInputs
from ..services import checking, publishing, reviewing
from ..services import runs as services
from ..services.refusal import Refusal
from .answers import posted, told
from .rounds import round_of, trail


@acting_hat_required(Kind.HOGESCHOOL)
def ask(request, round_id):
    """A draft, of what was ranked when the turn closed."""
    found = round_of(round_id)
    if found.state != RoundState.CLOSED:
        messages.warning(request, "De ronde is nog niet gesloten. Een proefberekening kan wel.")
        return redirect("matching:round", found.public_id)
    form = RunForm(posted(request))
    if form.is_bound and form.is_valid():
        try:
            run = services.ask_run(found, seed=form.cleaned_data["seed"], who=signature(request))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("matching:run", run.public_id)
    context = {"round": found, "form": form, "trail": trail("Berekenen", found)}
    return render(request, "matching/run_form.html", context, status=422 if form.is_bound else 200)


@require_POST
@acting_hat_required(Kind.HOGESCHOOL)
def preview(request, round_id):
    """At any time; nothing comes of it but numbers. `objective`: another than that of the round, to compare."""
    found = round_of(round_id)
    chosen = request.POST.get("objective", "")
    objective = RunObjective(chosen) if chosen in RunObjective.values else None
    with told(request):
        run = services.ask_run(found, objective=objective, preview=True, who=signature(request))
        return redirect("matching:run", run.public_id)
    return redirect("matching:round", found.public_id)


@require_safe
@never_cache
@hat_required(Kind.HOGESCHOOL)
def show(request, run_id):
    run = run_of(run_id)
    context = {"run": run, "round": run.round, "trail": trail(name_of(run), run.round), "title": name_of(run)}
    if run.state in (*COMPUTING, RunState.FAILED):
        return render(request, "matching/run_progress.html", {**context, "shown": _shown(run)})
    context |= {"choices": _bars(run), "popular": _popular(run), "is_published": run.state == RunState.PUBLISHED}
    if run.is_preview:
        others = [each for each in RunObjective if each != run.objective]
        return render(request, "matching/run_preview.html", {**context, "others": others})
    return render(request, "matching/run.html", {**context, **_of_people(request, run), **_of_changes(run)})


def _of_people(request, run):
    published = run.state == RunState.PUBLISHED
    form = PeopleFilter(request.GET or None, published=published)
    page = paginate(request, queries.people_of(run, text=form.asked.get("q", ""), only=form.asked.get("only", "")))
    return {
        "form": form,
        "page": page,
        "summary": counted(page, "kandidaat", "kandidaten"),
        "answers": queries.answers_of(run) if published else None,
    }


def _of_changes(run):
    rows = run.changes.select_related(
        "person__application",
        "before__position__organisation",
        "after__position__organisation",
        "gave_way__application",
    )
    return {
        "changes": rows,
        "is_large": run.summary["people"] > MOST_PEOPLE,
        "checks": run.check_asked_at and (not run.checked_at or run.checked_at < run.check_asked_at),
        "differs": faults_in_words(run.summary.get("faults", [])),
        "found_faults": faults_in_words(run.certificate.get("faults", [])),
    }


@require_safe
@never_cache
@hat_required(Kind.HOGESCHOOL)
def progress(request, run_id):
    """The part of the page that htmx fetches anew."""
    return render(request, "exports/_progress.html", {"shown": _shown(run_of(run_id))})


@require_safe
@never_cache
@hat_required(Kind.HOGESCHOOL)
def certificate(request, run_id):
    """Likewise, while the worker judges a change or recomputes the certificate."""
    run = run_of(run_id)
    return render(request, "matching/_certificate.html", {"run": run, **_of_changes(run)})


def _shown(run):
    """As the component `progress` wants it."""
    state = {"waiting": "waiting", "running": "running", "failed": "failed"}.get(run.state, "finished")
    label = run.doing or ("De indeling wordt berekend" if state != "finished" else "De berekening is klaar")
    return {
        "label": label,
        "done": run.done,
        "total": run.total,
        "state": state,
        "error": run.error,
        "poll_url": reverse("matching:run_progress", args=[run.public_id]),
        "result_url": reverse("matching:run", args=[run.public_id]),
        "result_label": "Bekijk de uitkomst",
        "informal": False,
    }


def _bars(run):
    """Of the rank distribution: label, number, width of its bar, share."""
    found, placed = run.summary.get("choices", []), max(run.summary.get("placed", 0), 1)
    most = max((number for _, number in found), default=1)
    return [
        {
            "label": f"Keus {choice}" if choice else "Stond niet op de lijst",
            "number": number,
            "width": round(100 * number / most),
            "share": round(100 * number / placed),
        }
        for choice, number in found
    ]


def _popular(run):
    return [
        {"label": label, "wished_by": wished, "places": places, "ratio": round(wished / max(places, 1), 1)}
        for label, wished, places in run.summary.get("popular", [])
    ]


@require_POST
@acting_hat_required(Kind.HOGESCHOOL)
def check(request, run_id):
    run = run_of(run_id)
    with told(request, "Het bewijs wordt opnieuw berekend uit wat bewaard is."):
        checking.ask_check(run, who=signature(request))
    return redirect("matching:run", run.public_id)


@require_POST
@acting_hat_required(Kind.HOGESCHOOL)
def discard(request, run_id):
    run = run_of(run_id)
    with told(request, "Dit concept wordt niet gebruikt."):
        reviewing.discard_draft(run)
    return redirect("matching:round", run.round.public_id)


@acting_hat_required(Kind.HOGESCHOOL)
def publish(request, run_id):
    run = run_of(run_id)
    if run.state != RunState.DRAFT:
        messages.warning(request, "Deze indeling is geen concept: publiceren kan niet (meer).")
        return redirect("matching:run", run.public_id)
    initial = {"revision": run.revision, "answer_by": publishing.last_day_to_answer()}
    form = PublishForm(posted(request), initial=initial)
    if form.is_bound and form.is_valid() and _published(request, run, form):
        return redirect("matching:run", run.public_id)
    between = (name_of(run), reverse("matching:run", args=[run.public_id]))
    context = {"run": run, "round": run.round, "form": form, "trail": trail("Publiceren", run.round, between)}
    return render(request, "matching/run_publish.html", context, status=422 if form.is_bound else 200)


def _published(request, run, form) -> bool:
    said = form.cleaned_data
    try:
        publishing.publish_run(run, revision=said["revision"], answer_by=said["answer_by"], who=signature(request))
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, "Gepubliceerd. Iedereen krijgt nu bericht.")
    return True


@require_safe
@never_cache
@hat_required(Kind.HOGESCHOOL)
def download(request, run_id, what):
    """What the engine was given or what it found, as its command reads and writes them: for who computes it again."""
    run = run_of(run_id)
    kept = get_object_or_404(RunInputs, run=run)
    content = zlib.decompress(kept.instance if what == "invoer" else kept.result)
    response = HttpResponse(content, content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{what}-{run.fingerprint[:12]}.json"'
    return response


def run_of(run_id) -> Run:
    return get_object_or_404(Run.objects.select_related("round__hogeschool"), public_id=run_id)


def name_of(run) -> str:
    return f"{run.get_state_display()}, beurt {run.turn}"
