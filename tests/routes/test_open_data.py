"""The register as a file: for everyone what is public, for the rest what they may see."""

import csv
import json
from io import StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.exports.reading import read_table
from mkbroute.organisations import hosts
from mkbroute.organisations.models import Organisation

from .scene import scene as make_scene
from .test_lists import fill

PERSONAL = ("Sanne de Wit", "sanne@voorbeeld.test", "sanne.de.wit")
KINDS = {str: "string", int: "number", float: "number", bool: "boolean", list: "array", type(None): "null"}
FORMATS = ("csv", "xlsx", "ods", "json")


def content(client, address, **headers):
    response = client.get(address, **headers)
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def rows(client, address="/open-data/routes.csv", **headers):
    return list(csv.DictReader(StringIO(content(client, address, **headers).decode("utf-8-sig")), delimiter=";"))


@pytest.fixture
def register(scene):
    scene.recognise(programme="Bouwkunde")
    scene.register(programme="Concept")
    scene.submit(programme="Ingediend")
    make_scene("Fontys").recognise(programme="Logistiek")
    return scene


def programmes(found):
    return sorted(row["Opleiding"] for row in found)


@pytest.mark.parametrize("who", [None, "coordinator", "assessor", "contact"])
def test_open_data_is_the_same_for_everyone(client, register, who):
    if who:
        client.force_login(getattr(register, who).user)
    assert programmes(rows(client)) == ["Bouwkunde", "Logistiek"]


@pytest.mark.parametrize("file_format", FORMATS)
def test_open_data_names_nobody(client, register, file_format):
    client.force_login(register.coordinator.user)
    held = content(client, f"/open-data/routes.{file_format}")
    if file_format == "xlsx":
        held = repr(read_table(held, max_rows=10)).encode()
    assert not any(said.encode() in held for said in PERSONAL)


def test_json_is_what_the_schema_says(client, register):
    schema = json.loads(client.get("/open-data/routes.schema.json").content)
    found = json.loads(content(client, "/open-data/routes.json"))
    described = schema["properties"]["routes"]["items"]
    assert found["$schema"] == schema["$id"]
    for route in found["routes"]:
        assert list(route) == described["required"] == list(described["properties"])
        for name, value in route.items():
            told = described["properties"][name]
            assert KINDS[type(value)] in told["type"], name
            assert value in told.get("enum", [value])
            if told["type"] == "array":
                assert set(value) <= set(told["items"]["enum"])


def test_the_page_explains_every_column(client, register):
    shown = client.get("/open-data/").content.decode()
    described = json.loads(client.get("/open-data/routes.schema.json").content)["properties"]["routes"]["items"]
    for name, about in described["properties"].items():
        assert f"<code>{name}</code>" in shown
        assert about["title"] in shown
    assert "2 erkende routes" in shown


def test_the_licence_stands_wherever_the_data_are(client, register):
    cc0 = "https://creativecommons.org/publicdomain/zero/1.0/"
    schema = json.loads(client.get("/open-data/routes.schema.json").content)
    assert json.loads(content(client, "/open-data/routes.json"))["license"] == cc0
    assert schema["license"] == schema["properties"]["license"]["const"] == cc0
    assert "license" in schema["required"]
    for file_format in FORMATS:
        assert client.get(f"/open-data/routes.{file_format}")["Link"] == f'<{cc0}>; rel="license"'
    shown = client.get("/open-data/").content.decode()
    assert f'{cc0}deed.nl" rel="license"' in shown
    assert "data.overheid.nl" in shown


def test_any_site_may_fetch_it(client, register):
    for address in ("/open-data/routes.json", "/open-data/routes.schema.json"):
        assert client.get(address)["Access-Control-Allow-Origin"] == "*"


def test_an_own_address_has_its_own_routes(client, register, settings):
    settings.ALLOWED_HOSTS = ["testserver", "routes.avans.test"]
    with acting_as(SYSTEM):
        Organisation.objects.filter(pk=register.hogeschool.pk).update(host_name="routes.avans.test")
    hosts.forget()
    try:
        assert programmes(rows(client, headers={"host": "routes.avans.test"})) == ["Bouwkunde"]
    finally:
        hosts.forget()


def test_a_coordinator_takes_her_whole_register(client, register):
    client.force_login(register.coordinator.user)
    found = rows(client, "/routes/register.csv")
    assert programmes(found) == ["Bouwkunde", "Concept", "Ingediend"]
    assert {row["Contactpersoon"] for row in found} == {"Sanne de Wit"}
    assert {row["Status"] for row in found} == {"Erkend", "Concept", "Ingediend"}


def test_the_programme_team_takes_what_it_may_see(client, register):
    client.force_login(register.assessor.user)
    assert programmes(rows(client, "/routes/register.csv")) == ["Bouwkunde", "Ingediend", "Logistiek"]


@pytest.mark.parametrize("file_format", FORMATS)
def test_every_format_is_a_download(client, register, file_format):
    client.force_login(register.coordinator.user)
    response = client.get(f"/routes/register.{file_format}")
    assert response["Content-Disposition"].startswith('attachment; filename="register-')
    assert response["Content-Disposition"].endswith(f'.{file_format}"')
    assert b"".join(response.streaming_content)


@pytest.mark.parametrize("address", ["/open-data/routes.exe", "/open-data/routes.", "/open-data/routes.CSV"])
def test_other_formats_do_not_exist(client, register, address):
    assert client.get(address).status_code == 404


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("number", [1, 3, 150])
def test_a_file_takes_the_same_queries_for_one_route_and_many(client, scene, number):
    fill(scene, number, "recognised")
    content(client, "/open-data/routes.csv")
    with CaptureQueriesContext(connection) as captured:
        assert len(rows(client)) == number
    asked = [query["sql"] for query in captured.captured_queries if query["sql"].startswith('SELECT "')]
    assert len(asked) == 2
