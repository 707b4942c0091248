"""Asking 50,000 people: how much memory the worker takes for it, and how long."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter

import psycopg

from bench.data import use_scale
from bench.registry import Result, figure
from mkbroute.access.actor import SYSTEM, acting_as
from surveys.services.sending import ask_next

PEOPLE = 50_000
WARM = 10  # batches, after which all that is loaded once is there


@figure("surveys.asking_rss_growth_mb")
def asking_rss_growth_mb() -> Result:
    with _list_of_many() as list_id:
        began, batches, before = perf_counter(), 0, 0.0
        while _ask(list_id):
            batches += 1
            if batches == WARM:
                before = _resident_mb()
        growth, seconds = _resident_mb() - before, perf_counter() - began
    how = f"{PEOPLE:,} invitations asked and their mails written in {batches} transactions, in {seconds:.0f} s"
    return Result(growth, "<= 15", how)


def _ask(list_id: int) -> bool:
    with acting_as(SYSTEM):
        return ask_next(list_id)


def _resident_mb() -> float:
    """Now, not at its highest."""
    if sys.platform != "linux":
        return 0.0
    told = Path("/proc/self/statm").read_text(encoding="ascii")
    return int(told.split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


@contextmanager
def _list_of_many() -> Iterator[int]:
    """On a list of the wave that runs in the demo; what was written for it goes again."""
    use_scale("demo")
    address = os.environ["ADMIN_DATABASE_URL"].rpartition("/")[0] + "/bench_demo"
    with psycopg.connect(address, autocommit=True) as connection:
        (list_id,) = connection.execute(
            """SELECT l.id FROM surveys_wavelist l JOIN surveys_wave w ON w.id = l.wave_id
                WHERE w.state = 'open' AND l.state = 'checking' ORDER BY l.id LIMIT 1"""
        ).fetchone()
        _undo(connection, list_id)  # of one that was cut off
        connection.execute(
            """INSERT INTO surveys_invitation (public_id, wave_id, wave_list_id, population_id, route_id, hogeschool_id,
                                              name, email, company, background, language, listed, state, reason,
                                              reminders, thanked)
               SELECT gen_random_uuid(), l.wave_id, l.id, l.population_id, l.route_id, l.hogeschool_id,
                      'Naam ' || n, 'velen' || n || '@bench.test', '', '', 'nl', 'file', 'listed', '', 0, false
                 FROM surveys_wavelist l, generate_series(1, %s) n WHERE l.id = %s""",
            [PEOPLE, list_id],
        )
        _put(connection, list_id, "sending", "bench")
        try:
            yield list_id
        finally:
            _undo(connection, list_id)


def _undo(connection: psycopg.Connection, list_id: int) -> None:
    ours = "to_email LIKE '%@bench.test'"
    connection.execute(f"DELETE FROM mail_messagebody WHERE message_id IN (SELECT id FROM mail_message WHERE {ours})")
    connection.execute(f"DELETE FROM mail_message WHERE {ours}")
    connection.execute("DELETE FROM surveys_invitation WHERE email LIKE '%@bench.test'")
    connection.execute("TRUNCATE surveys_approached")
    _put(connection, list_id, "checking", "")


def _put(connection: psycopg.Connection, list_id: int, state: str, by: str) -> None:
    with connection.transaction():
        connection.execute("SET LOCAL session_replication_role = replica")  # no step of anybody's
        connection.execute(
            "UPDATE surveys_wavelist SET state = %s, sent_by = %s, sent_on = NULL WHERE id = %s", [state, by, list_id]
        )
