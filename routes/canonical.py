"""The one address of each public page, for search engines and for whoever shares it.

A hogeschool that has a web address of its own wants people to find its routes there; the portal shows the same pages,
and says so. A sitemap may only name pages of its own address, so each address lists what it is the home of.
"""

from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse

from mkbroute.organisations.hosts import known_hosts
from mkbroute.organisations.queries import Host

from .models import Route


def page_url(route: Route) -> str:
    return home_of(route.hogeschool_id) + reverse("routes:page", args=[route.slug])


def home_of(hogeschool_id: int | None) -> str:
    """Scheme and host of the pages of this hogeschool, or of the portal."""
    own = next((name for name, host in known_hosts().items() if host.organisation_id == hogeschool_id), None)
    return at_host(own) if own else settings.SITE_URL


def at_host(name: str) -> str:
    """As the portal's own address, with another name in it."""
    portal = urlsplit(settings.SITE_URL)
    port = f":{portal.port}" if portal.port else ""
    return portal._replace(netloc=f"{name}{port}").geturl()


def origin(host: Host | None) -> str:
    return home_of(host.organisation_id if host else None)
