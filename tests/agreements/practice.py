"""A sealed agreement of somebody who is at work already: where the tests of the practice begin."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils import timezone

from agreements.models import Agreement, PracticeLink
from agreements.services.copying import owners_of
from agreements.talks import new_link
from mkbroute.access.actor import SYSTEM, Actor, acting_as
from mkbroute.access.decorators import hash_token
from tests import cast

from . import scenes
from .sealed import sealed

WHO = "Sanne de Wit, Hogeschool Voorbeeld"
COMPANY = "Karim Bakker, Bouwbedrijf"
FIRST = date(2025, 9, 1)  # a Monday
OUTCOMES = ("Rekenen", "Tekenen")
PERIOD = {
    "starts_on": FIRST,
    "ends_on": date(2027, 8, 31),
    "practice_starts_on": FIRST,
    "practice_ends_on": date(2027, 7, 15),
}


@dataclass
class Practised:
    """The tenant, with its sealed agreement in the place of the one that waits for signatures."""

    tenant: cast.Tenant
    agreement: Agreement
    tokens: list[str] = field(default_factory=list)

    def __getattr__(self, name):
        if name == "tenant":  # a copy that is being made has none yet
            raise AttributeError(name)
        return getattr(self.tenant, name)

    def link(self, moment=None, **fields) -> str:
        """The token of a new personal link."""
        address, made = new_link(moment)
        with acting_as(SYSTEM):
            PracticeLink.objects.create(
                agreement=self.agreement, **owners_of(self.agreement), moment=moment, name="Wim Dekker",
                asked_by=WHO, **{"email": "wim.dekker@voorbeeld.test", **made, **fields},
            )  # fmt: skip
        return address.rstrip("/").rpartition("/")[2]

    def link_holder(self, moment=None) -> Actor:
        return Actor(practice_hash=hash_token(self.link(moment)))


def in_practice(name: str = "Hogeschool Voorbeeld", **fields) -> Practised:
    mine = scenes.matched(name)
    texts = {"learning_outcomes": "\n".join(f"- {outcome}" for outcome in OUTCOMES), "hours_per_week": 32}
    return Practised(mine, sealed(mine, **{**PERIOD, **texts, **fields}))


def soon(days: int = 10):
    """At two o'clock."""
    day = timezone.localtime() + timedelta(days=days)
    return day.replace(hour=14, minute=0, second=0, microsecond=0)
