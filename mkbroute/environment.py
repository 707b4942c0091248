"""Settings come from the environment, through here, or the portal does not start.

Each reader names the variable and says what it should hold when it is missing or wrong.
"""

import os
from urllib.parse import SplitResult, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

MAIL_PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}


def text(name: str, default: str | None = None, *, example: str = "") -> str:
    value = os.environ.get(name) or default  # compose hands on what is not filled in as nothing
    if value is None:
        hint = f", for example {name}={example}" if example else ""
        raise ImproperlyConfigured(f"Set the environment variable {name}{hint}.")
    return value


def flag(name: str, default: bool) -> bool:
    value = os.environ.get(name, "on" if default else "off").lower()
    if value not in ("on", "off"):
        raise ImproperlyConfigured(f"{name} must be 'on' or 'off', not {value!r}.")
    return value == "on"


def number(name: str, default: int) -> int:
    """From 1."""
    value = os.environ.get(name, str(default))
    if not value.isdecimal() or int(value) < 1:
        raise ImproperlyConfigured(f"{name} must be a whole number from 1, not {value!r}.")
    return int(value)


def choice(name: str, default: str, among: tuple[str, ...]) -> str:
    value = text(name, default)
    if value not in among:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(among)}, not {value!r}.")
    return value


def url(name: str, default: str | None = None, *, schemes: tuple[str, ...], example: str) -> str:
    """An address with one of the schemes and a host."""
    value = text(name, default, example=example)
    if value and not _is_url(value, schemes):
        raise ImproperlyConfigured(
            f"{name} must begin with {' or '.join(f'{each}://' for each in schemes)} "
            f"and name a host, for example {name}={example}, not {value!r}."
        )
    return value


def site(name: str) -> str:
    """Where the portal is, without anything after the host: what links begin with."""
    value = url(name, schemes=("http", "https"), example="https://mkb-route.example.nl").rstrip("/")
    parts = urlsplit(value)
    if parts.path or parts.query or parts.fragment or parts.username:
        raise ImproperlyConfigured(
            f"{name} must end after the host: {parts.scheme}://{parts.netloc.rpartition('@')[2]}."
        )
    return value


def hosts(name: str, default: str, *, site: str) -> list[str]:
    """The host names that are answered to, that of `site` among them."""
    allowed = words(name, default)
    host = urlsplit(site).hostname or ""
    host = f"[{host}]" if ":" in host else host
    if not any(_is_host(host, pattern.lower()) for pattern in allowed):
        raise ImproperlyConfigured(f"{name} must hold {host} as well, the host of the address {site}.")
    return allowed


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
    value = text(name, example="smtp+tls://user:secret@mail.example.nl:587")
    if not _is_url(value, tuple(MAIL_PORTS)):
        raise ImproperlyConfigured(f"{name} must look like smtp+tls://user:password@host:port.")
    url = urlsplit(value)
    return {
        "EMAIL_HOST": url.hostname or "",
        "EMAIL_PORT": url.port or MAIL_PORTS[url.scheme],
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


def _is_url(address: str, schemes: tuple[str, ...]) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in schemes and bool(parts.hostname) and _port(parts) is not None


def _is_host(host: str, pattern: str) -> bool:
    """As Django reads ALLOWED_HOSTS: a name, `.name` with everything under it, or all."""
    below = pattern.startswith(".") and (host.endswith(pattern) or host == pattern[1:])
    return pattern == "*" or host == pattern or below
