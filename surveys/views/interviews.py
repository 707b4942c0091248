"""The interview log: what was said on each route about the same topics."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_POST, require_safe

from matching.services.refusal import Refusal
from mkbroute.design.listing import counted, paginate
from mkbroute.design.merging import Clash
from mkbroute.exports.services import ask_for
from mkbroute.organisations.access import acting_hat_required, signature
from mkbroute.organisations.enums import Kind

from .. import interview_pages as pages
from ..enums import InterviewState, WaveState
from ..files import INTERVIEWS
from ..forms.interviews import InterviewForm
from ..models import Interview, Wave, WaveRoute
from ..services import interviews as services
from .editing import clash_of
from .waves import SEE, is_team, with_form

TEAM = acting_hat_required(Kind.PROGRAMME)


@require_safe
@acting_hat_required(*SEE)
def index(request, wave_id):
    wave = wave_of(wave_id)
    page = paginate(request, pages.listed(wave))
    context = {
        "wave": wave,
        "page": page,
        "summary": counted(page, "gesprek", "gesprekken"),
        "is_team": is_team(request),
        "topics": pages.topics_of(wave),
        "trail": pages.trail(wave, "Interviews"),
    }
    return render(request, "surveys/interviews/list.html", context)


@require_safe
@acting_hat_required(*SEE)
def interview(request, interview_id):
    found = interview_of(interview_id)
    context = {**pages.interview_context(found), "is_team": is_team(request)}
    return render(request, "surveys/interviews/interview.html", context)


@with_form
@TEAM
def start(request, wave_id):
    wave = wave_of(wave_id)
    routes = WaveRoute.objects.filter(wave=wave).select_related("wave", "route", "hogeschool")
    form = InterviewForm(
        request.POST or None,
        routes=routes.order_by("hogeschool__name", "route__programme"),
        topics=services.topics_in_force().topics.all(),
        initial={"held_by": request.hat.name},
    )
    form.now = {name: "" for name in form.fields if name not in ("seen", "route")}
    form.fields.pop("seen")
    if form.is_valid():
        try:
            made = services.start_interview(form.cleaned_data["route"], form.values, who=signature(request))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Bewaard als concept.")
            return redirect("surveys:interview", made.public_id)
    context = {"form": form, "wave": wave, "trail": pages.trail(wave, "Nieuw gesprek"), "is_new": True}
    return render(request, "surveys/interviews/form.html", context, status=422 if form.is_bound else 200)


@with_form
@TEAM
def change(request, interview_id):
    """Two people may write: each keeps what she wrote, and chooses only where both wrote the same."""
    found = interview_of(interview_id)
    if found.state != InterviewState.DRAFT:
        messages.info(request, services.FINISHED)
        return redirect("surveys:interview", found.public_id)
    form, theirs = _form(found, request.POST or None), []
    if form.is_valid():
        try:
            done = services.save_interview(found, form.values, seen=form.cleaned_data["seen"], who=signature(request))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        except Clash as clash:
            mine = {name: form.values[name] for name in clash.merge.mine}
            form, theirs = clash_of(clash, form, _form(interview_of(interview_id), None, **mine))
            theirs = [(label, pages.in_words(value)) for label, value in theirs]
        else:
            return _saved(request, found, form, done)
    context = {
        "form": form,
        "theirs": theirs,
        "found": found,
        "wave": found.wave,
        "trail": pages.interview_trail(found, "Wijzigen"),
    }
    return render(request, "surveys/interviews/form.html", context, status=422 if form.is_bound or theirs else 200)


def _saved(request, found, form, done):
    messages.success(request, "Opgeslagen.")
    if done.theirs:
        labels = ", ".join(str(form.fields[name].label) for name in form.values if name in done.theirs)
        messages.info(request, f"Een collega wijzigde intussen iets anders, dat blijft zo staan: {labels}.")
    return redirect("surveys:interview", found.public_id)


def _form(found, data, **mine):
    if "speakers" in mine:
        mine["speakers"] = mine["speakers"].split(",")
    form = InterviewForm(data, topics=services.topics_of(found))
    form.guard(services.values_of(found))
    form.initial.update(mine)
    return form


@require_POST
@TEAM
def finish(request, interview_id):
    found = interview_of(interview_id)
    return _done(
        request, found, lambda: services.finish_interview(found, who=signature(request)), "Het verslag is afgerond."
    )


@require_POST
@TEAM
def reopen(request, interview_id):
    found = interview_of(interview_id)
    done = "Het verslag is weer een concept. Een hogeschool die meelas, ziet het nu niet."
    return _done(request, found, lambda: services.reopen_interview(found, who=signature(request)), done)


@with_form
@TEAM
def drop(request, interview_id):
    found = interview_of(interview_id)
    if request.method != "POST":
        context = {"found": found, "trail": pages.interview_trail(found, "Weggooien")}
        return render(request, "surveys/interviews/drop.html", context)
    try:
        services.drop_interview(found)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("surveys:interview", found.public_id)
    messages.success(request, "Het concept is weggegooid.")
    return redirect("surveys:interviews", found.wave.public_id)


@require_safe
@TEAM
def topic(request, wave_id, key):
    """What was said about one topic, route beside route."""
    wave = wave_of(wave_id)
    context = pages.topic_context(wave, key)
    if context is None:
        raise Http404
    return render(request, "surveys/interviews/topic.html", context)


@require_POST
@acting_hat_required(*SEE)
def file(request, wave_id):
    wave = wave_of(wave_id)
    job = ask_for(
        INTERVIEWS,
        str(wave.public_id),
        title=f"Interviews van {wave.name}",
        file_name=f"{slugify(f'Interviews {wave.name}')}.zip",
        who=signature(request),
    )
    return redirect("exports:job", job.public_id)


def _done(request, found, act, done):
    try:
        act()
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect("surveys:interview", found.public_id)


def wave_of(wave_id) -> Wave:
    return get_object_or_404(Wave.objects.exclude(state=WaveState.DRAFT), public_id=wave_id)


def interview_of(interview_id) -> Interview:
    found = Interview.objects.select_related("wave", "route", "hogeschool", "topic_list")
    return get_object_or_404(found, public_id=interview_id)
