import signal
import subprocess
import sys
import time

import psutil
import pytest
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from mkbroute import embedded
from mkbroute.supervisor import CannotStart, Supervisor

from .processes import left_over, until


@pytest.fixture
def supervisor(tmp_path):
    with Supervisor(tmp_path / "log") as supervisor:
        yield supervisor


def test_postgresql_keeps_its_data_and_leaves_nothing_running(tmp_path):
    folder = tmp_path / "postgresql"
    with Supervisor(tmp_path / "log") as supervisor:
        server = embedded.start_postgresql(supervisor, folder)
        with server.connect_as_admin() as admin:
            admin.execute("CREATE TABLE kept (value int); INSERT INTO kept VALUES (1)")
        assert left_over(tmp_path)
    assert not left_over(tmp_path)
    with Supervisor(tmp_path / "log") as supervisor:
        server = embedded.start_postgresql(supervisor, folder)
        with server.connect_as_admin() as admin:
            assert admin.execute("SELECT value FROM kept").fetchone() == (1,)


def test_postgresql_cannot_be_reached_by_others(tmp_path, supervisor):
    server = embedded.start_postgresql(supervisor, tmp_path / "postgresql")
    assert server.socket.stat().st_mode & 0o077 == 0
    with server.connect_as_admin() as admin:
        assert admin.execute("SHOW listen_addresses").fetchone() == ("",)


def test_postgresql_starts_after_it_was_killed(tmp_path, supervisor):
    folder = tmp_path / "postgresql"
    embedded.start_postgresql(supervisor, folder)
    psutil.Process(int((folder / "postmaster.pid").read_text().split()[0])).kill()
    with pytest.raises(CannotStart, match="'postgresql' stopped by itself"):
        until(supervisor.check)
    supervisor.stop()
    embedded.start_postgresql(supervisor, folder).connect_as_admin().close()


def test_half_made_database_is_made_again(tmp_path, supervisor):
    (tmp_path / "postgresql.unfinished" / "base").mkdir(parents=True)
    embedded.start_postgresql(supervisor, tmp_path / "postgresql")
    assert not (tmp_path / "postgresql.unfinished").exists()


def test_socket_moves_when_the_path_grows_too_long(tmp_path, supervisor):
    deep = tmp_path / ("x" * 90)
    server = embedded.start_postgresql(supervisor, deep / "postgresql")
    assert not server.socket.is_relative_to(tmp_path)
    server.connect_as_admin().close()
    supervisor.stop()
    server.socket.rmdir()


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ({}, r"is not a whole database\. 'make clean-demo' throws the demo data away"),
        ({"PG_VERSION": "17\n"}, r"was made by PostgreSQL 17; this is PostgreSQL 18\. 'make clean-demo'"),
        ({"PG_VERSION": "18\n"}, r"'postgresql' did not start\.\n.*postgresql\.conf.*'make clean-demo'"),
    ],
)
def test_damaged_database_is_named(tmp_path, supervisor, files, sentence):
    folder = tmp_path / "postgresql"
    folder.mkdir(mode=0o700)
    for name, content in files.items():
        (folder / name).write_text(content)
    with pytest.raises(CannotStart, match=f"(?s){sentence}"):
        embedded.start_postgresql(supervisor, folder)


def test_valkey_wants_its_password(supervisor):
    url = embedded.start_valkey(supervisor)
    with redis.Redis.from_url(url) as client:
        assert client.ping()
        port = client.connection_pool.connection_kwargs["port"]
    with redis.Redis(port=port, retry=Retry(NoBackoff(), 0)) as stranger, pytest.raises(redis.AuthenticationError):
        stranger.ping()


def test_valkey_keeps_its_data(tmp_path):
    for start in range(2):
        with Supervisor(tmp_path / "log") as supervisor:
            url = embedded.start_valkey(supervisor, tmp_path / "valkey")
            with redis.Redis.from_url(url) as client:
                assert client.incr("starts") == start + 1


def test_supervisor_says_what_a_failed_step_said(tmp_path, supervisor):
    command = [sys.executable, "-c", "raise SystemExit('the reason')"]
    with pytest.raises(CannotStart, match=r"(?s)'step' failed\..*the reason.*step\.log"):
        supervisor.run({"step": command}, env={"step": {}})


def test_supervisor_stops_only_the_main_process_first(tmp_path):
    """A Celery worker loses work when its children are told to stop."""
    program = "import subprocess, sys, time; subprocess.Popen([sys.executable, '-c', sys.argv[1]]); time.sleep(60)"
    child = "import signal, time; signal.signal(15, lambda *_: print('child was told', flush=True)); time.sleep(60)"
    with Supervisor(tmp_path / "log") as supervisor:
        process = supervisor.start("main", [sys.executable, "-c", program, child])
        until(lambda: len(psutil.Process(process.pid).children()) == 1)
        orphan = psutil.Process(process.pid).children()[0]
        time.sleep(0.3)
    assert "child was told" not in supervisor.log("main").read_text()
    psutil.wait_procs([orphan], timeout=5)
    assert not orphan.is_running() or orphan.status() == psutil.STATUS_ZOMBIE


def test_everything_dies_with_a_killed_supervisor(tmp_path):
    program = (
        "import sys, pathlib; from mkbroute import embedded; from mkbroute.supervisor import Supervisor\n"
        "folder = pathlib.Path(sys.argv[1])\n"
        "with Supervisor(folder / 'log') as s:\n"
        "    embedded.start_postgresql(s, folder / 'postgresql'); embedded.start_valkey(s, folder / 'valkey')\n"
        "    print('ready', flush=True); s.watch()\n"
    )
    command = [sys.executable, "-c", program, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout.readline() == b"ready\n"
        process.send_signal(signal.SIGKILL)
    until(lambda: not left_over(tmp_path))
