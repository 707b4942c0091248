"""Two measurements for a whole country: one that is closed, and one that runs, with as many answers as a bench takes.

Answers are drawn from a few dozen that fit the routing; who gave which is a hash of a number, the same every time.
"""

from datetime import date, timedelta
from random import Random

from django.db import connection
from django.utils import timezone
from django.utils.timezone import localdate

from routes.models import Route
from routes.models.route import OPEN
from surveys.asking.answers import judged
from surveys.asking.columns import encode
from surveys.asking.items import Content, filled
from surveys.asking.writing import as_data
from surveys.enums import Audience, WaveState
from surveys.models import Wave, WavePopulation, WaveRoute
from surveys.services.drafts import latest
from surveys.services.waves import programmes

from .answering import invented

ROUTES = 60
SAMPLES = 60
LITTLE = 0.1  # of the country: then the lists are short too

LISTS = """
INSERT INTO surveys_wavelist (public_id, wave_id, population_id, wave_route_id, route_id, hogeschool_id, state, sent_by,
                              sent_on)
SELECT gen_random_uuid(), r.wave_id, p.id, r.id, r.route_id, r.hogeschool_id, 'sent', 'Programmateam', %(day)s
  FROM surveys_waveroute r JOIN surveys_wavepopulation p ON p.wave_id = r.wave_id WHERE r.wave_id = %(wave)s"""
INVITED = """
INSERT INTO surveys_invitation (public_id, wave_id, wave_list_id, population_id, route_id, hogeschool_id, name, email,
                                company, background, language, listed, state, reason, asked_on, answered_on, reminders,
                                thanked)
SELECT gen_random_uuid(), l.wave_id, l.id, l.population_id, l.route_id, l.hogeschool_id,
       CASE WHEN %(runs)s THEN 'Gevraagde ' || n ELSE '' END,
       CASE WHEN %(runs)s THEN 'gevraagd' || l.id || '-' || n || '@landelijk.test' ELSE '' END, '', '', 'nl', 'file',
       CASE WHEN n %% 3 = 0 THEN 'submitted' ELSE 'sent' END, '', CASE WHEN %(runs)s THEN %(day)s::date END,
       CASE WHEN %(runs)s AND n %% 3 = 0 THEN %(day)s::date + 2 END, 0, true
  FROM surveys_wavelist l, generate_series(1, %(fewest)s + (hashtextextended('list', l.id) & 127)::int / %(less)s) n
 WHERE l.wave_id = %(wave)s"""
ANSWERED = """
INSERT INTO surveys_response (id, population_id, route_id, hogeschool_id, submitted_in, background, answers)
SELECT (hashtextextended('answer', i.id) & ((1::bigint << 52) - 1)), i.population_id, i.route_id, i.hogeschool_id,
       %(week)s, '', s.answers
  FROM surveys_invitation i JOIN sample s ON s.population_id = i.population_id
       AND s.number = (hashtextextended('who', i.id) & 2147483647) %% %(samples)s
 WHERE i.wave_id = %(wave)s AND i.state = 'submitted'"""


def build_waves(fraction: float) -> None:
    """As the system. At fraction 1: 15,000 people asked and 5,000 answers in each."""
    today = localdate()
    chance = Random(2022)
    _wave("Landelijke meting, gesloten", today - timedelta(days=300), chance, fraction, runs=False)
    _wave("Landelijke meting, loopt", today - timedelta(days=10), chance, fraction, runs=True)


def _wave(name: str, first_day: date, chance: Random, fraction: float, *, runs: bool) -> None:
    routes = list(Route.objects.filter(OPEN).order_by("pk")[:ROUTES])
    times = {"opened_at": timezone.now(), "prepared_at": timezone.now()}
    last_day = first_day + timedelta(days=40)
    wave = Wave.objects.create(name=name, opens_on=first_day, closes_on=last_day, state=WaveState.OPEN, **times)
    WaveRoute.objects.bulk_create(
        [WaveRoute(wave=wave, route=route, hogeschool_id=route.hogeschool_id) for route in routes]
    )
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE IF NOT EXISTS sample (population_id bigint, number int, answers smallint[])")
        for audience in Audience:
            population = _population(wave, audience, routes)
            rows = [(population.pk, number, each) for number, each in enumerate(_samples(population.asked, chance))]
            cursor.executemany("INSERT INTO sample VALUES (%s, %s, %s)", rows)
        size = {"fewest": 24, "less": 1} if fraction > LITTLE else {"fewest": 3, "less": 32}
        given = {"wave": wave.pk, "day": first_day, "runs": runs, "samples": SAMPLES, **size}
        week = first_day - timedelta(days=first_day.weekday())
        for statement in (LISTS, INVITED, ANSWERED):
            cursor.execute(statement, {**given, "week": week})
    if not runs:  # names and links were never there
        Wave.objects.filter(pk=wave.pk).update(state=WaveState.CLOSED, closed_at=timezone.now())


def _population(wave: Wave, audience: Audience, routes: list[Route]) -> WavePopulation:
    version = latest(audience, None)
    content = as_data(filled(version.asked, {"programmes": programmes(routes)}))
    return WavePopulation.objects.create(wave=wave, audience=audience, version=version, content=content)


def _samples(content: Content, chance: Random) -> list[list[int]]:
    items = list(content.items)
    return [encode(content, judged(items, invented(content, {}, items, chance))).numbers for _ in range(SAMPLES)]
