"""The opleidingsplan of an agreement: what of the route it covers, and what is still open."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from django.utils.formats import date_format

from routes.models import OutcomeList

from . import annex
from .enums import Language, Place
from .models import Agreement, PlanRow, RotationPeriod, plan_of, rotation_of
from .term import study_year
from .wording import WORDINGS

DAY = "j F Y"


def outcomes_of(agreement: Agreement) -> list[str]:
    """Of the route, as they stand now."""
    last = OutcomeList.objects.filter(route=agreement.route_id).first()
    return list(last.outcomes) if last else []


def not_planned(agreement: Agreement, rows: Sequence[PlanRow]) -> list[str]:
    planned = {row.outcome for row in rows}
    return [outcome for outcome in outcomes_of(agreement) if outcome not in planned]


def days(begins_on: date | None, ends_on: date | None) -> str:
    return annex.days(begins_on, ends_on, WORDINGS[Language.NL])


def place_of(row: PlanRow) -> str:
    return annex.place_of(row, WORDINGS[Language.NL])


# -- what is open ---------------------------------------------------------------------------------------------------


def gaps_of(agreement: Agreement, rows: Sequence[PlanRow], rotation: Sequence[RotationPeriod]) -> list[str]:
    """Advice, in whole sentences. Without a plan or a rotation there is nothing to say."""
    return [
        *_of_rows(rows),
        *_of_facets(agreement, rows),
        *_of_periods(agreement, rows, rotation),
        *_of_rotation(agreement, rotation),
    ]


def gaps_in(agreement: Agreement) -> list[str]:
    return gaps_of(agreement, plan_of(agreement), rotation_of(agreement))


def _of_rows(rows: Sequence[PlanRow]) -> Iterator[str]:
    for row in rows:
        lacking = [
            *([] if row.place else ["geen plaats"]),
            *([] if row.begins_on and row.ends_on else ["geen periode"]),
            *([] if row.assessment else ["geen beoordeling"]),
        ]
        if lacking:
            yield f"‘{row.outcome}’ heeft nog {' en '.join(filter(None, [', '.join(lacking[:-1]), lacking[-1]]))}."


def _of_facets(agreement: Agreement, rows: Sequence[PlanRow]) -> Iterator[str]:
    if rows and not any(row.place == Place.COMPANY for row in rows):
        yield "Geen enkele leeruitkomst wordt op het werk geleerd."
    missing = not_planned(agreement, rows) if rows else []
    if missing:
        yield f"Niet alle facetten komen aan bod. Van de leeruitkomsten van de route ontbreken: {'; '.join(missing)}."


def _of_periods(agreement: Agreement, rows: Sequence[PlanRow], rotation: Sequence[RotationPeriod]) -> Iterator[str]:
    dated = [(row.begins_on, row.ends_on) for row in rows if row.begins_on and row.ends_on]
    if not dated:
        return
    for begins_on, ends_on, name in _periods(agreement, rotation):
        if not any(first <= ends_on and last >= begins_on for first, last in dated):
            yield f"In {name} staat nog niets."


def _periods(agreement: Agreement, rotation: Sequence[RotationPeriod]) -> Iterator[tuple[date, date, str]]:
    """Those of the rotation; else the study years."""
    for period in rotation:
        yield period.begins_on, period.ends_on, f"de periode bij {period.company_name}"
    if rotation or not (agreement.practice_starts_on and agreement.practice_ends_on):
        return
    first = agreement.practice_starts_on
    while first <= agreement.practice_ends_on:
        year = first.year + (first.month >= 8)
        last = min(date(year, 7, 31), agreement.practice_ends_on)
        yield first, last, f"studiejaar {study_year(first)}"
        first = last + timedelta(days=1)


def _of_rotation(agreement: Agreement, rotation: Sequence[RotationPeriod]) -> Iterator[str]:
    if not rotation:
        return
    starts, ends = agreement.practice_starts_on, agreement.practice_ends_on
    if starts and rotation[0].begins_on > starts:
        yield f"De rotatie begint later dan het werken: {date_format(rotation[0].begins_on, DAY)}."
    if ends and rotation[-1].ends_on < ends:
        yield f"De rotatie eindigt eerder dan het werken: {date_format(rotation[-1].ends_on, DAY)}."
