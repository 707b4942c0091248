"""Reading open answers, taking names out of them, releasing them as quotes."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from matching.services.refusal import Refusal
from mkbroute.design.listing import counted, paginate
from mkbroute.organisations.access import acting_hat_required, hat_required, signature
from mkbroute.organisations.enums import Kind

from .. import open_pages as pages
from ..enums import VerbatimState, WaveState
from ..forms.open_answers import ReviewForm
from ..masking import candidates
from ..models import OpenQuestion, Verbatim, Wave
from ..services import releasing
from ..wave_pages import trail
from .waves import SEE, is_team, with_form


@require_safe
@acting_hat_required(*SEE)
def index(request, wave_id):
    wave = get_object_or_404(Wave.objects.exclude(state=WaveState.DRAFT), public_id=wave_id)
    context = {"wave": wave, "is_team": is_team(request), **pages.index_context(wave, request.user.pk)}
    return render(request, "surveys/open/index.html", context)


@require_safe
@acting_hat_required(*SEE)
def read(request, question_id):
    """One after another in a random order, and nothing else of who wrote them."""
    question = question_of(question_id)
    found = question.verbatims.order_by("id")
    state = request.GET.get("stand", "")
    if state in VerbatimState.values:
        found = found.filter(state=state)
    page = paginate(request, found)
    context = {
        "question": question,
        "page": page,
        "summary": counted(page, "antwoord", "antwoorden"),
        "chosen": state,
        "states": VerbatimState.choices,
        "may_release": may_release(request, question),
        "is_team": is_team(request),
        "trail": pages.trail_of(question),
        "place": question.place_of(request.user.pk),
    }
    return render(request, "surveys/open/read.html", context)


@with_form
@acting_hat_required(*SEE)
def review(request, question_id, verbatim_id):
    verbatim = verbatim_of(request, question_id, verbatim_id)
    found = candidates(verbatim.text, verbatim.known_names)
    form = ReviewForm(
        request.POST or None,
        found=found,
        text=verbatim.text,
        initial={"seen": verbatim.text, "pieces": [str(place) for place in pages.sure(found)]},
    )
    if form.is_valid():
        if refused := _changed(request, form, verbatim):
            return refused
        try:
            releasing.review_verbatim(verbatim, form.chosen, seen=verbatim.text, who=signature(request))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Nagekeken. Zo staat het antwoord er nu; het oude is niet bewaard.")
            return redirect(_page(verbatim))
    context = {
        "verbatim": verbatim,
        "question": verbatim.question,
        "form": form,
        "events": pages.events_of(verbatim),
        "trail": pages.trail_of(verbatim.question, "Namen en citaat"),
    }
    return render(request, "surveys/open/review.html", context, status=422 if form.is_bound else 200)


def _changed(request, form, verbatim):
    """What was ticked was ticked on another text."""
    if form.cleaned_data["seen"].splitlines() == verbatim.text.splitlines():
        return None
    messages.warning(request, releasing.CHANGED)
    return redirect(_page(verbatim))


@require_POST
@acting_hat_required(*SEE)
def release(request, question_id, verbatim_id):
    verbatim = verbatim_of(request, question_id, verbatim_id)
    seen = request.POST.get("seen", "")
    # a form sends other line ends than are kept
    same = seen.splitlines() == verbatim.text.splitlines()
    return _done(
        request,
        verbatim,
        lambda: releasing.release_quote(verbatim, seen=verbatim.text if same else seen, who=signature(request)),
        "Vrijgegeven. Het citaat staat nu bij de uitkomsten en in het rapport.",
    )


@require_POST
@acting_hat_required(*SEE)
def withdraw(request, question_id, verbatim_id):
    verbatim = verbatim_of(request, question_id, verbatim_id)
    return _done(
        request,
        verbatim,
        lambda: releasing.withdraw_quote(verbatim, who=signature(request)),
        "Ingetrokken. Het citaat staat nergens meer, behalve in rapporten die al gemaakt zijn.",
    )


@require_safe
@hat_required(*SEE)
def themes(request, wave_id):
    """What may be shown to all who may see the results: counts and quotes."""
    wave = get_object_or_404(Wave.objects.exclude(state=WaveState.DRAFT), public_id=wave_id)
    context = {"wave": wave, "trail": trail(wave, "Thema’s en citaten"), **pages.themes_context(wave)}
    return render(request, "surveys/open/themes.html", context)


def _done(request, verbatim, act, done):
    try:
        act()
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect(_page(verbatim))


def _page(verbatim):
    return reverse("surveys:review", args=[verbatim.question.public_id, verbatim.public_id])


def question_of(question_id) -> OpenQuestion:
    return get_object_or_404(OpenQuestion.objects.select_related("population__wave"), public_id=question_id)


def may_release(request, question) -> bool:
    """The programme team of answers to the standard questions, a hogeschool of those to its own."""
    own = question.hogeschool_id is not None
    return request.hat.kind == (Kind.HOGESCHOOL if own else Kind.PROGRAMME)


def verbatim_of(request, question_id, verbatim_id) -> Verbatim:
    question = question_of(question_id)
    if not may_release(request, question):
        raise PermissionDenied
    found = Verbatim.objects.select_related("question__population__wave")
    return get_object_or_404(found, question=question, public_id=verbatim_id)
