"""Migrations that took the place of former ones, on databases that ran those."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.exceptions import NodeNotFoundError
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from agreements.migrations import FORMER
from mkbroute.access.replaced import half_way
from tests import databases


@pytest.fixture
def recorder(transactional_db):
    with databases.logged_in_as("portal_owner"):
        yield MigrationRecorder(connection)


def plan():
    """What of the replacing ones is still to run."""
    executor = MigrationExecutor(connection)
    last = [key for key in executor.loader.replacements if key not in executor.loader.applied_migrations]
    return [str(migration) for migration, _ in executor.migration_plan(last)]


def later(recorder):
    """What ran after the replacing ones."""
    return [key for key in recorder.applied_migrations() if key[0] == "agreements" and key not in FORMER]


def test_a_database_that_ran_all_former_ones_is_up_to_date(recorder):
    replacing = MigrationExecutor(connection).loader.replacements
    for app, name in replacing:
        recorder.record_unapplied(app, name)
    assert (half_way(connection), plan()) == ([], [])
    call_command("migrate", verbosity=0)
    assert replacing.keys() <= recorder.applied_migrations().keys()


def test_a_database_half_way_is_refused(recorder):
    for app, name in [*FORMER[12:], *later(recorder)]:
        recorder.record_unapplied(app, name)
    assert half_way(connection) == ["agreements.0001_tables", "agreements.0002_rows"]
    # Django says so itself where a later migration depends on what is missing
    with pytest.raises((CommandError, NodeNotFoundError), match=r"agreements.0002_rows"):
        call_command("migrate", verbosity=0)


def test_a_database_that_lacks_the_last_former_one_is_refused(recorder):
    recorder.record_unapplied(*FORMER[-1])
    assert half_way(connection) == ["agreements.0002_rows"]


def test_what_was_cut_off_between_two_of_them_goes_on(recorder):
    for app, name in (FORMER[0], FORMER[-1], ("agreements", "0002_rows")):
        recorder.record_unapplied(app, name)
    assert half_way(connection) == []
    assert "agreements.0002_rows" in plan()
