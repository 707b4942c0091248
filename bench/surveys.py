"""From answers to figures, against SQL: how many gave which answer per route, of 200,000 responses to 40 items."""

from functools import partial
from typing import Any

import numpy as np
from django.db import connection

from mkbroute.access.actor import SYSTEM, acting_as
from surveys.asking.items import Content, Item, Kind, Section, Wording
from surveys.figures.gathered import Division, Gathered
from surveys.figures.tallies import tallies
from surveys.reading import read_rows

from .cpu import ratio
from .data import use_scale
from .registry import CannotMeasure, Result, figure

RESPONSES, ITEMS, ROUTES, VALUES = 200_000, 40, 36, 5
CONTENT = Content(
    "H",
    Wording("Bench"),
    sections=(
        Section(
            "a",
            Wording("Bench"),
            items=tuple(Item(f"H{place:02}", Kind.SATISFACTION, Wording("Hoe?")) for place in range(ITEMS)),
        ),
    ),
)


@figure("surveys.report_vs_sql")
def report_vs_sql() -> Result:
    use_scale("demo")
    with acting_as(SYSTEM):
        _fill()
        if _ours() != _theirs():
            raise CannotMeasure("the counts differ")
        value = ratio(partial(_ours), partial(_theirs))
    how = f"{RESPONSES:,} × {ITEMS}: smallint[] by COPY and numpy / {ITEMS * VALUES} count filters over typed columns"
    return Result(value, "<= 3.0", how)


def _fill() -> None:
    """Tables of this session: the first hides the real one, and has its columns."""
    numbers = ", ".join(f"1 + (random() * {VALUES - 1})::int" for _ in range(ITEMS))
    columns = ", ".join(f"answers[{place + 1}] AS a{place}" for place in range(ITEMS))
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE surveys_response (LIKE public.surveys_response) ON COMMIT DROP")
        cursor.execute(
            "INSERT INTO surveys_response (id, population_id, route_id, background, answers)"
            f" SELECT n, 1, 1 + n % {ROUTES}, '', ARRAY[{numbers}]::smallint[] FROM generate_series(1, {RESPONSES}) n"
        )
        cursor.execute(f"CREATE TEMP TABLE typed ON COMMIT DROP AS SELECT route_id, {columns} FROM surveys_response")
        cursor.execute("ANALYZE surveys_response")
        cursor.execute("ANALYZE typed")


def _ours() -> dict[tuple[int, int, int], int]:
    rows = read_rows(1, 1, ITEMS)
    of: Any = rows["route"].astype(np.int64) - 1
    routes = Division(of, {f"route:{place}": "" for place in range(ROUTES)})
    numbers = np.ascontiguousarray(rows["answers"]["number"], dtype=np.int16)
    found = tallies(Gathered(CONTENT, numbers, rows["complete"] == 1, {"route": routes}))
    return {
        (route, place, value): tally.counts[f"route:{route}"][f"v:{value}"]
        for place, tally in enumerate(found)
        for route in range(ROUTES)
        for value in range(1, VALUES + 1)
    }


def _theirs() -> dict[tuple[int, int, int], int]:
    filters = [(place, value) for place in range(ITEMS) for value in range(1, VALUES + 1)]
    counts = ", ".join(f"count(*) FILTER (WHERE a{place} = {value})" for place, value in filters)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT route_id, {counts} FROM typed GROUP BY route_id")
        return {
            (row[0] - 1, place, value): count
            for row in cursor.fetchall()
            for (place, value), count in zip(filters, row[1:], strict=True)
        }
