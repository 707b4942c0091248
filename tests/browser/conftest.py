"""People at their screens: Chromium on the running portal, each window with cookies of its own."""

import os
import re
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.documents import seal_readiness
from mkbroute.organisations.models import User
from mkbroute.supervisor import Supervisor
from tests import portal as running

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
# It runs as root and talks to nobody but the portal.
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
DESKTOP = {"viewport": {"width": 1280, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "is_mobile": True, "has_touch": True}
DUTCH = {"locale": "nl-NL", "timezone_id": "Europe/Amsterdam"}
PATIENCE_MILLISECONDS = 15_000
AXE = Path(__file__).parent / "vendor" / "axe.min.js"
PICTURES = settings.BASE_DIR / "var" / "browser-failures"

# Playwright keeps an event loop running in the thread of the tests, which Django takes for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.fixture(scope="session")
def portal(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), Supervisor(running.logs()) as supervisor:
        yield running.Portal(supervisor)


@pytest.fixture(scope="session")
def chromium():
    executable = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    assert executable, "no Chromium: scripts/install-system-packages installs it"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        yield browser
        browser.close()


class Windows:
    """Opens windows, and remembers what went wrong in them."""

    def __init__(self, browser: Browser, url: str) -> None:
        self.browser = browser
        self.url = url
        self.pages: list[Page] = []
        self.visited: set[str] = set()
        self.said: list[tuple[str, str]] = []

    def __call__(self, user=None, *, phone: bool = False, **options) -> Page:
        """A new person's window; `user` is logged in already. `options` go to Playwright's new_context."""
        context = self.browser.new_context(base_url=self.url, **DUTCH, **(PHONE if phone else DESKTOP), **options)
        context.set_default_timeout(PATIENCE_MILLISECONDS)
        if user:
            context.add_cookies([self._session(user)])
        page = context.new_page()
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.said.append((page.url, str(error))))
        page.on("framenavigated", lambda frame: self.visited.add(frame.url))
        self.pages.append(page)
        return page

    def _session(self, user) -> dict:
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.save()
        return {"name": settings.SESSION_COOKIE_NAME, "value": session.session_key, "url": self.url}

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.said.append((message.location.get("url", ""), message.text))

    @property
    def errors(self) -> list[str]:
        """What the windows complained of."""
        return [f"{url}: {text}" for url, text in self.said if not self._is_expected(url, text)]

    def _is_expected(self, url: str, text: str) -> bool:
        """That a page itself answered with a status of 400 or more, or that another cut off a request of htmx."""
        refused = text.startswith("Failed to load resource") and url in self.visited
        return refused or text.startswith(("htmx:afterRequest", "htmx:sendError", "htmx:sendAbort"))

    def take_pictures(self, name: str) -> None:
        PICTURES.mkdir(parents=True, exist_ok=True)
        for number, page in enumerate(self.pages):
            page.screenshot(path=PICTURES / f"{name}-{number}.png", full_page=True)

    def close(self) -> None:
        for page in self.pages:
            page.context.close()


FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.failed:
        item.stash[FAILED] = True
        for log in ("web", "worker"):
            report.sections.append((f"end of the log of {log}", running.last_lines(log)))
    return report


@pytest.fixture
def open_window(request, transactional_db, portal, chromium, mailbox):
    """`open_window(user)`, `open_window(phone=True)`. A console error in any window fails the test."""
    with acting_as(SYSTEM):
        seal_readiness.look()  # the worker did when it started; the database is a fresh one since
    windows = Windows(chromium, portal.url)
    yield windows
    if request.node.stash.get(FAILED, False):
        windows.take_pictures(request.node.name)
    windows.close()
    assert windows.errors == []


@pytest.fixture(scope="session")
def assert_accessible() -> Callable[[Page], None]:
    """`assert_accessible(page)`: axe finds nothing."""
    axe = AXE.read_text()

    def check(page: Page) -> None:
        if not page.evaluate("'axe' in window"):
            page.evaluate(axe)
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
        problems = [
            f"{each['id']}: {node['html']} {node['failureSummary']}" for each in found for node in each["nodes"]
        ]
        assert problems == [], f"{page.url}\n" + "\n".join(problems)

    return check


# What sticks out of the screen. The page's own idea of its width grows along with what it holds (on a phone the
# viewport does too), so it is compared with the screen that the window was opened with.
STICKING_OUT = """width => {
  const total = document.documentElement.scrollWidth;
  if (total <= width) return [];
  const out = [...document.querySelectorAll("body *")].filter(each =>
    each.getBoundingClientRect().left + window.scrollX + Math.max(each.offsetWidth, each.scrollWidth) > width + 1);
  return [`${total} px`, ...out.slice(-3).map(each => each.outerHTML.slice(0, 150))];
}"""
UNFOLD = (
    "document.querySelectorAll('main details:not([open])')"
    ".forEach(each => { each.dataset.folded = ''; each.open = true })"
)
FOLD = "document.querySelectorAll('[data-folded]').forEach(each => { delete each.dataset.folded; each.open = false })"


@pytest.fixture(scope="session")
def assert_fits() -> Callable[[Page], None]:
    """`assert_fits(page)`: nothing is wider than the screen, also with everything unfolded."""

    def check(page: Page) -> None:
        for fold in (FOLD, UNFOLD):
            page.evaluate(fold)
            found = page.evaluate(STICKING_OUT, page.viewport_size["width"])
            assert found == [], f"{page.url} on a screen of {page.viewport_size['width']}: {found}"
        page.evaluate(FOLD)

    return check


@pytest.fixture
def check(assert_accessible, assert_fits) -> Callable[[Page, str | re.Pattern], None]:
    """`check(page, heading)`: this page, without a fault that axe finds, and no wider than the screen."""

    def check(page: Page, heading: str | re.Pattern) -> None:
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
        assert_accessible(page)
        assert_fits(page)

    return check


@pytest.fixture(scope="session")
def look(assert_accessible, assert_fits) -> Callable[[Page], None]:
    """`look(page)`: nothing for axe to find, nothing wider than the screen, at a desk and as narrow as a phone."""

    def look(page: Page) -> None:
        size = page.viewport_size
        for screen in (PHONE, DESKTOP):
            page.set_viewport_size(screen["viewport"])
            assert_accessible(page)
            assert_fits(page)
        page.set_viewport_size(size)

    return look


@pytest.fixture
def walk(open_window, look) -> Callable[[User | None, Iterable[str]], None]:
    """`walk(user, addresses)`: each of these pages stands for her."""

    def walk(user: User | None, addresses: Iterable[str]) -> None:
        window = open_window(user)
        for address in addresses:
            assert window.goto(address).ok, address
            look(window)

    return walk
