"""A wave for tests, opened, with a list for each audience of one route."""

import re
from datetime import timedelta

from django.utils.timezone import localdate

from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.mail.models import MessageBody
from routes.models import Route
from surveys import tasks
from surveys.links import personal_token
from surveys.models import Invitation, Wave, WaveKey, WaveList
from surveys.services import lists, waves

STUDENT_ADDRESS = "joris@student.test"
WHO = "Ada Mulder, Programmateam"
PEOPLE = {
    "companies": {"name": "Karim Bakker", "email": "karim@bedrijf.test", "company": "Bouwbedrijf"},
    "students": {"name": "Joris Kok", "email": STUDENT_ADDRESS},
    "teachers": {"name": "Wil Vos", "email": "wil@hogeschool.test"},
}


def plan(routes, name="Meting voorjaar 2027", audiences=("companies", "students", "teachers"), days=(0, 30)):
    today = localdate()
    return {
        "name": name,
        "opens_on": today + timedelta(days=days[0]),
        "closes_on": today + timedelta(days=days[1]),
        "audiences": list(audiences),
        "routes": routes,
    }


def opened(tenant, **changed) -> Wave:
    """With its lists, and a person more on each."""
    with acting_as(tenant.assessor.actor):
        wave = waves.draw_up_wave(plan(Route.objects.filter(pk=tenant.route.pk), **changed), who=WHO)
        waves.open_wave(wave, who=WHO)
    tasks.prepare(wave.pk)
    with acting_as(tenant.coordinator.actor):
        for found in wave.lists.select_related("population"):
            if found.hogeschool_id == tenant.hogeschool.pk:
                lists.add_person(found, PEOPLE[found.population.audience], who="Sanne de Wit")
    return fresh(wave)


def fresh(wave: Wave) -> Wave:
    with acting_as(SYSTEM):
        return Wave.objects.get(pk=wave.pk)


def list_of(wave: Wave, audience: str) -> WaveList:
    with acting_as(SYSTEM):
        found = WaveList.objects.select_related("wave", "population", "route")
        return found.get(wave=wave, population__audience=audience)


def sent(tenant, **changed) -> Wave:
    wave = opened(tenant, **changed)
    with acting_as(tenant.assessor.actor):
        lists.send_all(wave, who=WHO)
    tasks.send()
    return wave


def token_in_mail(email: str, kind: str = "survey_invitation") -> str:
    with acting_as(SYSTEM):
        bodies = MessageBody.objects.filter(message__kind=kind, message__to_email=email)
        return re.search(r"/meting/([\w.-]+)/", bodies.latest("message__created_at").text)[1]


def invitation_to(email: str, wave: Wave) -> Invitation:
    with acting_as(SYSTEM):
        return Invitation.objects.get(wave=wave, email=email)


def token_of(email: str, wave: Wave) -> str:
    """As the mail has it, which is gone once a worker delivered it."""
    invitation = invitation_to(email, wave)
    with acting_as(SYSTEM):
        return personal_token(WaveKey.objects.get(wave=wave).secret, invitation.public_id)
