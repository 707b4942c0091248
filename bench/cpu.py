"""CPU time of this process and of PostgreSQL together, and ratios of it.

Elapsed time says little on a machine that others share; CPU time, taken in turns, repeats within some percent.
"""

import os
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import psutil
from django.db import connection

from .registry import CannotMeasure

LONG_ENOUGH_SECONDS = 0.5  # of CPU time, for one measurement: the kernel counts a process in steps of 0.01
MOST_CALLS = 10_000


def ratio(ours: Callable[[], object], reference: Callable[[], object], rounds: int = 5) -> float:
    """CPU time of one call of `ours` over one of `reference`: the median of rounds in which they take turns."""
    clock = Clock()
    calls = {each: _calls_needed(clock, each) for each in (ours, reference)}
    ratios = []
    for number in range(rounds):
        order = (ours, reference) if number % 2 else (reference, ours)
        spent = {each: clock.spent(each, calls[each]) for each in order}
        ratios.append(spent[ours] / spent[reference])
    return median(ratios)


def cpu_seconds(work: Callable[[], object], rounds: int = 5) -> float:
    """CPU time of one call: the median of some rounds."""
    clock = Clock()
    calls = _calls_needed(clock, work)
    return median(clock.spent(work, calls) for _ in range(rounds))


def _calls_needed(clock: "Clock", work: Callable[[], object]) -> int:
    work()  # warms up: imports, caches, connections, plans
    return min(MOST_CALLS, max(1, round(LONG_ENOUGH_SECONDS / clock.spent(work, 1))))


class Clock:
    """Raises `CannotMeasure` when PostgreSQL does not run on this machine, where its CPU time can be read."""

    def __init__(self) -> None:
        self._postmaster = _postmaster()

    def spent(self, work: Callable[[], object], calls: int) -> float:
        """Seconds of CPU for one of `calls` calls."""
        before = self._now()
        for _ in range(calls):
            work()
        return (self._now() - before) / calls

    def _now(self) -> float:
        processes = [self._postmaster, *self._postmaster.children()]
        gone = self._postmaster.cpu_times()  # what ended since is kept with the parent
        running = sum(_on_cpu(process.pid) for process in processes)
        return time.process_time() + running + gone.children_user + gone.children_system


def _on_cpu(pid: int) -> float:
    """Nanoseconds where the kernel counts them; /proc/PID/stat counts hundredths of a second."""
    try:
        return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9
    except FileNotFoundError:
        return 0.0


def _postmaster() -> psutil.Process:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pid = cursor.fetchone()[0]
    try:
        parent = psutil.Process(pid).parent()
    except psutil.NoSuchProcess:
        parent = None
    if not parent or not parent.name().startswith("postgres") or not Path(f"/proc/{os.getpid()}/schedstat").exists():
        raise CannotMeasure("the CPU time of PostgreSQL cannot be read: it must run on this machine, under Linux")
    return parent
