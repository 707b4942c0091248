"""What follows a confirmed match, as the road of the application shows it (matching.journey.follow_with)."""

from django.urls import reverse

from matching.journey import Reader, Sequel, Step
from matching.models import Match

from . import queries
from .enums import Role, SigningState, State
from .models import Agreement

ROLES = {Reader.PERSON: Role.STUDENT, Reader.HOGESCHOOL: Role.HOGESCHOOL, Reader.COMPANY: Role.COMPANY}
BINDING = (State.SENT, State.DECLINED, State.SIGNED, State.SEALED)


def sequel(match: Match, reader: Reader) -> Sequel | None:
    agreement = queries.followed().filter(match=match).exclude(state=State.CANCELLED).first()
    if not agreement:
        return None
    role, url = ROLES[reader], reverse("agreements:detail", args=[agreement.public_id])
    return Sequel(
        agreed=_agreed(agreement, url),
        signed=_signed(agreement),
        turn=queries.turn_of(agreement, role),
        moments=queries.moments_of(agreement, role),
        binds=agreement.state in BINDING,
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
        case State.SIGNED | State.SEALED:
            return Step("Getekend", "done")
        case _:
            return Step("Getekend", "todo")
