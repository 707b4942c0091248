"""The public pages for people, for search engines, and for whoever shares a link."""

import json
import re
from datetime import timedelta
from gzip import decompress as gunzip
from uuid import uuid4
from xml.etree import ElementTree

import pytest
from django.urls import reverse
from django.utils import timezone

from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.organisations import hosts
from mkbroute.organisations.enums import Part
from mkbroute.organisations.models import Organisation
from routes.enums import Involvement
from routes.models import Route
from routes.neighbours import NEIGHBOURS
from routes.services import add_partner, confirm_partnership, show_partner, withdraw_route
from routes.views.crawlers import ALWAYS
from tests import cast

from .scene import WHO
from .scene import scene as make_scene
from .test_catalogue import CATALOGUE, found, text
from .test_lists import fill, queries_of

HOSTILE = "</script><script>alert(1)</script> & \u2028 \"'"


def page_of(route, **asked):
    return reverse("routes:page", args=[route.slug], query=asked or None)


def course_on(response):
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text(response), re.DOTALL)
    return json.loads(block)


def head_of(response):
    return text(response).partition("</head>")[0]


def canonical(response):
    return re.search(r'<link rel="canonical" href="([^"]*)"', head_of(response)).group(1).replace("&amp;", "&")


@pytest.fixture
def own_host(settings, scene):
    settings.ALLOWED_HOSTS = ["testserver", "routes.avans.test"]
    settings.SITE_URL = "https://portaal.test"
    with acting_as(SYSTEM):
        Organisation.objects.filter(pk=scene.hogeschool.pk).update(host_name="routes.avans.test")
    hosts.forget()
    yield {"host": "routes.avans.test"}
    hosts.forget()


# -- filters ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def three(scene):
    scene.recognise(programme="Bouwkunde", audiences=["mbo4", "havo"], city="Tilburg", starts_on=day(40))
    scene.recognise(programme="Engineering", audiences=["mbo4"], city="Den Haag", starts_on=day(400))
    make_scene("Fontys").recognise(programme="Logistiek", city="Venlo", starts_on=day(100))
    return scene


def day(number):
    return timezone.localdate() + timedelta(days=number)


@pytest.mark.parametrize(
    ("asked", "programmes"),
    [
        ({"doelgroep": "havo"}, ["Bouwkunde"]),
        ({"doelgroep": "mbo4"}, ["Bouwkunde", "Engineering"]),
        ({"plaats": "Den Haag"}, ["Engineering"]),
        ({"plaats": "Atlantis"}, ["Bouwkunde", "Engineering", "Logistiek"]),
        ({"start": "2031-13"}, ["Bouwkunde", "Engineering", "Logistiek"]),
        ({"start": "2099-01"}, []),
        ({"volgorde": "start"}, ["Bouwkunde", "Logistiek", "Engineering"]),
        ({"volgorde": "plaats"}, ["Engineering", "Bouwkunde", "Logistiek"]),
        ({"volgorde": "onzin"}, ["Bouwkunde", "Engineering", "Logistiek"]),
    ],
)
def test_more_filters(client, three, asked, programmes):
    assert found(client, **asked) == programmes


def test_filter_by_start(client, three):
    assert found(client, start=f"{day(100):%Y-%m}")[-1] == "Logistiek"
    assert found(client, start=f"{day(400):%Y-%m}") == ["Engineering"]


def test_a_hogeschool_is_found_as_partner_too(client, three):
    with acting_as(SYSTEM):
        fontys = Organisation.objects.get(name__startswith="Fontys")
        bouwkunde = Route.objects.get(programme="Bouwkunde")
    with acting_as(three.coordinator.actor):
        partner = add_partner(bouwkunde, fontys, role=Involvement.EXECUTES, contribution="x", who=WHO)
    with acting_as(cast.person("Bas", fontys, Part.COORDINATOR).actor):
        confirm_partnership(partner, who="Bas")
    assert found(client, hogeschool=fontys.public_id) == ["Bouwkunde", "Logistiek"]


def test_many_places_are_chosen_by_typing(client, scene):
    for number in range(16):
        scene.recognise(programme=f"Opleiding {number:02}", city=f"Stad {number:02}")
    shown = text(client.get(CATALOGUE))
    assert 'name="plaats_text"' in shown
    assert found(client, plaats_text="stad 07") == ["Opleiding 07"]
    assert found(client, plaats="Stad 03", plaats_text="Stad 03") == ["Opleiding 03"]
    assert len(found(client, plaats_text="Stad 1")) == 7
    assert found(client, plaats_text="Atlantis") == []
    options = text(client.get(reverse("routes:cities"), {"plaats_text": "07"}))
    assert (options.count("<li"), "Stad 07" in options) == (1, True)


def test_many_hogescholen_are_chosen_by_typing(client, scene):
    scene.recognise()
    with acting_as(SYSTEM):
        route = Route.objects.values().get()
        for number in range(16):
            lead = Organisation.objects.create(kind="hogeschool", name=f"Hogeschool {number:02}")
            own = {"hogeschool_id": lead.pk, "slug": f"r-{number}", "programme": f"Opleiding {number:02}"}
            Route.objects.create(**{**route, **own, "id": None, "public_id": uuid4()})
    assert found(client, hogeschool_text="Hogeschool 07") == ["Opleiding 07"]
    assert len(found(client, hogeschool_text="Hogeschool 0")) == 11
    options = text(client.get(reverse("routes:hogescholen"), {"hogeschool_text": "\x00school 1"}))
    assert options.count("<li") == 7


def test_each_filter_can_be_dropped(client, three):
    response = client.get(CATALOGUE, {"graad": "ad", "zoek": "bouw", "pagina": "1"})
    assert [(chip["value"], chip["url"]) for chip in response.context["chips"]] == [
        ("bouw", f"{CATALOGUE}?graad=ad"),
        ("Associate degree", f"{CATALOGUE}?zoek=bouw"),
    ]


def test_nothing_in_a_province_says_where_there_is(client, scene):
    scene.recognise(province="overijssel", city="Zwolle")
    scene.recognise(province="overijssel", city="Deventer", programme="Engineering")
    scene.recognise(province="limburg", city="Venlo", degree="bachelor", shape="growing")
    scene.recognise(province="zeeland", city="Vlissingen")
    shown = client.get(CATALOGUE, {"provincie": "gelderland", "vorm": "duaal", "plaats": "Zwolle"})
    assert "In Gelderland nog geen" in text(shown)
    assert [(other["label"], other["routes"]) for other in shown.context["elsewhere"]] == [
        ("Overijssel", 2), ("Limburg", 1), ("Zeeland", 1),
    ]  # fmt: skip
    assert shown.context["elsewhere"][0]["url"] == f"{CATALOGUE}?vorm=duaal&provincie=overijssel"


def test_nothing_anywhere_does_not_point_elsewhere(client, three):
    shown = client.get(CATALOGUE, {"provincie": "gelderland", "zoek": "astronautiek"})
    assert "Geen opleiding past hierbij" in text(shown)


def test_neighbours_are_each_others():
    assert all(province in NEIGHBOURS[other] for province, others in NEIGHBOURS.items() for other in others)
    assert len(NEIGHBOURS) == 12


def test_the_address_without_nonsense_is_the_canonical_one(client, scene, settings):
    fill(scene, 30, "recognised")
    asked = {"graad": "ad", "utm_source": "x", "vorm": "onzin", "pagina": "2"}
    assert canonical(client.get(CATALOGUE, asked)) == f"{settings.SITE_URL}{CATALOGUE}?graad=ad&pagina=2"
    assert canonical(client.get(CATALOGUE, {"pagina": "1"})) == f"{settings.SITE_URL}{CATALOGUE}"


# -- one route --------------------------------------------------------------------------------------------------------


def test_course_for_search_engines(client, scene, settings):
    route = scene.recognise(croho_code="80071", brin="07GR")
    course = course_on(client.get(page_of(route)))
    assert (course["@type"], course["name"], course["courseCode"]) == ("Course", "Ad Bouwkunde", "80071")
    assert course["url"] == settings.SITE_URL + page_of(route)
    assert course["provider"]["name"] == scene.hogeschool.name
    assert course["provider"]["identifier"]["value"] == "07GR"
    instance = course["hasCourseInstance"]
    assert instance["startDate"] == route.starts_on.isoformat()
    assert instance["location"]["address"]["addressLocality"] == "Tilburg"


def test_course_does_not_promise_a_start_that_has_been(client, scene):
    route = scene.recognise()
    with acting_as(SYSTEM):
        Route.objects.update(starts_on=timezone.localdate())
    assert "startDate" not in course_on(client.get(page_of(route)))["hasCourseInstance"]


def test_hostile_texts_stay_texts(client, scene):
    route = scene.recognise(
        programme=HOSTILE, summary=HOSTILE, connection=HOSTILE, costs=HOSTILE, city=HOSTILE, contact_name=HOSTILE
    )
    response = client.get(page_of(route))
    assert course_on(response)["description"] == HOSTILE
    assert "<script>alert" not in text(response)
    assert "<script>alert" not in text(client.get(CATALOGUE))


def test_sharing_shows_what_it_is(client, scene):
    head = head_of(client.get(page_of(scene.recognise())))
    for said in ('property="og:title" content="Ad Bouwkunde, ', 'property="og:url"', 'name="description"', "nl_NL"):
        assert said in head


@pytest.mark.parametrize(
    ("reader", "says", "says_not"),
    [
        ("", "Je komt van mbo-4", "Praat met je werkgever"),
        ("student", "Je komt van mbo-4", "Praat met je werkgever"),
        ("werkende", "Praat met je werkgever", "Je komt van mbo-4"),
        ("zij-instromer", "Je wilt van beroep veranderen", "Je komt van mbo-4"),
        ("<b>", "Je komt van mbo-4", "<b>"),
    ],
)
def test_the_page_speaks_to_its_reader(client, scene, reader, says, says_not):
    response = client.get(page_of(scene.recognise(), voor=reader))
    assert says in text(response)
    assert says_not not in text(response)
    assert "voor=" not in canonical(response)


@pytest.mark.parametrize("reader", ["werkende", "zij-instromer"])
def test_who_works_is_not_called_a_student(client, scene, reader):
    story = text(client.get(page_of(scene.recognise(), voor=reader))).partition('<p class="lead">')[2]
    assert "student" not in story.partition("</main>")[0].lower()


def test_the_current_reader_is_marked(client, scene):
    shown = text(client.get(page_of(scene.recognise(), voor="werkende")))
    assert re.search(r'href="[^"]*voor=werkende" aria-current="true"', shown)


def test_page_says_for_whom_it_was_made(client, scene):
    shown = text(client.get(page_of(scene.recognise(audiences=["career_changer"]))))
    assert "<li>Zij-instromers</li>" in shown


@pytest.mark.parametrize("number", [1, 3])
def test_page_takes_the_same_queries_for_more_partners(client, scene, number):
    route = scene.recognise()
    for other in [make_scene("Partner") for _ in range(number)]:
        with acting_as(scene.coordinator.actor):
            partner = add_partner(route, other.company, contribution="x", who=WHO)
        with acting_as(other.contact.actor):
            confirm_partnership(partner, who="Karim Bakker")
    assert len(queries_of(client, page_of(route))) == 14


# -- companies that agreed --------------------------------------------------------------------------------------------


@pytest.fixture
def partner(scene):
    route = scene.recognise()
    with acting_as(scene.coordinator.actor):
        partner = add_partner(route, scene.company, contribution="x", who=WHO)
    with acting_as(scene.contact.actor):
        confirm_partnership(partner, who="Karim Bakker")
    return partner


def test_a_company_is_named_when_it_agreed(client, scene, partner):
    with acting_as(scene.contact.actor):
        show_partner(partner, name="Bakker & Zn. <b>", who="Karim Bakker")
    shown = text(client.get(page_of(partner.route)))
    assert "<li>Bakker &amp; Zn. &lt;b&gt;</li>" in shown
    assert "1 bedrijf" not in shown
    assert scene.company.name not in shown


def test_a_company_takes_its_name_off(client, scene, partner):
    with acting_as(scene.contact.actor):
        show_partner(partner, name="Bakker", who="Karim Bakker")
        show_partner(partner, name="", who="Karim Bakker")
    shown = text(client.get(page_of(partner.route)))
    assert "Bakker" not in shown
    assert "1 bedrijf" in shown


# -- gone -------------------------------------------------------------------------------------------------------------


def test_a_withdrawn_route_points_to_what_is_like_it(client, scene):
    gone = scene.recognise(city="Zwolle", province="overijssel")
    scene.recognise(programme="Engineering", city="Tilburg", sector="technology")
    near = scene.recognise(programme="Civiele Techniek", city="Arnhem", province="gelderland")
    far = scene.recognise(programme="Bouwkunde", city="Venlo", province="limburg")
    with acting_as(scene.coordinator.actor):
        withdraw_route(gone, reason="Te weinig aanmeldingen.", who=WHO)
    response = client.get(page_of(gone))
    assert response.status_code == 410
    assert [card.url for card in response.context["cards"]] == [page_of(far), page_of(near)]


def test_an_unknown_route_does_not_exist(client, scene):
    assert client.get("/opleidingen/bestaat-niet/").status_code == 404


# -- addresses --------------------------------------------------------------------------------------------------------


def locations(response):
    root = ElementTree.fromstring(response.content)
    return {entry[0].text: (entry[1].text if len(entry) > 1 else "") for entry in root}


def test_sitemap_lists_public_routes_with_their_last_change(client, scene, settings):
    recognised = scene.recognise()
    hidden = [scene.register(), scene.submit()]
    withdrawn = scene.recognise(programme="Weg")
    with acting_as(scene.coordinator.actor):
        withdraw_route(withdrawn, reason="Stopt.", who=WHO)
    response = client.get("/sitemap.xml")
    assert response["Content-Type"] == "application/xml"
    found_there = locations(response)
    assert found_there[settings.SITE_URL + page_of(recognised)] == timezone.localdate().isoformat()
    assert {settings.SITE_URL + reverse(name) for name in ALWAYS} <= set(found_there)
    assert not any(page_of(route) in address for route in [*hidden, withdrawn] for address in found_there)


def test_robots_name_the_sitemap(client, scene, settings):
    told = text(client.get("/robots.txt"))
    assert f"Sitemap: {settings.SITE_URL}/sitemap.xml" in told
    assert "Disallow: /opleidingen/*?*volgorde=" in told


def test_on_its_own_address_a_hogeschool_is_at_home(client, scene, own_host):
    mine, other = scene.recognise(), make_scene("Fontys").recognise(programme="Logistiek")
    home = "https://routes.avans.test"
    for headers in (own_host, None):
        assert canonical(client.get(page_of(mine), headers=headers)) == home + page_of(mine)
        assert course_on(client.get(page_of(mine), headers=headers))["url"] == home + page_of(mine)
    assert canonical(client.get(page_of(other))) == "https://portaal.test" + page_of(other)
    assert canonical(client.get(CATALOGUE, headers=own_host)) == home + CATALOGUE
    assert set(locations(client.get("/sitemap.xml", headers=own_host))) == {home + CATALOGUE, home + page_of(mine)}
    portal = locations(client.get("/sitemap.xml"))
    assert "https://portaal.test" + page_of(other) in portal
    assert not any(page_of(mine) in address for address in portal)
    assert f"Sitemap: {home}/sitemap.xml" in text(client.get("/robots.txt", headers=own_host))


def test_a_withdrawn_route_on_an_own_address_points_to_its_own(client, scene, own_host):
    gone, mine = scene.recognise(), scene.recognise(programme="Civiele Techniek")
    make_scene("Fontys").recognise()
    with acting_as(scene.coordinator.actor):
        withdraw_route(gone, reason="Stopt.", who=WHO)
    cards = client.get(page_of(gone), headers=own_host).context["cards"]
    assert [card.url for card in cards] == [page_of(mine)]


def test_public_pages_are_sent_compressed(client, scene):
    routes = [scene.recognise(programme=f"Opleiding {number}") for number in range(3)]
    for address in (CATALOGUE, page_of(routes[0]), reverse("routes:library_companies")):
        response = client.get(address, headers={"Accept-Encoding": "gzip"})
        assert response["Content-Encoding"] == "gzip"
        assert b"</html>" in gunzip(response.content)


def test_on_its_own_address_a_page_is_shared_in_the_name_of_the_hogeschool(client, scene, own_host):
    route = scene.recognise()
    for address in (page_of(route), CATALOGUE, reverse("home")):
        assert f'og:site_name" content="{scene.hogeschool.name}"' in head_of(client.get(address, headers=own_host))
        assert 'og:site_name" content="Mkb-route in het hbo"' in head_of(client.get(address))
    assert f"De erkende routes van {scene.hogeschool.name} als bestand" in text(
        client.get(reverse("routes:open_data"), headers=own_host)
    )
