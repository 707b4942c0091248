"""Putting open answers under themes: two coders, each by herself; then together about what they differ on."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from matching.services.refusal import Refusal
from mkbroute.organisations.access import acting_hat_required, signature
from mkbroute.organisations.enums import Kind
from mkbroute.organisations.models import Membership

from .. import coding_pages as pages
from .. import open_pages
from ..enums import QuestionState
from ..forms.open_answers import CodersForm, CodingForm, MergeForm, ThemeForm
from ..models import OpenQuestion, Theme
from ..services import coding, themes
from .open_answers import question_of
from .waves import with_form

TEAM = acting_hat_required(Kind.PROGRAMME)


@with_form
@TEAM
def coders(request, question_id):
    question = standard_of(question_id)
    members = Membership.objects.filter(organisation=request.hat.organisation_id, ended_at=None)
    form = CodersForm(request.POST or None, members=members, initial=pages.coders_now(question, members))
    if form.is_valid():
        chosen = form.cleaned_data
        try:
            coding.assign_coders(question, chosen["first"], chosen["second"], who=signature(request))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, "De codeurs zijn gekozen. Ieder ziet alleen de eigen codes, tot beiden klaar zijn."
            )
            return redirect("surveys:open_answers", question.population.wave.public_id)
    context = {"form": form, "question": question, "trail": open_pages.trail_of(question, "Codeurs")}
    return render(request, "surveys/open/coders.html", context, status=422 if form.is_bound else 200)


@with_form
@TEAM
def code(request, question_id):
    """One answer at a time. Without a number in the address: the first that is not coded yet."""
    question = standard_of(question_id)
    if not coding.may_code(question, request.user.pk):
        messages.info(request, coding.NOT_YOURS)
        return redirect("surveys:open_answers", question.population.wave.public_id)
    shown = pages.screen_of(question, request.user.pk, request.GET.get("antwoord", ""))
    if shown is None:
        return render(request, "surveys/open/coded.html", pages.end_of(question, request.user.pk))
    form = CodingForm(request.POST or None, themes=themes.themes_of(question.code), given=shown["given"])
    if form.is_valid():
        try:
            coding.save_coding(question, shown["verbatim"], form.cleaned_data["themes"], user_id=request.user.pk)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(shown["next_url"])
    context = {**shown, "form": form, "theme_form": ThemeForm(), "question": question}
    return render(request, "surveys/open/code.html", context, status=422 if form.is_bound else 200)


@require_POST
@TEAM
def finish(request, question_id):
    question = standard_of(question_id)
    done = "Klaar. Zodra de ander ook klaar is, ziet u waar u verschilt."
    return _done(
        request,
        question,
        lambda: coding.finish_coding(question, user_id=request.user.pk, who=signature(request)),
        done,
        reverse("surveys:open_answers", args=[question.population.wave.public_id]),
    )


@require_safe
@TEAM
def differences(request, question_id):
    question = standard_of(question_id)
    if question.state not in (QuestionState.SETTLING, QuestionState.SETTLED):
        messages.info(request, "De verschillen zijn er als beide codeurs klaar zijn.")
        return redirect("surveys:open_answers", question.population.wave.public_id)
    return render(request, "surveys/open/differences.html", pages.differences_context(question))


@with_form
@TEAM
def settle_one(request, question_id, verbatim_id):
    question = standard_of(question_id)
    found = [each for each in coding.disagreements(question) if str(each.verbatim.public_id) == str(verbatim_id)]
    if not found:
        raise Http404
    [difference] = found
    form = CodingForm(request.POST or None, themes=themes.themes_of(question.code), given=difference.settled)
    if form.is_valid():
        try:
            coding.save_consensus(question, difference.verbatim, form.cleaned_data["themes"], user_id=request.user.pk)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Vastgelegd wat u samen vindt.")
            return redirect("surveys:differences", question.public_id)
    context = {**pages.difference_context(question, difference), "form": form}
    return render(request, "surveys/open/settle.html", context, status=422 if form.is_bound else 200)


@require_POST
@TEAM
def settle(request, question_id):
    question = standard_of(question_id)
    done = "De codes zijn vastgesteld. Over enkele minuten staan de aantallen bij de uitkomsten."
    return _done(request, question, lambda: coding.settle_codes(question, who=signature(request)), done)


@require_POST
@TEAM
def reopen(request, question_id):
    question = standard_of(question_id)
    return _done(
        request,
        question,
        lambda: coding.reopen_codes(question, who=signature(request)),
        "Weer geopend. De aantallen veranderen als u opnieuw vaststelt.",
    )


def _done(request, question, act, done, target=""):
    try:
        act()
    except Refusal as refusal:
        messages.error(request, str(refusal))
        target = "" if question.state in (QuestionState.SETTLING, QuestionState.SETTLED) else target
        target = target or reverse("surveys:code", args=[question.public_id])
    else:
        messages.success(request, done)
    return redirect(target or reverse("surveys:differences", args=[question.public_id]))


# -- the codebook -----------------------------------------------------------------------------------------------------


@with_form
@TEAM
def codebook(request, question_id):
    """Of the item, in whichever measurement."""
    question = standard_of(question_id)
    form = ThemeForm(request.POST or None)
    if form.is_valid():
        try:
            themes.add_theme(question.code, **form.cleaned_data, who=signature(request))
        except Refusal as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, "Het thema staat in het codeboek. Wie al verder is, kan teruggaan.")
            back = request.POST.get("terug") == "coderen"
            return redirect("surveys:code" if back else "surveys:themes_of", question.public_id)
    context = {"form": form, "question": question, **pages.codebook_context(question)}
    return render(request, "surveys/open/codebook.html", context, status=422 if form.is_bound else 200)


@with_form
@TEAM
def theme(request, question_id, theme_id):
    question = standard_of(question_id)
    found = get_object_or_404(Theme, code=question.code, public_id=theme_id, merged_into=None)
    now = {"name": found.name, "description": found.description}
    merging = "into" in request.POST
    form = ThemeForm(None if merging else request.POST or None, initial=now)
    merge_form = MergeForm(request.POST if merging else None, theme=found)
    wanted = merge_form if merging else form
    if wanted.is_valid():
        try:
            if merging:
                themes.merge_theme(found, wanted.cleaned_data["into"], who=signature(request))
            else:
                themes.change_theme(found, **wanted.cleaned_data, who=signature(request))
        except Refusal as refusal:
            wanted.add_error(None, str(refusal))
        else:
            messages.success(request, "Samengevoegd." if merging else "Opgeslagen.")
            return redirect("surveys:themes_of", question.public_id)
    context = {
        "form": form,
        "merge_form": merge_form,
        "theme": found,
        "question": question,
        "trail": open_pages.trail_of(question, "Thema"),
    }
    return render(request, "surveys/open/theme.html", context, status=422 if wanted.is_bound else 200)


def standard_of(question_id) -> OpenQuestion:
    return question_of(question_id)  # the programme team sees the standard ones only
