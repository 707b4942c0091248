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

from mkbroute import cluster, embedded
from mkbroute.run import COMMANDS, PYTHON
from mkbroute.supervisor import CannotStart, Stopped, Supervisor, stop_on_signals

DATABASE = "mkbroute"
KEPT = {"bench", "bench.json", "demo.lock", "test-clusters"}  # by `make clean-demo`
LOG_INS = {"owner": "DATABASE_URL", "web": "DATABASE_URL_WEB", "worker": "DATABASE_URL_WORKER"}
SERVER_VARIABLES = (*LOG_INS.values(), "REDIS_URL")
HEALTHY_WITHIN_SECONDS = 60
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
        self.seeded = folder / ("seeded-given" if self.servers_given else "seeded")

    def run(self) -> None:
        logs = self.folder / "log"
        with only_one(self.folder, self.site), Supervisor(logs) as servers, Supervisor(logs) as portal:
            require_libraries()
            require_free_port(self.port)
            began = time.monotonic()
            self._start(portal, self._environments(self._servers(servers)))
            self._welcome(portal.log("people").read_text(), time.monotonic() - began)
            portal.watch(servers)

    def _start(self, supervisor: Supervisor, env: dict[str, dict[str, str]]) -> None:
        prepare = {name: COMMANDS[name] for name in ("migrate", "collectstatic")}
        supervisor.run(prepare, env={"migrate": env["owner"], "collectstatic": env["worker"]})
        if not self.seeded.exists():
            say("Inventing people, companies and routes (only this once) ...")
            supervisor.run({"seed": COMMANDS["seed"]}, env={"seed": env["worker"]})
            self.seeded.touch()
        supervisor.start("web", COMMANDS["web"], env=env["web"])
        supervisor.start("worker", COMMANDS["worker"], env=env["worker"])
        supervisor.start("beat", COMMANDS["beat"], env=env["worker"])
        supervisor.run({"people": COMMANDS["people"]}, env={"people": env["worker"]})
        wait_until_healthy(self.port, supervisor)

    def _servers(self, supervisor: Supervisor) -> Servers:
        mail = os.environ.get("SMTP_URL") or start_mail_catcher(supervisor, self.folder / "mail")
        if self.servers_given:
            return given_servers(mail)
        say("Starting PostgreSQL and Valkey ...")
        postgresql = embedded.start_postgresql(supervisor, self.folder / "postgresql")
        redis = embedded.start_valkey(supervisor, self.folder / "valkey")
        with postgresql.connect_as_admin() as admin:
            cluster.create_roles(admin)
            if not self.seeded.exists():  # a first start that was cut off left half of the data
                admin.execute(f"DROP DATABASE IF EXISTS {DATABASE}")
            cluster.create_database(admin, DATABASE)
        return Servers({name: postgresql.url(f"portal_{name}", DATABASE) for name in LOG_INS}, redis, mail)

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
    return Servers({name: os.environ[variable] for name, variable in LOG_INS.items()}, os.environ["REDIS_URL"], mail)


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
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(48))
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
    except CannotStart as reason:
        sys.exit(str(reason))
    except Stopped:
        with suppress(OSError):  # the terminal may be what went away
            say("Stopped.")


if __name__ == "__main__":
    main()
