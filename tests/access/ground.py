"""Tenants that the tests of a module share: making them anew for each costs more than the test."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import transaction

from tests import cast


@contextmanager
def two_tenants(
    django_db_blocker, before: Callable[[], None] = lambda: None
) -> Iterator[tuple[cast.Tenant, cast.Tenant]]:
    """In a transaction around all tests of the module; what a test writes is taken back to where it began."""
    with django_db_blocker.unblock(), transaction.atomic():
        before()
        yield cast.tenant("Hogeschool A"), cast.tenant("Hogeschool B")
        transaction.set_rollback(True)
