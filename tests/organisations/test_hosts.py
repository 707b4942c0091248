import pytest

from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.organisations import hosts
from mkbroute.organisations.enums import Kind, Part
from mkbroute.organisations.models import HouseStyle, Organisation

from .. import cast
from .door import wear

pytestmark = pytest.mark.django_db

HOST = "mkbroute.avans.test"
PROFILE = {"name": "Avans", "brin": "07gr"}


@pytest.fixture(autouse=True)
def nothing_kept(settings):
    settings.ALLOWED_HOSTS = ["testserver", "localhost", HOST, "tweede.avans.test"]
    hosts.forget()
    yield
    hosts.forget()


@pytest.fixture
def avans():
    organisation = cast.organisation(Kind.HOGESCHOOL, "Avans", host_name=HOST)
    with acting_as(SYSTEM):
        HouseStyle.objects.create(organisation=organisation, css=":root{--brand:#c8102e}", sha="a" * 64)
    return organisation


def text(response) -> str:
    return response.content.decode()


def test_visitors_see_its_style_at_its_own_address(client, avans):
    answer = client.get("/voor-bedrijven/", headers={"host": HOST})
    assert f"/huisstijl/{'a' * 64}.css" in text(answer)
    host = answer.wsgi_request.host
    assert (host.organisation_id, host.name, host.style) == (avans.pk, avans.name, "a" * 64)


def test_a_port_and_capitals_do_not_matter(client, avans):
    answer = client.get("/voor-bedrijven/", headers={"host": f"{HOST.upper()}:8000"})
    assert answer.wsgi_request.host.name == avans.name


def test_at_the_portals_own_address_there_is_no_style(client, avans):
    answer = client.get("/voor-bedrijven/")
    assert answer.wsgi_request.host is None
    assert "/huisstijl/" not in text(answer)


def test_an_address_that_is_not_let_in_is_refused(client, avans, settings):
    settings.ALLOWED_HOSTS = ["testserver"]
    assert client.get("/voor-bedrijven/", headers={"host": HOST}).status_code == 400


def test_logging_in_is_at_the_portals_own_address(client, avans):
    answer = client.get("/account/login/?next=/bedrijf-aanmelden/", headers={"host": HOST})
    assert answer["Location"] == "http://localhost/account/login/?next=/bedrijf-aanmelden/"


def test_it_is_read_once_a_minute(client, avans):
    client.get("/voor-bedrijven/", headers={"host": HOST})
    with acting_as(SYSTEM):
        Organisation.objects.filter(pk=avans.pk).update(host_name=None)
    assert client.get("/voor-bedrijven/", headers={"host": HOST}).wsgi_request.host
    hosts.forget()
    assert not client.get("/voor-bedrijven/", headers={"host": HOST}).wsgi_request.host


def test_a_coordinator_sets_an_address_that_was_let_in(client):
    coordinator = cast.person("Sanne", cast.organisation(Kind.HOGESCHOOL, "Avans"), Part.COORDINATOR)
    wear(client, coordinator)
    assert client.post("/organisatie/gegevens/", {**PROFILE, "host_name": "Tweede.avans.test"}).status_code == 302
    assert client.get("/voor-bedrijven/", headers={"host": "tweede.avans.test"}).wsgi_request.host.name == "Avans"
    with acting_as(SYSTEM):
        assert Organisation.objects.get(pk=coordinator.membership.organisation_id).brin == "07GR"


@pytest.mark.parametrize("host", ["elders.example", "localhost", "a b", "avans.test/x"])
def test_other_addresses_are_refused(client, host):
    wear(client, cast.person("Sanne", cast.organisation(Kind.HOGESCHOOL, "Avans"), Part.COORDINATOR))
    answer = client.post("/organisatie/gegevens/", {**PROFILE, "host_name": host})
    assert answer.status_code == 422
    assert "niet toegelaten" in text(answer)


def test_the_address_of_another_hogeschool_is_refused(client, avans):
    wear(client, cast.person("Sanne", cast.organisation(Kind.HOGESCHOOL, "Fontys"), Part.COORDINATOR))
    answer = client.post("/organisatie/gegevens/", {**PROFILE, "host_name": HOST})
    assert answer.status_code == 422
    assert "al van een andere hogeschool" in text(answer)
