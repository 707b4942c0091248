"""`make demo`, as its own process with everything that it starts."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from django.conf import settings

from mkbroute import embedded
from mkbroute.demo import __main__ as start
from mkbroute.supervisor import CannotStart

from .processes import left_over

OF_THE_TESTS = ("DATABASE_URL", "DATABASE_URL_WEB", "DATABASE_URL_WORKER", "REDIS_URL", "SMTP_URL", "SECRET_KEY")


class Demo:
    def __init__(self, folder: Path, port: int | None = None, **variables: str) -> None:
        self.port = port or embedded.free_port()
        env = {name: value for name, value in os.environ.items() if name not in OF_THE_TESTS}
        env |= {"VAR_DIR": str(folder), "PORT": str(self.port), **variables}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "mkbroute.demo"],
            cwd=settings.BASE_DIR,
            env=env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def read_until(self, words: str) -> str:
        read = ""
        while words not in read:
            line = self.process.stdout.readline()
            assert line, f"ended before {words!r}: {read}"
            read += line
        return read

    def end(self) -> str:
        """The rest of what it says; whoever started it has seen to it that it ends."""
        said, _ = self.process.communicate(timeout=60)
        return said

    def stop(self) -> str:
        self.process.send_signal(signal.SIGTERM)
        return self.end()

    def get(self, path: str) -> bytes:
        with urllib.request.urlopen(f"http://localhost:{self.port}{path}", timeout=10) as response:
            return response.read()


@pytest.fixture
def demo(tmp_path):
    started = []

    def begin(folder: Path = tmp_path, **keywords) -> Demo:
        started.append(Demo(folder, **keywords))
        return started[-1]

    yield begin
    for each in started:
        each.process.kill()
        each.end()


def test_demo_starts_stops_and_keeps_its_data(demo, tmp_path):
    first = demo()
    said = first.read_until("Stop: Ctrl-C")
    assert f"http://localhost:{first.port}" in said
    assert json.loads(first.get("/healthz")) == {"database": "ok", "redis": "ok"}
    assert first.stop().strip() == "Stopped."
    assert first.process.returncode == 0
    assert not left_over(tmp_path)

    began = time.monotonic()
    second = demo()
    said = second.read_until("Stop: Ctrl-C")
    assert "only this once" not in said
    assert json.loads(second.get("/healthz")) == {"database": "ok", "redis": "ok"}
    assert time.monotonic() - began < 60  # measured at 6 seconds; the machine of a test may be busy


def test_demo_that_is_stopped_while_it_starts_leaves_nothing(demo, tmp_path):
    starting = demo()
    starting.read_until("Starting PostgreSQL")
    time.sleep(0.5)
    starting.stop()
    assert not left_over(tmp_path)


def test_demo_names_a_port_that_is_taken(demo):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        refused = demo(port=taken.getsockname()[1])
        assert "Address already in use. Choose another: make demo PORT=" in refused.end()
    assert refused.process.returncode == 1


def test_demo_runs_once_at_a_time(demo):
    first = demo()
    first.read_until("Starting PostgreSQL")
    second = demo()
    said = second.end()
    assert said == (
        f"The demo runs already: http://localhost:{first.port}, process {first.process.pid}. Stop that one first.\n"
    )
    assert second.process.returncode == 1


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({"PORT": "http"}, "PORT must be a number from 1 to 65535, not 'http'."),
        ({"VAR_DIR": "/proc/mkbroute"}, "/proc/mkbroute cannot be written"),
        ({"REDIS_URL": "redis://localhost"}, "set DATABASE_URL and DATABASE_URL_WEB and DATABASE_URL_WORKER as well"),
    ],
)
def test_demo_names_what_is_wrong(demo, variables, sentence):
    refused = demo(**variables)
    said = refused.end()
    assert sentence in said
    assert "Traceback" not in said
    assert refused.process.returncode == 1


def test_demo_names_the_packages_of_missing_libraries(monkeypatch):
    start.require_libraries()
    monkeypatch.setitem(start.LIBRARIES, "mist-1.0", "libmist-1.0-0")
    with pytest.raises(CannotStart, match=r"apt-get install libmist-1\.0-0 fonts-dejavu-core"):
        start.require_libraries()
