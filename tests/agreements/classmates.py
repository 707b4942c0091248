"""More students on the route of a tenant, each with a confirmed match or waiting for a place."""

from django.utils import timezone

from agreements.classes import candidates
from agreements.models import Agreement
from agreements.services.bulk import Wanted, draft_class
from matching.models import Application, Match, Position
from mkbroute.access.actor import SYSTEM, acting_as
from tests import cast

from . import scenes
from .scenes import WHO


def enrol(mine: cast.Tenant, number: int, *, state: str = "placed", **fields) -> list[Application]:
    people = [cast.person(f"Student {each}") for each in range(number)]
    with acting_as(SYSTEM):
        Position.objects.filter(pk=mine.position.pk).update(capacity=50)
        made = [
            Application.objects.create(
                route=mine.route, hogeschool=mine.hogeschool, student=person.user, name=f"Student {place:02}",
                email=person.user.email, phone="06 12345678", city="Utrecht", province="utrecht", background="mbo4",
                prior_education="Mbo 4", motivation="Leren.", state=state, **fields,
            )
            for place, person in enumerate(people)
        ]  # fmt: skip
        for application in made if state == "placed" else []:
            Match.objects.create(
                application=application, offer=mine.offer, position=mine.position, route=mine.route,
                hogeschool=mine.hogeschool, organisation=mine.company, student_id=application.student_id,
                state="confirmed", student_answer="yes", student_answered_at=timezone.now(), company_answer="yes",
                company_answered_at=timezone.now(),
            )  # fmt: skip
    return made


def drafted_class(mine: cast.Tenant, number: int) -> list[Agreement]:
    applications = enrol(mine, number)
    with acting_as(mine.coordinator.actor):
        found = {each.application.pk: each for each in candidates(mine.route)}
        wanted = [Wanted(each.name, each, found[each.pk].match) for each in applications]
        return draft_class(wanted, signer=scenes.signer(mine), who=WHO, ask=False)


def ready_class(mine: cast.Tenant, number: int) -> list[Agreement]:
    made = drafted_class(mine, number)
    with acting_as(SYSTEM):
        Agreement.objects.filter(pk__in=[each.pk for each in made]).update(**scenes.WHAT_DRAFTS_LACK)
    return made
