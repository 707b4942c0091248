"""What lies beside the figures of a wave."""

from collections.abc import Mapping
from typing import Any

from .figures.beside import Line, beside_baseline
from .models import BaselineFigure, ResultSet, WavePopulation


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
