import pytest

from mkbroute.demo.people import PEOPLE
from mkbroute.organisations.enums import Kind, Part

from .. import cast
from ..organisations.door import wear

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.demo.urls")]


@pytest.fixture
def coordinator(settings, client):
    """Of whom a second factor is asked, which she has not."""
    settings.DEMO, settings.SECOND_FACTOR_REQUIRED = True, True
    person = cast.person("Sanne de Wit", cast.organisation(Kind.HOGESCHOOL, "Avans"), Part.COORDINATOR)
    wear(client, person)
    assert client.get("/organisatie/").status_code == 302
    return person


def test_the_demo_stays_open_where_a_second_factor_is_asked(client, coordinator):
    assert client.get("/demo/").status_code == 200
    assert client.get("/demo/post/").status_code == 200


def test_one_becomes_somebody_else_without_it(client, coordinator):
    other = cast.person("Karim Bakker").user
    other.email = PEOPLE[0].email
    other.save()
    assert client.post(f"/demo/word/{PEOPLE[0].key}/")["Location"] == "/"
    assert client.session["_auth_user_id"] == str(other.pk)
