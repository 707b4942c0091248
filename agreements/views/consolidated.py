"""The agreement as it reads today, with every addendum that is in force."""

from datetime import date

from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.dateparse import parse_date
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from mkbroute.documents.limits import DocumentRefused
from mkbroute.documents.render import render_pdf
from mkbroute.organisations.by_link import NO_MENU

from .. import links, pages, paper, queries
from ..access import party_required, reader_of
from ..consolidated import Consolidation, consolidate, sealed_addenda, settled_end, that_hold
from ..enums import WITH_SEAL
from ..links import Standing
from ..own_days import left_on
from .reading import pdf_response
from .signing import signing_page, to_first_page


@require_safe
@party_required
def read(request, public_id):
    found = _found(request, public_id)
    if found.agreement.state not in WITH_SEAL:
        return redirect("agreements:detail", public_id)
    context = {**context_of(found), "trail": pages.trail(found.agreement, "Geldende tekst")}
    return render(request, "agreements/consolidated.html", context)


@require_safe
@party_required
def pdf(request, public_id):
    found = _found(request, public_id)
    if found.agreement.state not in WITH_SEAL:
        return redirect("agreements:detail", public_id)
    try:
        content = consolidated_pdf(found)
    except DocumentRefused as refusal:
        return render(
            request, "agreements/refused.html", {"agreement": found.agreement, "why": str(refusal)}, status=422
        )
    return pdf_response(content, "geldende-tekst")


@require_safe
@signing_page
def read_by_link(request, signing):
    """For whoever signed and has no account, while she is a party and her link holds."""
    if links.standing(signing) != Standing.SIGNED:
        return to_first_page(request)
    found = consolidate(queries.readable_by_link(signing.agreement_id), asked_day(request.GET.get("op", "")))
    is_party = signing.email.casefold() in {party.signer_email.casefold() for party in found.parties}
    if found.agreement.state not in WITH_SEAL or not is_party:
        return to_first_page(request)
    context = {**NO_MENU, **context_of(found), "link": request.link, "may_download": False}
    return render(request, "agreements/signing/consolidated.html", context)


def consolidated_pdf(found: Consolidation) -> bytes:
    context = context_of(found)
    page = render_to_string("pdf/agreement_consolidated.html", context)
    lang = found.agreement.language
    return render_pdf(page, title=context["title"], lang=lang, extra_css=paper.pages_in(lang))


def _found(request, public_id) -> Consolidation:
    agreement = get_object_or_404(queries.detailed(reader_of(request)), public_id=public_id)
    return consolidate(agreement, min(asked_day(request.GET.get("op", "")), left_on(agreement) or date.max))


def asked_day(text: str) -> date:
    """Of another day, when an address asks for it."""
    try:
        return parse_date(text) or localdate()
    except ValueError:
        return localdate()


def context_of(found: Consolidation) -> dict:
    agreement = found.agreement
    later = [each for each in sealed_addenda(agreement) if each.effective_on and each.effective_on > found.on]
    holding = that_hold(agreement, later)
    left = left_on(agreement)
    versions = {version.addendum_id: version for version in agreement.versions.all() if version.document_id}
    return {
        "agreement": agreement,
        "title": f"Geldende tekst – {agreement.template.title} – {agreement.student_name}",
        "lang": agreement.language,
        "on": found.on,
        "may_download": True,
        "opening": found.opening,
        "sources": found.sources,
        "original": versions.get(None),
        "addenda": [(addendum, versions.get(addendum.pk)) for addendum in found.addenda],
        "upcoming": [each for each in holding if not left or (each.effective_on and each.effective_on <= left)],
        "never": [each for each in later if each not in holding],
        "is_over": found.on == settled_end(agreement),
        "left_on": left,
    }
