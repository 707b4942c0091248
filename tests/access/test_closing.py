"""A table whose row access was taken away is closed, not open."""

import pytest
from django.db import ProgrammingError, connection, transaction

from mkbroute.access.actor import PUBLIC, SYSTEM, acting_as
from mkbroute.access.policies import row_access
from routes.models import Criterion
from tests import databases


@pytest.fixture
def as_owner(django_db_setup):
    with databases.logged_in_as("portal_owner"):
        yield


@pytest.mark.parametrize("who", [SYSTEM, PUBLIC])
def test_nobody_reads_it_any_more(as_owner, db, who):
    with acting_as(who):
        assert Criterion.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute(str(row_access(Criterion).remove_sql(Criterion, None)))
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic(), acting_as(who):
        Criterion.objects.exists()
