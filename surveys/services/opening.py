"""Open answers of a closed measurement: taken out of the other answers, so that they can be read."""

from collections.abc import Iterable

from django.db import connection, transaction

from agreements.models import Agreement
from mkbroute.organisations.models import Membership

from ..asking.items import OTHER, Content, Kind
from ..enums import WaveState
from ..masking import names_in
from ..models import OpenAnswer, OpenQuestion, Verbatim, WavePopulation
from .results import minimum_cell

SHORTEST = 3  # letters of a name that is looked for by itself
TAKEN_ANEW = ("reading", "coding")  # states in which more answers may still come in


def to_open() -> list[int]:
    """Populations of closed waves whose open answers still stand with the others."""
    waiting = OpenAnswer.objects.filter(response__population__wave__state=WaveState.CLOSED)
    return sorted(set(waiting.values_list("response__population_id", flat=True)))


@transaction.atomic
def open_answers(population_id: int) -> int:
    """As the system. How many became readable. A question with fewer answers than the smallest number shown stays
    closed: whoever knows the group would recognise who wrote them."""
    # locked: two workers that look at the same time take them out once
    population = WavePopulation.objects.select_for_update(of=("self",)).select_related("wave").get(pk=population_id)
    minimum, taken = minimum_cell(), 0
    for hogeschool_id, code, text, count in _waiting(population):
        question = OpenQuestion.objects.filter(population=population, hogeschool=hogeschool_id, code=code).first()
        if count < minimum or (question and question.state not in TAKEN_ANEW):
            continue
        question = question or OpenQuestion.objects.create(
            population=population, hogeschool_id=hogeschool_id, code=code, text=text[:600]
        )
        with connection.cursor() as cursor:
            cursor.execute("SELECT portal.take_out_open_answers(%s, %s)", [question.pk, minimum])
            taken += cursor.fetchone()[0]
    if taken:
        _point_out_names(population)
    return taken


def _waiting(population: WavePopulation) -> Iterable[tuple[int | None, str, str, int]]:
    """By question: of the standard ones all answers, of a hogeschool's own those to its own."""
    asked = dict(texts_of(population.asked))
    of_houses = {
        (supplement.hogeschool_id, code): text
        for supplement in population.supplements.all()
        for code, text in texts_of(supplement.after(population))
        if code not in asked
    }
    answers = OpenAnswer.objects.filter(response__population=population)
    for code, text in asked.items():
        if count := answers.filter(code=code).count():
            yield None, code, text, count
    for (hogeschool_id, code), text in of_houses.items():
        if count := answers.filter(code=code, response__hogeschool=hogeschool_id).count():
            yield hogeschool_id, code, text, count


def texts_of(content: Content) -> Iterable[tuple[str, str]]:
    """What is answered in words: the code, and the question."""
    for item in content.items:
        if item.kind == Kind.OPEN:
            yield item.code, item.text.nl
        elif item.open_option:
            yield item.code + OTHER, f"{item.text.nl} Namelijk:"


def _point_out_names(population: WavePopulation) -> None:
    """Known here only: whoever reads the answers has no list of the people of a route."""
    names = known_names(population)
    fresh = Verbatim.objects.filter(question__population=population, state="new", known_names=[])
    changed = []
    for verbatim in fresh.iterator(chunk_size=500):
        if found := names_in(verbatim.text, names):
            verbatim.known_names = [name[:200] for name in found]
            changed.append(verbatim)
    Verbatim.objects.bulk_update(changed, ["known_names"], batch_size=500)


def known_names(population: WavePopulation) -> list[str]:
    """Of the people and companies around the routes of the wave: whole, and the parts of a person's."""
    routes = population.wave.wave_routes.values("route")
    houses = population.wave.wave_routes.values("hogeschool")
    agreements = Agreement.objects.filter(route__in=routes)
    people = set(Membership.objects.filter(organisation__in=houses).values_list("name", flat=True))
    for row in agreements.values_list("student_name", "practice_supervisor", "school_supervisor").distinct():
        people |= {name for name in row if name}
    companies = set(agreements.values_list("organisation__name", flat=True).distinct())
    parts = {part for name in people for part in name.split() if len(part) >= SHORTEST and part[0].isupper()}
    return sorted(people | companies | parts)
