"""What follows a confirmed match, as the road of the application shows it (matching.journey.follow_with)."""

from collections.abc import Collection
from functools import partial

from django.db.models import Q
from django.urls import reverse

from matching.journey import Agreed, Reader, Sequel, Standing, Step
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


def sequels(agreed: Collection[Agreed], reader: Reader, email: str) -> dict[Agreed, Sequel]:
    role, told = ROLES[reader], {}
    matches = {each.pk: each for each in agreed if isinstance(each, Match)}
    applications = {each.pk: each for each in agreed if isinstance(each, Application)}
    of_these = Q(match__in=matches) | Q(application__in=applications)
    agreements = queries.followed_at_once(of_these & ~Q(state=State.CANCELLED), role)
    for agreement, filling in agreements:  # the newest, which comes last, is told of
        each = matches.get(agreement.match_id or 0) or applications[agreement.application_id or 0]
        told[each] = _sequel(agreement, role, email, filling)
    return told


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
