"""What lies beside the figures of a wave."""

from collections.abc import Mapping, Sequence
from typing import Any

from .figures.beside import Line, beside_baseline, beside_wave
from .figures.gathered import EVERYBODY
from .figures.kinds import NOBODY
from .models import BaselineFigure, ResultSet, WavePopulation
from .result_pages import Context

BASELINE = "nulmeting"


def baseline_lines(result: Mapping[str, Any], audience: str) -> dict[str, list[Line]]:
    """By the code of an item; of the response itself under an empty one."""
    found: dict[str, list[Line]] = {}
    for line in beside_baseline(result, BaselineFigure.objects.filter(audience=audience)):
        found.setdefault(line.printed.item, []).append(line)
    return found


def earlier_results(population: WavePopulation) -> list[ResultSet]:
    """What was asked of the same people before, newest first."""
    found = ResultSet.objects.filter(
        population__audience=population.audience, population__wave__opens_on__lt=population.wave.opens_on
    )
    return list(found.select_related("population__wave").order_by("-population__wave__opens_on"))


def beside_of(found: ResultSet, chosen: str, earlier: Sequence[ResultSet] = ()) -> Context:
    """The nulmeting, or another wave by its id; nothing of what does not exist."""
    result = found.content
    if chosen == BASELINE:
        return Context(lines=baseline_lines(result, found.population.audience))
    other = next((each for each in earlier if str(each.population.wave.public_id) == chosen), None)
    return beside_earlier(found, other) if other else Context()


def beside_earlier(found: ResultSet, other: ResultSet, lines: Mapping[str, list[Line]] | None = None) -> Context:
    """`lines`: the nulmeting, where that lies beside it too."""
    result, own = found.content, found.content.get("own", "")
    every = beside_wave(result, other.content)
    mine = beside_wave(result, other.content, own) if own else []
    return Context(
        lines=lines or {},
        waves={each.code: each for each in every},
        own_waves={each.code: each for each in mine},
        earlier=other.population.wave.name,
        earlier_response=(other.content["response"].get(EVERYBODY) or {}).get(NOBODY),
    )
