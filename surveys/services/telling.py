"""The figures of a wave as the command line tells them: what the results page shows, or all of it to who may."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from mkbroute.organisations.enums import Kind
from mkbroute.organisations.models import Membership

from ..enums import Audience, WaveState
from ..figures.beside import beside_wave
from ..figures.kinds import VALID
from ..flat import baseline_row
from ..models import Wave, WaveEvent, WavePopulation
from ..queries import baseline_lines
from .results import figures_of, minimum_cell

BASELINE = "baseline"
NAMES = {"bedrijven": Audience.COMPANIES, "studenten": Audience.STUDENTS, "docenten": Audience.TEACHERS}
ENTITLED = "Alles zien mag alleen wie bij het programmateam hoort: noem haar e-mailadres met --by."


class NotTold(Exception):
    """Why not, in Dutch."""


def find_wave(name: str) -> Wave:
    """By its name or its id. Raises NotTold."""
    found = Wave.objects.filter(Q(name=name) | Q(public_id=name) if _is_id(name) else Q(name=name)).first()
    if found is None:
        raise NotTold(f"Er is geen meting ‘{name}’.")
    return found


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def find_population(wave: Wave, name: str) -> WavePopulation:
    """Raises NotTold."""
    found = wave.populations.filter(audience=NAMES.get(name, "")).first()
    if found is None:
        raise NotTold(f"Meting ‘{wave.name}’ vraagt geen {name}.")
    return found


@transaction.atomic
def told(wave: Wave, *, compare: str = "", unsuppressed: bool = False, by: str = "") -> dict[str, Any]:
    """As the system. `by`: the e-mail address of a member of the programme team, who is recorded. Raises NotTold."""
    if wave.state == WaveState.DRAFT:
        raise NotTold("Deze meting is nog in voorbereiding.")
    if unsuppressed:
        _record(wave, by)
    other = None if compare in ("", BASELINE) else find_wave(compare)
    minimum = 1 if unsuppressed else minimum_cell()
    populations = list(wave.populations.all())
    return {
        "wave": wave.name,
        "minimum": minimum,
        "populations": [_of(population, minimum, compare, other) for population in populations],
    }


def _record(wave: Wave, by: str) -> None:
    hats = Membership.objects.filter(ended_at=None, organisation__kind=Kind.PROGRAMME, email__iexact=by)
    if not by or not hats.exists():
        raise NotTold(ENTITLED)
    WaveEvent.objects.create(wave=wave, who=by, text="Vroeg op de opdrachtregel alle cijfers op, ook de kleine")


def _of(population: WavePopulation, minimum: int, compare: str, other: Wave | None) -> dict[str, Any]:
    result = figures_of(population, minimum)
    plain: dict[str, Any] = {"audience": Audience(population.audience).label, **result}
    if compare == BASELINE:
        lines = [line for each in baseline_lines(result, population.audience).values() for line in each]
        plain["baseline"] = [dict(zip(BASELINE_KEYS, baseline_row(line, "")[1:], strict=True)) for line in lines]
    before = other.populations.filter(audience=population.audience).first() if other else None
    if before:
        pairs = beside_wave(result, figures_of(before, minimum))
        plain["compared"] = [
            {
                "code": pair.code,
                "n": {"then": pair.earlier.get(VALID), "now": pair.later.get(VALID)},
                "mean": pair.mean and {"then": pair.earlier["mean"], "now": pair.later["mean"], **_change(pair.mean)},
                "shares": {
                    key: {"then": _share(pair.earlier, key), "now": _share(pair.later, key), **_change(change)}
                    for key, _, change in pair.shares
                },
            }
            for pair in pairs
        ]
    return plain


BASELINE_KEYS = ("code", "label", "then", "now", "n", "change", "low", "high", "page", "note")


def _share(group: Mapping[str, Any], key: str) -> float:
    """In percent: of what is compared it is shown."""
    return round(100 * group["counts"][key] / group[VALID], 4)


def _change(change: Any) -> dict[str, float | None]:
    interval = change.interval
    return {
        "change": round(change.value, 4),
        "low": round(interval.low, 4) if interval else None,
        "high": round(interval.high, 4) if interval else None,
    }
