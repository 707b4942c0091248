"""The pages of who reads along, behind a link of her own: the text as it stands, and the document once it is sealed."""

from functools import wraps

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from mkbroute.access.decorators import UnknownLink, as_link_holder, hash_token
from mkbroute.documents.views import file_response
from mkbroute.organisations.by_link import NO_MENU, page_by_link

from .. import paper, queries
from ..consolidated import consolidate
from ..enums import BY_ALL, WITH_SEAL, State
from ..models import AgreementReader
from ..reading import articles
from ..summary import summary
from .consolidated import asked_day, context_of
from .signing import house_style, people_of

READABLE = (State.SENT, *BY_ALL)


def reading_page(view):
    """view(request, reader) for whoever holds the link to read along; for others, what to do."""

    @page_by_link("agreements/signing/unknown.html")
    @as_link_holder
    @wraps(view)
    def wrapped(request, token):
        found = AgreementReader.objects.select_related(
            "agreement__route", "agreement__hogeschool", "agreement__template"
        )
        reader = found.filter(token_hash=hash_token(token), link_expires_at__gt=timezone.now()).first()
        if not reader:
            raise UnknownLink
        request.link = token
        return view(request, reader)

    return wrapped


@require_safe
@reading_page
def read(request, reader):
    agreement = reader.agreement
    context = {
        **NO_MENU,
        **house_style(agreement.hogeschool_id),
        "reader": reader,
        "agreement": agreement,
        "route": agreement.route,
        "hogeschool": agreement.hogeschool,
        "link": request.link,
        "title": f"Overeenkomst voor {agreement.student_name}",
        "state": State(agreement.state),
    }
    if agreement.state not in READABLE:
        return render(request, "agreements/reading/closed.html", context)
    version = _version(agreement)
    opening, parts = articles(version.html)
    context |= {
        "version": version,
        "facts": summary(version),
        "opening": opening,
        "articles": parts,
        "all_open": "alles" in request.GET,
        "changes": [],
        "people": people_of(version.signings.all()),
        "holds": _holds(agreement, asked_day(request.GET.get("op", ""))),
    }
    return render(request, "agreements/reading/read.html", context)


@require_safe
@reading_page
def pdf(request, reader):
    """The sealed document, or how it would look."""
    if reader.agreement.state not in READABLE:
        return redirect("agreements:read_along", request.link)
    version = _version(reader.agreement)
    if version.document:
        return file_response(version.document)
    return HttpResponse(paper.preview(version.title, version.html, version.language), content_type="application/pdf")


def _holds(agreement, on):
    """What the addenda made of it; None where there are none."""
    if agreement.state not in WITH_SEAL or not agreement.addenda.filter(state=State.SEALED).exists():
        return None
    return {**context_of(consolidate(queries.readable_by_link(agreement.pk), on)), "may_download": False}


def _version(agreement):
    version = agreement.versions.select_related("document").get(number=agreement.version)
    version.agreement = agreement
    return version
