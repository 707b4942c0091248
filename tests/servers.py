"""The servers that the tests use: a pytest plugin, because they must run before Django reads its settings.

The first process starts PostgreSQL and Valkey in a folder for temporary files and stops them at the end; the workers of
pytest-xdist find them in the environment. With DATABASE_URL (portal_owner) and REDIS_URL set, those are used. Every
process catches its own mail.
"""

import os
import secrets
import shutil
import signal
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from mkbroute import cluster, embedded
from mkbroute.supervisor import Supervisor

from . import databases, migrated
from .mailbox import Mailbox

MEMORY = Path("/dev/shm")
ROOM_BYTES = 2 * 1024**3
MAILBOX = pytest.StashKey[Mailbox]()
SETTINGS = {
    "DJANGO_SETTINGS_MODULE": "mkbroute.settings",
    "SECRET_KEY": "the tests keep no secrets",
    "SITE_URL": "http://localhost",
    "ALLOWED_HOSTS": "localhost,127.0.0.1,testserver",
    "LOG_LEVEL": "WARNING",
    "SECOND_FACTOR_REQUIRED": "off",  # a coordinator logs in with one click; tests/organisations turns it on
}


class Servers:
    """PostgreSQL and Valkey, from the first process only."""

    def __init__(self) -> None:
        signal.signal(signal.SIGTERM, signal.default_int_handler)  # ends the tests as Ctrl-C does, cleaning up
        self.folder = Path(tempfile.mkdtemp(prefix="mkbroute-test-", dir=in_memory()))
        self.supervisor = Supervisor(self.folder / "log").__enter__()
        os.environ["VAR_DIR"] = str(self.folder / "var")
        os.environ["TEST_FOLDER"] = str(self.folder)
        self.given = "DATABASE_URL" in os.environ and "REDIS_URL" in os.environ
        os.environ["TEST_DATABASE"] = f"test_mkbroute_{secrets.token_hex(4)}" if self.given else "test_mkbroute"
        if not self.given:
            migrated.take(self.folder / "postgresql")
            os.environ.update(self._start())

    def _start(self) -> dict[str, str]:
        postgresql = embedded.start_postgresql(self.supervisor, self.folder / "postgresql", embedded.CARELESS)
        with postgresql.connect_as_admin() as admin:
            cluster.create_roles(admin)
            # The database is put back between tests while a server of the portal is connected to it.
            admin.execute("GRANT pg_signal_backend TO portal_owner WITH INHERIT TRUE")
        redis = embedded.start_valkey(self.supervisor)
        return {"DATABASE_URL": postgresql.url("portal_owner", "mkbroute"), "REDIS_URL": redis}

    def stop(self) -> None:
        if self.given:
            databases.drop_migrated()
        self.supervisor.stop()
        if (self.folder / "migrated").exists() and not self.given:
            migrated.keep(self.folder / "postgresql")
        shutil.rmtree(self.folder, ignore_errors=True)


def in_memory() -> Path | None:
    """A folder that no disk lies under, if there is room: putting a database back takes an eighth of the time there."""
    has_room = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM_BYTES
    return MEMORY if has_room else None


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config):
    os.environ.update(SETTINGS)
    if not is_worker():
        servers = Servers()
        early_config.add_cleanup(servers.stop)
    take_own_place()
    mailbox = Mailbox()
    early_config.add_cleanup(mailbox.close)
    early_config.stash[MAILBOX] = mailbox
    os.environ["SMTP_URL"] = mailbox.url
    return (yield)


def is_worker() -> bool:
    return "PYTEST_XDIST_WORKER" in os.environ


def take_own_place() -> None:
    """Each worker its own Valkey database and its own folder; pytest-django gives it its own PostgreSQL database."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0")
    os.environ["REDIS_URL"] = urlsplit(os.environ["REDIS_URL"])._replace(path=f"/{worker.removeprefix('gw')}").geturl()
    if is_worker():
        os.environ["VAR_DIR"] += f"-{worker}"
    (Path(os.environ["VAR_DIR"]) / "static").mkdir(parents=True, exist_ok=True)


@pytest.fixture
def mailbox(request) -> Mailbox:
    """What arrived over SMTP in this test."""
    mailbox = request.config.stash[MAILBOX]
    mailbox.empty()
    return mailbox
