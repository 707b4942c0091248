"""What follows a confirmed match, as the road of the application shows it (matching.journey.follow_with)."""

from collections.abc import Collection, Iterator
from functools import partial

from django.db.models import QuerySet
from django.urls import reverse

from matching.journey import Reader, Sequel, Standing, Step
from matching.models import Application, Match

from . import queries
from .enums import BY_ALL, CALLED_OFF, Role, SigningState, State
from .models import Agreement

ROLES = {Reader.PERSON: Role.STUDENT, Reader.HOGESCHOOL: Role.HOGESCHOOL, Reader.COMPANY: Role.COMPANY}
BINDING = (State.SENT, State.DECLINED, *BY_ALL)
STANDINGS = {
    State.DRAFT: "Overeenkomst in concept",
    State.SENT: "Wordt getekend",
    State.DECLINED: "Tekenen geweigerd",
    State.SIGNED: "Door iedereen getekend",
    State.SEALED: "Overeenkomst verzegeld",
    State.ENDED: "Overeenkomst geëindigd",
}


def sequels(matches: Collection[Match], reader: Reader, email: str) -> dict[int, Sequel]:
    found = queries.followed().filter(match__in=[match.pk for match in matches])
    agreements = found.exclude(state=State.CANCELLED).order_by("created_at", "pk")  # the newest is told of
    return {agreement.match_id or 0: sequel for agreement, sequel in _sequels(agreements, ROLES[reader], email)}


def own_sequels(applications: Collection[Application], reader: Reader, email: str) -> dict[int, Sequel]:
    pks = [application.pk for application in applications]
    found = queries.followed().filter(application__in=pks)
    agreements = found.exclude(state=State.CANCELLED).order_by("created_at", "pk")
    return {agreement.application_id or 0: sequel for agreement, sequel in _sequels(agreements, ROLES[reader], email)}


def _sequels(agreements: QuerySet[Agreement], role: Role, email: str) -> Iterator[tuple[Agreement, Sequel]]:
    filling = queries.filling_in([agreement.pk for agreement in agreements if agreement.state == State.DRAFT], role)
    for agreement in agreements:
        yield agreement, _sequel(agreement, role, email, filling[agreement.pk])


def _sequel(agreement: Agreement, role: Role, email: str, filling: list[queries.Signer]) -> Sequel:
    state, url = State(agreement.state), reverse("agreements:detail", args=[agreement.public_id])
    return Sequel(
        agreed=_agreed(agreement, url),
        signed=_signed(agreement),
        standing=Standing(
            CALLED_OFF if agreement.is_called_off else STANDINGS[state], state.tone if state != State.DRAFT else "info"
        ),
        turn=queries.turn_of(agreement, role, email, filling),
        moments=partial(queries.moments_of, agreement, role),
        runs=True,
        binds=state in BINDING,
        url=url,
    )


def _agreed(agreement: Agreement, url: str) -> Step:
    if agreement.state == State.DRAFT:
        return Step("Overeenkomst", "current", "concept", url)
    return Step("Overeenkomst", "done", f"versie {agreement.version}", url)


def _signed(agreement: Agreement) -> Step:
    match State(agreement.state):
        case State.SENT:
            signings = getattr(agreement, queries.CURRENT)
            done = sum(signing.state == SigningState.SIGNED for signing in signings)
            return Step("Getekend", "current", f"{done} van {len(signings)}")
        case State.DECLINED:
            return Step("Getekend", "stopped", "iemand tekende niet")
        case State.SIGNED | State.SEALED | State.ENDED:
            return Step("Getekend", "done")
        case _:
            return Step("Getekend", "todo")
