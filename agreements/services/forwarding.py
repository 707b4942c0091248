"""Who got the link is not who may sign: she passes it on, and says why. The text stays as it is; the log tells."""

from datetime import datetime

from django.db import transaction

from .. import events, links, notices, statements
from ..enums import EventKind, Role
from ..links import Standing
from ..models import Signing
from ..persons import same_name
from .drafting import Signer
from .sending import SharedAddress, write_party, write_signer
from .signing import Refused, Visit, locked, record_step, require_identified

MOST_PER_VERSION = 3  # by one party: whoever passes it on again has the hogeschool look at it first


class TooOften(Refused):
    """This party passed its link on too often already."""


class SignsForHerself(Refused):
    """A student's signature is nobody else's to set."""


class IsTheStudent(Refused):
    """The student does not sign for another party."""


@transaction.atomic
def forward_signing(
    signing: Signing, *, identified_at: datetime | None, to: Signer, reason: str, visit: Visit
) -> Signing:
    """The link that was used is unknown from now on; `to` gets one of her own.

    Raises NotOpen, NotIdentified, TooOften, SignsForHerself, IsTheStudent, or SharedAddress when `to` signs for
    another party or is who has the link already.
    """
    signing = locked(signing, Standing.OPEN)
    require_identified(signing, identified_at)
    _require_passable(signing, to)
    before = statements.signed_as(signing)
    evidence = {"to": {"name": to.name, "function": to.function, "email": to.email}}
    text = f"Doorgestuurd aan {to.name}, {links.masked(to.email)}"[:300]
    record_step(signing, EventKind.FORWARDED, text, visit, reason=reason, evidence=evidence)
    address = _hand_over(signing, to)
    notices.pass_on(signing, address, forwarder=before, reason=reason)
    notices.tell_forwarded(signing, forwarder=before, reason=reason)
    return signing


def forwards_of(signing: Signing) -> int:
    """How often the link to this version was passed on."""
    return len(events.forwards(signing.agreement, str(signing.public_id)))


def _require_passable(signing: Signing, to: Signer) -> None:
    if signing.role == Role.STUDENT:
        raise SignsForHerself
    if forwards_of(signing) >= MOST_PER_VERSION:
        raise TooOften
    student = Signing.objects.filter(version=signing.version_id, role=Role.STUDENT).only("name").first()
    if student and same_name(student.name, to.name):
        raise IsTheStudent
    if to.email.casefold() == signing.email.casefold():
        raise SharedAddress


def _hand_over(signing: Signing, to: Signer) -> str:
    address, fields = links.new_link()
    who = {"name": to.name, "function": to.function, "email": to.email.lower()}
    fields |= {**who, "opened_at": None, "identified_at": None, "code_hash": "", "code_expires_at": None}
    fields |= {"code_attempts": 0, "codes_sent": 0}
    write_party(signing, **{f"signer_{name}": value for name, value in who.items()})
    write_signer(signing, **fields)
    return address
