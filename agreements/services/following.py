"""Once the end of an agreement is final, the student may go on at another company: the next agreement continues it,
from the day after the last one. Whatever way that is drafted (from a match, at an employer), it finds the former here.

After a diploma there is nothing to go on with: portal.require_what_can_be_followed says so too.
"""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.formats import date_format

from matching.enums import MatchState
from matching.models import Application
from matching.services.applications import lock_application
from matching.services.matches import release_place

from .. import events
from ..consolidated import agreed_end, as_it_holds, settled_end
from ..enums import EndingKind, EndingState, EventKind, Place, State
from ..models import Agreement, Ending, PlanRow
from ..own_days import company_of
from ..term import programme_ends_on
from .copying import copy_rows
from .sending import lock_agreement

OF_TERM = ("starts_on", "ends_on", "practice_starts_on", "practice_ends_on")
# what is about the programme, and so the same at another company
CARRIED = (
    "school_days", "school_supervisor", "guidance", "contact_plan", "learning_outcomes", "assessment",
    "termination_grounds", "termination_manner", "language",
)  # fmt: skip


class NotEnded(Exception):
    """It holds and no end is final, or it never did."""


class Graduated(Exception):
    """It ended by the diploma."""


class FollowedAlready(Exception):
    """Another agreement continues this one."""

    def __init__(self, agreement: Agreement) -> None:
        super().__init__(str(agreement.public_id))
        self.agreement = agreement


@transaction.atomic
def go_on_elsewhere(former: Agreement, *, who: str) -> Application:
    """The place of the agreement whose end is final comes free, so that there can be another one. A second call does
    nothing. Raises NotEnded, Graduated or FollowedAlready.
    """
    lock_application(former.applied)  # as who drafts does: first the person, then what rests on her
    former = lock_agreement(former)
    if has_graduated(former.applied):
        raise Graduated
    last = settled_end(former)
    if last is None:
        raise NotEnded
    if next_one := former.followed_by.exclude(state=State.CANCELLED).first():
        raise FollowedAlready(next_one)
    reason = f"De overeenkomst met {company_of(former)} eindigt na {date_format(last, 'j F Y')}."
    if former.state == State.ENDED:
        what = "gaat niet door" if former.is_called_off else "is geëindigd"
        reason = f"De overeenkomst met {company_of(former)} {what}."
    return release_place(former.applied, place=former.match, employer_id=former.organisation_id, who=who, reason=reason)


def may_be_followed(agreement: Agreement) -> bool:
    """Its end is final, is no diploma, and nothing continues it."""
    if settled_end(agreement) is None or _graduated(Agreement.objects.filter(pk=agreement.pk)):
        return False
    return not agreement.followed_by.exclude(state=State.CANCELLED).exists()


def has_graduated(application: Application) -> bool:
    """On this route."""
    return _graduated(Agreement.objects.filter(route=application.route_id, student=application.student_id))


def _final() -> QuerySet[Ending]:
    return Ending.objects.filter(state=EndingState.FINAL)


def _graduated(agreements: QuerySet[Agreement]) -> bool:
    return _final().filter(agreement__in=agreements, kind=EndingKind.GRADUATED).exists()


def running_of(application: Application) -> Agreement | None:
    """What stands in the way of another agreement at her own employer."""
    return application.agreements.filter(_runs()).first()


def _runs() -> Q:
    """It was not dropped, and no end is final."""
    return ~Q(state__in=[State.CANCELLED, State.ENDED]) & ~Q(Exists(_final().filter(agreement=OuterRef("pk"))))


def at_hand(agreements: QuerySet[Agreement]) -> QuerySet[Agreement]:
    """What runs, or still takes the place although its end is final: what comes next begins with go_on_elsewhere. Of
    one person, what runs comes last."""
    going_on = Agreement.objects.filter(follows=OuterRef("pk"))  # a dropped draft too: the place was free by then
    at_own_employer = Q(application__own_employer=F("organisation")) & ~Q(Exists(going_on))
    takes_place = ~Q(state=State.CANCELLED) & (Q(match__state=MatchState.CONFIRMED) | at_own_employer)
    return agreements.annotate(runs=_runs()).filter(Q(runs=True) | takes_place).order_by("runs", "pk")


def former_of(application: Application) -> Agreement | None:
    """The last agreement of this student on this route of which the end is final and that no other continues."""
    of_student = Agreement.objects.filter(route=application.route_id, student=application.student_id)
    ended = of_student.filter(state=State.ENDED) | of_student.filter(pk__in=_final().values("agreement"))
    taken = Agreement.objects.exclude(state=State.CANCELLED).exclude(follows=None).values("follows")
    last_day = Coalesce("ended_on", Subquery(_final().filter(agreement=OuterRef("pk")).values("last_day")))
    found = ended.exclude(pk__in=taken).annotate(last_day=last_day).order_by("-last_day", "-pk")
    return found.select_related("organisation", "route").first()


def carried_over(former: Agreement) -> dict[str, Any]:
    """As it read in the end, from the day after it on."""
    now = as_it_holds(former)
    carried = {name: getattr(now, name) for name in CARRIED}
    return {name: value for name, value in carried.items() if value not in (None, "")} | _term_after(former, now)


def _term_after(former: Agreement, now: Agreement) -> dict[str, date | None]:
    """To the agreed end; where that was reached, to the end of the programme, and where that is over too it is for the
    coordinator to say."""
    first = _day_after(former)
    if first is None:
        return {}
    ends = (agreed_end(former), programme_ends_on(former.route))
    last = next((day for day in ends if day and first <= day), None)
    practice_last = now.practice_ends_on if now.practice_ends_on and now.practice_ends_on >= first else last
    if last and practice_last:
        practice_last = min(practice_last, last)
    return {"starts_on": first, "ends_on": last, "practice_starts_on": first, "practice_ends_on": practice_last}


def _day_after(former: Agreement) -> date | None:
    last = settled_end(former)
    return last + timedelta(days=1) if last else None


def take_plan(former: Agreement, agreement: Agreement) -> None:
    """The learning outcomes with place, period and assessment; which company it was is left open."""
    copy_rows(former, agreement)
    if former.organisation_id != agreement.organisation_id:
        PlanRow.objects.filter(agreement=agreement, place=Place.COMPANY).update(place_name="")


def record_followed(former: Agreement, agreement: Agreement, *, who: str) -> None:
    text = f"Gaat verder bij {agreement.organisation.name}"
    said = {"agreement": str(agreement.public_id)}
    events.record(former, EventKind.CONTINUED, who=who, text=text[:300], evidence=said)
