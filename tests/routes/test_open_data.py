"""The register as a file: for everyone what is public, for the rest what they may see."""

import csv
import json
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.exports.reading import read_table
from mkbroute.organisations import hosts
from mkbroute.organisations.enums import Kind as OrganisationKind
from mkbroute.organisations.models import Organisation
from routes.models import RhythmPeriod, Route, RouteContact, RouteCost, RouteLocation, RoutePartner
from tests import cast

from .scene import scene as make_scene
from .test_lists import fill

PERSONAL = ("Sanne de Wit", "sanne@voorbeeld.test", "sanne.de.wit")
KINDS = {
    dict: "object",
    str: "string",
    int: "number",
    float: "number",
    bool: "boolean",
    list: "array",
    type(None): "null",
}
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
    held = said(client, f"/open-data/routes.{file_format}")
    assert not any(personal in held for personal in PERSONAL)


def fits(value, told):
    """As far as the schema of these files goes."""
    assert KINDS[type(value)] in told["type"], (value, told)
    for name in told.get("required", []):
        fits(value[name], told["properties"][name])
    if isinstance(value, dict):
        assert set(value) == set(told["properties"])
    for one in value if isinstance(value, list) else []:
        fits(one, told["items"])


def test_json_is_what_the_schema_says(client, register):
    enrich(register)
    schema = json.loads(client.get("/open-data/routes.schema.json").content)
    found = json.loads(content(client, "/open-data/routes.json"))
    assert found["$schema"] == schema["$id"]
    assert schema["required"] == [*found]
    fits(found, schema)
    described = schema["properties"]["routes"]["items"]
    for route in found["routes"]:
        assert list(route) == described["required"] == list(described["properties"])


def test_a_code_stands_beside_each_label(client, register):
    found = json.loads(content(client, "/open-data/routes.json"))["routes"][0]
    assert (found["degree"], found["degree_code"]) == ("Associate degree", "ad")
    assert (found["sector"], found["sector_code"]) == ("Bouw en infra", "building")
    assert [found[key] for key in ("audiences", "audiences_codes")] == [[], []]


def enrich(scene):
    """What a route can have beside its own attributes."""
    other = cast.organisation(OrganisationKind.HOGESCHOOL, "Windesheim")
    asked = cast.organisation(OrganisationKind.BRANCHE, "Nog gevraagd")
    silent = cast.organisation(OrganisationKind.COMPANY, "Stil bedrijf")
    with acting_as(SYSTEM):
        route = Route.objects.get(programme="Bouwkunde")
        Organisation.objects.filter(pk=scene.company.pk).update(takes_part=True)
        own = {"route": route, "hogeschool": scene.hogeschool}
        now = timezone.now()
        for partner, role, more in [
            (scene.branche, "recruits", {"confirmed_at": now, "confirmed_by": "Piet"}),
            (scene.company, "executes", {"confirmed_at": now, "confirmed_by": "Karim", "shown_as": "Bennani Bouw"}),
            (silent, "shapes", {"confirmed_at": now, "confirmed_by": "Stil"}),
            (other, "executes", {"confirmed_at": now, "confirmed_by": "Jan"}),
            (asked, "shapes", {}),
        ]:
            RoutePartner.objects.create(**own, organisation=partner, role=role, contribution="Helpt.", **more)
        RouteLocation.objects.create(
            **own, name="Bouwlab", use="elsewhere", street="Kade 1", postcode="8011 AA", city="Zwolle",
            province="overijssel",
        )  # fmt: skip
        RouteCost.objects.create(**own, what="Collegegeld", amount_eur="2601", per="year", payer="employer")
        RouteCost.objects.create(**own, what="Geheim", amount_eur="99.50", per="once", payer="shared", is_public=False)
        RouteContact.objects.create(**own, name="Ilse Vos", role="Loket", email="loket@voorbeeld.test", is_public=True)
        RhythmPeriod.objects.create(
            **own, year=2026, kind="exams", name="Tentamens 1", first_day="2026-11-02", last_day="2026-11-13"
        )
    return route


def test_everything_of_a_route_is_in_the_open_json(client, register):
    enrich(register)
    found = json.loads(content(client, "/open-data/routes.json"))["routes"][0]
    assert [(_plain(each["name"]), each["is_lead"], each["role_code"]) for each in found["hogescholen"]] == [
        ("Avans", True, ""),
        ("Windesheim", False, "executes"),
    ]
    assert [(_plain(each["name"]), each["kind_code"], each["role_code"]) for each in found["partners"]] == [
        ("Bennani Bouw", "company", "executes"),
        ("Bouwend Nederland", "branche", "recruits"),
    ]
    assert found["unnamed_companies"] == 1
    assert [(each["city"], each["use_code"]) for each in found["locations"]] == [("Zwolle", "elsewhere")]
    assert [(each["what"], each["amount_eur"], each["payer_code"]) for each in found["cost_lines"]] == [
        ("Collegegeld", 2601, "employer")
    ]
    assert [(each["kind_code"], each["first_day"]) for each in found["rhythm"]] == [("exams", "2026-11-02")]


def _plain(name):
    """Without the number that the cast puts behind it."""
    return name.rstrip("0123456789 ")


@pytest.mark.parametrize("file_format", FORMATS)
def test_open_data_keeps_back_who_did_not_agree(client, register, file_format):
    enrich(register)
    client.force_login(register.coordinator.user)
    held = said(client, f"/open-data/routes.{file_format}")
    for hidden in ("Stil bedrijf", "Nog gevraagd", "Geheim", "Ilse Vos", "loket@", "Helpt.", "voldoet", "Voldoet"):
        assert hidden not in held
    assert "Bennani Bouw" in held


@pytest.mark.parametrize("file_format", FORMATS)
@pytest.mark.parametrize("who", ["coordinator", "assessor"])
def test_register_holds_all_that_belongs_to_a_route(client, register, file_format, who):
    enrich(register)
    client.force_login(getattr(register, who).user)
    held = said(client, f"/routes/register.{file_format}")
    for kept in (
        "Bouwend Nederland", "Stil bedrijf", "Nog gevraagd", "Windesheim", "Bouwlab", "Geheim", "Ilse Vos",
        "loket@voorbeeld.test", "Helpt.", "Tentamens 1", "voldoet",
    ):  # fmt: skip
        assert kept.casefold() in held.casefold(), kept


def test_register_has_the_verdicts(client, register):
    client.force_login(register.coordinator.user)
    found = {each["programme"]: each for each in json.loads(content(client, "/routes/register.json"))["routes"]}
    judged, waiting = found["Bouwkunde"], found["Ingediend"]
    assert [each["verdict_code"] for each in judged["verdicts"]] == ["meets"] * 5
    assert (judged["outcome_code"], bool(judged["decided_on"])) == ("recognised", True)
    assert [each["own_verdict_code"] for each in waiting["verdicts"]] == ["meets"] * 5
    assert {each["verdict_code"] for each in waiting["verdicts"]} == {""}
    assert (waiting["outcome"], waiting["decided_on"], bool(waiting["submitted_on"])) == ("", None, True)
    assert found["Concept"]["submitted_on"] is None
    assert [each["phase_code"] for each in judged["phases"]] == ["developing"]
    assert judged["criteria_set"]


def said(client, address):
    """The words in a file, of whichever kind."""
    held = content(client, address)
    if address.endswith("xlsx"):
        return repr(read_table(held, max_rows=10))
    if address.endswith("ods"):
        with ZipFile(BytesIO(held)) as archive:
            return archive.read("content.xml").decode()
    return held.decode()


def test_the_page_explains_every_column(client, register):
    shown = client.get("/open-data/").content.decode()
    described = json.loads(client.get("/open-data/routes.schema.json").content)["properties"]["routes"]["items"]
    for name, about in described["properties"].items():
        assert f"<code>{name}</code>" in shown
        assert about["title"].removesuffix(": code") in shown
        for member in about.get("items", {}).get("properties", []):
            assert f"<code>.{member}</code>" in shown
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
    assert asked(client, "/open-data/routes.csv", number) == 6
    client.force_login(scene.coordinator.user)
    assert asked(client, "/routes/register.csv", number) == 10


def asked(client, address, number):
    content(client, address)
    with CaptureQueriesContext(connection) as captured:
        assert len(rows(client, address)) == number
    return sum('FROM "routes_' in query["sql"] for query in captured.captured_queries)
