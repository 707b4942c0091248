"""Questionnaires into files and out of them: whole as JSON, or what LimeSurvey knows as text with tabs."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from mkbroute.organisations.access import acting_hat_required, hat_required, signature

from .. import pages
from ..asking.limesurvey import as_tabs
from ..asking.limesurvey_reading import read_tabs
from ..asking.reading import Unreadable, read_json
from ..asking.writing import as_json
from ..enums import VersionState
from ..forms.editing import ImportForm
from ..services.drafts import Breaks, NotADraft
from ..services.publishing import import_content
from .drafts import draft_of, page_with_form
from .editing import broken_in_words, gone, is_asking_reason, reason_in, require_reason, tell
from .questionnaires import EDITORS, attachment, file_name, version_of


@require_safe
@hat_required(*EDITORS)
def json(request, version_id):
    """Everything; a draft too, for whoever may see it."""
    found = version_of(version_id)
    return attachment(as_json(found.asked), "application/json", f"{file_name(found)}.json")


@require_safe
@hat_required(*EDITORS)
def limesurvey(request, version_id):
    found = version_of(version_id)
    return attachment(as_tabs(found.asked), "text/tab-separated-values; charset=utf-8", f"{file_name(found)}.txt")


@page_with_form
@acting_hat_required(*EDITORS)
def read(request, version_id):
    """In place of the whole draft, or nothing at all."""
    draft = draft_of(request, version_id)
    if draft.state != VersionState.DRAFT:
        return gone(request, draft)
    form = ImportForm(request.POST or None, request.FILES or None, is_asking_reason=is_asking_reason(request))
    refused, broken = [], []
    if form.is_valid():
        try:
            names = _taken_in(request, draft, form.cleaned_data["bestand"])
        except Unreadable as refusal:
            refused = refusal.problems
        except NotADraft:
            return gone(request, draft_of(request, version_id))
        except Breaks as breaks:
            broken = broken_in_words(breaks, draft)
            form = ImportForm(request.POST, request.FILES, is_asking_reason=True)
            require_reason(form, request)
        else:
            tell(request, names)
            messages.info(request, "Alles wat in het concept stond, is vervangen door wat in het bestand staat.")
            return redirect("surveys:draft", draft.public_id)
    context = {"draft": draft, "form": form, "refused": refused, "broken": broken}
    context["trail"] = pages.trail_of(draft, "Inlezen")
    status = 422 if form.is_bound else 200
    return render(request, "surveys/questionnaires/import.html", context, status=status)


def _taken_in(request, draft, file) -> dict[str, str]:
    is_json = file.name.lower().endswith(".json")
    content = read_json(file.read()) if is_json else read_tabs(file.read())
    return import_content(
        draft, content, file_name=file.name, is_whole=is_json, who=signature(request), reason=reason_in(request)
    )
