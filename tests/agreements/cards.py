"""The holders of gegevenskaarten, each with the link out of her last mail."""

import re

from agreements import cards
from agreements.enums import Role
from agreements.models import Agreement, Party, PartyCard
from agreements.services import cards as services
from agreements.services.signing import Visit
from mkbroute.access.actor import SYSTEM, Actor, acting_as
from mkbroute.access.decorators import hash_token
from mkbroute.mail.models import Message
from tests import cast

from .scenes import WHO
from .signers import last_mail

VISIT = Visit(ip="192.0.2.8", browser="Telefoon")


class Holder:
    def __init__(self, card: PartyCard) -> None:
        self.pk, self.token = card.pk, link_in_mail(card)
        self.actor = Actor(card_hash=hash_token(self.token))
        self.path = f"/gegevens/{self.token}/"

    @property
    def row(self) -> PartyCard:
        with acting_as(SYSTEM):
            return PartyCard.objects.select_related("agreement").get(pk=self.pk)

    def own(self) -> PartyCard:
        """As she sees it."""
        return PartyCard.objects.select_related("agreement").get(pk=self.pk)

    def keep(self, seen=None, **values):
        with acting_as(self.actor):
            before = cards.values_of(self.own(), Party.objects.get())
            return services.keep_answers(self.own(), values=values, seen={**before, **(seen or {})})

    def hand_in(self) -> list[str]:
        with acting_as(self.actor):
            return services.hand_in_card(self.own(), visit=VISIT)

    def pass_on(self, name: str, email: str) -> None:
        with acting_as(self.actor):
            services.pass_card_on(self.own(), name=name, email=email, visit=VISIT)


def link_in_mail(card: PartyCard) -> str:
    kinds = ("card_request", "card_passed_on", "card_link")
    with acting_as(SYSTEM):
        kind = Message.objects.filter(to_email=card.email, kind__in=kinds).latest("created_at").kind
    found = re.search(r"/gegevens/([\w-]+)/", last_mail(card.email, kind))
    assert found
    return found[1]


def ask(mine: cast.Tenant, agreement: Agreement, role: str = Role.COMPANY, email: str = "karim@bedrijf.test") -> Holder:
    with acting_as(mine.coordinator.actor):
        return Holder(services.ask_party(agreement, role, name="Karim Bakker", email=email, who=WHO))
