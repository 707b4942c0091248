"""What production needs: safe settings, and a compose file that starts what exists."""

import os
import re
import subprocess
import sys

import pytest
import yaml
from django.conf import settings

from mkbroute.run import COMMANDS

COMPOSE = yaml.safe_load((settings.BASE_DIR / "docker-compose.yml").read_text())
PRODUCTION = {
    "SECRET_KEY": "q7Hc0vN2xW9dRk4mT1yLs8bZ5uJf3gPeA6oXiVhCnQrDtEwKzMbYl",
    "SITE_URL": "https://mkb-route.example.nl",
    "ALLOWED_HOSTS": "mkb-route.example.nl",
    "BEHIND_PROXY": "on",
    "DATABASE_URL": "postgresql://portal_web:secret@db.example.nl/mkbroute",
    "REDIS_URL": "rediss://queue.example.nl/0",
    "SMTP_URL": "smtp+tls://me:secret@mail.example.nl",
}


def manage(*arguments: str, **variables: str) -> subprocess.CompletedProcess:
    env = {"PATH": os.environ["PATH"], "VAR_DIR": os.environ["VAR_DIR"], **variables}
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=settings.BASE_DIR, env=env, capture_output=True, text=True, check=False)


def test_production_settings_are_safe():
    result = manage("check", "--deploy", "--fail-level", "INFO", **PRODUCTION)
    assert (result.returncode, result.stderr) == (0, "")


@pytest.mark.parametrize("name", ["SECRET_KEY", "SITE_URL", "DATABASE_URL", "REDIS_URL", "SMTP_URL"])
def test_settings_name_the_variable_that_is_missing(name):
    result = manage("check", **{key: value for key, value in PRODUCTION.items() if key != name})
    assert result.returncode == 1
    assert f"Set the environment variable {name}" in result.stderr


def test_compose_starts_commands_that_exist():
    started = {service["command"][0] for service in COMPOSE["services"].values() if service.get("build")}
    assert started == {"web", "worker", "beat", "migrate", "roles"}
    assert started <= set(COMMANDS)


def test_compose_sets_variables_that_are_read():
    sources = [path.read_text() for path in (settings.BASE_DIR / "mkbroute").glob("*.py")]
    ours = [service for service in COMPOSE["services"].values() if service.get("build")]
    for name in {name for service in ours for name in service["environment"]}:
        assert any(f'"{name}"' in source for source in sources), name


def test_compose_asks_for_nothing_that_the_example_leaves_out():
    example = (settings.BASE_DIR / ".env.example").read_text()
    offered = set(re.findall(r"^([A-Z_]+)=", example, re.MULTILINE))
    asked = set(re.findall(r"\$\{([A-Z_]+)", (settings.BASE_DIR / "docker-compose.yml").read_text()))
    assert asked == offered
