"""Starts processes, watches them, and stops everything it started and nothing else.

Less than an existing supervisor, because those signal a whole process group: a Celery worker loses work unless only its
main process is told to stop. Every process writes to its own log file, so nothing here has to be pumped.
"""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import FrameType

PATIENCE_SECONDS = 15  # between the request to stop and the end of patience


class CannotStart(Exception):
    """One sentence that says what is wrong and what to do about it."""


class Stopped(BaseException):
    """Somebody asked to stop: Ctrl-C, SIGTERM, or the terminal went away."""


def stop_on_signals() -> None:
    """From now on a signal to stop raises `Stopped`, once; those after it are ignored so that stopping is finished."""

    def stop(number: int, frame: FrameType | None) -> None:
        for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(each, signal.SIG_IGN)
        raise Stopped

    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, stop)


class Supervisor:
    """A `with` block: what was started inside is stopped at its end, all at once.

    What others stand on belongs in a block around theirs.
    """

    def __init__(self, logs: Path) -> None:
        self.logs = logs
        self._running: dict[str, tuple[subprocess.Popen[bytes], signal.Signals]] = {}

    def __enter__(self) -> "Supervisor":
        self.logs.mkdir(parents=True, exist_ok=True)
        return self

    def __exit__(self, *error: object) -> None:
        self.stop()

    def start(
        self,
        name: str,
        command: Sequence[str],
        *,
        env: Mapping[str, str] | None = None,
        user: int | None = None,
        stop_with: signal.Signals = signal.SIGTERM,
        stdin: bytes = b"",
    ) -> subprocess.Popen[bytes]:
        """Start `command` under `name`; `user` is the user id it runs as, `stop_with` what makes it stop in order."""
        with self.log(name).open("wb") as log:
            process = subprocess.Popen(
                [*_wrapper(user, stop_with), *command],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=env,
                start_new_session=True,  # Ctrl-C in the terminal reaches this process only
            )
        self._running[name] = process, stop_with
        if process.stdin:
            with suppress(BrokenPipeError), process.stdin:
                process.stdin.write(stdin)
        return process

    def run(self, commands: Mapping[str, Sequence[str]], *, env: Mapping[str, Mapping[str, str]]) -> None:
        """Run these side by side to their end. Raises `CannotStart` with the last lines of the one that failed."""
        for name, command in commands.items():
            self.start(name, command, env=env[name])
        for name in commands:
            if self._running[name][0].wait():
                raise CannotStart(f"'{name}' failed.\n{self.last_words(name)}")
            del self._running[name]

    def watch(self, *others: "Supervisor") -> None:
        """Stay until something ends by itself, which is an error."""
        while True:
            for each in (self, *others):
                each.check()
            time.sleep(0.5)

    def check(self) -> None:
        """Raises `CannotStart` when a process is no longer there."""
        for name, (process, _) in self._running.items():
            if process.poll() is not None:
                raise CannotStart(f"'{name}' stopped by itself.\n{self.last_words(name)}")

    def log(self, name: str) -> Path:
        return self.logs / f"{name}.log"

    def last_words(self, name: str) -> str:
        lines = self.log(name).read_text(errors="replace").splitlines()
        return "\n".join([*(f"    {line}" for line in lines[-12:]), f"All of it: {self.log(name)}"])

    def stop(self) -> None:
        for process, stop_with in self._running.values():
            process.send_signal(stop_with)
        while self._running:
            _, (process, _) = self._running.popitem()
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    with suppress(subprocess.TimeoutExpired):
        process.wait(PATIENCE_SECONDS)
    with suppress(ProcessLookupError):  # also what a killed main process left behind
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _wrapper(user: int | None, stop_with: signal.Signals) -> list[str]:
    """setpriv (util-linux, always there on Linux): die with us even when we are killed, and run as somebody else."""
    setpriv = shutil.which("setpriv")
    if not setpriv:
        if user is not None:
            raise CannotStart("As root this needs 'setpriv': apt-get install util-linux, or start it as another user.")
        return []
    wrapper = [setpriv, "--pdeathsig", stop_with.name.removeprefix("SIG")]
    if user is not None:
        wrapper += [f"--reuid={user}", f"--regid={user}", "--clear-groups"]
        if _may_override_permissions():
            # A checkout under /root is closed to others. Opening it for them would outlive us; this does not.
            wrapper += ["--inh-caps=+dac_override", "--ambient-caps=+dac_override"]
    return wrapper


def _may_override_permissions() -> bool:
    status = Path("/proc/self/status").read_text()
    effective = next(line.split()[1] for line in status.splitlines() if line.startswith("CapEff:"))
    return bool(int(effective, 16) & 1 << 1)  # CAP_DAC_OVERRIDE
