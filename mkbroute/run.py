"""The processes that the portal consists of: `python -m mkbroute.run web`, and so for each of COMMANDS.

The same commands in the demo, in the container image and by hand. What is wrong with the environment is said in one
sentence before anything starts.
"""

import os
import sys
from importlib import import_module

from django.core.exceptions import ImproperlyConfigured

PYTHON = [sys.executable, "-m"]
DJANGO = [*PYTHON, "django"]
RUN = [*PYTHON, "mkbroute.run"]
SKIP_CHECKS = "--skip-checks"  # they import the whole portal, which takes longer than the command; the tests run them
CELERY = [*PYTHON, "celery", "--app", "mkbroute"]
COMMANDS = {
    "web": [*PYTHON, "gunicorn", "--config", "python:mkbroute.web_server", "mkbroute.wsgi"],
    # Without gossip and mingle: the workers have nothing to say to each other.
    "worker": [*CELERY, "worker", "--loglevel", "INFO", "--without-gossip", "--without-mingle"],
    "beat": [*CELERY, "beat", "--loglevel", "INFO"],
    "roles": [*PYTHON, "mkbroute.cluster"],
    "migrate": [*DJANGO, "migrate", "--no-input", SKIP_CHECKS],
    "collectstatic": [*DJANGO, "collectstatic", "--no-input", "--ignore", "src"],
    "begin": [*DJANGO, "begin", SKIP_CHECKS],
    "seal-key": [*DJANGO, "seal_key", SKIP_CHECKS],
    "seed": [*DJANGO, "seed", SKIP_CHECKS],
    "people": [*DJANGO, "demo_people", SKIP_CHECKS],
}
# Access rests on it: one that may become more than its process should would hold nothing back.
LOG_INS = {
    **dict.fromkeys(("worker", "beat", "begin", "seed", "people"), "portal_worker"),
    "web": "portal_web",
    "migrate": "portal_owner",
}


def manage(arguments: list[str]) -> None:
    """Django's commands, without a traceback for what is wrong with the environment."""
    from django.core.management import execute_from_command_line
    from django.db import OperationalError

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mkbroute.settings")
    try:
        execute_from_command_line(arguments)
    except ImproperlyConfigured as error:
        sys.exit(str(error))
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", None):  # not of the connection
            raise
        sys.exit(f"DATABASE_URL: the database cannot be reached ({' '.join(str(error).split())}).")


def require_environment(name: str) -> None:
    """Raises ImproperlyConfigured, naming the variable, when this command cannot start in it."""
    from django.conf import settings

    user, expected = settings.DATABASES["default"]["USER"], LOG_INS.get(name)
    if expected and user != expected:
        raise ImproperlyConfigured(f"DATABASE_URL must name the log-in {expected} for '{name}', not {user!r}.")
    if name == "web":
        import_module("mkbroute.web_server")


def main() -> None:
    name, *arguments = sys.argv[1:] or [""]
    if name not in COMMANDS:
        sys.exit(f"Usage: python -m mkbroute.run {'|'.join(COMMANDS)}")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mkbroute.settings")
    command = [*COMMANDS[name], *arguments]
    try:
        if name != "roles":
            require_environment(name)
    except ImproperlyConfigured as error:
        sys.exit(str(error))
    if command[: len(DJANGO)] == DJANGO:
        manage(command[len(PYTHON) :])
    else:
        os.execv(command[0], command)


if __name__ == "__main__":
    main()
