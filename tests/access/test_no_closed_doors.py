"""Every link on every page that someone may see leads somewhere: nobody is shown a door that is closed."""

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client

from mkbroute.organisations.enums import Part
from tests import cast
from tests.access.test_urls import ADDRESSES, client_of, url
from tests.built_once import built_once

pytestmark = pytest.mark.django_db
LINK = re.compile(r'<a\b[^>]*\bhref="([^"]*)"')
OPEN = {200, 301, 302}
LOOKS_ON = {"teacher": ("hogeschool", Part.TEACHER), "supervisor": ("company", Part.SUPERVISOR)}
WHO = ("visitor", "coordinator", "company", "branche", "programme", "student", *LOOKS_ON)


tenant = built_once(cast.tenant)


@pytest.mark.parametrize("who", WHO)
def test_no_link_leads_to_a_closed_door(tenant, who):
    closed = {f"{page} -> {link}: {status}" for page, link, status in walk(visitor(who, tenant), starts(tenant))}
    assert not closed, "\n".join(sorted(closed))


def visitor(who: str, tenant: cast.Tenant) -> Client:
    if who not in LOOKS_ON:
        return client_of(who, tenant, tenant)
    organisation, part = LOOKS_ON[who]
    client = Client(raise_request_exception=False)
    client.force_login(cast.person("Kijkt Mee", getattr(tenant, organisation), part).user)
    return client


def starts(tenant: cast.Tenant) -> list[str]:
    """Whoever types an address sees no closed doors either."""
    return [url(name, tenant) for name in ADDRESSES]


def walk(client: Client, addresses: list[str]) -> Iterator[tuple[str, str, int]]:
    """The links that lead nowhere: page, address, status. What a start itself answers does not count."""
    seen: dict[str, int] = {}
    to_read = [(address, "") for address in addresses]
    while to_read:
        address, page = to_read.pop()
        if address not in seen:
            response = client.get(address)
            seen[address] = 200 if offers_another_hat(response) else response.status_code
            if response.status_code == 200 and response.headers.get("Content-Type", "").startswith("text/html"):
                to_read += [(link, address) for link in links(response.content.decode(), address)]
        if page and seen[address] not in OPEN:
            yield page, address, seen[address]


def offers_another_hat(response) -> bool:
    return response.status_code == 403 and b'name="next"' in response.content


def links(html: str, page: str) -> set[str]:
    found = {urljoin(page, unescape(link)) for link in LINK.findall(html)}
    own = (urlsplit(link) for link in found)
    return {f"{link.path}?{link.query}".rstrip("?") for link in own if not link.netloc and not link.scheme}
