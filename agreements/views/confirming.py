"""The page behind the personal link to answer about an end: read, and say yes or no. No account, no code."""

from contextlib import suppress
from functools import wraps

from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from mkbroute.access.decorators import UnknownLink, as_link_holder, hash_token
from mkbroute.documents.views import file_response
from mkbroute.organisations.by_link import NO_MENU, page_by_link

from .. import endings, queries
from ..endings import Standing
from ..enums import Role
from ..forms.endings import AnswerForm
from ..models import EndingConfirmation
from ..services import endings as services
from .signing import house_style
from .visits import visit_of

page_with_form = require_http_methods(["GET", "HEAD", "POST"])


def confirm_page(view):
    """view(request, confirmation) for whoever holds the link; for others, what to do when a link does not work."""

    @page_by_link("agreements/confirming/unknown.html")
    @as_link_holder
    @wraps(view)
    def wrapped(request, token, **kwargs):
        found = EndingConfirmation.objects.select_related("ending__document")
        confirmation = found.filter(token_hash=hash_token(token)).first()
        if not confirmation:
            raise UnknownLink
        request.link = token
        return view(request, confirmation, **kwargs)

    return wrapped


@page_with_form
@confirm_page
def read(request, confirmation):
    """What would end when and why, and the two answers."""
    standing = endings.standing(confirmation)
    is_open = standing in (Standing.OPEN, Standing.DISAGREED)
    form = AnswerForm(request.POST if request.method == "POST" and is_open else None)
    if form.is_valid():
        with suppress(services.NotOpen):  # the page says how it stands
            services.answer_ending(
                confirmation, **form.cleaned_data, who=confirmation.name, visit=visit_of(request), by_link=True
            )
        return redirect("agreements:confirm", request.link)
    agreement = queries.readable_by_link(confirmation.agreement_id)
    context = {
        **NO_MENU,
        **house_style(agreement.hogeschool_id),
        "agreement": agreement,
        "route": agreement.route,
        "confirmation": confirmation,
        "ending": confirmation.ending,
        "facts": endings.facts_of(confirmation.ending),
        "standing": standing.name,
        "is_open": is_open,
        "form": form,
        "link": request.link,
        "is_student": confirmation.role == Role.STUDENT,
    }
    return render(request, "agreements/confirming/read.html", context, status=422 if form.is_bound else 200)


@require_safe
@confirm_page
def letter(request, confirmation):
    """Once it is final and written."""
    document = confirmation.ending.document
    if document is None:
        return redirect("agreements:confirm", request.link)
    return file_response(document)
