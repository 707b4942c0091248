"""An agreement that a company took over by an addendum: read by its people, with their account."""

from datetime import date, timedelta
from functools import wraps

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from mkbroute.access.actor import Actor, acting_as
from mkbroute.documents.views import file_response
from mkbroute.organisations.access import hat_required
from mkbroute.organisations.enums import Kind

from .. import queries
from ..consolidated import consolidate, newcomer, sealed_addenda, that_hold
from ..models import Agreement, AgreementVersion, Takeover
from .consolidated import asked_day, context_of


def through_the_door(view):
    """view(request, takeover, …), as who reads along with that one agreement."""

    @require_safe
    @never_cache
    @hat_required(Kind.COMPANY)
    @wraps(view)
    def wrapped(request, takeover_id, **kwargs):
        takeover = get_object_or_404(Takeover, public_id=takeover_id)
        with acting_as(Actor(takeover=takeover.public_id)):
            return view(request, takeover, **kwargs)

    return wrapped


@through_the_door
def read(request, takeover):
    agreement = queries.readable_by_link(takeover.agreement_id)
    asked = request.GET.get("op", "")
    on = asked_day(asked) if asked else max(takeover.effective_on, localdate())
    last = last_day_of(takeover, agreement)
    sealed = [version for version in agreement.versions.all() if version.document_id and is_own(version, last)]
    found = context_of(consolidate(agreement, min(on, last)))
    context = {
        **found,
        "upcoming": [each for each in found["upcoming"] if each.effective_on <= last],
        "left_on": last if last != date.max else None,
        "may_download": False,
        "takeover": takeover,
        "hogeschool": agreement.hogeschool,
        "route": agreement.route,
        "documents": sorted(sealed, key=lambda version: version.number),
        "trail": [("Overeenkomsten", reverse("agreements:list")), (takeover.student_name, "")],
    }
    return render(request, "agreements/taken_over.html", context)


@through_the_door
def document(request, takeover, number):
    found = AgreementVersion.objects.select_related("document", "addendum").exclude(document=None)
    version = get_object_or_404(found, agreement=takeover.agreement_id, number=number)
    if not is_own(version, last_day_of(takeover, queries.readable_by_link(takeover.agreement_id))):
        raise Http404
    return file_response(version.document)


def last_day_of(takeover: Takeover, agreement: Agreement) -> date:
    """Another company may have come in its place, or the first one back: what came after is not its to read."""
    held = that_hold(agreement, sealed_addenda(agreement))
    own = next((each.number for each in held if each.pk == takeover.addendum_id), 0)
    moves = [each for each in held if each.number > own and newcomer([each])]
    return moves[0].effective_on - timedelta(days=1) if moves else date.max


def is_own(version: AgreementVersion, last: date) -> bool:
    """Up to and including the addendum by which it left, which it signed."""
    return not version.addendum or last == date.max or version.addendum.effective_on <= last + timedelta(days=1)
