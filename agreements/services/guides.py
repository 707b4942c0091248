"""An addendum may bring another praktijkbegeleider: the talks from its first day on are hers; the links of the former
one close."""

from datetime import datetime, time

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format

from .. import events
from ..consolidated import Consolidation, consolidate_with, guide_of, sealed_before
from ..enums import EventKind, MomentState, Role, Voice
from ..events import PORTAL
from ..models import Addendum, ContactMoment, PracticeLink
from ..notices_practice import tell_one
from .moments import end_links, new_link_to_speak


def hand_over_talks(addendum: Addendum) -> int:
    """Answers how many talks changed: again finds none. By the worker, once the addendum is sealed; the agreement is
    locked."""
    then = consolidate_with(addendum)
    before = Consolidation(addendum.agreement, sealed_before(addendum), then.on)
    new, former = guide_of(then), guide_of(before)
    moves = any(party.role == Role.LEAVING for party in addendum.party_rows())
    if addendum.effective_on is None or not new[1] or (_same(new[1], former[1]) and not moves):
        return 0
    changed = sum(_hand_over(moment, new, "" if moves else former[1]) for moment in _talks_from(addendum))
    _close_links_about_attendance(addendum, "" if moves else former[1])
    return changed


def _same(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()


def _talks_from(addendum: Addendum) -> QuerySet[ContactMoment]:
    return ContactMoment.objects.filter(
        agreement=addendum.agreement_id, state=MomentState.PLANNED, planned_at__date__gte=addendum.effective_on
    ).order_by("planned_at")


def _hand_over(moment: ContactMoment, new: tuple[str, str], former: str) -> bool:
    """`former`: the address in whose place she comes; "" where another company takes over, and all of the first one
    leave."""
    leave = [
        person
        for person in moment.invited
        if person["voice"] == Voice.COMPANY
        and not _same(person["email"], new[1])
        and (not former or _same(person["email"], former))
    ]
    if not leave:
        return False
    stay = [person for person in moment.invited if person not in leave]
    comes = {"voice": Voice.COMPANY.value, "name": new[0], "email": new[1]}
    is_new = not any(_same(person["email"], new[1]) for person in stay)
    moment.invited = [*stay, comes] if is_new else stay
    moment.save(update_fields=["invited"])
    _record(moment, comes, leave)
    for person in leave:
        end_links(moment.links.filter(email__iexact=person["email"]), timezone.localdate())
        tell_one("talk_left", moment, person, who=moment.planned_by, links={})
    if is_new:
        links = {new[1]: new_link_to_speak(moment, *new, moment.planned_by)} if moment.is_for_three else {}
        tell_one("talk_planned", moment, comes, who=moment.planned_by, links=links)
    for person in stay:
        if person["voice"] != Voice.COMPANY:
            tell_one("talk_handed", moment, person, who=PORTAL, links={}, new=new[0], former=_named(leave))
    return True


def _record(moment: ContactMoment, comes: dict[str, str], leave: list[dict[str, str]]) -> None:
    day = date_format(timezone.localtime(moment.planned_at), "j F Y")
    text = f"{moment.get_kind_display()} van {day}: {comes['name']} komt in de plaats van {_named(leave)}"
    said = {"moment": str(moment.public_id), "comes": comes["email"], "leave": [person["email"] for person in leave]}
    events.record(moment.agreement, EventKind.MOMENT_HANDED, who=PORTAL, text=text[:300], evidence=said)


def _named(people: list[dict[str, str]]) -> str:
    return " en ".join(person["name"] for person in people)


def _close_links_about_attendance(addendum: Addendum, former: str) -> None:
    """From the day on which she is no longer the guide. `former`: as of `_hand_over`; a company may have asked anybody,
    also between its last day and the seal. Of those asked since then only the links of who took over stay."""
    if addendum.effective_on is None:
        return
    links = PracticeLink.objects.filter(agreement=addendum.agreement_id, moment=None)
    first = timezone.make_aware(datetime.combine(addendum.effective_on, time.min))
    theirs = [link.pk for link in links.filter(asked_at__gte=first) if link.email.casefold() in _addresses(addendum)]
    end_links(links.filter(email__iexact=former) if former else links.exclude(pk__in=theirs), addendum.effective_on)


def _addresses(addendum: Addendum) -> set[str]:
    """Of the company that comes."""
    company = next(party for party in addendum.party_rows() if party.role == Role.COMPANY)
    return {email.casefold() for email in (company.supervisor_email, company.signer_email) if email}
