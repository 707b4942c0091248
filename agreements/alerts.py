"""What the contact of a route must know in time: ends that come near or wait for her, links that lapse, and cards that
came in."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.timezone import localdate, localtime

from .cards import TO_FILL_IN
from .consolidated import agreed_end, sealed_addenda, with_changes
from .endings import overdue
from .enums import AlertKind, Confirmation, Contract, EndingState, SigningState, State
from .models import Agreement, Alert, EndingConfirmation, LifeTerms, PartyCard, Signing
from .services.asking import OUT_FOR_SIGNATURE


@dataclass(frozen=True)
class News:
    """`days`: the term of which she is told; 0 where something came in. `who`: whose link or card it is."""

    kind: AlertKind
    agreement: Agreement
    day: date
    days: int = 0
    subject: str = ""
    who: str = ""

    @property
    def key(self) -> tuple[int, str, str, date, int]:
        return self.agreement.pk, str(self.kind), self.subject, self.day, self.days


def term_of(day: date, terms: list[int], today: date) -> int | None:
    """The nearest of the terms (days) that has begun; None: it is too early, or over."""
    left = (day - today).days
    return min((term for term in terms if left <= term), default=None) if left >= 0 else None


def untold(agreements: QuerySet[Agreement]) -> list[News]:
    """Of these agreements, what nobody was told yet; the nearest day first."""
    terms = LifeTerms.objects.latest()
    found = [*_ends(agreements, terms), *_unanswered(agreements), *_lapsing(agreements, terms), *_cards(agreements)]
    told = set(
        Alert.objects.filter(agreement__in=agreements).values_list("agreement", "kind", "subject", "day", "days")
    )
    return sorted((news for news in found if news.key not in told), key=lambda news: (news.day, news.agreement.pk))


def _ends(agreements: QuerySet[Agreement], terms: LifeTerms) -> Iterator[News]:
    """By all that everybody signed. What has an end of its own that is final, needs no alert."""
    today = localdate()
    running = agreements.filter(state=State.SEALED).exclude(endings__state=EndingState.FINAL)
    for agreement in running.select_related("route").prefetch_related("addenda"):
        last, contract = agreed_end(agreement), _contract_end(agreement)
        ends = [(AlertKind.AGREEMENT, last)]
        if contract and (last is None or contract < last):  # together with the agreement, it says nothing of its own
            ends.append((AlertKind.CONTRACT, contract))
        for kind, day in ends:
            if day and (days := term_of(day, terms.end_days, today)) is not None:
                yield News(kind, agreement, day, days)


def _unanswered(agreements: QuerySet[Agreement]) -> Iterator[News]:
    """The term to answer is over and not everybody agreed: now the hogeschool decides."""
    for ending in overdue().filter(agreement__in=agreements).select_related("agreement"):
        if ending.confirm_by:
            yield News(AlertKind.ANSWERS, ending.agreement, ending.confirm_by, 0, str(ending.public_id))


def _contract_end(agreement: Agreement) -> date | None:
    now = with_changes(agreement, sealed_addenda(agreement))
    return now.contract_ends_on if now.contract_term == Contract.TEMPORARY else None


def _lapsing(agreements: QuerySet[Agreement], terms: LifeTerms) -> Iterator[News]:
    now = timezone.now()
    soon = {"agreement__in": agreements, "link_expires_at__range": (now, now + timedelta(days=terms.lapse_days))}
    signings = Signing.objects.filter(OUT_FOR_SIGNATURE, state=SigningState.WAITING, is_asked=True, **soon)
    cards = PartyCard.objects.filter(TO_FILL_IN, **soon)
    confirmations = EndingConfirmation.objects.filter(
        state=Confirmation.WAITING, ending__state=EndingState.OPEN, **soon
    )
    for rows in (signings, cards, confirmations):
        for row in rows.select_related("agreement"):
            day = localtime(row.link_expires_at).date()
            yield News(AlertKind.LINK, row.agreement, day, terms.lapse_days, str(row.public_id), row.name)


def _cards(agreements: QuerySet[Agreement]) -> Iterator[News]:
    found = PartyCard.objects.filter(agreement__in=agreements, agreement__state=State.DRAFT, filled_at__isnull=False)
    for card in found.select_related("agreement"):
        if card.filled_at:
            day = localtime(card.filled_at).date()
            yield News(AlertKind.CARD, card.agreement, day, 0, str(card.public_id), card.name)
