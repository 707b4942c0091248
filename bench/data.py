"""The databases that are measured: one per scale of the seed, made once and kept under var/bench."""

import os
from urllib.parse import urlsplit

import psycopg
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from mkbroute import cluster, environment
from mkbroute.access.replaced import half_way


def use_scale(scale: str) -> None:
    """From here on this process works as portal_worker on a database seeded to `scale`: demo, class or national."""
    name = f"bench_{scale}"
    with psycopg.connect(os.environ["ADMIN_DATABASE_URL"], autocommit=True) as admin:
        if not _is_current(admin, name):
            _make(admin, name, scale)
    _connect("portal_worker", name)


def _is_current(admin: psycopg.Connection, name: str) -> bool:
    """One of a former schema is made anew: migrating it would not fill what is new."""
    if not admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
        return False
    _connect("portal_owner", name)
    current = not half_way(connection) and not _behind()
    connection.close()
    return current


def _behind() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _make(admin: psycopg.Connection, name: str, scale: str) -> None:
    """Under another name until it is whole: what was cut off is made again."""
    unfinished = f"{name}_unfinished"
    admin.execute(f"DROP DATABASE IF EXISTS {unfinished} WITH (FORCE)")
    cluster.create_database(admin, unfinished)
    _connect("portal_owner", unfinished)
    call_command("migrate", verbosity=0)
    _connect("portal_worker", unfinished)
    call_command("seed", scale=scale)
    connection.close()
    admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    admin.execute(f"ALTER DATABASE {unfinished} RENAME TO {name}")
    with psycopg.connect(_address("postgres", name), autocommit=True) as database:
        database.execute("VACUUM ANALYZE")


def _connect(role: str, name: str) -> None:
    connection.close()
    connection.settings_dict.update(environment.database_at(_address(role, name)))


def _address(role: str, name: str) -> str:
    place = urlsplit(os.environ["ADMIN_DATABASE_URL"])
    return place._replace(netloc=f"{role}@{place.netloc.rpartition('@')[2]}", path=f"/{name}").geturl()
