"""Where a request came from, kept as evidence; and when something may be asked again, in words."""

import ipaddress
from datetime import datetime

from django.conf import settings
from django.utils import timezone

from ..services.signing import Visit


def visit_of(request) -> Visit:
    return Visit(ip=_ip_of(request), browser=request.headers.get("User-Agent", "")[:300])


def _ip_of(request) -> str:
    """Of the visitor. Behind our proxy: the last address in its header, the only one that the proxy vouches for."""
    address = request.META.get("REMOTE_ADDR", "")
    if settings.SECURE_PROXY_SSL_HEADER:
        address = request.headers.get("X-Forwarded-For", address).rpartition(",")[2].strip()
    try:
        return str(ipaddress.ip_address(address))
    except ValueError:
        return ""


def from_when(moment: datetime) -> str:
    seconds = int((moment - timezone.now()).total_seconds()) + 1
    return f"over {seconds} seconden" if seconds <= 90 else f"vanaf {timezone.localtime(moment):%H:%M} uur"
