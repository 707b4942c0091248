"""A closed wave with open answers, for tests: read, coded and quoted."""

from django.utils import timezone

from surveys.models import OpenAnswer, OpenQuestion, Response, WavePopulation
from surveys.services.opening import open_answers

from . import measured

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
