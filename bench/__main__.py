"""`make bench`: measure, print, and write var/bench.json. Ends with 1 when a goal is missed."""

import importlib
import json
import os
import pkgutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core import management

import bench
from bench.registry import FIGURES, CannotMeasure, Result, chosen
from mkbroute import cluster, embedded
from mkbroute.supervisor import CannotStart, Stopped, Supervisor, stop_on_signals

FOLDER = Path("var").resolve() / "bench"
REPORT = FOLDER.with_name("bench.json")
SETTINGS = {
    "DJANGO_SETTINGS_MODULE": "mkbroute.settings",
    "SECRET_KEY": "benchmarks keep no secrets",
    "SITE_URL": "http://localhost",
    "ALLOWED_HOSTS": "localhost,testserver",
    "SMTP_URL": "smtp://localhost",
    "LOG_LEVEL": "WARNING",
    "DEMO": "on",  # its people are invented
    "VAR_DIR": str(FOLDER),
}


@contextmanager
def servers() -> Iterator[None]:
    """The embedded ones, and Django set up to use them."""
    with Supervisor(FOLDER / "log") as supervisor:
        postgresql = embedded.start_postgresql(supervisor, FOLDER / "postgresql")
        with postgresql.connect_as_admin() as admin:
            cluster.create_roles(admin)
        os.environ.update(SETTINGS)
        os.environ["ADMIN_DATABASE_URL"] = postgresql.url("postgres", "postgres")
        os.environ["DATABASE_URL"] = postgresql.url("portal_worker", "postgres")
        os.environ["REDIS_URL"] = embedded.start_valkey(supervisor)
        importlib.import_module("django").setup()
        management.call_command("collectstatic", interactive=False, verbosity=0)  # pages name what is collected
        yield


def measure(only: str) -> dict[str, Result]:
    for module in pkgutil.iter_modules(bench.__path__, "bench."):
        if module.name != "bench.__main__":
            importlib.import_module(module.name)
    figures = chosen(only)
    if not figures:
        raise CannotStart(f"Nothing to measure by that name. There is: {', '.join(sorted(FIGURES)) or 'nothing yet'}.")
    results = {}
    for name, take in figures.items():
        try:
            results[name] = take()
        except CannotMeasure as reason:
            say(f"{name:42} absent: {reason}")
        else:
            say(line(name, results[name]))
    return results


def line(name: str, result: Result) -> str:
    verdict = "" if not result.goal else "ok" if result.ok else "MISSED"
    return f"{name:42} {result.value:>10.3g}  {result.goal:10} {verdict:7} {result.how}"


def report(results: dict[str, Result]) -> None:
    """What was not measured this time keeps its figure."""
    known = json.loads(REPORT.read_text()) if REPORT.exists() else {}
    for name, result in results.items():
        known[name] = {"value": result.value, "goal": result.goal, "ok": result.ok, "how": result.how}
    REPORT.write_text(json.dumps(known, indent=2, sort_keys=True) + "\n")


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main() -> None:
    stop_on_signals()
    only = sys.argv[1] if len(sys.argv) > 1 else ""
    try:
        with servers():
            results = measure(only)
        report(results)
    except CannotStart as reason:
        sys.exit(str(reason))
    except Stopped:
        sys.exit("Stopped; nothing was written.")
    sys.exit(not all(result.ok for result in results.values()))


if __name__ == "__main__":
    main()
