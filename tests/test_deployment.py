"""What production needs: safe settings, and a compose file that starts what exists."""

import os
import re
import subprocess
import sys

import pytest
import yaml
from django.conf import settings

from mkbroute.cluster import LOG_INS as CLUSTER_LOG_INS
from mkbroute.run import COMMANDS, LOG_INS

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


WORKER = {**PRODUCTION, "DATABASE_URL": PRODUCTION["DATABASE_URL"].replace("portal_web", "portal_worker")}
READ_BY_PYTHON = re.compile(r"""(?:environment\.\w+|os\.environ\.get)\(\s*"([A-Z_]+)\"""")
# Of the demo and the tests, or of the image and what `roles` needs: not to be filled in for compose.
NOT_ASKED = {"PORT", "VAR_DIR", "STATIC_ROOT", "BIND", "DEBUG"}


def manage(*arguments: str, **variables: str) -> subprocess.CompletedProcess:
    return started("manage.py", *arguments, **variables)


def run(*arguments: str, **variables: str) -> subprocess.CompletedProcess:
    return started("-m", "mkbroute.run", *arguments, **variables)


def started(*arguments: str, **variables: str) -> subprocess.CompletedProcess:
    env = {"PATH": os.environ["PATH"], "VAR_DIR": os.environ["VAR_DIR"], **variables}
    command = [sys.executable, *arguments]
    return subprocess.run(
        command, cwd=settings.BASE_DIR, env=env, capture_output=True, text=True, check=False, timeout=60
    )


def test_production_settings_are_safe():
    keyless = {**PRODUCTION, "SEAL_KEY_FILE": "/nowhere/seal.p12"}  # not what another test left under VAR_DIR
    result = manage("check", "--deploy", "--fail-level", "INFO", **keyless)
    assert (result.returncode, result.stderr) == (0, "")


def test_https_without_a_proxy_that_ends_it_is_refused():
    result = manage("check", **{**PRODUCTION, "BEHIND_PROXY": "off"})
    assert result.returncode == 1
    assert "set BEHIND_PROXY=on" in result.stderr


def test_the_image_holds_what_the_portal_runs_on():
    let_in = {line[1:] for line in (settings.BASE_DIR / ".dockerignore").read_text().splitlines() if line[:1] == "!"}
    ours = {app.split(".")[0] for app in settings.INSTALLED_APPS}
    assert {app for app in ours if (settings.BASE_DIR / app).is_dir()} <= let_in


def test_a_demo_is_no_production():
    result = manage("check", "--deploy", DEMO="on", **PRODUCTION)
    assert result.returncode == 1
    assert "demo.E001" in result.stderr


def test_a_worker_without_a_key_to_seal_with_is_told():
    result = manage("check", "--deploy", SEAL_KEY_FILE="/nowhere/seal.p12", **WORKER)
    assert "SEAL_KEY_FILE: there is no /nowhere/seal.p12" in result.stderr
    assert "mkbroute.run seal-key" in result.stderr


@pytest.mark.parametrize("command", [("manage.py", "check"), ("-m", "mkbroute.run", "web")])
@pytest.mark.parametrize("name", ["SECRET_KEY", "SITE_URL", "DATABASE_URL", "REDIS_URL", "SMTP_URL"])
def test_settings_name_the_variable_that_is_missing(name, command):
    result = started(*command, **{key: value for key, value in PRODUCTION.items() if key != name})
    assert result.returncode == 1
    assert result.stderr.startswith(f"Set the environment variable {name}")
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "rubbish"),
        ("DATABASE_URL", "postgresql://portal_owner:secret@db.example.nl/mkbroute"),
        ("REDIS_URL", "nonsense"),
        ("SITE_URL", "mkb-route.example.nl"),
        ("TIMESTAMP_URL", "xx"),
        ("SMTP_URL", "http://mail.example.nl"),
        ("LOG_LEVEL", "loud"),
        ("DEMO", "yes"),
        ("WEB_WORKERS", "0"),
        ("ALLOWED_HOSTS", "localhost"),
    ],
)
def test_settings_name_the_variable_that_is_wrong(name, value):
    result = run("web", **{**PRODUCTION, name: value})
    assert result.returncode == 1
    assert result.stderr.startswith(f"{name} must ")
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize("name", sorted(LOG_INS))
def test_a_command_wants_its_own_log_in(name):
    wrong = "portal_web" if LOG_INS[name] != "portal_web" else "portal_worker"
    address = f"postgresql://{wrong}:secret@db.example.nl/mkbroute"
    result = run(name, **{**PRODUCTION, "DATABASE_URL": address})
    assert result.stderr == f"DATABASE_URL must name the log-in {LOG_INS[name]} for '{name}', not '{wrong}'.\n"


def test_a_database_that_is_away_is_one_sentence():
    address = "postgresql://portal_owner:secret@127.0.0.1:1/mkbroute"
    result = run("migrate", **{**PRODUCTION, "DATABASE_URL": address})
    assert result.returncode == 1
    assert result.stderr.splitlines()[-1].startswith("DATABASE_URL: the database cannot be reached (")
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("ADMIN_DATABASE_URL", "", "Set ADMIN_DATABASE_URL"),
        ("ADMIN_DATABASE_URL", "postgresql://postgres@127.0.0.1:1/postgres", "The database roles were not made"),
        ("DATABASE_URL_WEB", "", "Set the environment variable DATABASE_URL_WEB"),
        ("DATABASE_URL_WEB", "postgresql://[portal_web@x/y", "DATABASE_URL_WEB must look like"),
        (
            "DATABASE_URL_WORKER",
            "postgresql://portal_web@db/y",
            "DATABASE_URL_WORKER must name the log-in portal_worker",
        ),
    ],
)
def test_roles_name_what_is_wrong(name, value, sentence):
    given = {
        "ADMIN_DATABASE_URL": "postgresql://postgres@127.0.0.1:1/postgres",
        "DATABASE_URL": "postgresql://portal_owner@db/mkbroute",
        "DATABASE_URL_WEB": "postgresql://portal_web@db/mkbroute",
        "DATABASE_URL_WORKER": "postgresql://portal_worker@db/mkbroute",
    }
    result = run("roles", **{**given, name: value})
    assert result.returncode == 1
    assert result.stderr.startswith(sentence)
    assert "Traceback" not in result.stderr


def test_the_seed_invents_nobody_outside_a_demo():
    result = run("seed", **WORKER)
    assert result.returncode == 1
    assert result.stderr == "CommandError: The seed invents people and seals agreements for them: only where DEMO=on.\n"


def test_the_readme_names_every_variable():
    readme = (settings.BASE_DIR / "README.md").read_text()
    assert {name for name in variables_read() if f"`{name}`" not in readme} == {"PORT"}  # as make demo PORT=8100


def test_compose_passes_every_variable():
    passed = {name for service in ours() for name in service["environment"]}
    assert variables_read() - passed == NOT_ASKED


def variables_read() -> set[str]:
    sources = [*(settings.BASE_DIR / "mkbroute").glob("*.py"), settings.BASE_DIR / "mkbroute" / "demo" / "__main__.py"]
    found = {name for source in sources for name in READ_BY_PYTHON.findall(source.read_text())}
    assert {"SECRET_KEY", "BIND", "ADMIN_DATABASE_URL"} <= found
    return found | {*CLUSTER_LOG_INS}


def ours() -> list[dict]:
    return [service for service in COMPOSE["services"].values() if service.get("build")]


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
