"""Several agreements in one sitting: one code, one name, and each agreement its own signature and its own events.

Each is signed by the holder of its own link, one after another in the order of their agreements, as who reminds or asks
takes them: so that nobody waits for another in a ring.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.db import ProgrammingError, transaction
from django.utils import timezone
from psycopg.errors import InsufficientPrivilege

from mkbroute.access.actor import Actor, acting_as

from .. import codes, notices, statements
from ..enums import Role, SigningState
from ..links import Standing
from ..models import Signing
from ..own_days import COMPANY, company_today
from . import signing as services
from .asking import OUT_FOR_SIGNATURE
from .signing import Refused, Visit

T = TypeVar("T")
MOST = 50  # in one sitting


def own_waiting(email: str, among: Sequence[UUID] | None = None) -> list[Signing]:
    """What waits for whoever reads this address to sign on behalf of an organisation; as the actor sees it."""
    found = Signing.objects.filter(
        OUT_FOR_SIGNATURE,
        email__iexact=email,
        state=SigningState.WAITING,
        is_asked=True,
        link_expires_at__gt=timezone.now(),
    ).exclude(role=Role.STUDENT)
    if among is not None:
        found = found.filter(public_id__in=among)
    related = ("version__addendum", "agreement__route", "agreement__hogeschool", "agreement__organisation")
    waiting = list(found.select_related(*related).annotate(**{COMPANY: company_today()}).order_by("pk")[:MOST])
    for each in waiting:
        each.version.agreement = each.agreement
    return waiting


@transaction.atomic
def send_code(signings: Sequence[Signing], *, visit: Visit) -> datetime | None:
    """One mail with one code. Answers from when it may be asked again, when that is not yet; then nothing was sent."""
    laters = _for_each(signings, lambda each: codes.next_at(each, statements.signed_as(each)))
    later = max(filter(None, laters.values()), default=None)
    if later:
        return later
    code = codes.random_code()
    asked = _for_each(signings, lambda each: services.expect_code(each, code, visit=visit))
    mailed = [each for each in signings if each.pk in asked]
    if mailed:
        with acting_as(_holder(mailed[0])):
            notices.send_code_for_many(mailed, code)
    return None


@transaction.atomic
def confirm_code(signings: Sequence[Signing], code: str, *, visit: Visit) -> dict[int, datetime]:
    """When she was identified for each; without those for which the code is wrong, too late or tried too often."""
    found = _for_each(signings, lambda each: services.confirm_code(each, code, visit=visit))
    return {key: identified_at for key, identified_at in found.items() if identified_at}


@transaction.atomic
def sign_together(
    signings: Sequence[Signing],
    *,
    identified: Mapping[int, datetime],
    read: Mapping[int, str],
    typed_name: str,
    visit: Visit,
) -> list[Signing]:
    """`identified` and `read` (the hash of each text) as this browser knows them, by key. Answers those that were
    signed; the others had been taken back, changed or declined meanwhile, and nothing was written for them."""
    visit = replace(visit, sitting=str(min(each.public_id for each in signings)))

    def sign(each: Signing) -> bool:
        services.sign_agreement(
            each,
            identified_at=identified.get(each.pk),
            content_sha256=read.get(each.pk, ""),
            typed_name=typed_name,
            visit=visit,
        )
        return True

    done = _for_each(signings, sign)
    return [each for each in signings if each.pk in done]


def _for_each(signings: Sequence[Signing], step: Callable[[Signing], T]) -> dict[int, T]:
    """As the holder of each link; without those for which the step was refused."""
    answers: dict[int, T] = {}
    for signing in sorted(signings, key=lambda each: (each.agreement_id, each.pk)):
        try:
            with acting_as(_holder(signing)):
                found = services.locked(signing, Standing.OPEN, Standing.SIGNED)
                answers[signing.pk] = step(found)
        except Refused:
            continue
        except ProgrammingError as error:
            if not isinstance(error.__cause__, InsufficientPrivilege):
                raise
            continue  # her link was renewed this very moment
    return answers


def _holder(signing: Signing) -> Actor:
    return Actor(link_hash=signing.token_hash)
