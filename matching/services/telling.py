"""The worker tells both sides what became of an introduction, reminds who must answer, and closes what nobody answered.

Each acts under a lock and asks first whether it was done: two workers at once send one mail.
"""

from collections import defaultdict
from datetime import timedelta
from secrets import token_urlsafe
from typing import Any

from django.db import IntegrityError
from django.db.models import F
from django.db.transaction import atomic
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from mkbroute.access.decorators import hash_token
from mkbroute.mail.links import absolute
from mkbroute.mail.services import post

from ..enums import EventKind, IntroductionState, Side
from ..introducing import OPEN, overdue, terms
from ..models import Introduction, Nudge
from .log import record

PORTAL = "Het portaal"
RELATED = ("application", "route", "hogeschool", "organisation", "position__organisation", "profile")
EVENTS = {
    IntroductionState.OPEN: EventKind.MEETING_ASKED,
    IntroductionState.CLOSED: EventKind.MEETING_CLOSED,
}


def to_tell() -> list[int]:
    return list(Introduction.objects.exclude(told=F("state")).order_by("pk").values_list("pk", flat=True))


@atomic
def tell_introduction(key: int) -> None:
    """Both hear of the state it is in now. A second call does nothing."""
    found = _locked(key)
    if found.told == found.state:
        return
    MAILS[IntroductionState(found.state)](found)
    _note(found)
    found.told = found.state
    found.save(update_fields=["told", "token_hash"])


@atomic
def close_overdue(key: int) -> None:
    """Nothing when it was answered meanwhile."""
    _locked(key)  # first, so that who answers now is waited for
    if overdue().filter(pk=key).exists():
        Introduction.objects.filter(pk=key).update(state=IntroductionState.CLOSED, ended_at=timezone.now())


def overdue_keys() -> list[int]:
    return list(overdue().values_list("pk", flat=True))


def to_remind() -> dict[str, list[int]]:
    """Whom the portal reminds, with what waits for her: once per question, after some days."""
    before = timezone.now() - timedelta(days=terms().remind_days)
    waiting = Introduction.objects.filter(OPEN, told=IntroductionState.OPEN, reminded_at=None, asked_at__lte=before)
    people = defaultdict(list)
    for each in waiting.filter(due_on__gte=localdate()).select_related(*RELATED).order_by("asked_at"):
        people[address_of(each, each.answers)[1].lower()].append(each.pk)
    return dict(people)


@atomic
def remind_person(email: str, keys: list[int]) -> bool:
    """One mail about all of them, with links that work; at most one a day. Whether it was sent."""
    try:
        with atomic():  # two workers at once: nudge_once_a_day refuses the second
            Nudge.objects.create(email=email)
    except IntegrityError:
        return False
    found = [_locked(key) for key in sorted(keys)]
    waiting = [each for each in found if each.is_open and not each.reminded_at]
    if waiting:
        remind_of(waiting)
    return bool(waiting)


def remind_of(waiting: list[Introduction]) -> None:
    """To who must answer all of these. The links of before work no longer."""
    rows = [{"introduction": each, "url": _new_link(each)} for each in waiting]
    for each in waiting:
        each.reminded_at = timezone.now()
        each.save(update_fields=["reminded_at", "token_hash"])
    first = waiting[0]
    context = {**_context(first, first.answers), "rows": rows}
    post("meeting_reminder", to=address_of(first, first.answers), context=context, hogeschool_id=first.hogeschool_id)


def _locked(key: int) -> Introduction:
    return Introduction.objects.select_for_update(of=("self",)).select_related(*RELATED).get(pk=key)


def _ask(found: Introduction) -> None:
    _mail(found, "meeting_asked", found.answers, url=_new_link(found))


def _accept(found: Introduction) -> None:
    for side in Side:
        _mail(found, "meeting_accepted", side)
    place = absolute(reverse("matching:place", args=[found.application.public_id]))
    to = (found.route.contact_name, found.route.contact_email)
    _post(found, "meeting_accepted_coordinator", to, {**_context(found, Side.COMPANY), "url": place})


def _decline(found: Introduction) -> None:
    _mail(found, "meeting_declined", Side(found.by))


def _withdraw(found: Introduction) -> None:
    if found.told:  # else nobody knew of it
        _mail(found, "meeting_withdrawn", found.answers)


def _close(found: Introduction) -> None:
    for side in Side:
        if side == found.by or found.told:
            _mail(found, "meeting_closed", side)


MAILS = {
    IntroductionState.OPEN: _ask,
    IntroductionState.ACCEPTED: _accept,
    IntroductionState.DECLINED: _decline,
    IntroductionState.WITHDRAWN: _withdraw,
    IntroductionState.CLOSED: _close,
}


def _new_link(found: Introduction) -> str:
    """The row keeps a hash; a link before it is then unknown."""
    token = token_urlsafe(32)
    found.token_hash = hash_token(token)
    return absolute(reverse("matching:meet", args=[token]))


def _mail(found: Introduction, kind: str, side: Side, **more: Any) -> None:
    _post(found, kind, address_of(found, side), {**_context(found, side), **more})


def _post(found: Introduction, kind: str, to: tuple[str, str], context: dict[str, Any]) -> None:
    about = f"application:{found.application.public_id}"
    post(kind, to=to, context=context, about=about, hogeschool_id=found.hogeschool_id)


def _context(found: Introduction, side: Side) -> dict[str, Any]:
    mine = reverse("matching:mine", args=[found.application.public_id])
    page = mine if side == Side.STUDENT else reverse("matching:meetings")
    return {
        "introduction": found,
        "route": found.route,
        "hogeschool": found.hogeschool,
        "position": found.position,
        "company": found.organisation,
        "to_student": side == Side.STUDENT,
        "asked_by_me": side == found.by,
        "url": absolute(page),
    }


def address_of(found: Introduction, side: Side) -> tuple[str, str]:
    if side == Side.STUDENT:
        return found.application.name, found.application.email
    return found.position.mailbox


def _note(found: Introduction) -> None:
    kind = EVENTS.get(IntroductionState(found.state), EventKind.MEETING_ANSWERED)
    who = PORTAL if found.state == IntroductionState.CLOSED else _who(found)
    text = f"Kennismaking met {found.organisation.name}: {found.get_state_display().lower()}"
    record(found.application, kind, who=who, text=text)


def _who(found: Introduction) -> str:
    asker_acts = found.state in (IntroductionState.OPEN, IntroductionState.WITHDRAWN)
    side = Side(found.by) if asker_acts else found.answers
    return found.application.name if side == Side.STUDENT else found.organisation.name
