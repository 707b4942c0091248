"""At which company somebody learns, and from when to when: an addendum may bring another company in between."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from mkbroute.organisations.enums import Kind
from mkbroute.organisations.models import Organisation

from .consolidated import sealed_addenda, that_hold
from .enums import Role, State
from .models import Agreement
from .weeks import THURSDAY, practice_periods

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Part:
    """Of the practice under an agreement, at one company; both days are included. `company` is not saved where the
    portal does not know it."""

    agreement: Agreement
    company: Organisation
    first: date
    last: date
    begins_practice: bool = True
    ends_practice: bool = True

    def has_week(self, monday: date) -> bool:
        """A week in which the company changes is of the one where its Thursday lies, as an ISO week is of a year."""
        thursday = monday + THURSDAY
        return (self.begins_practice or thursday >= self.first) and (self.ends_practice or thursday <= self.last)

    def days_in(self, first: date, last: date) -> tuple[date, date]:
        """For talks and what is realised, which may lie outside the weeks at work."""
        begins = first if self.begins_practice else max(first, self.first)
        ends = last if self.ends_practice else min(last, self.last)
        return begins, ends

    def lies_in(self, first: date, last: date) -> bool:
        return self.first <= last and self.last >= first


def at_company(company: Organisation) -> QuerySet[Agreement]:
    """That began there, or came there by an addendum."""
    by_addendum = Q(
        addenda__state=State.SEALED,
        addenda__parties__contains=[{"role": Role.COMPANY, "kvk_number": company.kvk_number}],
    )
    theirs = Q(organisation=company) | by_addendum if company.kvk_number else Q(organisation=company)
    return Agreement.objects.filter(pk__in=Agreement.objects.filter(theirs).order_by().values("pk"))


def parts_of(found: QuerySet[Agreement]) -> list[Part]:
    """In the order of the agreements; a fixed number of queries. What has no days of practice has no parts."""
    agreements = list(found.select_related("organisation").prefetch_related("addenda", "endings", "parties"))
    periods = practice_periods(agreements)
    known = _known(agreements)
    parts: list[Part] = []
    for agreement in agreements:
        first, last = periods[agreement.pk]
        if first and last:
            parts += _parts(_moves(agreement, known), agreement, first, last)
    return parts


Move = tuple[date, Organisation]


def _parts(moves: Sequence[Move], agreement: Agreement, first: date, last: date) -> Iterator[Part]:
    """`moves`: from when it is at which company, in order."""
    until = [day - DAY for day, _ in moves[1:]] + [last]
    spells = [(max(first, day), min(last, end), company) for (day, company), end in zip(moves, until, strict=True)]
    for begins, ends, company in spells:
        if begins <= ends:
            yield Part(agreement, company, begins, ends, begins == first, ends == last)


def _moves(agreement: Agreement, known: Mapping[str, Organisation]) -> list[Move]:
    current = _number(agreement.parties.all()) or agreement.organisation.kvk_number
    moves = [(date.min + DAY, agreement.organisation)]
    for addendum in that_hold(agreement, sealed_addenda(agreement)):
        said = next((party for party in addendum.party_rows() if party.role == Role.COMPANY), None)
        if said and said.kvk_number and said.kvk_number != current and addendum.effective_on:
            current = said.kvk_number
            other = Organisation(name=said.legal_name, kvk_number=current, kind=Kind.COMPANY)
            moves.append((addendum.effective_on, known.get(current, other)))
    return moves


def _number(parties: Iterable) -> str:
    return next((party.kvk_number for party in parties if party.role == Role.COMPANY), "")


def _known(agreements: Sequence[Agreement]) -> dict[str, Organisation]:
    numbers = {
        party.kvk_number
        for agreement in agreements
        for addendum in sealed_addenda(agreement)
        for party in addendum.party_rows()
        if party.role == Role.COMPANY and party.kvk_number
    }
    found = Organisation.objects.filter(kind=Kind.COMPANY, kvk_number__in=numbers) if numbers else ()
    return {company.kvk_number: company for company in found}
