"""Questionnaires: what there is, reading a version, and comparing two."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_POST, require_safe

from mkbroute.organisations.access import acting_hat_required, hat_required, signature
from mkbroute.organisations.enums import Kind
from mkbroute.organisations.models import Organisation

from .. import pages
from ..asking.comparison import changes
from ..enums import Audience, VersionState
from ..models import QuestionnaireVersion
from ..services import drafts as services

EDITORS = (Kind.HOGESCHOOL, Kind.PROGRAMME)


@require_safe
@hat_required(*EDITORS)
def index(request):
    """Per audience what is asked today, and what is being written."""
    owner = owner_of(request)
    context = {"lines": pages.lines(owner), "is_standard": owner is None}
    return render(request, "surveys/questionnaires/list.html", context)


@require_POST
@acting_hat_required(*EDITORS)
def start(request, audience):
    if audience not in Audience.values:
        return redirect("surveys:list")
    owner = owner_of(request)
    hogeschool = Organisation.objects.get(pk=owner) if owner else None
    draft = services.start_draft(audience, hogeschool, who=signature(request))
    messages.success(request, "Het concept staat klaar. Er verandert niets tot u publiceert.")
    return redirect("surveys:draft", draft.public_id)


@require_safe
@hat_required(*EDITORS)
def version(request, version_id):
    """A published version, as it is asked."""
    found = published_of(version_id)
    before = found.follows.asked if found.follows else None
    context = {
        "version": found,
        "eyebrow": pages.eyebrow(found),
        "facts": pages.facts_of(found),
        "sections": pages.sections_of(found.asked, before),
        "others": [each for each in services.versions(found.questionnaire) if each != found],
        "trail": pages.trail(f"{pages.eyebrow(found)}, versie {found.number}"),
    }
    return render(request, "surveys/questionnaires/version.html", context)


@require_safe
@hat_required(*EDITORS)
def compare(request, version_id, other_id):
    """The newer of the two against the older, in words."""
    pair = [published_of(version_id), published_of(other_id)]
    old, new = sorted(pair, key=lambda each: each.number)
    if old.questionnaire_id != new.questionnaire_id or old == new:
        return redirect("surveys:version", version_id)
    context = {
        "old": old,
        "new": new,
        "eyebrow": pages.eyebrow(new),
        "changes": pages.changes_in_words(changes(old.asked, new.asked)),
        "trail": pages.trail(f"Versie {new.number} naast versie {old.number}"),
    }
    return render(request, "surveys/questionnaires/compare.html", context)


# -- which ----------------------------------------------------------------------------------------------------------


def owner_of(request) -> int | None:
    """The hogeschool whose own items these are; None: the programme team's standard ones."""
    return request.hat.organisation_id if request.hat.kind == Kind.HOGESCHOOL else None


def version_of(version_id) -> QuestionnaireVersion:
    found = QuestionnaireVersion.objects.select_related("questionnaire", "based_on", "follows__questionnaire")
    return get_object_or_404(found, public_id=version_id)


def published_of(version_id) -> QuestionnaireVersion:
    found = QuestionnaireVersion.objects.filter(state=VersionState.PUBLISHED)
    return get_object_or_404(found.select_related("questionnaire", "follows__questionnaire"), public_id=version_id)


def file_name(version: QuestionnaireVersion) -> str:
    number = f"versie-{version.number}" if version.number else "concept"
    whose = "standaard" if version.hogeschool_id is None else "eigen"
    return slugify(f"vragenlijst-{Audience(version.questionnaire.audience).label}-{whose}-{number}")


def attachment(content: bytes, media_type: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type=media_type, headers=headers)
