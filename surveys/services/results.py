"""Figures out of answers: computed by a worker, and anew when there are enough new answers."""

from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.timezone import localdate

from ..enums import WaveState
from ..figures.gathered import HOGESCHOOL, OTHERS, ROUTE
from ..figures.published import published
from ..models import ResultSet, SurveyTerms, WavePopulation
from ..reading import fingerprint, responses, supplements

Plain = dict[str, Any]


def to_compute() -> list[int]:
    """As the system: of waves that have begun, but for those computed since they closed."""
    done = ResultSet.objects.filter(
        hogeschool=None, population__wave__state=WaveState.CLOSED, computed_at__gt=F("population__wave__closed_at")
    )
    found = WavePopulation.objects.filter(content__isnull=False).exclude(pk__in=done.values("population"))
    return list(found.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def compute(population_id: int) -> bool:
    """As the system. False where nothing changed, or too little: while a wave runs, figures that differ by fewer
    answers than the smallest number shown would tell what those few said."""
    # locked: two workers that look at the same time compute it once; who answers meanwhile refers to it, and goes on
    population = (
        WavePopulation.objects.select_for_update(of=("self",), no_key=True).select_related("wave").get(pk=population_id)
    )
    count, print_ = fingerprint(population)
    last = ResultSet.objects.filter(population=population, hogeschool=None).first()
    minimum = minimum_cell()
    if last and last.fingerprint == print_:
        return False
    if last and population.wave.state != WaveState.CLOSED and abs(count - last.responses) < minimum:
        return False
    _keep(population, figures_of(population, minimum), count, print_)
    return True


def figures_of(population: WavePopulation, minimum: int) -> Plain:
    """As the system. All that is published of it together."""
    own = {f"{HOGESCHOOL}:{house}": theirs for house, theirs in supplements(population).items()}
    result = published(responses(population), minimum, own)
    for each in population.supplements.select_related("hogeschool"):
        # with what was asked: the questions of a hogeschool are its own, their figures the programme team's too
        asked = {"name": each.hogeschool.name, "content": each.content}
        result["supplements"][f"{HOGESCHOOL}:{each.hogeschool_id}"] |= asked
    return result


def minimum_cell() -> int:
    return SurveyTerms.objects.filter(valid_from__lte=localdate()).latest().minimum_cell


def _keep(population: WavePopulation, whole: Plain, count: int, print_: str) -> None:
    routes: dict[int, list[int]] = {}
    for route, hogeschool in population.wave.wave_routes.values_list("route_id", "hogeschool_id"):
        routes.setdefault(hogeschool, []).append(route)
    shares: dict[int | None, Plain] = {None: whole}
    shares |= {hogeschool: within(whole, hogeschool, own) for hogeschool, own in routes.items()}
    for owner, content in shares.items():
        ResultSet.objects.update_or_create(
            population=population,
            hogeschool_id=owner,
            defaults={"content": content, "responses": count, "fingerprint": print_, "computed_at": timezone.now()},
        )


def within(whole: Plain, hogeschool: int, routes: list[int]) -> Plain:
    """What one hogeschool sees: itself and its routes, beside all together. Of other hogescholen nothing."""
    house = f"{HOGESCHOOL}:{hogeschool}"
    own = {house, f"{OTHERS}:{house}", *(f"{ROUTE}:{route}" for route in routes)}

    def seen(groups: Plain) -> Plain:
        return {key: found for key, found in groups.items() if _is_seen(key, own)}

    return {
        **whole,
        "own": house,
        "supplements": seen(whole["supplements"]),
        "divisions": {name: seen(labels) for name, labels in whole["divisions"].items()},
        "response": seen(whole["response"]),
        "items": [{**item, "groups": seen(item["groups"])} for item in whole["items"]],
        "others": seen(whole["others"]),
        "cautions": [_anonymous(caution) for caution in whole["cautions"]],
    }


def _is_seen(key: str, own: set[str]) -> bool:
    return not key.startswith((f"{HOGESCHOOL}:", f"{ROUTE}:", f"{OTHERS}:")) or key in own


def _anonymous(caution: Plain) -> Plain:
    """That one route or hogeschool has most of the answers, not which."""
    return {**caution, "label": "", "part": None} if caution["kind"] in (HOGESCHOOL, ROUTE) else caution
