import hypothesis
import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import TransactionTestCase, override_settings

from mkbroute.cache import RedisOrMemoryCache
from mkbroute.organisations import hosts

from . import built_once, databases, strict_templates

# How long an example takes says more of what else the machine does than of the code: speed is measured by bench.
hypothesis.settings.register_profile("portal", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("portal")

PLAIN_STATIC_FILES = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}


def pytest_collection_modifyitems(items):
    """The browser's come last: Playwright leaves an event loop running, and beside it no other can start."""
    items.sort(key=lambda item: "browser" in item.path.parts)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    built_once.prepare(item)


@pytest.fixture(scope="session", autouse=True)
def templates_are_strict():
    strict_templates.install()


@pytest.fixture(scope="session", autouse=True)
def no_collected_static_files_needed():
    with override_settings(STORAGES={**settings.STORAGES, "staticfiles": PLAIN_STATIC_FILES}):
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker):
    with django_db_blocker.unblock():
        databases.make_own()
    built_once.begin(django_db_blocker)
    yield
    built_once.end()
    with django_db_blocker.unblock():
        databases.drop_own()


@pytest.fixture(scope="session", autouse=True)
def transactions_end_with_a_fresh_database():
    """In place of Django's flush, which also empties what migrations filled and needs rights that the portal lacks."""
    flush = TransactionTestCase._fixture_teardown
    TransactionTestCase._fixture_teardown = lambda self: databases.put_back()
    yield
    TransactionTestCase._fixture_teardown = flush


@pytest.fixture(scope="session", autouse=True)
def addresses_are_kept_all_along():
    """Not read anew after so many seconds, which would be in the midst of any test."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hosts, "KEPT_SECONDS", 86_400)
        yield


@pytest.fixture
def django_assert_num_queries(db, django_assert_num_queries):
    hosts.known_hosts()
    return django_assert_num_queries


@pytest.fixture
def django_assert_max_num_queries(db, django_assert_max_num_queries):
    hosts.known_hosts()
    return django_assert_max_num_queries


@pytest.fixture(autouse=True)
def empty_cache():
    RedisOrMemoryCache.paused_until = 0.0
    cache.clear()


@pytest.fixture
def as_web(transactional_db):
    """The test works under the log-in of the web processes."""
    with databases.logged_in_as("portal_web"):
        yield
