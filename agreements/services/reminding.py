"""One mail to one person about all that waits for her at a hogeschool, with a link that works for each.

At most one a day, whoever asks for it: the row is written before the mail is made (reminder_once_a_day), so that of two
coordinators who press at once one sends it and the other hears so.
"""

from collections.abc import Callable
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.timezone import localdate

from mkbroute.mail.links import absolute
from mkbroute.mail.models import Message
from mkbroute.mail.services import post

from .. import cards, events, links
from ..enums import EventKind
from ..events import PORTAL
from ..models import Agreement, EndingConfirmation, LifeTerms, PartyCard, Reminder, Signing
from ..waiting import Item, Person, is_student, people_waited_for


class RemindedAlready(Exception):
    """Today, by this portal; nothing was sent again."""

    def __init__(self, reminder: Reminder) -> None:
        super().__init__(str(reminder))
        self.reminder = reminder


class NothingWaits(Exception):
    """Meanwhile she did what was asked."""


Fits = Callable[[Item], bool]


@transaction.atomic
def remind_person(hogeschool_id: int, email: str, *, who: str) -> Reminder:
    """The links before it are then unknown. Raises RemindedAlready or NothingWaits."""
    return _remind(hogeschool_id, email, who, lambda item: True)


@transaction.atomic
def remind_by_itself(hogeschool_id: int, email: str) -> Reminder:
    """As remind_person, by the portal, of what has a link that works. The new link lapses when the old one would have:
    who never answers is not mailed for ever. Raises RemindedAlready or NothingWaits."""
    return _remind(hogeschool_id, email, PORTAL, lambda item: item.has_live_link)


def _remind(hogeschool_id: int, email: str, who: str, fits: Fits) -> Reminder:
    found = _waited_for(hogeschool_id, email, fits)
    reminder = _first_today(hogeschool_id, found, who)
    person = _held(hogeschool_id, found, fits)
    items = [(item, _new_address(item, lasts=who != PORTAL)) for item in person.items]
    _record(person, _post(person, items, who, hogeschool_id), who)
    return reminder


def _waited_for(hogeschool_id: int, email: str, fits: Fits) -> Person:
    for person in people_waited_for(hogeschool_id, only=email):
        person.items = [item for item in person.items if fits(item)]
        if person.items:
            return person
    raise NothingWaits


def _held(hogeschool_id: int, person: Person, fits: Fits) -> Person:
    """What still waits, with its agreements locked: nobody signs, fills in or answers while the links are made anew."""
    asked = {item.agreement.pk for item in person.items}
    locked = Agreement.objects.select_for_update(of=("self",)).filter(pk__in=asked).order_by("pk")
    held = set(locked.values_list("pk", flat=True))
    return _waited_for(hogeschool_id, person.email, lambda item: item.agreement.pk in held and fits(item))


def _first_today(hogeschool_id: int, person: Person, who: str) -> Reminder:
    mine = {"hogeschool_id": hogeschool_id, "email": person.email.lower(), "day": localdate()}
    about = [item.in_words for item in person.items]
    try:
        with transaction.atomic():
            return Reminder.objects.create(**mine, at=timezone.now(), name=person.name, who=who, about=about)
    except IntegrityError as error:  # reminder_once_a_day
        raise RemindedAlready(Reminder.objects.get(**mine)) from error


def _record(person: Person, mail: Message, who: str) -> None:
    for item in person.items:
        if item.row is not None:
            text = f"Herinnering gestuurd aan {person.name}: {item.kind.label}"
            said = {"email": item.email, "role": item.row.role, **events.mailed_in(mail)}
            events.record(item.agreement, EventKind.REMINDED, who=who, text=text[:300], evidence=said)


NEW_LINK = {Signing: links.new_link, PartyCard: cards.new_link, EndingConfirmation: links.new_confirm_link}


def _new_address(item: Item, *, lasts: bool) -> str:
    """`lasts`: as long as a first link does; otherwise it keeps the term of the one before."""
    row = item.row
    if row is None:
        return absolute(item.url)
    address, fields = NEW_LINK[type(row)]()
    if not lasts:
        del fields["link_expires_at"]
    for name, value in fields.items():
        setattr(row, name, value)
    row.save(update_fields=list(fields))
    return address


def _post(person: Person, items: list[tuple[Item, str]], who: str, hogeschool_id: int) -> Message:
    first = person.items[0]
    rows = [{"item": item, "url": address} for item, address in items]
    context = {
        "rows": rows,
        "who": who,
        "is_ours": person.is_ours and all(item.kind.is_ours for item, _ in items),
        "is_student": all(is_student(item) for item, _ in items),
        "hogeschool": first.agreement.hogeschool,
        "route": first.agreement.route,
    }
    return post("reminder", to=(person.name, person.email), context=context, hogeschool_id=hogeschool_id)


def to_remind() -> list[tuple[int, str]]:
    """Whom the portal reminds by itself, with the hogeschool: who keeps something waiting longer than the terms say,
    and heard nothing for some days."""
    before = timezone.now() - timedelta(days=LifeTerms.objects.latest().remind_days)
    hogescholen = Agreement.objects.order_by("hogeschool").values_list("hogeschool", flat=True).distinct()
    return [
        (hogeschool_id, person.email)
        for hogeschool_id in hogescholen
        for person in people_waited_for(hogeschool_id)
        if any(item.stuck and item.has_live_link for item in person.items)
        and (person.reminded_at is None or person.reminded_at <= before)
    ]
