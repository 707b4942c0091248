"""How many answers stand under each theme, as it may be shown, and how far the coders agreed."""

from collections import Counter
from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from mkbroute.disclosure import ALL, crossed

from ..enums import QuestionState
from ..models import OpenQuestion, Theme, ThemeFigures
from ..statistics import Agreement, agreement
from ..words import strength
from .coding import Codes, all_codes
from .results import minimum_cell
from .themes import themes_of

Plain = dict[str, Any]
YES, NO, NOBODYS = "ja", "nee", "-"


def to_count() -> list[int]:
    found = OpenQuestion.objects.filter(state=QuestionState.SETTLED, counted_at=None)
    return list(found.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def count_themes(question_id: int) -> None:
    """As the system. For all together, and for each hogeschool itself beside all. A second call does nothing."""
    # locked: who opens it again waits, and finds it counted
    question = OpenQuestion.objects.select_for_update(of=("self",)).get(pk=question_id)
    if question.state != QuestionState.SETTLED or question.counted_at:
        return
    now, codes = timezone.now(), all_codes(question)
    houses = dict(question.verbatims.values_list("pk", "hogeschool_id"))
    found = figures_of(themes_of(question.code), codes, houses, minimum_cell())
    for hogeschool_id in {None, *question.population.wave.wave_routes.values_list("hogeschool_id", flat=True)}:
        ThemeFigures.objects.update_or_create(
            question=question,
            hogeschool_id=hogeschool_id,
            defaults={"content": seen_by(found, hogeschool_id), "computed_at": now},
        )
    question.counted_at = now
    question.save(update_fields=["counted_at"])


def figures_of(themes: Collection[Theme], codes: Codes, houses: Mapping[int, int | None], minimum: int) -> Plain:
    """`houses`: of each verbatim its hogeschool. What is hidden is decided for all hogescholen at once."""
    final, pairs = codes.final, codes.pairs
    rows = [
        {
            "name": theme.name,
            "description": theme.description,
            "counts": _shown({key: theme.pk in given for key, given in final.items()}, houses, minimum),
            "agreement": plain_agreement(agreement((theme.pk in one, theme.pk in other) for one, other in pairs)),
        }
        for theme in themes
    ]
    none: Plain = {"name": "", "description": "", "agreement": None}
    none["counts"] = _shown({key: not given for key, given in final.items()}, houses, minimum)
    return {
        "answers": len(final),
        "minimum": minimum,
        "themes": [*rows, none],
        "agreement": _told(plain_agreement(overall(themes, codes)), [*rows, none]),
    }


def _told(found: Plain | None, rows: list[Plain]) -> Plain | None:
    """Kappa is calculated from the counts: beside one that is hidden it is told in a word, not as a number."""
    for row in rows:
        if row["counts"].get(ALL) is None:
            row["agreement"] = None
    if not found or found["kappa"] is None or all(row["counts"].get(ALL) is not None for row in rows):
        return found
    return {"n": found["n"], "said": strength(found["kappa"])}


def _shown(holds: Mapping[int, bool], houses: Mapping[int, int | None], minimum: int) -> dict[str, int | None]:
    """By hogeschool, and of all (ALL): how many answers it holds for; None where that is not shown."""
    cells = Counter((str(houses[key] or NOBODYS), YES if each else NO) for key, each in holds.items())
    groups = {group for group, _ in cells}
    table = crossed({(group, said): cells[group, said] for group in groups for said in (YES, NO)})
    hidden = table.hidden(minimum)
    return {
        group: None if (group, YES) in hidden else table.counts[group, YES]
        for group in (*sorted(groups - {NOBODYS}), *([ALL] if groups else []))
    }


def overall(themes: Collection[Theme], codes: Codes) -> Agreement | None:
    """Over all decisions together: of every answer and every theme, whether it applies."""
    return agreement((theme.pk in one, theme.pk in other) for one, other in codes.pairs for theme in themes)


def plain_agreement(found: Agreement | None) -> Plain | None:
    return {"n": found.n, "observed": found.observed, "kappa": found.kappa} if found else None


def seen_by(found: Plain, hogeschool_id: int | None) -> Plain:
    """Of other hogescholen nothing."""
    own = str(hogeschool_id)
    themes = []
    for theme in found["themes"]:
        counts = theme["counts"]
        kept = {"count": counts.get(ALL), "own": counts.get(own)}
        themes.append({**{key: value for key, value in theme.items() if key != "counts"}, **kept})
    return {**found, "themes": themes}
