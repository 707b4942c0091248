"""A draft of a questionnaire: its page, its title, trying it out, publishing, throwing it away."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from mkbroute.design.merging import Clash
from mkbroute.organisations.access import acting_hat_required, hat_required, signature

from .. import pages
from ..enums import VersionState
from ..forms.answering import AnswerForm
from ..forms.editing import GeneralForm, PublishForm
from ..models import QuestionnaireVersion
from ..services import drafts as services
from ..services import editing, publishing
from ..trying import Walk, pack, unpack, whole
from .editing import clash_of, gone, tell
from .questionnaires import EDITORS, owner_of, version_of

page_with_form = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@hat_required(*EDITORS)
def draft(request, version_id):
    found = draft_of(request, version_id)
    if found.state == VersionState.PUBLISHED:
        return redirect("surveys:version", found.public_id)
    return render(request, "surveys/questionnaires/draft.html", pages.draft_context(found))


@page_with_form
@acting_hat_required(*EDITORS)
def general(request, version_id):
    found = draft_of(request, version_id)
    form = GeneralForm(request.POST or None, content=found.asked)
    theirs = []
    if found.state != VersionState.DRAFT:
        return gone(request, found, form)
    if form.is_valid():
        try:
            done = editing.edit_general(
                found, values=form.values, seen=form.cleaned_data["seen"], who=signature(request)
            )
        except services.NotADraft:
            return gone(request, draft_of(request, version_id), form)
        except Clash as clash:
            mine = {name: form.values[name] for name in clash.merge.mine}
            form, theirs = clash_of(clash, form, GeneralForm(content=draft_of(request, version_id).asked, initial=mine))
        else:
            tell(request, {}, done, form)
            return redirect("surveys:draft", found.public_id)
    context = {"draft": found, "form": form, "theirs": theirs, "trail": pages.trail_of(found, "Titel en inleiding")}
    context["english_open"] = found.asked.has_english
    status = 422 if theirs or form.is_bound else 200
    return render(request, "surveys/questionnaires/general.html", context, status=status)


@page_with_form
@acting_hat_required(*EDITORS)
def preview(request, version_id):
    """As a respondent will see it. Nothing is kept: what was typed travels along in the page."""
    found = version_of(version_id)
    language = "en" if request.POST.get("taal") == "en" else "nl"
    walk = Walk(whole(found), unpack(request.POST.get("antwoorden", "")), _place(request))
    form = None
    if "verder" in request.POST and walk.screen:
        form = AnswerForm(request.POST, items=walk.items, raw=walk.raw, language=language)
        if form.is_valid():
            walk.take(form.typed)
            walk.forward()
            form = None
    elif "terug" in request.POST:
        walk.back()
    elif "taal" not in request.POST or not walk.screen:
        walk.begin()
    context = _shown(walk, language, form)
    context |= {"version": found, "eyebrow": pages.eyebrow(found), "trail": _trail(found)}
    return render(request, "surveys/questionnaires/preview.html", context, status=422 if form else 200)


def _place(request) -> int:
    text = request.POST.get("scherm", "0")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0


def _shown(walk: Walk, language: str, form) -> dict:
    form = form or AnswerForm(items=walk.items, raw=walk.raw, language=language)
    at, of = walk.part
    return {
        "form": form,
        "walk": walk,
        "language": language,
        "section_title": walk.screen.section.title.said(language) if walk.screen else "",
        "section_intro": walk.screen.section.intro.said(language) if walk.screen and walk.screen.is_first else "",
        "intro": walk.content.intro.said(language) if walk.place == 0 else "",
        "title": walk.content.title.said(language),
        "thanks": walk.content.thanks.said(language),
        "packed": pack(walk.raw),
        "at": at,
        "of": of,
    }


def _trail(version: QuestionnaireVersion) -> list[tuple[str, str]]:
    if version.state == VersionState.DRAFT:
        return pages.trail_of(version, "Voorbeeld")
    return pages.trail(f"{pages.eyebrow(version)}, voorbeeld")


@page_with_form
@acting_hat_required(*EDITORS)
def publish(request, version_id):
    found = draft_of(request, version_id)
    if found.state != VersionState.DRAFT and request.method != "POST":
        return gone(request, found)
    form = _publish_form(found, request.POST or None)
    overtaken = False
    if form.is_valid():
        changed, seen = form.cleaned_data["changed"], form.cleaned_data["seen"]
        try:
            version = publishing.publish_draft(found, changed=changed, seen=seen, who=signature(request))
        except services.NotADraft:
            return gone(request, draft_of(request, version_id), form)
        except services.Overtaken:
            found, overtaken = draft_of(request, version_id), True
            form = _publish_form(found, None, initial={"changed": changed})
        except publishing.NotPublishable as refusal:
            for problem in refusal.problems:
                form.add_error(None, problem.text)
        else:
            messages.success(request, f"Versie {version.number} is gepubliceerd en verandert niet meer.")
            return redirect("surveys:version", version.public_id)
    context = {
        "draft": found,
        "form": form,
        "overtaken": overtaken,
        "eyebrow": pages.eyebrow(found),
        **pages.split_problems(found),
        "changes": pages.changes_in_words(publishing.changes_of(found)),
        "to_look_at": pages.changes_in_words(publishing.to_look_at(found)),
        "trail": pages.trail_of(found, "Publiceren"),
    }
    status = 422 if overtaken or form.is_bound else 200
    return render(request, "surveys/questionnaires/publish.html", context, status=status)


def _publish_form(draft, data, **kwargs) -> PublishForm:
    to_look_at = bool(publishing.to_look_at(draft))
    return PublishForm(data, revision=services.revision(draft), to_look_at=to_look_at, **kwargs)


@page_with_form
@acting_hat_required(*EDITORS)
def drop(request, version_id):
    found = draft_of(request, version_id)
    if found.state != VersionState.DRAFT:
        return gone(request, found)
    if request.method == "POST":
        try:
            services.drop_draft(found, who=signature(request))
        except services.NotADraft:
            return gone(request, draft_of(request, version_id))
        messages.success(request, "Het concept is weggegooid. Aan wat gepubliceerd is, is niets veranderd.")
        return redirect("surveys:list")
    context = {"draft": found, "trail": pages.trail_of(found, "Weggooien")}
    return render(request, "surveys/questionnaires/drop.html", context)


def draft_of(request, version_id) -> QuestionnaireVersion:
    """The standard ones are the programme team's to write, own items the hogeschool's."""
    found = QuestionnaireVersion.objects.select_related("questionnaire", "based_on")
    return get_object_or_404(found, public_id=version_id, hogeschool=owner_of(request))
