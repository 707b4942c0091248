"""Templates: what there is, reading a version, and writing the next."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.views.decorators.http import require_http_methods, require_safe

from mkbroute.design.merging import Clash
from mkbroute.documents.limits import DocumentRefused
from mkbroute.organisations.access import acting_hat_required, hat_required, signature
from mkbroute.organisations.enums import Kind
from mkbroute.organisations.models import Organisation
from routes.enums import Form

from .. import paper, template_pages
from ..coverage import coverage
from ..enums import State, TemplateState
from ..forms.templates import CaseForm, GeneralForm, PublishForm, ReturnForm, StartForm
from ..models import Agreement, AgreementTemplate, TemplateDraft
from ..samples import try_out
from ..services import templates as services
from .editing import clash_of, gone

EDITORS = (Kind.HOGESCHOOL, Kind.PROGRAMME)
page_with_form = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@hat_required(*EDITORS)
def index(request):
    """Per form what new agreements are made of, and what is being written."""
    owner = owner_of(request)
    lines = [template_pages.line(form, owner) for form in Form]
    return render(request, "agreements/templates/list.html", {"lines": lines, "is_national": owner is None})


@page_with_form
@acting_hat_required(*EDITORS)
def start(request, form):
    if form not in Form.values:
        raise Http404
    owner = owner_of(request)
    running = TemplateDraft.objects.filter(hogeschool=owner, form=form, state=TemplateState.DRAFT).first()
    if running:
        return redirect("agreements:template_draft", running.public_id)
    chosen = StartForm(request.POST or None, sources=template_pages.sources(form, owner))
    if chosen.is_valid():
        whose = Organisation.objects.get(pk=owner) if owner else None
        draft = services.start_draft(chosen.chosen, form=form, hogeschool=whose, who=signature(request))
        messages.success(request, "Het concept staat klaar. Er verandert niets aan overeenkomsten tot u publiceert.")
        return redirect("agreements:template_draft", draft.public_id)
    context = {"form": chosen, "label": Form(form).label.lower(), "trail": template_pages.trail("Nieuw concept")}
    return render(request, "agreements/templates/start.html", context, status=422 if chosen.is_bound else 200)


@page_with_form
@acting_hat_required(Kind.HOGESCHOOL)
def return_to_national(request, form):
    """Letting go of an own version: new agreements take the national text again."""
    owner = request.hat.organisation_id
    own = services.own_version(form, owner)
    if not own:
        messages.info(request, "Hiervoor geldt de landelijke tekst al.")
        return redirect("agreements:templates")
    typed = ReturnForm(request.POST or None, initial={"left": own.number})
    if typed.is_valid():
        try:
            services.return_to_national(form, owner, **typed.cleaned_data, who=signature(request))
        except services.NotOwn:
            messages.warning(request, "Er is intussen een nieuwere eigen versie. Bekijk die eerst.")
        else:
            messages.success(request, "Nieuwe overeenkomsten nemen weer de landelijke tekst.")
        return redirect("agreements:templates")
    context = {
        "form": typed,
        "own": own,
        "national": services.national_template(form),
        "drafts": Agreement.objects.filter(state=State.DRAFT, template__code=own.code).count(),
        "draft": TemplateDraft.objects.filter(hogeschool=owner, form=form, state=TemplateState.DRAFT).first(),
        "trail": template_pages.trail("Weer de landelijke tekst"),
    }
    return render(request, "agreements/templates/return.html", context, status=422 if typed.is_bound else 200)


@require_safe
@hat_required(*EDITORS)
def version(request, code, number):
    """A published version, on a sample."""
    template = _version(code, number)
    chosen = CaseForm(request.GET, languages=template.languages)
    context = {
        "template": template,
        "form": chosen,
        "text": try_out(template, chosen.case, chosen.language),
        "pdf_url": f"{reverse('agreements:template_version_pdf', args=[code, number])}?{request.GET.urlencode()}",
        "provisions": template_pages.meter_of(coverage(template)),
        "facts": template_pages.facts_of(template),
        "articles": template_pages.articles_of(template),
        "trail": template_pages.trail(f"{template.get_form_display()}, versie {number}"),
    }
    return render(request, "agreements/templates/version.html", context)


@require_safe
@hat_required(*EDITORS)
def version_pdf(request, code, number):
    return _pdf(request, _version(code, number))


@require_safe
@hat_required(*EDITORS)
def draft(request, draft_id):
    found = draft_of(draft_id)
    context = {
        "draft": found,
        "is_open": found.state == TemplateState.DRAFT,
        "state": TemplateState(found.state),
        "articles": template_pages.articles_of(found),
        **template_pages.problems_of(found),
        "provisions": template_pages.meter_of(coverage(found)),
        "meter_lead": template_pages.meter_lead(found),
        "lead": template_pages.lead_of(found),
        "events": template_pages.events_of(found),
        "trail": template_pages.trail(f"Concept {found.get_form_display().lower()}"),
    }
    return render(request, "agreements/templates/draft.html", context)


@page_with_form
@acting_hat_required(*EDITORS)
def general(request, draft_id):
    found = draft_of(draft_id)
    form = GeneralForm(request.POST or None, template=found)
    theirs = []
    if found.state != TemplateState.DRAFT:
        return gone(request, found, form)
    if form.is_valid():
        try:
            services.edit_general(found, values=form.values, seen=form.cleaned_data["seen"], who=signature(request))
        except services.NotADraft:
            return gone(request, draft_of(draft_id), form)
        except Clash as clash:
            mine = {name: form.values[name] for name in clash.merge.mine}
            form, theirs = clash_of(clash, form, GeneralForm(template=draft_of(draft_id), initial=mine))
        else:
            messages.success(request, "Opgeslagen.")
            return redirect("agreements:template_draft", found.public_id)
    context = {"draft": found, "form": form, "theirs": theirs, "trail": template_pages.trail_of(found, "Algemeen")}
    status = 422 if theirs or form.is_bound else 200
    return render(request, "agreements/templates/general.html", context, status=status)


@require_safe
@hat_required(*EDITORS)
def preview(request, draft_id):
    found = draft_of(draft_id)
    chosen = CaseForm(request.GET, languages=found.languages)
    context = {
        "draft": found,
        "form": chosen,
        "text": try_out(found, chosen.case, chosen.language),
        "about": chosen.case.in_words(found.form),
        "pdf_url": f"{reverse('agreements:template_preview_pdf', args=[draft_id])}?{request.GET.urlencode()}",
        "trail": template_pages.trail_of(found, "Voorbeeld"),
    }
    return render(request, "agreements/templates/preview.html", context)


@require_safe
@hat_required(*EDITORS)
def preview_pdf(request, draft_id):
    return _pdf(request, draft_of(draft_id))


@page_with_form
@acting_hat_required(*EDITORS)
def publish(request, draft_id):
    found = draft_of(draft_id)
    if found.state != TemplateState.DRAFT and request.method != "POST":
        return gone(request, found)
    form = PublishForm(request.POST or None, revision=services.revision(found))
    overtaken = False
    if form.is_valid():
        try:
            template = services.publish_draft(found, **form.cleaned_data, who=signature(request))
        except services.NotADraft:
            return gone(request, draft_of(draft_id), form)
        except Clash:
            found, overtaken = draft_of(draft_id), True
            now = {**form.cleaned_data, "seen": services.revision(found)}
            form = PublishForm(revision=now["seen"], initial=now)
        except services.NotPublishable as refusal:
            for problem in refusal.problems:
                form.add_error(None, problem.text)
        else:
            day = date_format(template.valid_from, "j F Y")
            messages.success(request, f"Versie {template.number} is gepubliceerd en geldt vanaf {day}.")
            return redirect("agreements:template_version", template.code, template.number)
    context = {
        "draft": found,
        "form": form,
        "overtaken": overtaken,
        **template_pages.problems_of(found),
        "covered": coverage(found),
        "is_duaal": found.form == Form.DUAAL,
        "trail": template_pages.trail_of(found, "Publiceren"),
    }
    status = 422 if overtaken or form.is_bound else 200
    return render(request, "agreements/templates/publish.html", context, status=status)


@page_with_form
@acting_hat_required(*EDITORS)
def drop(request, draft_id):
    found = draft_of(draft_id)
    if found.state != TemplateState.DRAFT:
        return gone(request, found)
    if request.method == "POST":
        try:
            services.drop_draft(found, who=signature(request))
        except services.NotADraft:
            return gone(request, draft_of(draft_id))
        messages.success(request, "Het concept is weggegooid. Aan wat gepubliceerd is, is niets veranderd.")
        return redirect("agreements:templates")
    context = {"draft": found, "trail": template_pages.trail_of(found, "Weggooien")}
    return render(request, "agreements/templates/drop.html", context)


# -- which ----------------------------------------------------------------------------------------------------------


def owner_of(request) -> int | None:
    """The hogeschool whose templates these are; None: the whole country's."""
    return request.hat.organisation_id if request.hat.kind == Kind.HOGESCHOOL else None


def draft_of(draft_id) -> TemplateDraft:
    return get_object_or_404(TemplateDraft.objects.select_related("based_on", "hogeschool"), public_id=draft_id)


def _version(code, number) -> AgreementTemplate:
    found = AgreementTemplate.objects.select_related("based_on", "hogeschool")
    return get_object_or_404(found, code=code, number=number)


def _pdf(request, template):
    chosen = CaseForm(request.GET, languages=template.languages)
    text = try_out(template, chosen.case, chosen.language)
    try:
        content = paper.sample(text.title, text.html, lang=chosen.language)
    except DocumentRefused as refusal:
        return HttpResponse(str(refusal), content_type="text/plain; charset=utf-8", status=422)
    headers = {"Content-Disposition": 'inline; filename="voorbeeld.pdf"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
