"""Settings come from the environment, through here, or the portal does not start.

Each reader names the variable and says what it should hold when it is missing or wrong.
"""

import os
from urllib.parse import SplitResult, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

MAIL_PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}


def text(name: str, default: str | None = None, *, example: str = "") -> str:
    value = os.environ.get(name, default)
    if not value and default is None:
        hint = f", for example {name}={example}" if example else ""
        raise ImproperlyConfigured(f"Set the environment variable {name}{hint}.")
    return value or ""


def flag(name: str, default: bool) -> bool:
    value = os.environ.get(name, "on" if default else "off").lower()
    if value not in ("on", "off"):
        raise ImproperlyConfigured(f"{name} must be 'on' or 'off', not {value!r}.")
    return value == "on"


def number(name: str, default: int) -> int:
    value = os.environ.get(name, str(default))
    if not value.isdecimal():
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.")
    return int(value)


def words(name: str, default: str = "") -> list[str]:
    """A list, separated by commas."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def database(name: str) -> dict[str, str]:
    """A Django database from postgresql://user:password@host:port/dbname.

    The host may be a percent-encoded folder: a Unix socket.
    """
    value = text(name, example="postgresql://portal_web:secret@localhost:5432/mkbroute")
    try:
        return database_at(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} must look like postgresql://user:password@host:port/dbname.") from None


def database_at(address: str) -> dict[str, str]:
    """Raises `ValueError` when this is no address of a PostgreSQL database."""
    url = urlsplit(address)
    if url.scheme not in ("postgres", "postgresql") or not url.path.strip("/"):
        raise ValueError(address)
    port = str(url.port or "")
    host = url.netloc.rpartition("@")[2].removesuffix(f":{port}")  # url.hostname would be in lower case
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(url.path.lstrip("/")),
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": unquote(host).strip("[]"),
        "PORT": port,
    }


def mail_server(name: str) -> dict[str, str | int | bool]:
    """The EMAIL_* settings from smtp://user:password@host:port (smtp+tls:// for STARTTLS, smtps:// for TLS)."""
    url = urlsplit(text(name, example="smtp+tls://user:secret@mail.example.nl:587"))
    port = _port(url)
    if url.scheme not in MAIL_PORTS or not url.hostname or port is None:
        raise ImproperlyConfigured(f"{name} must look like smtp+tls://user:password@host:port.")
    return {
        "EMAIL_HOST": url.hostname,
        "EMAIL_PORT": port or MAIL_PORTS[url.scheme],
        "EMAIL_HOST_USER": unquote(url.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(url.password or ""),
        "EMAIL_USE_TLS": url.scheme == "smtp+tls",
        "EMAIL_USE_SSL": url.scheme == "smtps",
    }


def _port(url: SplitResult) -> int | None:
    """0 when none is named, None when it is no number."""
    try:
        return url.port or 0
    except ValueError:
        return None
