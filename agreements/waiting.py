"""Who keeps what waiting: everything at a hogeschool that waits for one person, grouped by that person."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import Enum
from typing import Any

from django.db.models import F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.urls import reverse
from django.utils import timezone

from .cards import TO_FILL_IN
from .endings import decides_since, overdue
from .enums import Confirmation, EndingState, Role, SigningState, State
from .models import Agreement, EndingConfirmation, LifeTerms, PartyCard, Reminder, Signing
from .own_days import COMPANY, company_today
from .services.asking import OUT_FOR_SIGNATURE


class Kind(Enum):
    """What someone must do; the days after which it is stuck are those of LifeTerms."""

    SIGNING = ("overeenkomst tekenen", "signing_days")
    ADDENDUM = ("addendum tekenen", "addendum_days")
    CARD = ("gegevens invullen", "card_days")
    ENDING = ("antwoorden over het einde", "ending_days")
    DECISION = ("beslissen over het einde: de termijn om te antwoorden is voorbij", "")  # that term was long enough
    DRAFT = ("concept afmaken en versturen", "draft_days")

    def __init__(self, label: str, term: str) -> None:
        self.label, self.term = label, term

    @property
    def is_ours(self) -> bool:
        """For the hogeschool itself, with an account."""
        return self in (Kind.DECISION, Kind.DRAFT)

    def is_stuck(self, since: datetime, terms: LifeTerms) -> bool:
        days = getattr(terms, self.term) if self.term else 0
        return since + timedelta(days=days) <= timezone.now()


@dataclass(frozen=True)
class Item:
    kind: Kind
    name: str
    email: str
    agreement: Agreement  # with its organisation and route
    company: str
    since: datetime
    stuck: bool
    url: str
    row: Any = None  # Signing, PartyCard or EndingConfirmation of another: whose link is made anew for a reminder

    @property
    def days(self) -> int:
        return (timezone.now() - self.since).days

    @property
    def has_live_link(self) -> bool:
        return self.row is not None and self.row.link_expires_at > timezone.now()

    @property
    def title(self) -> str:
        return f"{self.agreement.student_name} bij {self.company}"

    @property
    def in_words(self) -> str:
        return f"{self.kind.label}: {self.title}"


@dataclass
class Person:
    """Who must act. `name` as it stands with what waits longest."""

    name: str
    email: str
    is_ours: bool  # of the hogeschool itself, with an account
    items: list[Item] = field(default_factory=list)
    reminded_at: datetime | None = None
    reminded_on: date | None = None

    @property
    def since(self) -> datetime:
        return self.items[0].since

    @property
    def stuck(self) -> int:
        return sum(item.stuck for item in self.items)


def people_waited_for(hogeschool_id: int, *, only: str = "") -> list[Person]:
    """Who waits longest first. `only`: an e-mail address."""
    found = sorted(_items(hogeschool_id, only), key=lambda item: item.since)
    people: dict[str, Person] = {}
    for item in found:
        key = item.email.casefold()
        person = people.setdefault(key, Person(item.name, item.email, item.kind.is_ours))
        person.items.append(item)
    for email, (at, day) in _last_reminders(hogeschool_id, people).items():
        people[email].reminded_at, people[email].reminded_on = at, day
    return list(people.values())


def _last_reminders(hogeschool_id: int, emails: Iterable[str]) -> dict[str, tuple[datetime, date]]:
    rows = Reminder.objects.filter(hogeschool_id=hogeschool_id, email__in=list(emails)).order_by()
    return {email: (at, day) for email, at, day in rows.values_list("email").annotate(Max("at"), Max("day"))}


def _items(hogeschool_id: int, only: str) -> Iterator[Item]:
    terms = LifeTerms.objects.latest()
    email = Q(email__iexact=only) if only else Q()
    for kind, row, name, address, since in _rows(hogeschool_id, email, only):
        agreement = row if isinstance(row, Agreement) else row.agreement
        stuck = kind.is_stuck(since, terms)
        page = "ending" if kind in (Kind.ENDING, Kind.DECISION) else "detail"
        url = reverse(f"agreements:{page}", args=[agreement.public_id])
        company = getattr(row, COMPANY, agreement.organisation.name)
        yield Item(kind, name, address, agreement, company, since, stuck, url, None if kind.is_ours else row)


Found = tuple[Kind, Any, str, str, datetime]


def _rows(hogeschool_id: int, email: Q, only: str) -> Iterator[Found]:
    for signing in _signings(hogeschool_id).filter(email):
        kind = Kind.ADDENDUM if signing.version.addendum_id else Kind.SIGNING
        yield kind, signing, signing.name, signing.email, signing.asked_since
    now = timezone.now()
    cards = PartyCard.objects.filter(TO_FILL_IN, email, hogeschool=hogeschool_id)
    for card in cards.select_related(*RELATED):
        yield Kind.CARD, card, card.name, card.email, card.asked_at or now
    asked = EndingConfirmation.objects.filter(email, hogeschool=hogeschool_id, state=Confirmation.WAITING)
    for confirmation in (
        asked.filter(ending__state=EndingState.OPEN, agreement__state=State.SEALED)
        .select_related("ending", *RELATED)
        .annotate(**{COMPANY: company_today()})
    ):
        yield Kind.ENDING, confirmation, confirmation.name, confirmation.email, confirmation.asked_at
    ours = Q(agreement__route__contact_email__iexact=only) if only else Q()
    late = overdue().filter(ours, hogeschool=hogeschool_id).annotate(**{COMPANY: company_today()})
    for ending in late.select_related(*RELATED):
        route = ending.agreement.route
        yield Kind.DECISION, ending, route.contact_name, route.contact_email, decides_since(ending)
    mine = Q(route__contact_email__iexact=only) if only else Q()
    drafts = Agreement.objects.filter(mine, hogeschool=hogeschool_id, state__in=[State.DRAFT, State.DECLINED])
    for agreement in drafts.select_related("organisation", "route", "hogeschool"):
        route = agreement.route
        yield Kind.DRAFT, agreement, route.contact_name, route.contact_email, agreement.changed_at


RELATED = ("agreement__organisation", "agreement__route", "agreement__hogeschool")


def _signings(hogeschool_id: int) -> QuerySet:
    """Of what is out for signature; `asked_since`: from when it was her turn."""
    before = (
        Signing.objects.filter(version=OuterRef("version"), turn__lt=OuterRef("turn"))
        .order_by()
        .values("version")
        .annotate(last=Max("answered_at"))
        .values("last")
    )
    sent = F("version__created_at")
    found = Signing.objects.filter(OUT_FOR_SIGNATURE, hogeschool=hogeschool_id, is_asked=True)
    return (
        found.filter(state=SigningState.WAITING)
        .annotate(**{"asked_since": Greatest(sent, Coalesce(Subquery(before), sent)), COMPANY: company_today()})
        .select_related("version__addendum", *RELATED)
    )


def counted(people: Iterable[Person]) -> dict[Kind, int]:
    """Of what is stuck."""
    numbers: dict[Kind, int] = defaultdict(int)
    for item in (item for person in people for item in person.items if item.stuck):
        numbers[item.kind] += 1
    return numbers


def is_student(item: Item) -> bool:
    return bool(item.row is not None and item.row.role == Role.STUDENT)
