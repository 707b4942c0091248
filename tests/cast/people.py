"""Who there is: people with the hats they wear, and organisations."""

from dataclasses import dataclass
from itertools import count

from django.utils import timezone

from mkbroute.access.actor import OWN_HAT, SYSTEM, Actor, acting_as
from mkbroute.organisations.enums import Kind, Province
from mkbroute.organisations.models import Membership, Organisation, User

numbers = count(1)


@dataclass
class Person:
    user: User
    actor: Actor
    membership: Membership | None = None


def person(name: str, organisation: Organisation | None = None, part: str = "") -> Person:
    """A log-in, with a hat where an organisation is given. Call inside acting_as(SYSTEM) or outside the door."""
    address = f"{name.lower().replace(' ', '.')}.{next(numbers)}@voorbeeld.test"
    user = User.objects.create_user(address)
    if not organisation:
        return Person(user, Actor(user_id=user.pk, membership_id=OWN_HAT))
    with acting_as(SYSTEM):
        membership = Membership.objects.create(
            user=user, organisation=organisation, part=part, name=name, email=address
        )
    return Person(user, Actor(user_id=user.pk, membership_id=membership.pk), membership)


def colleague(of: Person) -> Person:
    """With the same hat: an organisation keeps somebody who acts for it."""
    with acting_as(SYSTEM):
        employer = Organisation.objects.get(pk=of.membership.organisation_id)
    return person("Collega Vos", employer, of.membership.part)


def organisation(kind: str, name: str, **fields) -> Organisation:
    number = next(numbers)
    if kind in (Kind.COMPANY, Kind.EMPLOYER):
        fields.setdefault("kvk_number", f"{number:08}")
    with acting_as(SYSTEM):
        return Organisation.objects.create(
            kind=kind,
            name=f"{name} {number}",
            email=f"post.{number}@voorbeeld.test",
            city="Utrecht",
            province=Province.UTRECHT,
            claimed_at=timezone.now(),
            **fields,
        )
