"""A class: everybody of a route who has a place. Who has no agreement yet, and what the drafts still lack."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from matching.enums import ApplicationState, MatchState
from matching.models import OPEN_MATCH, Application, Match
from routes.models import Route

from . import cards, meter
from .enums import CardState, DispatchState, Role, State
from .models import Agreement, Dispatch, PartyCard
from .models.agreement import FILLED_IN_BY_PARTIES
from .services.following import at_hand


@dataclass(frozen=True)
class Candidate:
    """Has a place, and no agreement. `match`: None for who learns at her own employer."""

    application: Application
    match: Match | None
    company: str
    starts_on: date

    @property
    def key(self) -> str:
        return str(self.application.public_id)


def _matches() -> QuerySet[Match]:
    running = Agreement.objects.exclude(state=State.CANCELLED).filter(match=OuterRef("pk"))
    return Match.objects.filter(state=MatchState.CONFIRMED).exclude(Exists(running))


def _own() -> QuerySet[Application]:
    running = at_hand(Agreement.objects.filter(application=OuterRef("pk")))
    placed = Application.objects.filter(state=ApplicationState.PLACED).exclude(own_employer=None)
    return placed.exclude(Exists(running))


def counts() -> dict[int, tuple[int, int]]:
    """By route: how many have a place and no agreement, and how many drafts there are."""
    waiting = Counter(_matches().values_list("route_id", flat=True))
    waiting.update(_own().values_list("route_id", flat=True))
    drafts = Counter(Agreement.objects.filter(state=State.DRAFT).values_list("route_id", flat=True))
    return {route: (waiting[route], drafts[route]) for route in waiting.keys() | drafts.keys()}


def candidates(route: Route) -> list[Candidate]:
    found = [
        Candidate(match.application, match, match.organisation.name, match.position.starts_on)
        for match in _matches().filter(route=route).select_related("application", "organisation", "position")
    ]
    found += [
        Candidate(application, None, application.own_employer.name, route.starts_on)
        for application in _own().filter(route=route).select_related("own_employer")
        if application.own_employer
    ]
    return sorted(found, key=lambda each: (each.application.name.casefold(), each.application.pk))


def dispatches_of(route: Route) -> QuerySet[Dispatch]:
    """Newest first."""
    return Dispatch.objects.filter(route=route)


def last_dispatch(route: Route) -> Dispatch | None:
    """With how many were `sent` and `refused`."""
    in_state = {
        name: Count("lines", filter=Q(lines__state=name)) for name in (DispatchState.SENT, DispatchState.REFUSED)
    }
    return dispatches_of(route).annotate(**{str(name): count for name, count in in_state.items()}).first()


def with_employer(route: Route) -> list[Application]:
    """Who wait for a place, and said where they work: perhaps they can learn there."""
    waiting = Application.objects.filter(route=route, state=ApplicationState.ADMISSIBLE).exclude(employer_name="")
    return list(waiting.exclude(Exists(Match.objects.filter(OPEN_MATCH, application=OuterRef("pk")))).order_by("name"))


def drafts_of(route: Route) -> QuerySet[Agreement]:
    found = Agreement.objects.filter(route=route, state=State.DRAFT).select_related("organisation", "employer")
    return found.prefetch_related("parties", "cards", "plan").order_by("student_name", "pk")


# -- what is missing ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Cell:
    """Of one party in one draft."""

    role: Role
    state: CardState | None  # None: nobody is asked, the hogeschool knows
    card: PartyCard | None
    missing: list[str]


@dataclass(frozen=True)
class Line:
    agreement: Agreement
    cells: list[Cell]  # in the order of ROLES; a draft without a formal employer has no cell for it

    @property
    def complete(self) -> bool:
        return not any(cell.missing for cell in self.cells)


ROLES = (Role.STUDENT, Role.COMPANY, Role.EMPLOYER, Role.HOGESCHOOL)


def lines_of(drafts: Iterable[Agreement]) -> list[Line]:
    return [Line(agreement, list(_cells(agreement))) for agreement in drafts]


def _cells(agreement: Agreement) -> Iterable[Cell]:
    asked = {card.role: card for card in agreement.cards.all()}
    parties = {party.role: party for party in agreement.parties.all()}
    for role in ROLES:
        if role == Role.HOGESCHOOL:
            yield Cell(role, None, None, _of_hogeschool(agreement))
        elif role in parties:
            card = asked.get(role)
            state = card.state if card else CardState.NOT_ASKED
            yield Cell(role, state, card, cards.gaps_of(agreement, parties[role]))


def _of_hogeschool(agreement: Agreement) -> list[str]:
    return [
        meter.NAMES[field]
        for code in meter.FIELDS
        for field in meter.missing_fields(agreement, code)
        if field not in FILLED_IN_BY_PARTIES
    ]


@dataclass(frozen=True)
class Total:
    """Over all drafts: what one party still owes."""

    role: Role
    complete: int
    number: int
    missing: list[tuple[str, int]]  # what, and in how many drafts; most first
    states: list[tuple[CardState, int]]


def totals_of(lines: list[Line]) -> list[Total]:
    return [total for role in ROLES if (total := _total(role, lines)).number]


def _total(role: Role, lines: list[Line]) -> Total:
    cells = [cell for line in lines for cell in line.cells if cell.role == role]
    missing = Counter(what for cell in cells for what in cell.missing)
    states = Counter(cell.state for cell in cells if cell.state)
    complete = sum(not cell.missing for cell in cells)
    ordered = [(state, states[state]) for state in CardState if states[state]]
    return Total(role, complete, len(cells), missing.most_common(), ordered)
