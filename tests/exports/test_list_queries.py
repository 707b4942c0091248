import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import cast

pytestmark = pytest.mark.django_db


def test_it(client):
    mine = cast.tenant()
    client.force_login(mine.coordinator.user)
    client.get("/bestanden/")
    with CaptureQueriesContext(connection) as queries:
        r = client.get("/bestanden/")
    print(r.status_code)
    for q in queries:
        print("Q:", q["sql"][:220])
    assert 0
