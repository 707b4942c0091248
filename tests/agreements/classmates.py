"""More students on the route of a tenant, each with a confirmed match or waiting for a place."""

from django.utils import timezone

from matching.models import Application, Match, Position
from mkbroute.access.actor import SYSTEM, acting_as
from tests import cast


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
