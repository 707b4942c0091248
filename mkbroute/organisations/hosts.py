"""A hogeschool's own web address: the public pages there are in its style. Logging in happens at the portal's own."""

import time
from dataclasses import dataclass, field

from django.conf import settings
from django.shortcuts import redirect

from mkbroute.access.actor import PUBLIC, acting_as

from . import queries

KEPT_SECONDS = 10


@dataclass
class _Kept:
    until: float = 0.0
    hosts: dict[str, queries.Host] = field(default_factory=dict)


_kept = _Kept()


def host_middleware(get_response):
    """Sets `request.host`: a queries.Host, or None at the portal's own address."""

    def middleware(request):
        request.host = known_hosts().get(request.get_host().partition(":")[0].lower())
        if request.host and request.path.startswith("/account/"):
            return redirect(settings.SITE_URL + request.get_full_path())
        return get_response(request)

    return middleware


def known_hosts() -> dict[str, queries.Host]:
    """Read now and then by each process."""
    if time.monotonic() >= _kept.until:
        with acting_as(PUBLIC):
            _kept.hosts = queries.hosts()
        _kept.until = time.monotonic() + KEPT_SECONDS
    return _kept.hosts


def forget() -> None:
    """So that this process sees a change at once."""
    _kept.until = 0.0
