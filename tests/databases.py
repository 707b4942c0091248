"""The test databases: one is made and migrated by its owner; the others are copies, used as the portal uses its own."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, urlsplit

import psycopg
from django.core.management import call_command
from django.db import connection, connections
from psycopg import sql

from mkbroute import environment

VARIABLES = {"portal_owner": "DATABASE_URL", "portal_web": "DATABASE_URL_WEB", "portal_worker": "DATABASE_URL_WORKER"}


def address(role: str, database: str) -> str:
    """For one log-in. Without a variable of its own, that of the owner without its password."""
    own = os.environ.get(VARIABLES[role])
    if own:
        return urlsplit(own)._replace(path=f"/{quote(database)}").geturl()
    place = urlsplit(os.environ["DATABASE_URL"]).netloc.rpartition("@")[2]
    return f"postgresql://{role}@{place}/{quote(database)}"


def use(database: str, role: str) -> None:
    """Connections opened from now on, in every thread, are to `database` as `role`; this thread's is opened anew."""
    connection.close()
    connection.settings_dict.update(environment.database_at(address(role, database)))


@contextmanager
def logged_in_as(role: str) -> Iterator[None]:
    """For tests with real transactions: what was not committed is lost."""
    name, before = connection.settings_dict["NAME"], connection.settings_dict["USER"]
    use(name, role)
    try:
        yield
    finally:
        use(name, before)


def make_own() -> None:
    """This process's database, migrated by portal_owner and used as portal_worker, who owns nothing."""
    done = Path(os.environ["TEST_FOLDER"], "migrated")
    with done.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            _migrate()
            done.touch()
    put_back(_own())
    use(_own(), "portal_worker")


def put_back(name: str | None = None) -> None:
    """As it is after migrating, with what migrations bring. Copying files is quicker than emptying a hundred tables."""
    connections.close_all()
    _drop(name or _own())
    _execute("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy", name or _own(), _migrated())


def drop_own() -> None:
    connections.close_all()
    _drop(_own())


def drop_migrated() -> None:
    _drop(_migrated())


def _migrate() -> None:
    if not _exists(_migrated()):
        _execute("CREATE DATABASE {}", _migrated())
    use(_migrated(), "portal_owner")
    call_command("migrate", verbosity=0)
    connection.close()


def _drop(name: str) -> None:
    _execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


def _exists(name: str) -> bool:
    with _owner() as owner:
        return owner.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is not None


def _execute(statement: str, *names: str) -> None:
    with _owner() as owner:
        owner.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def _owner() -> psycopg.Connection:
    return psycopg.connect(address("portal_owner", "postgres"), autocommit=True)


def _migrated() -> str:
    return os.environ["TEST_DATABASE"]


def _own() -> str:
    return f"{_migrated()}_{os.environ.get('PYTEST_XDIST_WORKER', 'only')}"
