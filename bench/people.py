"""Who reads in the measurements: of a large and a middling hogeschool, a large company, and a student."""

from dataclasses import dataclass

from django.db.models import Count

from agreements.models import Agreement
from mkbroute.access.actor import OWN_HAT, SYSTEM, Actor, acting_as
from mkbroute.demo.national import DOMAIN
from mkbroute.organisations.models import Membership, Organisation, User


@dataclass(frozen=True)
class Person:
    name: str
    actor: Actor
    column: str  # what a hand-written filter would name
    key: int


def cast() -> list[Person]:
    return [coordinator(1), coordinator(18), largest_company(), student()]


def coordinator(number: int) -> Person:
    """Of the hogeschool with that number: 1 is the largest, 36 the smallest."""
    user = User.objects.get(email=f"coordinator{number}@{DOMAIN}")
    with acting_as(SYSTEM):
        hat = Membership.objects.get(user_id=user.pk)
    return Person(
        f"coordinator {number}", Actor(user_id=user.pk, membership_id=hat.pk), "hogeschool_id", hat.organisation_id
    )


def largest_company() -> Person:
    user, _ = User.objects.get_or_create(email=f"bedrijf@{DOMAIN}")
    with acting_as(SYSTEM):
        largest = (
            Agreement.objects.values_list("organisation_id").annotate(number=Count("pk")).order_by("-number")[0][0]
        )
        hat, _ = Membership.objects.get_or_create(
            user_id=user.pk,
            organisation=Organisation.objects.get(pk=largest),
            part="contact",
            name="Bedrijf",
            email=user.email,
        )
    return Person("largest company", Actor(user_id=user.pk, membership_id=hat.pk), "organisation_id", largest)


def student() -> Person:
    with acting_as(SYSTEM):
        key = Agreement.objects.order_by("pk").values_list("student_id", flat=True)[0]
    return Person("student", Actor(user_id=key, membership_id=OWN_HAT), "student_id", key)
