"""A sealed agreement that someone wants to end, and those who answer to that."""

import re
from datetime import date, timedelta

from django.utils.timezone import localdate

from agreements import tasks
from agreements.endings import Proposal
from agreements.enums import EndingKind, Manner, Role
from agreements.models import Agreement, Ending, EndingConfirmation
from agreements.services import endings as services
from agreements.services.signing import Visit
from mkbroute.access.actor import SYSTEM, Actor, acting_as
from mkbroute.access.decorators import hash_token
from tests import cast

from . import scenes, sealed
from .scenes import WHO
from .signers import last_mail

VISIT = Visit(ip="192.0.2.9", browser="Telefoon")
WHY = "De werkplek bestaat niet meer; er is twee keer gebeld."


def running(mine: cast.Tenant, **fields) -> Agreement:
    """Sealed, begun, and lasting a good while."""
    today = localdate()
    first, last = today - timedelta(days=100), today + timedelta(days=400)
    term = {"starts_on": first, "ends_on": last, "practice_starts_on": first, "practice_ends_on": last}
    return sealed.sealed(mine, **{**term, **fields})


def scene(**fields) -> tuple[cast.Tenant, Agreement]:
    mine = scenes.matched()
    return mine, running(mine, **fields)


def early(agreement: Agreement, **changed) -> Proposal:
    today = localdate()
    with acting_as(SYSTEM):
        ground = agreement.template.grounds[0]
    how = {"ground": ground, "manner": Manner.NOTICE, "noticed_on": today, "started_by": Role.COMPANY}
    return Proposal(**{"kind": EndingKind.EARLY, "last_day": today + timedelta(days=30), **how, **changed})


def graduated(on: date | None = None) -> Proposal:
    return Proposal(EndingKind.GRADUATED, on or localdate() - timedelta(days=1))


def propose(mine: cast.Tenant, agreement: Agreement, proposal: Proposal | None = None) -> Ending:
    with acting_as(mine.coordinator.actor):
        return services.propose_ending(agreement, proposal or early(agreement), who=WHO)


def row(agreement: Agreement) -> Ending:
    with acting_as(SYSTEM):
        return Ending.objects.filter(agreement=agreement).latest("pk")


def now(agreement: Agreement) -> Agreement:
    with acting_as(SYSTEM):
        return Agreement.objects.get(pk=agreement.pk)


class Party:
    """Who was asked, with the link out of her last mail."""

    def __init__(self, confirmation: EndingConfirmation, kind: str = "ending_request") -> None:
        self.pk, self.name, self.email = confirmation.pk, confirmation.name, confirmation.email
        found = re.search(r"/einde/([\w-]+)/", last_mail(self.email, kind))
        assert found
        self.token, self.path = found[1], f"/einde/{found[1]}/"
        self.actor = Actor(link_hash=hash_token(self.token))

    @property
    def row(self) -> EndingConfirmation:
        with acting_as(SYSTEM):
            return EndingConfirmation.objects.select_related("ending").get(pk=self.pk)

    def answer(self, agreed: bool = True, reason: str = "") -> None:
        with acting_as(self.actor):
            own = EndingConfirmation.objects.select_related("ending").get(pk=self.pk)
            services.answer_ending(own, agreed=agreed, reason=reason, who=self.name, visit=VISIT, by_link=True)


def parties(ending: Ending) -> dict[str, Party]:
    """The hogeschool answered by proposing."""
    with acting_as(SYSTEM):
        asked = list(ending.confirmations.exclude(role=Role.HOGESCHOOL))
    return {confirmation.role: Party(confirmation) for confirmation in asked}


def all_agree(ending: Ending) -> None:
    for party in parties(ending).values():
        party.answer()


def work(agreement: Agreement) -> None:
    """What the worker does, and again: that changes nothing."""
    for _ in range(2):
        tasks.take_to_the_end(agreement.pk)


def over(ending: Ending, days: int = 1) -> None:
    """As if the term to answer ended so many days ago: written anew, for a row itself keeps its term."""
    with acting_as(SYSTEM):
        asked = list(EndingConfirmation.objects.filter(ending=ending))
        EndingConfirmation.objects.filter(ending=ending).delete()
        fresh = Ending.objects.get(pk=ending.pk)
        Ending.objects.filter(pk=ending.pk).delete()
        fresh.confirm_by = localdate() - timedelta(days=days)
        fresh.save(force_insert=True)
        for confirmation in asked:
            confirmation.save(force_insert=True)
