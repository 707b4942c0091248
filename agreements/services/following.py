"""After an agreement ended, the student goes on at another company: the next agreement continues it. Whatever way that
is drafted (from a match, at an employer), it finds the former one here."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction

from matching.models import Application
from matching.services.applications import lock_application
from matching.services.matches import release_place

from .. import events
from ..consolidated import agreed_end, in_force, with_changes
from ..enums import EventKind, Place, State
from ..models import Agreement, PlanRow
from .copying import copy_rows
from .sending import lock_agreement

OF_TERM = ("starts_on", "ends_on", "practice_starts_on", "practice_ends_on")
# what is about the programme, and so the same at another company
CARRIED = (
    "school_days", "school_supervisor", "guidance", "contact_plan", "learning_outcomes", "assessment",
    "termination_grounds", "termination_manner", "language",
)  # fmt: skip


class NotEnded(Exception):
    """It still holds, or never did."""


class FollowedAlready(Exception):
    """Another agreement continues this one."""

    def __init__(self, agreement: Agreement) -> None:
        super().__init__(str(agreement.public_id))
        self.agreement = agreement


@transaction.atomic
def go_on_elsewhere(former: Agreement, *, who: str) -> Application:
    """The place of the agreement that ended comes free, so that there can be another one. A second call does nothing.

    Raises NotEnded or FollowedAlready.
    """
    lock_application(former.applied)  # as who drafts does: first the person, then what rests on her
    former = lock_agreement(former)
    if former.state != State.ENDED:
        raise NotEnded
    if next_one := former.followed_by.exclude(state=State.CANCELLED).first():
        raise FollowedAlready(next_one)
    reason = f"De overeenkomst met {former.organisation.name} is geëindigd."
    return release_place(former.applied, place=former.match, employer_id=former.organisation_id, who=who, reason=reason)


def former_of(application: Application) -> Agreement | None:
    """The last agreement of this student on this route that ended and that no other continues."""
    ended = Agreement.objects.filter(
        route=application.route_id, student=application.student_id, state=State.ENDED
    ).select_related("organisation")
    taken = Agreement.objects.exclude(state=State.CANCELLED).exclude(follows=None).values("follows")
    return ended.exclude(pk__in=taken).order_by("-ended_on", "-pk").first()


def carried_over(former: Agreement) -> dict[str, Any]:
    """As it read in the end, from the day after it on."""
    now = with_changes(former, in_force(former.addenda.all(), former.ended_on))
    carried = {name: getattr(now, name) for name in CARRIED}
    first, last = _day_after(former), agreed_end(former)
    if first and last and first <= last:
        carried |= {
            "starts_on": first,
            "ends_on": last,
            "practice_starts_on": first,
            "practice_ends_on": max(first, min(now.practice_ends_on or last, last)),
        }
    return {name: value for name, value in carried.items() if value not in (None, "")}


def _day_after(former: Agreement) -> date | None:
    return former.ended_on + timedelta(days=1) if former.ended_on else None


def take_plan(former: Agreement, agreement: Agreement) -> None:
    """The learning outcomes with place, period and assessment; which company it was is left open."""
    copy_rows(former, agreement)
    if former.organisation_id != agreement.organisation_id:
        PlanRow.objects.filter(agreement=agreement, place=Place.COMPANY).update(place_name="")


def record_followed(former: Agreement, agreement: Agreement, *, who: str) -> None:
    text = f"Gaat verder bij {agreement.organisation.name}"
    said = {"agreement": str(agreement.public_id)}
    events.record(former, EventKind.CONTINUED, who=who, text=text[:300], evidence=said)
