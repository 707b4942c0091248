"""The portal as it runs in production: gunicorn and a Celery worker, on the database of this test process."""

import os
import time
import urllib.request
from pathlib import Path

from django.db import connection

from mkbroute.embedded import free_port
from mkbroute.run import COMMANDS
from mkbroute.supervisor import Supervisor

from . import databases
from .seal_key import write_seal_key

HEALTHY_WITHIN_SECONDS = 60


class Portal:
    """`url` is where it answers."""

    def __init__(self, supervisor: Supervisor) -> None:
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self._start(supervisor)

    def _start(self, supervisor: Supervisor) -> None:
        write_seal_key(Path(os.environ["VAR_DIR"]) / "seal.p12")
        web, worker = self._environment("portal_web"), self._environment("portal_worker")
        supervisor.run({"collectstatic": COMMANDS["collectstatic"]}, env={"collectstatic": worker})
        supervisor.start("web", COMMANDS["web"], env=web)
        supervisor.start("worker", [*COMMANDS["worker"], "--concurrency", "1"], env=worker)
        deadline = time.monotonic() + HEALTHY_WITHIN_SECONDS
        while not self._healthy():
            supervisor.check()
            assert time.monotonic() < deadline, supervisor.last_words("web")
            time.sleep(0.1)

    def _environment(self, role: str) -> dict[str, str]:
        return {
            **os.environ,
            "DATABASE_URL": databases.address(role, connection.settings_dict["NAME"]),
            "SITE_URL": self.url,
            "BIND": f"127.0.0.1:{self.port}",
            "WEB_WORKERS": "1",
            "WEB_THREADS": "4",
        }

    def _healthy(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=5) as answer:
                return answer.status == 200
        except OSError:
            return False


def logs() -> Path:
    return Path(os.environ["VAR_DIR"]) / "log"


def last_lines(name: str) -> str:
    log = logs() / f"{name}.log"
    return "\n".join(log.read_text().splitlines()[-40:]) if log.exists() else ""
