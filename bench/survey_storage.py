"""What an answered questionnaire takes: bytes on disk, and time to insert, as the portal stores it."""

import os
from collections.abc import Callable
from contextlib import contextmanager
from statistics import median
from time import perf_counter

import psycopg

from bench.data import use_scale
from bench.registry import Result, figure

RESPONSES = 200_000
ITEMS = 40
ROUNDS = 400
COLUMNS = "id, population_id, route_id, hogeschool_id, submitted_in, background, answers"
# scores, choices, what was not answered (-32768) and not asked (-32767), as in the standard questionnaires
ANSWERS = f"""ARRAY(SELECT CASE WHEN random() < 0.1 THEN -32768 WHEN random() < 0.2 THEN -32767
                            ELSE 1 + floor(random() * 10) END
               FROM generate_series(1, {ITEMS}) WHERE n > 0)::smallint[]"""


@figure("surveys.bytes_per_response")
def bytes_per_response() -> Result:
    with _portal() as connection:
        connection.execute("CREATE TEMP TABLE stored (LIKE surveys_response INCLUDING ALL)")
        connection.execute(
            f"""INSERT INTO stored ({COLUMNS})
                SELECT floor(random() * 2 ^ 52)::bigint, 1 + n % 9, 1 + n % 40, 1 + n % 36, current_date, 'mbo4',
                       {ANSWERS}
                  FROM generate_series(1, {RESPONSES}) n ON CONFLICT DO NOTHING"""
        )
        size, rows = connection.execute(
            "SELECT pg_total_relation_size('stored'), (SELECT count(*) FROM stored)"
        ).fetchone()
    how = (
        f"{RESPONSES:,} responses of {ITEMS} items in a closed wave, with all indexes, in the order in which they came"
    )
    return Result(size / rows, "<= 250", how)


@figure("surveys.insert_vs_commit")
def insert_vs_commit() -> Result:
    with _portal() as connection:
        population, route, hogeschool = connection.execute(
            "SELECT population_id, route_id, hogeschool_id FROM surveys_wavelist LIMIT 1"
        ).fetchone()
        connection.execute("CREATE TABLE IF NOT EXISTS bench_commits (n int)")
        insert = f"""INSERT INTO surveys_response ({COLUMNS}, resume_key)
                     SELECT floor(random() * 2 ^ 52)::bigint, {population}, {route}, {hogeschool}, NULL, '', {ANSWERS},
                            substr(sha256(random()::text::bytea), 1, 16) FROM generate_series(1, 1) n"""
        value = _times(
            lambda: connection.execute(insert), lambda: connection.execute("INSERT INTO bench_commits VALUES (1)")
        )
        connection.execute("DROP TABLE bench_commits")
        connection.execute("DELETE FROM surveys_response WHERE resume_key IS NOT NULL AND cardinality(answers) = 40")
    how = "time of a transaction that inserts a response with its key, over one that inserts a number; median, by turns"
    return Result(value, "<= 1.5", how)


def _times(ours: Callable[[], object], reference: Callable[[], object]) -> float:
    """Both wait for the disk: what counts here is the time that passes."""
    spent: dict[Callable[[], object], list[float]] = {ours: [], reference: []}
    for _ in range(ROUNDS):
        for each in (ours, reference):
            began = perf_counter()
            each()
            spent[each].append(perf_counter() - began)
    return median(spent[ours]) / median(spent[reference])


@contextmanager
def _portal():
    """The owner of the tables, on the database of the demo."""
    use_scale("demo")
    address = os.environ["ADMIN_DATABASE_URL"].rpartition("/")[0] + "/bench_demo"
    with psycopg.connect(address, autocommit=True) as connection:
        yield connection
