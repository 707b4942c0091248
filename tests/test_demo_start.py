"""`make demo`, as its own process with everything that it starts."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from django.conf import settings

from mkbroute import cluster, embedded
from mkbroute.demo import __main__ as start
from mkbroute.supervisor import CannotStart

from . import databases
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
    """One database for all of it: filling it takes a minute."""
    (tmp_path / "secret-key").touch()  # half written
    first = demo()
    said = first.read_until("Stop: Ctrl-C")
    assert f"http://localhost:{first.port}" in said
    assert json.loads(first.get("/healthz")) == {"database": "ok", "redis": "ok"}
    assert b"Sanne Vermeer" in first.get("/demo/")
    assert first.stop().strip() == "Stopped."
    assert first.process.returncode == 0
    assert not left_over(tmp_path)
    assert len((tmp_path / "secret-key").read_text()) > 40

    began = time.monotonic()
    second = demo()
    said = second.read_until("Stop: Ctrl-C")
    assert "only this once" not in said
    assert json.loads(second.get("/healthz")) == {"database": "ok", "redis": "ok"}
    assert time.monotonic() - began < 60  # measured at 6 seconds; the machine of a test may be busy
    second.stop()
    names_what_is_half_written(demo, tmp_path)
    makes_again_what_is_gone(demo, tmp_path)


def names_what_is_half_written(demo, folder):
    key = (folder / "seal.p12").read_bytes()
    (folder / "seal.p12").write_bytes(key[:100])
    assert_refused(demo(), f"{folder / 'seal.p12'} cannot be read as a key to seal with", "Remove it")
    (folder / "seal.p12").write_bytes(key)

    (folder / "documents").rename(folder / "elsewhere")
    assert_refused(demo(), f"{folder / 'documents'} is gone", "'make clean-demo'")
    (folder / "elsewhere").rename(folder / "documents")

    (folder / "postgresql" / "global").rename(folder / "global")
    assert_refused(demo(), "'postgresql' did not start", "'make clean-demo'")


def makes_again_what_is_gone(demo, folder):
    shutil.rmtree(folder / "postgresql")
    again = demo()
    again.read_until("only this once")  # the mark went with the data
    again.stop()


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


@pytest.mark.parametrize("in_the_way", ["", "log", "mail", "secret-key", "postgresql"])
def test_demo_names_a_file_or_folder_that_is_in_the_way(demo, tmp_path, in_the_way):
    folder = tmp_path / "var"
    if in_the_way:
        folder.mkdir()
    if in_the_way == "secret-key":
        (folder / in_the_way).mkdir()
    else:
        (folder / in_the_way).write_text("")
    assert_refused(demo(folder), str(folder / in_the_way), "move it away" if in_the_way != "postgresql" else "")


@pytest.mark.parametrize(
    ("variable", "value", "sentence"),
    [
        ("DATABASE_URL", "rubbish", "DATABASE_URL must look like postgresql://"),
        ("DATABASE_URL", "postgresql://portal_web@127.0.0.1:1/x", "DATABASE_URL must name the log-in portal_owner"),
        ("DATABASE_URL", "postgresql://portal_owner@127.0.0.1:1/x", "DATABASE_URL: the database cannot be reached"),
        ("REDIS_URL", "nonsense", "REDIS_URL must begin with redis://"),
        ("REDIS_URL", "redis://127.0.0.1:1", "REDIS_URL: Redis or Valkey cannot be reached"),
        ("SMTP_URL", "nonsense", "SMTP_URL must look like smtp+tls://"),
    ],
)
def test_demo_names_what_is_wrong_with_servers_that_are_given(demo, tmp_path, variable, value, sentence):
    given = {name: databases.address(cluster.LOG_INS[name], "postgres") for name in cluster.LOG_INS}
    assert_refused(demo(**{**given, "REDIS_URL": settings.REDIS_URL, variable: value}), sentence)


def assert_refused(refused: Demo, *sentences: str) -> None:
    said = refused.end()
    assert refused.process.returncode == 1
    assert "Traceback" not in said
    for sentence in sentences:
        assert sentence in said


def test_demo_names_the_packages_of_missing_libraries(monkeypatch):
    start.require_libraries()
    monkeypatch.setitem(start.LIBRARIES, "mist-1.0", "libmist-1.0-0")
    with pytest.raises(CannotStart, match=r"apt-get install libmist-1\.0-0 fonts-dejavu-core"):
        start.require_libraries()
