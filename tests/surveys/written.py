"""A closed wave with open answers, for tests: read, coded and quoted."""

from django.utils import timezone

from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.organisations.models import Membership
from surveys.models import OpenAnswer, OpenQuestion, Response, WavePopulation
from surveys.services import coding, themes
from surveys.services.opening import open_answers
from tests import cast
from tests.cast.people import colleague

from . import measured

WHO = "Ada Mulder, Programmateam"
SAID = "Karim van Dijk van Bouwbedrijf Smit helpt goed, bel 06-12345678."


def closed(tenant, *, by_house=6, without_route=3, code="S24", name="Meting 2027", **fields) -> WavePopulation:
    """As the system: of the hogeschool of the tenant, and of who came by no link of a route."""
    wave = measured.wave(tenant, name=name, audiences=("students",))
    population = wave.populations.get()
    for number in range(by_house + without_route):
        of_house = number < by_house
        response = Response.objects.create(
            population=population,
            route=tenant.route if of_house else None,
            hogeschool=tenant.hogeschool if of_house else None,
            submitted_in=timezone.localdate(),
            answers=[1, 2, 3],
        )
        OpenAnswer.objects.create(response=response, code=code, text=f"{SAID} Antwoord {number}.")
    type(wave).objects.filter(pk=wave.pk).update(**{"state": "closed", "closed_at": timezone.now(), **fields})
    return population


def question(tenant, **fields) -> OpenQuestion:
    """As the system; its answers are readable."""
    population = closed(tenant, **fields)
    open_answers(population.pk)
    return OpenQuestion.objects.select_related("population__wave").get(population=population)


def in_coding():
    """A tenant with a question that two of the programme team code: `asked`, its themes `good` and `bad`, and `other`,
    who codes beside the assessor."""
    tenant = cast.tenant()
    tenant.other = colleague(tenant.assessor)
    with acting_as(SYSTEM):
        tenant.asked = question(tenant)
    with acting_as(tenant.assessor.actor):
        tenant.good = themes.add_theme("S24", name="Sfeer", who=WHO)
        tenant.bad = themes.add_theme("S24", name="Reistijd", who=WHO)
        first, second = (Membership.objects.get(pk=each.membership.pk) for each in (tenant.assessor, tenant.other))
        coding.assign_coders(tenant.asked, first, second, who=WHO)
        tenant.asked.refresh_from_db()
    return tenant


def code_each(tenant, person, *, but=()) -> None:
    """Every answer under the first theme, `but` these under the second."""
    with acting_as(person.actor):
        for verbatim in tenant.asked.verbatims.all():
            theme = tenant.bad if verbatim.pk in but else tenant.good
            coding.save_coding(tenant.asked, verbatim, [theme.pk], user_id=person.user.pk)


def finish(tenant, person) -> None:
    with acting_as(person.actor):
        coding.finish_coding(tenant.asked, user_id=person.user.pk, who=WHO)
