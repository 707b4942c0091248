"""Does a second worker make twice as many documents? They share nothing but the machine."""

import os
import subprocess
import sys
import time
from contextlib import ExitStack, suppress
from statistics import median

from .registry import CannotMeasure, Result, figure

DOCUMENTS = 6  # some seconds
ROUNDS = 5
WORK = (
    "import sys, django; django.setup()\n"
    "from bench.agreements_documents import ours, page_source\n"
    "render = ours(page_source()); render()\n"
    "print('ready', flush=True)\n"
    f"for line in sys.stdin:\n    [render() for _ in range({DOCUMENTS})]; print('done', flush=True)\n"
)


class Worker:
    """Another process that lays out documents when it is told to."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", WORK], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.wait()

    def start(self) -> None:
        assert self._process.stdin
        self._process.stdin.write("go\n")
        self._process.stdin.flush()

    def wait(self) -> None:
        assert self._process.stdout
        if not self._process.stdout.readline():
            raise CannotMeasure("a worker died")

    def stop(self) -> None:
        with suppress(BrokenPipeError):
            self._process.communicate("", timeout=30)


def seconds(workers: list[Worker]) -> float:
    started = time.monotonic()
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.wait()
    return time.monotonic() - started


@figure("agreements.two_workers")
def two_workers() -> Result:
    if (os.cpu_count() or 1) < 2:
        raise CannotMeasure("this machine has one processor")
    with ExitStack() as stack:
        workers = []
        for _ in range(2):
            workers.append(Worker())
            stack.callback(workers[-1].stop)
        ratios = [2 * seconds(workers[:1]) / seconds(workers) for _ in range(ROUNDS)]
    how = f"documents per second of two workers over one, {DOCUMENTS} each, median of {ROUNDS}"
    return Result(median(ratios), ">= 1.7", how)
