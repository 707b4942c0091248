"""One mail to one person about all that waits for her at a hogeschool, with a link that works for each.

At most one a day, whoever asks for it: the row is written before the mail is made (reminder_once_a_day), so that of two
coordinators who press at once one sends it and the other hears so.
"""

from collections.abc import Iterator
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.timezone import localdate

from mkbroute.mail.links import absolute
from mkbroute.mail.services import post

from .. import cards, events, links
from ..enums import Confirmation, EndingState, EventKind, State
from ..models import Agreement, EndingConfirmation, LifeTerms, PartyCard, Reminder, Signing
from ..waiting import Item, Kind, Person, is_student, people_waited_for
from .endings import renew_link


class RemindedAlready(Exception):
    """Today, by this portal; nothing was sent again."""

    def __init__(self, reminder: Reminder) -> None:
        super().__init__(str(reminder))
        self.reminder = reminder


class NothingWaits(Exception):
    """Meanwhile she did what was asked."""


@transaction.atomic
def remind_person(hogeschool_id: int, email: str, *, who: str) -> Reminder:
    """The links before it are then unknown. Raises RemindedAlready or NothingWaits."""
    found = people_waited_for(hogeschool_id, only=email)
    if not found:
        raise NothingWaits
    reminder = _first_today(hogeschool_id, found[0], who)
    person = _held(hogeschool_id, found[0])
    _post(person, list(_with_links(person, who)), who, hogeschool_id)
    return reminder


def _held(hogeschool_id: int, person: Person) -> Person:
    """What still waits, with its agreements locked: nobody signs, fills in or answers while the links are made anew."""
    asked = {item.agreement.pk for item in person.items}
    locked = Agreement.objects.select_for_update(of=("self",)).filter(pk__in=asked).order_by("pk")
    held = set(locked.values_list("pk", flat=True))
    for now in people_waited_for(hogeschool_id, only=person.email):
        now.items = [item for item in now.items if item.agreement.pk in held]
        if now.items:
            return now
    raise NothingWaits


def _first_today(hogeschool_id: int, person: Person, who: str) -> Reminder:
    mine = {"hogeschool_id": hogeschool_id, "email": person.email.lower(), "day": localdate()}
    about = [item.in_words for item in person.items]
    try:
        with transaction.atomic():
            return Reminder.objects.create(**mine, name=person.name, who=who, about=about)
    except IntegrityError as error:  # reminder_once_a_day
        raise RemindedAlready(Reminder.objects.get(**mine)) from error


def _with_links(person: Person, who: str) -> Iterator[tuple[Item, str]]:
    for item in person.items:
        address = _new_address(item)
        if item.row is not None:
            text = f"Herinnering gestuurd aan {person.name}: {item.kind.label}"
            said = {"email": item.email, "role": item.row.role}
            events.record(item.agreement, EventKind.REMINDED, who=who, text=text[:300], evidence=said)
        yield item, address


def _new_address(item: Item) -> str:
    row = item.row
    if isinstance(row, EndingConfirmation):
        return renew_link(row)
    if isinstance(row, Signing | PartyCard):
        address, fields = links.new_link() if isinstance(row, Signing) else cards.new_link()
        for name, value in fields.items():
            setattr(row, name, value)
        row.save(update_fields=list(fields))
        return address
    return absolute(item.url)


def _post(person: Person, items: list[tuple[Item, str]], who: str, hogeschool_id: int) -> None:
    first = person.items[0]
    rows = [{"item": item, "url": address} for item, address in items]
    context = {
        "rows": rows,
        "who": who,
        "is_ours": person.is_ours and all(item.kind == Kind.DRAFT for item, _ in items),
        "is_student": all(is_student(item) for item, _ in items),
        "hogeschool": first.agreement.hogeschool,
        "route": first.agreement.route,
    }
    post("reminder", to=(person.name, person.email), context=context, hogeschool_id=hogeschool_id)


def to_remind_of_endings() -> QuerySet[EndingConfirmation]:
    """Whom the portal reminds by itself: who did not answer about an end, and heard nothing for some days."""
    before = timezone.now() - timedelta(days=LifeTerms.objects.latest().remind_days)
    heard = Reminder.objects.filter(hogeschool=OuterRef("hogeschool"), email=OuterRef("email"), at__gt=before)
    waiting = EndingConfirmation.objects.filter(
        ~Exists(heard),
        state=Confirmation.WAITING,
        ending__state=EndingState.OPEN,
        agreement__state=State.SEALED,
        asked_at__lte=before,
    )
    return waiting.order_by("pk")
