"""`make demo`: the whole portal on this machine, with invented people. Ctrl-C stops it; the data stays.

Without servers in the environment it starts PostgreSQL, Valkey and a mail catcher of its own. With DATABASE_URL
(portal_owner), DATABASE_URL_WEB, DATABASE_URL_WORKER and REDIS_URL set it uses those, and nothing of the kind starts.
"""

import fcntl
import http.client
import os
import secrets
import shutil
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from ctypes.util import find_library
from dataclasses import dataclass
from pathlib import Path

import psycopg
from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12
from django.core.exceptions import ImproperlyConfigured

from mkbroute import cluster, embedded, environment
from mkbroute.embedded import START_AFRESH
from mkbroute.run import COMMANDS, PYTHON, RUN
from mkbroute.supervisor import CannotStart, Stopped, Supervisor, stop_on_signals

DATABASE = "mkbroute"
KEPT = {"bench", "bench.json", "demo.lock", "test-clusters"}  # by `make clean-demo`
FOLDERS = ("mail", "static", "documents")  # in which what is started writes, out of sight
LOG_INS = {"owner": "DATABASE_URL", "web": "DATABASE_URL_WEB", "worker": "DATABASE_URL_WORKER"}
SERVER_VARIABLES = (*LOG_INS.values(), "REDIS_URL")
HEALTHY_WITHIN_SECONDS = 60
ANSWERS_WITHIN_SECONDS = 5
SEEDED = "Filled by make demo"
# Of the system, for WeasyPrint, which makes the PDFs: library -> package of Debian and Ubuntu.
LIBRARIES = {
    "pango-1.0": "libpango-1.0-0",
    "pangoft2-1.0": "libpangoft2-1.0-0",
    "harfbuzz-subset": "libharfbuzz-subset0",
}


@dataclass(frozen=True)
class Servers:
    databases: dict[str, str]  # log-in -> address
    redis: str
    mail: str


class Demo:
    def __init__(self, folder: Path, port: int) -> None:
        self.folder = folder
        self.port = port
        self.site = f"http://localhost:{port}"
        self.servers_given = any(os.environ.get(name) for name in SERVER_VARIABLES)

    def run(self) -> None:
        logs = self.folder / "log"
        with only_one(self.folder, self.site), Supervisor(logs) as servers, Supervisor(logs) as portal:
            require_libraries()
            require_folders(self.folder)
            require_free_port(self.port)
            require_seal_key(self.folder / "seal.p12")
            began = time.monotonic()
            self._start(portal, self._servers(servers))
            self._welcome(portal.log("people").read_text(), time.monotonic() - began)
            portal.watch(servers)

    def _start(self, supervisor: Supervisor, servers: Servers) -> None:
        env, owner = self._environments(servers), servers.databases["owner"]
        if is_seeded(owner):
            require_documents(self.folder / "documents")
        prepare = {name: [*RUN, name] for name in ("migrate", "collectstatic")}
        supervisor.run(prepare, env={"migrate": env["owner"], "collectstatic": env["worker"]})
        if not is_seeded(owner):
            say("Inventing people, companies and routes (only this once) ...")
            supervisor.run({"seed": [*RUN, "seed"]}, env={"seed": env["worker"]})
            mark_seeded(owner)
        supervisor.start("web", COMMANDS["web"], env=env["web"])
        supervisor.start("worker", COMMANDS["worker"], env=env["worker"])
        supervisor.start("beat", COMMANDS["beat"], env=env["worker"])
        supervisor.run({"people": [*RUN, "people"]}, env={"people": env["worker"]})
        wait_until_healthy(self.port, supervisor)

    def _servers(self, supervisor: Supervisor) -> Servers:
        mail = given_mail() or start_mail_catcher(supervisor, self.folder / "mail")
        if self.servers_given:
            return given_servers(mail)
        say("Starting PostgreSQL and Valkey ...")
        postgresql = embedded.start_postgresql(supervisor, self.folder / "postgresql")
        redis = embedded.start_valkey(supervisor, self.folder / "valkey")
        databases = {name: postgresql.url(f"portal_{name}", DATABASE) for name in LOG_INS}
        with postgresql.connect_as_admin() as admin:
            cluster.create_roles(admin)
            cluster.create_database(admin, DATABASE)
            if not is_seeded(databases["owner"]):  # a first start that was cut off left half of the data
                admin.execute(f"DROP DATABASE {DATABASE}")
                cluster.create_database(admin, DATABASE)
        return Servers(databases, redis, mail)

    def _environments(self, servers: Servers) -> dict[str, dict[str, str]]:
        shared = {
            "SECOND_FACTOR_REQUIRED": "off",
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "mkbroute.settings",
            "DEMO": "on",
            "VAR_DIR": str(self.folder),
            "SITE_URL": self.site,
            "BIND": f"127.0.0.1:{self.port}",
            "SECRET_KEY": secret_key(self.folder / "secret-key"),
            "REDIS_URL": servers.redis,
            "SMTP_URL": servers.mail,
        }
        return {name: {**shared, "DATABASE_URL": url} for name, url in servers.databases.items()}

    def _welcome(self, people: str, seconds: float) -> None:
        say(f"\nMkb-route runs at {self.site} (started in {seconds:.0f} seconds)\n")
        say(people)
        say(f"Logs: {self.folder / 'log'}   Stop: Ctrl-C; the data stays.")


def clean(folder: Path) -> None:
    """Throw away what the demo made, unless it is running."""
    with only_one(folder, "being thrown away"):
        for path in folder.iterdir():
            if path.is_dir() and path.name not in KEPT:
                shutil.rmtree(path)
            elif path.name not in KEPT:
                path.unlink()
    say("The demo data is thrown away.")


def given_servers(mail: str) -> Servers:
    missing = [name for name in SERVER_VARIABLES if not os.environ.get(name)]
    if missing:
        raise CannotStart(
            f"With servers of your own, set {' and '.join(missing)} as well; with none of "
            f"{', '.join(SERVER_VARIABLES)} set, 'make demo' starts its own."
        )
    databases = {name: given_database(variable) for name, variable in LOG_INS.items()}
    return Servers(databases, given_redis("REDIS_URL"), mail)


def given_mail() -> str:
    if os.environ.get("SMTP_URL"):
        environment.mail_server("SMTP_URL")
    return os.environ.get("SMTP_URL", "")


def given_database(variable: str) -> str:
    """Its address, once it is found to answer. Raises ImproperlyConfigured or CannotStart, naming the variable."""
    user, expected = environment.database(variable)["USER"], cluster.LOG_INS[variable]
    if user != expected:
        raise CannotStart(f"{variable} must name the log-in {expected}, not {user!r}.")
    try:
        psycopg.connect(os.environ[variable], connect_timeout=ANSWERS_WITHIN_SECONDS).close()
    except psycopg.Error as error:
        reason = " ".join(str(error).split())
        raise CannotStart(
            f"{variable}: the database cannot be reached ({reason}). "
            "'python -m mkbroute.run roles' makes the log-ins and the database."
        ) from None
    return os.environ[variable]


def given_redis(variable: str) -> str:
    import redis  # the demo's own Valkey is not asked, and this takes a while

    url = environment.url(variable, schemes=("redis", "rediss"), example="redis://localhost:6379/0")
    try:
        with redis.Redis.from_url(url, socket_connect_timeout=ANSWERS_WITHIN_SECONDS) as client:
            client.ping()
    except redis.RedisError as error:
        raise CannotStart(f"{variable}: Redis or Valkey cannot be reached ({error}).") from None
    return url


def is_seeded(database: str) -> bool:
    """The mark lies in the database itself, so that it comes and goes with the data."""
    with psycopg.connect(database) as connection:
        found = connection.execute("SELECT obj_description(to_regnamespace('portal'), 'pg_namespace')").fetchone()
    return found == (SEEDED,)


def mark_seeded(database: str) -> None:
    with psycopg.connect(database) as connection:
        connection.execute(f"COMMENT ON SCHEMA portal IS '{SEEDED}'")


def require_documents(folder: Path) -> None:
    if not folder.is_dir():
        raise CannotStart(f"{folder} is gone, while the database knows what was in it. {START_AFRESH}")


def require_folders(folder: Path) -> None:
    for name in FOLDERS:
        place = folder / name
        if place.exists() and not place.is_dir():
            raise CannotStart(f"{place} is not a folder: move it away; the demo then makes one.")


def require_seal_key(file: Path) -> None:
    """What is there can be read. The first who seals makes one where there is none."""
    if not file.exists():
        return
    try:
        load_pkcs12(file.read_bytes(), os.environ.get("SEAL_KEY_PASSWORD", "").encode() or None)
    except ValueError:
        raise CannotStart(
            f"{file} cannot be read as a key to seal with (nor with SEAL_KEY_PASSWORD, if that is set). Remove it: "
            "the demo then makes another, and what is sealed already stays genuine."
        ) from None


def start_mail_catcher(supervisor: Supervisor, folder: Path) -> str:
    port = embedded.free_port()
    catcher = [*PYTHON, "aiosmtpd", "--nosetuid", "--smtputf8", "--listen", f"127.0.0.1:{port}"]
    supervisor.start("mail", [*catcher, "--class", "aiosmtpd.handlers.Mailbox", str(folder)])
    return f"smtp://127.0.0.1:{port}"


def require_libraries() -> None:
    missing = [package for library, package in LIBRARIES.items() if not find_library(library)]
    if missing:
        packages = " ".join((*missing, "fonts-dejavu-core"))
        raise CannotStart(f"The PDFs need libraries of the system. Install them first: apt-get install {packages}")


def require_free_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise CannotStart(f"Port {port}: {error.strerror}. Choose another: make demo PORT=8100") from None


@contextmanager
def only_one(folder: Path, site: str) -> Iterator[None]:
    """The lock ends with this process, however it ends."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / "demo.lock").open("a+")
    except (FileExistsError, NotADirectoryError):
        raise CannotStart(
            f"{folder} is not a folder: move it away, or name another place: VAR_DIR=/somewhere/else make demo"
        ) from None
    except OSError as error:
        raise CannotStart(f"{folder} cannot be written ({error.strerror}): start it as the owner of it.") from None
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise CannotStart(f"The demo runs already: {lock.read()}. Stop that one first.") from None
        lock.truncate(0)
        lock.write(f"{site}, process {os.getpid()}")
        lock.flush()
        yield


def secret_key(file: Path) -> str:
    """Written beside its place and moved there when whole; what holds none is made anew."""
    if not file.exists() or not file.read_text().strip():
        unfinished = file.with_name(f"{file.name}.unfinished")
        unfinished.unlink(missing_ok=True)
        unfinished.touch(mode=0o600)
        unfinished.write_text(secrets.token_urlsafe(48))
        unfinished.replace(file)
    return file.read_text()


def wait_until_healthy(port: int, supervisor: Supervisor) -> None:
    deadline = time.monotonic() + HEALTHY_WITHIN_SECONDS
    while time.monotonic() < deadline:
        supervisor.check()
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        with suppress(OSError):
            connection.request("GET", "/healthz")
            if connection.getresponse().status == http.client.OK:
                return
        time.sleep(0.1)
    raise CannotStart(f"The portal did not become healthy.\n{supervisor.last_words('web')}")


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def port_from(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise CannotStart(f"PORT must be a number from 1 to 65535, not {text!r}.")
    return int(text)


def main() -> None:
    stop_on_signals()
    try:
        folder = Path(os.environ.get("VAR_DIR", "var")).resolve()
        if sys.argv[1:] == ["clean"]:
            clean(folder)
        else:
            Demo(folder, port_from(os.environ.get("PORT", "8000"))).run()
    except (CannotStart, ImproperlyConfigured) as reason:
        sys.exit(str(reason))
    except OSError as error:
        sys.exit(f"{error.filename}: {error.strerror}. If it is in the way, move it away; else {START_AFRESH}")
    except Stopped:
        with suppress(OSError):  # the terminal may be what went away
            say("Stopped.")


if __name__ == "__main__":
    main()
