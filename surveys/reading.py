"""Answers out of the database as arrays. Nothing else reads responses for figures or exports."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

import numpy as np
from django.db import connection

from matching.enums import Background
from routes.enums import Sector
from routes.models import Route

from .asking.columns import NOT_APPLICABLE, columns
from .asking.items import Content
from .figures.gathered import DOELGROEP, HOGESCHOOL, ROUTE, SECTOR, Division, Gathered
from .models import WavePopulation, WaveSupplement

# A row of COPY in its binary form: a count of fields, and before each field its length in bytes. Rows of one version
# are all equally long, so they are read as one array.
HEAD, TAIL = 19, 2
ROW: list[tuple[Any, ...]] = [
    ("fields", ">i2"),
    ("_1", ">i4"),
    ("key", ">i8"),
    ("_2", ">i4"),
    ("route", ">i8"),
    ("_3", ">i4"),
    ("complete", ">i4"),
]
ROW += [("_4", ">i4"), ("background", ">i4"), ("_5", ">i4"), ("_array", ">i4", (5,))]
SELECT = """COPY (SELECT id, coalesce(route_id, 0), (submitted_in IS NOT NULL)::int,
  coalesce(array_position(ARRAY[{backgrounds}], background::text), 0), answers[{first}:{last}]{blank}
  FROM surveys_response r WHERE population_id = {population}{where} AND {says} ORDER BY id) TO STDOUT (FORMAT binary)"""
# While a wave runs, who only opened the questions has not answered; portal.response_counts counts the same.
SAYS_SOMETHING = """(submitted_in IS NOT NULL OR resume_key IS NULL OR NOT (-32000 > ALL (answers))
  OR EXISTS (SELECT FROM surveys_openanswer o WHERE o.response_id = r.id))"""
FINGERPRINT = """SELECT count(*), coalesce(sum(hashtextextended(concat(id, answers, submitted_in), 0)::numeric), 0)
  FROM surveys_response r WHERE population_id = %s AND {says}"""
NOBODY_KNOWS = "0"  # the route of who came by no route's link; the doelgroep of who is no student of the portal


def responses(population: WavePopulation, hogeschool_id: int | None = None) -> Gathered:
    """As the system. Of all, or of one hogeschool: to the standard questions."""
    content = population.asked
    rows = read_rows(population.pk, 1, len(columns(content)), hogeschool_id)
    return gathered_from(content, rows, routes_of(population), of_students=population.audience == "students")


def supplements(population: WavePopulation) -> dict[int, Gathered]:
    """As the system. By hogeschool that asked more than the standard questions: its people with all their answers."""
    routes = routes_of(population)
    return {
        each.hogeschool_id: _with_supplement(each, population, routes)
        for each in population.supplements.order_by("hogeschool")
    }


def _with_supplement(
    found: WaveSupplement, population: WavePopulation, routes: Sequence[Mapping[str, Any]]
) -> Gathered:
    rows, content = own_rows(found, population)
    here = [route for route in routes if route["house"] == found.hogeschool_id]
    gathered = gathered_from(content, rows, here, of_students=False)
    return replace(gathered, divisions={ROUTE: gathered.divisions[ROUTE]})


def own_rows(found: WaveSupplement, population: WavePopulation) -> tuple[np.ndarray[Any, Any], Content]:
    """The answers of its people. Who answered the standard questions elsewhere was not asked the others."""
    content = found.after(population)
    standard, last = len(columns(population.asked)), len(columns(content))
    return read_rows(population.pk, 1, last, found.hogeschool_id, standard=standard), content


def read_rows(
    population_id: int, first: int, last: int, hogeschool_id: int | None = None, standard: int = 0
) -> np.ndarray[Any, Any]:
    """`first` and `last`: the columns, counted from 1; `standard`: of which everybody has so many, and some no more.
    Raises ValueError where somebody has fewer."""
    lacking = f"CASE cardinality(answers) WHEN {int(standard)} THEN {int(last - standard)} ELSE 0 END"
    blank = f" || array_fill({NOT_APPLICABLE}::smallint, ARRAY[{lacking}])" if standard else ""
    quoted = ", ".join(f"'{background}'" for background in Background.values)
    where = f" AND hogeschool_id = {int(hogeschool_id)}" if hogeschool_id else ""
    statement = SELECT.format(
        backgrounds=quoted,
        first=int(first),
        last=int(last),
        population=int(population_id),
        where=where,
        says=SAYS_SOMETHING,
        blank=blank,
    )
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        data = b"".join(bytes(block) for block in copy)
    each = np.dtype([*ROW, ("answers", [("_", ">i4"), ("number", ">i2")], (last - first + 1,))])
    count, rest = divmod(len(data) - HEAD - TAIL, each.itemsize)
    if rest:
        raise ValueError(f"answers of population {population_id} are not all of {last - first + 1} numbers")
    return np.frombuffer(data, dtype=each, count=count, offset=HEAD)


def gathered_from(
    content: Content, rows: np.ndarray[Any, Any], routes: Sequence[Mapping[str, Any]], *, of_students: bool
) -> Gathered:
    numbers = np.ascontiguousarray(rows["answers"]["number"], dtype=np.int16)
    divisions = _by_route(rows["route"].astype(np.int64), routes)
    if of_students:
        divisions[DOELGROEP] = _doelgroep(rows["background"].astype(np.int64))
    return Gathered(content, numbers, rows["complete"] == 1, divisions)


def _by_route(of: np.ndarray[Any, Any], routes: Sequence[Mapping[str, Any]]) -> dict[str, Division]:
    """Routes lie in a sector and in a hogeschool."""
    known = {NOBODY_KNOWS: "Zonder route"} if not len(of) or (of == 0).any() else {}
    ids = np.array([*(0 for _ in known), *(route["pk"] for route in routes)], dtype=np.int64)
    order = np.argsort(ids)
    at = order[np.searchsorted(ids, of, sorter=order)] if len(ids) else of
    found = {}
    for name, key, label in (
        (ROUTE, "pk", "name"),
        (SECTOR, "sector", "sector_name"),
        (HOGESCHOOL, "house", "house_name"),
    ):
        labels = {f"{name}:{each}": text for each, text in known.items()}
        labels |= {f"{name}:{route[key]}": route[label] for route in routes}
        places = {key: place for place, key in enumerate(labels)}
        of_route = [places[f"{name}:{each}"] for each in known]
        of_route += [places[f"{name}:{route[key]}"] for route in routes]
        found[name] = Division(np.array(of_route, dtype=np.int64)[at] if len(of) else of, labels)
    return found


def _doelgroep(of: np.ndarray[Any, Any]) -> Division:
    labels = {f"{DOELGROEP}:{NOBODY_KNOWS}": "Onbekend"}
    labels |= {f"{DOELGROEP}:{each.value}": DOELGROEPEN[each] for each in Background}
    return Division(of, labels)


DOELGROEPEN = {
    Background.MBO4: "Mbo 4-diploma",
    Background.EMPLOYEE_MBO: "Werkende op mbo-niveau",
    Background.EMPLOYEE_HBO: "Werkende op hbo-niveau zonder diploma",
    Background.CAREER_CHANGER: "Zij-instromer",
    Background.HAVO: "Havodiploma",
    Background.FULLTIME_LEAVER: "Gestopt met een voltijd hbo-opleiding",
}


def routes_of(population: WavePopulation) -> list[dict[str, Any]]:
    found = Route.objects.filter(pk__in=population.wave.wave_routes.values("route")).select_related("hogeschool")
    return [
        {
            "pk": route.pk,
            "name": f"{route.title}, {route.hogeschool.name}",
            "sector": route.sector,
            "sector_name": Sector(route.sector).label,
            "house": route.hogeschool_id,
            "house_name": route.hogeschool.name,
        }
        for route in found.order_by("hogeschool__name", "programme", "pk")
    ]


def fingerprint(population: WavePopulation) -> tuple[int, str]:
    """How many answered, and what changes when any answer does."""
    with connection.cursor() as cursor:
        cursor.execute(
            FINGERPRINT.format(says=SAYS_SOMETHING),
            [population.pk],
        )
        count, whole = cursor.fetchone()
    return count, sha256(f"{count} {whole}".encode()).hexdigest()


def monday_of(day: date) -> date:
    """Answers are dated to the week."""
    return day - timedelta(days=day.weekday())
