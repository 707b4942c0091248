"""Whose turn it is to sign: asked by the worker, in one mail to one person about all that became ready for her."""

import logging
from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from .. import events, links, notices
from ..differences import changes_in
from ..enums import DispatchState, Role, SigningState
from ..models import Agreement, DispatchLine, Signing
from .asking import OUT_FOR_SIGNATURE, ask, record_link

logger = logging.getLogger(__name__)
UNDER_WAY = timedelta(hours=1)
MOST = 50  # in one mail; what is left is for the next
ToAsk = tuple[int, str]  # the route, and the address of who signs


def whose_turn_it_is() -> QuerySet[Signing]:
    """Of what is out for signature: nobody signs before her any more, and she was not asked yet.

    Not of a class that is being sent, so that one mail holds all of it; but no sending keeps people waiting for ever.
    """
    under_way = DispatchLine.objects.filter(
        agreement=OuterRef("agreement"), dispatch__finished_at=None, dispatch__asked_at__gt=timezone.now() - UNDER_WAY
    )
    earlier = Signing.objects.filter(version=OuterRef("version"), state=SigningState.WAITING, turn__lt=OuterRef("turn"))
    waiting = {"state": SigningState.WAITING, "is_asked": False}
    return Signing.objects.filter(OUT_FOR_SIGNATURE, ~Exists(earlier), ~Exists(under_way), **waiting)


def people_to_ask(among: Iterable[int] | None = None) -> list[ToAsk]:
    """As the system, who may sign several before the students. `among`: only who signs one of these agreements."""
    found = whose_turn_it_is()
    if among is not None:
        found = found.filter(agreement__in=list(among))
    rows = found.order_by("agreement__route", "email").values_list("agreement__route", "email", "role").distinct()
    in_order = sorted(rows, key=lambda row: row[2] == Role.STUDENT)
    return list(dict.fromkeys((route_id, email) for route_id, email, _ in in_order))


def people_of_dispatch(dispatch_id: int) -> list[ToAsk]:
    """As the system: who signs what of a class was sent."""
    lines = DispatchLine.objects.filter(dispatch=dispatch_id, state=DispatchState.SENT)
    return people_to_ask(lines.values_list("agreement", flat=True))


@transaction.atomic
def ask_next(agreement_id: int) -> int:
    """Whose turn it is, for this agreement and for all others that wait for the same people, in one transaction.
    Answers how many texts were mailed about."""
    return sum(ask_person(route_id, email) for route_id, email in people_to_ask([agreement_id]))


@transaction.atomic
def ask_person(route_id: int, email: str) -> int:
    """Answers how many texts she was asked to sign; 0 when someone else asked her meanwhile. By the worker."""
    held = _held(route_id, email)
    waiting = whose_turn_it_is().filter(agreement__in=held, email=email).select_related("version__addendum")
    asked = []
    for signing in waiting.order_by("pk"):
        signing.agreement = signing.version.agreement = held[signing.agreement_id]
        try:
            with transaction.atomic():
                asked.append((signing, _link(signing)))
        except Exception:  # one that cannot be asked keeps no other
            logger.exception("agreement %s: cannot be asked; the next round tries again", signing.agreement_id)
    _mail(asked)
    return len(asked)


def _held(route_id: int, email: str) -> dict[int, Agreement]:
    """Locked until the commit, so that two workers ask once. What somebody else holds is waited for, so that one mail
    tells of all; everyone who takes several does so in the order of their rows, and nobody waits in a ring."""
    waiting = whose_turn_it_is().filter(agreement__route=route_id, email=email).order_by("pk").values("agreement")
    found = Agreement.objects.filter(pk__in=list(waiting.values_list("agreement", flat=True)[:MOST])).order_by("pk")
    locked = found.select_for_update(of=("self",))
    return {each.pk: each for each in locked.select_related("route", "hogeschool", "organisation")}


def _link(signing: Signing) -> str:
    address, fields = links.new_link()
    for name, value in {**fields, "is_asked": True}.items():
        setattr(signing, name, value)
    signing.save(update_fields=[*fields, "is_asked"])
    return address


def _mail(asked: Sequence[tuple[Signing, str]]) -> None:
    """In one mail what can stand in a list; by itself what has more to say: to a student, or about what changed."""
    many = [(signing, address) for signing, address in asked if _is_plain(signing)]
    if len(many) < 2:
        many = []
    listed = {signing.pk for signing, _ in many}
    for signing, address in asked:
        if signing.pk not in listed:
            ask(signing, address, _who(signing.agreement))
    if many:
        mail = notices.ask_to_sign_many(many, who=_who(many[0][0].agreement))
        for signing, _ in many:
            text = f"Persoonlijke link gestuurd aan {signing.name}"
            record_link(signing, _who(signing.agreement), text, **events.mailed_in(mail))


def _is_plain(signing: Signing) -> bool:
    return signing.role != Role.STUDENT and not signing.version.addendum and not changes_in(signing.version)


def _who(agreement: Agreement) -> str:
    return f"{agreement.route.contact_name}, {agreement.hogeschool.name}"[:200]
