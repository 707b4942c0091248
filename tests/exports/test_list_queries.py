"""What the list of files costs: that of the frame of every page, and two of its own."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import cast

pytestmark = pytest.mark.django_db
OF_A_TEST = ("SAVEPOINT", "RELEASE SAVEPOINT", "SELECT current_setting", "SELECT set_config('role'")  # not of a request


def test_list_takes_at_most_eight_queries(client):
    mine = cast.tenant()
    client.force_login(mine.coordinator.user)
    client.get("/bestanden/")  # which hosts there are, is remembered
    with CaptureQueriesContext(connection) as found:
        assert len(client.get("/bestanden/").context["page"]) == 1
    asked = [query["sql"] for query in found if not query["sql"].startswith(OF_A_TEST)]
    assert len(asked) <= 8
    assert sum('"exports_job"' in sql for sql in asked) == 2
