"""The processes that the portal consists of: `python -m mkbroute.run web`, and so for each of COMMANDS.

The same commands in the demo, in the container image and by hand.
"""

import os
import sys

PYTHON = [sys.executable, "-m"]
DJANGO = [*PYTHON, "django"]
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
    "seed": [*DJANGO, "seed", "--scale", "demo", SKIP_CHECKS],
    "people": [*DJANGO, "demo_people", SKIP_CHECKS],
}


def main() -> None:
    if sys.argv[1:] not in ([name] for name in COMMANDS):
        sys.exit(f"Usage: python -m mkbroute.run {'|'.join(COMMANDS)}")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mkbroute.settings")
    command = COMMANDS[sys.argv[1]]
    os.execv(command[0], command)


if __name__ == "__main__":
    main()
