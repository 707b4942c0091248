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

from .. import doors, queries
from ..consolidated import consolidate
from ..models import Takeover
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
    left = doors.left_by(takeover, agreement)
    last = left.effective_on - timedelta(days=1) if left else None
    asked = request.GET.get("op", "")
    on = asked_day(asked) if asked else max(takeover.effective_on, localdate())
    found = context_of(consolidate(agreement, min(on, last or date.max)))
    context = {
        **found,
        "upcoming": [each for each in found["upcoming"] if not last or each.effective_on <= last],
        "left_on": last,
        "may_download": False,
        "takeover": takeover,
        "hogeschool": agreement.hogeschool,
        "route": agreement.route,
        "documents": doors.sealed_versions(agreement, left),
        "trail": [("Overeenkomsten", reverse("agreements:list")), (takeover.student_name, "")],
    }
    return render(request, "agreements/taken_over.html", context)


@through_the_door
def document(request, takeover, number):
    agreement = queries.readable_by_link(takeover.agreement_id)
    found = doors.sealed_versions(agreement, doors.left_by(takeover, agreement))
    version = next((each for each in found if each.number == number), None)
    if version is None:
        raise Http404
    return file_response(version.document)
