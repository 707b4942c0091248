"""The sections and items of a draft, one page each."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from mkbroute.design.merging import Clash
from mkbroute.organisations.access import acting_hat_required, signature

from .. import pages
from ..asking.describing import in_words
from ..asking.items import Content, Kind, Section, Wording, joined
from ..asking.reading import Unreadable
from ..enums import VersionState
from ..forms.editing import ItemForm, KindForm, SectionForm
from ..models import QuestionnaireVersion
from ..services import editing
from ..services.drafts import Breaks, Gone, NotADraft
from ..services.publishing import standard_before
from ..values import of_kind
from .drafts import draft_of, page_with_form
from .editing import broken_in_words, clash_of, gone, is_asking_reason, reason_in, require_reason, tell
from .questionnaires import EDITORS

TAKEN_OUT = "Een collega heeft dit intussen weggehaald."
NO_SECTION = Section("", Wording())


# -- sections -------------------------------------------------------------------------------------------------------


@page_with_form
@acting_hat_required(*EDITORS)
def add_section(request, version_id):
    draft = draft_of(request, version_id)
    form = SectionForm(request.POST or None, section=NO_SECTION)
    if draft.state != VersionState.DRAFT:
        return gone(request, draft, form)
    if form.is_valid():
        try:
            key = editing.add_section(draft, values=form.values, who=signature(request))
        except NotADraft:
            return gone(request, draft_of(request, version_id), form)
        except Unreadable as refusal:
            form.add_error(None, " ".join(refusal.problems))
        else:
            messages.success(request, "Het onderdeel is toegevoegd. Zet er nu vragen in.")
            return redirect(_at(draft, key))
    return _section_page(request, draft, form, [], "Nieuw onderdeel")


@page_with_form
@acting_hat_required(*EDITORS)
def section(request, version_id, section):
    draft = draft_of(request, version_id)
    form = _section_form(draft, section, request.POST or None)
    if form is None or draft.state != VersionState.DRAFT:
        return _lost(request, draft, SectionForm(request.POST or None, section=NO_SECTION))
    theirs: list = []
    if form.is_valid():
        seen = form.cleaned_data["seen"]
        try:
            done = editing.edit_section(draft, section, values=form.values, seen=seen, who=signature(request))
        except (NotADraft, Gone):
            return _lost(request, draft_of(request, version_id), form)
        except Clash as clash:
            mine = {name: form.values[name] for name in clash.merge.mine}
            fresh = _section_form(draft_of(request, version_id), section, None, initial=mine)
            form, theirs = clash_of(clash, form, fresh)
        else:
            tell(request, {}, done, form)
            return redirect(_at(draft, section))
    return _section_page(request, draft, form, theirs, "Onderdeel", key=section)


def _section_form(draft, key, data, **kwargs) -> SectionForm | None:
    found = next((each for each in draft.asked.sections if each.key == key), None)
    return SectionForm(data, section=found, **kwargs) if found else None


def _section_page(request, draft, form, theirs, heading, key=""):
    content = draft.asked
    found = next((each for each in content.sections if each.key == key), None)
    context = {
        "draft": draft,
        "form": form,
        "theirs": theirs,
        "heading": heading,
        "key": key,
        "when": in_words(found.when, _whole(draft)) if found else "",
        "english_open": content.has_english,
        "trail": pages.trail_of(draft, heading),
    }
    status = 422 if theirs or form.is_bound else 200
    return render(request, "surveys/questionnaires/section.html", context, status=status)


@require_POST
@acting_hat_required(*EDITORS)
def move_section(request, version_id, section):
    return _move(request, draft_of(request, version_id), section, editing.move_section)


@page_with_form
@acting_hat_required(*EDITORS)
def remove_section(request, version_id, section):
    draft = draft_of(request, version_id)
    content = draft.asked
    found = next((each for each in content.sections if each.key == section), None)
    codes = {item.code for item in found.items} if found else set()
    context = {"section": found, "depending": pages.depending_on(content, codes)}
    return _remove(request, draft, section, found, editing.remove_section, context)


# -- items ----------------------------------------------------------------------------------------------------------


@page_with_form
@acting_hat_required(*EDITORS)
def add_item(request, version_id, section):
    """First the kind (`soort`), then the question; behind the item that `na` names, or at the end of the section."""
    draft = draft_of(request, version_id)
    if all(each.key != section for each in draft.asked.sections):
        raise Http404
    kind = request.GET.get("soort", "")
    if draft.state != VersionState.DRAFT:
        return gone(request, draft)
    if kind not in list(Kind):
        return _choose_kind(request, draft, section)
    form = ItemForm(request.POST or None, item=of_kind(Kind(kind)), is_standard=draft.hogeschool_id is None)
    if form.is_valid():
        after = request.GET.get("na", "")
        try:
            code = editing.add_item(draft, section, Kind(kind), values=form.values, after=after, who=signature(request))
        except (NotADraft, Gone):
            return _lost(request, draft_of(request, version_id), form)
        except Unreadable as refusal:
            form.add_error(None, " ".join(refusal.problems))
        else:
            messages.success(request, f"De vraag is toegevoegd als {code}.")
            return redirect(_at(draft, code))
    return _item_page(request, draft, form, is_new=True)


def _choose_kind(request, draft, section):
    form = KindForm(request.GET if "soort" in request.GET else None)
    after = request.GET.get("na", "")
    context = {"draft": draft, "form": form, "after": after, "trail": pages.trail_of(draft, "Nieuwe vraag")}
    return render(request, "surveys/questionnaires/choose_kind.html", context, status=422 if request.POST else 200)


@page_with_form
@acting_hat_required(*EDITORS)
def item(request, version_id, code):
    draft = draft_of(request, version_id)
    form = _item_form(request, draft, code, request.POST or None)
    if form is None or draft.state != VersionState.DRAFT:
        return _lost(request, draft, form)
    theirs, broken = [], []
    if form.is_valid():
        seen, reason = form.cleaned_data["seen"], reason_in(request)
        try:
            done, names = editing.edit_item(
                draft, code, values=form.values, seen=seen, who=signature(request), reason=reason
            )
        except (NotADraft, Gone):
            return _lost(request, draft_of(request, version_id), form)
        except Breaks as breaks:
            broken = broken_in_words(breaks, draft)
            form = _item_form(request, draft, code, request.POST, is_asking_reason=True)
            require_reason(form, request)
        except Clash as clash:
            mine = {name: form.values[name] for name in clash.merge.mine}
            fresh = _item_form(request, draft_of(request, version_id), code, None, initial=mine)
            form, theirs = clash_of(clash, form, fresh)
        except Unreadable as refusal:
            form.add_error(None, " ".join(refusal.problems))
        else:
            tell(request, names, done, form)
            return redirect(_at(draft, names.get(code, code)))
    return _item_page(request, draft, form, theirs=theirs, broken=broken)


def _item_form(request, draft, code, data, *, is_asking_reason=None, **kwargs) -> ItemForm | None:
    found = draft.asked.find(code)
    if found is None:
        return None
    asks = is_asking_reason_now(request, data) if is_asking_reason is None else is_asking_reason
    return ItemForm(data, item=found, is_standard=draft.hogeschool_id is None, is_asking_reason=asks, **kwargs)


def is_asking_reason_now(request, data) -> bool:
    return data is not None and is_asking_reason(request)


@page_with_form
@acting_hat_required(*EDITORS)
def kind(request, version_id, code):
    """Another kind of question: that always breaks comparability."""
    draft = draft_of(request, version_id)
    found = draft.asked.find(code)
    if found is None or draft.state != VersionState.DRAFT:
        return _lost(request, draft)
    form = KindForm(
        request.POST or None, initial={"soort": found.kind.value}, is_asking_reason=is_asking_reason(request)
    )
    broken: list = []
    if form.is_valid():
        try:
            names = editing.change_kind(draft, code, form.kind, who=signature(request), reason=reason_in(request))
        except (NotADraft, Gone):
            return _lost(request, draft_of(request, version_id))
        except Breaks as breaks:
            broken = broken_in_words(breaks, draft)
            form = KindForm(request.POST, is_asking_reason=True)
            require_reason(form, request)
        else:
            tell(request, names)
            return redirect("surveys:item", draft.public_id, names.get(code, code))
    context = {"draft": draft, "item": found, "form": form, "broken": broken}
    context["trail"] = pages.trail_of(draft, code)
    status = 422 if form.is_bound else 200
    return render(request, "surveys/questionnaires/kind.html", context, status=status)


@require_POST
@acting_hat_required(*EDITORS)
def move_item(request, version_id, code):
    return _move(request, draft_of(request, version_id), code, editing.move_item)


@page_with_form
@acting_hat_required(*EDITORS)
def remove_item(request, version_id, code):
    draft = draft_of(request, version_id)
    content = draft.asked
    found = content.find(code)
    is_asked_before = bool(draft.based_on and draft.based_on.asked.find(code))
    context = {"item": found, "depending": pages.depending_on(content, {code}), "is_asked_before": is_asked_before}
    return _remove(request, draft, code, found, editing.remove_item, context)


# -- the pages ------------------------------------------------------------------------------------------------------


def _item_page(request, draft, form, *, is_new=False, theirs=(), broken=()):
    found = form.item
    context = {
        "draft": draft,
        "form": form,
        "item": found,
        "kind": found.kind,
        "is_new": is_new,
        "theirs": theirs,
        "broken": broken,
        "when": in_words(found.when, _whole(draft)),
        "english_open": draft.asked.has_english or any(name.endswith("_en") for name in form.errors),
        "heading": "Nieuwe vraag" if is_new else f"Vraag {found.code}",
        "trail": pages.trail_of(draft, "Nieuwe vraag" if is_new else found.code),
    }
    wrong = theirs or broken or form.is_bound
    return render(request, "surveys/questionnaires/item.html", context, status=422 if wrong else 200)


def _move(request, draft: QuestionnaireVersion, at: str, service):
    try:
        service(draft, at, up=request.POST.get("naar") == "boven", who=signature(request))
    except NotADraft:
        return gone(request, draft_of(request, draft.public_id))
    except Gone:
        messages.warning(request, TAKEN_OUT)
    return redirect(_at(draft, at))


def _remove(request, draft: QuestionnaireVersion, at: str, found, service, context):
    if draft.state != VersionState.DRAFT:
        return gone(request, draft)
    if found is None:
        messages.info(request, "Dit is er niet meer.")
        return redirect("surveys:draft", draft.public_id)
    if request.method == "POST":
        try:
            service(draft, at, who=signature(request))
        except NotADraft:
            return gone(request, draft_of(request, draft.public_id))
        messages.success(request, f"‘{at if 'item' in context else found.title}’ is weggehaald.")
        return redirect("surveys:draft", draft.public_id)
    context |= {"draft": draft, "trail": pages.trail_of(draft, "Weghalen")}
    return render(request, "surveys/questionnaires/remove.html", context)


def _lost(request, draft, form=None):
    """The item or the whole draft is not there any more: what was typed is."""
    return gone(request, draft, form, what=TAKEN_OUT if draft.state == VersionState.DRAFT else "")


def _whole(draft: QuestionnaireVersion) -> Content:
    before = standard_before(draft)
    return joined(before.asked, draft.asked) if before else draft.asked


def _at(draft: QuestionnaireVersion, anchor: str) -> str:
    return f"{reverse('surveys:draft', args=[draft.public_id])}#{anchor}"
