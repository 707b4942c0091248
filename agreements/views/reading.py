"""The text: as it reads now, and as it was sent."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.timezone import localtime
from django.views.decorators.http import require_safe

from mkbroute.documents.limits import DocumentRefused

from .. import pages, paper
from ..access import party_required, reader_of
from ..differences import changes_in
from ..enums import Role, State
from ..models import Agreement, AgreementVersion
from ..text import compose


@require_safe
@party_required
def preview(request, public_id):
    """The draft as it reads now; what was sent is the version."""
    agreement = _readable(public_id)
    if agreement.state != State.DRAFT:
        return _to_latest(agreement)
    context = {
        "agreement": agreement,
        "text": compose(agreement, agreement.parties.all()),
        "ours": reader_of(request) == Role.HOGESCHOOL,
        "trail": pages.trail(agreement, "Voorbeeld"),
    }
    return render(request, "agreements/preview.html", context)


@require_safe
@party_required
def preview_pdf(request, public_id):
    agreement = _readable(public_id)
    if agreement.state != State.DRAFT:
        return _to_latest(agreement)
    text = compose(agreement, agreement.parties.all())
    return _pdf(request, agreement, "concept", paper.concept, text.title, text.html, agreement.language)


@require_safe
@party_required
def version(request, public_id, number):
    found = _version(public_id, number)
    agreement = found.agreement
    label, tone = _standing_of(found)
    context = {
        "version": found,
        "agreement": agreement,
        "label": label,
        "tone": tone,
        "lead": f"Zoals verstuurd op {date_format(localtime(found.created_at), 'j F Y')}.",
        "changes": changes_in(found),
        "trail": pages.trail(agreement, found.called.capitalize()),
    }
    return render(request, "agreements/version.html", context)


@require_safe
@party_required
def version_pdf(request, public_id, number):
    """As it looked when it was sent; once sealed, the document itself."""
    found = _version(public_id, number)
    if found.document:
        return redirect("documents:download", found.document.public_id)
    what = slugify(found.called)
    return _pdf(request, found.agreement, what, paper.preview, found.title, found.html, found.language)


def _readable(public_id) -> Agreement:
    related = ("route", "template", "organisation", "hogeschool")
    return get_object_or_404(Agreement.objects.select_related(*related), public_id=public_id)


def _version(public_id, number) -> AgreementVersion:
    related = ("agreement__route", "agreement__organisation", "agreement__hogeschool", "document", "addendum")
    found = AgreementVersion.objects.select_related(*related)
    return get_object_or_404(found, agreement__public_id=public_id, number=number)


def _standing_of(version: AgreementVersion) -> tuple[str, str]:
    state = State(version.subject.state)
    if version.number < version.subject.version or state == State.DRAFT:
        return "Vervangen", "neutral"
    return version.agreement.standing if version.addendum_id is None else state.label, state.tone


def _to_latest(agreement: Agreement):
    if agreement.version:
        return redirect("agreements:version", agreement.public_id, agreement.version)
    return redirect("agreements:detail", agreement.public_id)


def _pdf(request, agreement: Agreement, what: str, make, title: str, html: str, lang: str):
    try:
        content = make(title, html, lang)
    except DocumentRefused as refusal:
        return render(request, "agreements/refused.html", {"agreement": agreement, "why": str(refusal)}, status=422)
    return pdf_response(content, what)


def pdf_response(content: bytes, what: str) -> HttpResponse:
    name = f'inline; filename="overeenkomst-{what}.pdf"'
    return HttpResponse(content, content_type="application/pdf", headers={"Content-Disposition": name})
