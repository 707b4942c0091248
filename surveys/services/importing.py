"""Answers gathered elsewhere, into a wave: all of a file, or nothing."""

from hashlib import sha256
from random import SystemRandom

from django.db import transaction
from django.utils.timezone import localdate

from matching.enums import Background

from ..enums import WaveState
from ..importing import Given, NotImported, read_rows
from ..models import OpenAnswer, Response, WaveEvent, WavePopulation
from ..reading import monday_of

CHUNK = 1000


@transaction.atomic
def import_responses(population: WavePopulation, data: bytes, *, file_name: str, who: str) -> int:
    """As the system. How many. Raises NotImported."""
    # locked: the same file by two hands is taken once
    population = WavePopulation.objects.select_for_update(of=("self",)).select_related("wave").get(pk=population.pk)
    if population.wave.state == WaveState.DRAFT:
        raise NotImported(["Deze meting is nog in voorbereiding: wat er gevraagd wordt, kan nog veranderen."])
    mark = sha256(data).hexdigest()[:16]
    if WaveEvent.objects.filter(wave=population.wave, text__contains=mark).exists():
        raise NotImported(["Dit bestand is al ingelezen in deze meting."])
    routes = {each.route.slug: each.route for each in population.wave.wave_routes.select_related("route")}
    given = read_rows(population.asked, data, routes=routes, doelgroepen=Background.values)
    SystemRandom().shuffle(given)
    for start in range(0, len(given), CHUNK):
        _write(population, given[start : start + CHUNK], routes)
    text = f"{len(given)} antwoorden ingelezen uit {file_name[:120]} (kenmerk {mark})"
    WaveEvent.objects.create(wave=population.wave, who=who[:300], text=text)
    return len(given)


def _write(population: WavePopulation, given: list[Given], routes: dict) -> None:
    week = monday_of(localdate())
    made = [
        Response(
            population=population,
            route=(route := routes.get(each.route)),
            hogeschool_id=route.hogeschool_id if route else None,
            submitted_in=week if each.is_complete else None,
            background=each.doelgroep,
            answers=each.encoded.numbers,
        )
        for each in given
    ]
    Response.objects.bulk_create(made)
    OpenAnswer.objects.bulk_create(
        [
            OpenAnswer(response=response, code=code, text=text)
            for response, each in zip(made, given, strict=True)
            for code, text in each.encoded.texts.items()
        ]
    )
