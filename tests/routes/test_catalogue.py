from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from mkbroute.access.actor import PUBLIC, SYSTEM, acting_as
from mkbroute.organisations import hosts
from mkbroute.organisations.enums import Kind, Part
from mkbroute.organisations.models import Organisation
from routes import catalogue
from routes.enums import Involvement, LocationUse
from routes.models import Route, RouteLocation, RoutePartner
from routes.services import add_partner, confirm_partnership, withdraw_route
from routes.services.details import add_detail
from tests import cast

from .scene import WHO
from .scene import scene as make_scene

CATALOGUE = "/opleidingen/"


def found(client, **asked):
    return programmes_on(client.get(CATALOGUE, asked))


def programmes_on(response):
    return [card.title.partition(" ")[2] for card in response.context["cards"]]


def text(response):
    return response.content.decode()


@pytest.fixture
def three(scene):
    scene.recognise(programme="Bouwkunde", summary="Tekenen in BIM 360.")
    scene.recognise(
        programme="Cybersecurity", sector="ict", province="noord-holland", city="Amsterdam", form="deeltijd"
    )
    make_scene("Fontys").recognise(
        programme="Logistiek", sector="logistics", degree="bachelor", province="limburg", city="Venlo", shape="growing"
    )
    return scene


def test_only_recognised_routes_are_listed(client, scene):
    for made in (scene.register, scene.complete, scene.submit):
        made()
    assert found(client) == []
    assert "Er zijn nog geen erkende opleidingen" in text(client.get(CATALOGUE))
    scene.recognise()
    assert found(client) == ["Bouwkunde"]


def test_card_says_the_week(client, three):
    shown = text(client.get(CATALOGUE))
    assert "4 dagen werken, 1 dag studeren" in shown
    assert "Opbouwend tot 4 dagen werken per week" in shown


@pytest.mark.parametrize(
    ("asked", "programmes"),
    [
        ({}, ["Bouwkunde", "Cybersecurity", "Logistiek"]),
        ({"zoek": "bim"}, ["Bouwkunde"]),
        ({"zoek": "venlo logist"}, ["Logistiek"]),
        ({"zoek": "fontys"}, ["Logistiek"]),
        ({"zoek": "Bachelor Logistiek"}, ["Logistiek"]),
        ({"zoek": "Ad Bouwkunde"}, ["Bouwkunde"]),
        ({"zoek": "deeltijd"}, ["Cybersecurity"]),
        ({"zoek": "Duaal, 2 jaar"}, ["Bouwkunde"]),
        ({"zoek": "hbo logistiek"}, ["Logistiek"]),
        ({"zoek": "bim 360"}, ["Bouwkunde"]),
        ({"zoek": "bim 36"}, []),
        ({"zoek": "Bachelor Logistiek, Fontys"}, ["Logistiek"]),
        ({"zoek": "Amsterdam, Noord-Holland"}, ["Cybersecurity"]),
        ({"zoek": "Limburg"}, ["Logistiek"]),
        ({"zoek": "Noord-Holland ict"}, ["Cybersecurity"]),
        ({"provincie": "noord-holland"}, ["Cybersecurity"]),
        ({"sector": "logistics"}, ["Logistiek"]),
        ({"graad": "ad"}, ["Bouwkunde", "Cybersecurity"]),
        ({"vorm": "deeltijd"}, ["Cybersecurity"]),
        ({"graad": "ad", "vorm": "duaal"}, ["Bouwkunde"]),
        ({"provincie": "nergens", "graad": "x", "hogeschool": "y"}, ["Bouwkunde", "Cybersecurity", "Logistiek"]),
        ({"zoek": "\x00"}, ["Bouwkunde", "Cybersecurity", "Logistiek"]),
        ({"zoek": "%"}, []),
        ({"pagina": "9999"}, ["Bouwkunde", "Cybersecurity", "Logistiek"]),
    ],
)
def test_filter(client, three, asked, programmes):
    assert found(client, **asked) == programmes


def test_filter_by_hogeschool_is_a_link_that_can_be_shared(client, three):
    assert found(client, hogeschool=three.hogeschool.public_id) == ["Bouwkunde", "Cybersecurity"]


def test_nothing_found_says_what_to_do(client, three):
    shown = text(client.get(CATALOGUE, {"zoek": "astronautiek"}))
    assert "Geen opleiding past hierbij" in shown
    assert "Toon alle opleidingen" in shown


@pytest.fixture
def own_host(settings, three):
    settings.ALLOWED_HOSTS = ["testserver", "routes.avans.test"]
    with acting_as(SYSTEM):
        Organisation.objects.filter(pk=three.hogeschool.pk).update(host_name="routes.avans.test")
    hosts.forget()
    yield {"host": "routes.avans.test"}
    hosts.forget()


def test_own_host_lists_its_own_hogeschool(client, three, own_host):
    shown = client.get(CATALOGUE, headers=own_host)
    assert programmes_on(shown) == ["Bouwkunde", "Cybersecurity"]
    assert 'name="hogeschool"' not in text(shown)
    assert found(client) == ["Bouwkunde", "Cybersecurity", "Logistiek"]


def test_own_host_has_no_page_of_another_hogeschool(client, three, own_host):
    pages = {programme: reverse("routes:page", args=[slug]) for slug, programme in _slugs()}
    assert client.get(pages["Bouwkunde"], headers=own_host).status_code == 200
    assert client.get(pages["Logistiek"], headers=own_host).status_code == 404
    assert client.get(pages["Logistiek"]).status_code == 200


def _slugs():
    with acting_as(SYSTEM):
        return list(Route.objects.values_list("slug", "programme"))


def test_page_explains(client, scene):
    route = scene.recognise(costs="Collegegeld: € 2.601.")
    shown = text(client.get(reverse("routes:page", args=[route.slug])))
    apply = reverse("matching:apply", args=[route.slug])
    for said in ("Associate degree", "Duaal", "overeenkomst met drie partijen", "€ 2.601", "20 plaatsen", apply):
        assert said in shown


def test_page_of_a_part_time_bachelor_explains_that(client, scene):
    route = scene.recognise(degree="bachelor", form="deeltijd")
    shown = text(client.get(reverse("routes:page", args=[route.slug])))
    assert "vier jaar" in shown
    assert "<strong>Deeltijd</strong>" in shown
    assert "WHW" not in shown


def test_page_names_branches_and_only_counts_companies(client, scene):
    route = scene.recognise()
    with acting_as(scene.coordinator.actor):
        partners = [add_partner(route, each, contribution="x", who=WHO) for each in (scene.branche, scene.company)]
    page = reverse("routes:page", args=[route.slug])
    assert scene.branche.name not in text(client.get(page))  # it did not say so itself yet
    with acting_as(SYSTEM):
        for partner in partners:
            RoutePartner.objects.filter(pk=partner.pk).update(confirmed_at=timezone.now(), confirmed_by="Bas")
    shown = text(client.get(page))
    assert scene.branche.name in shown
    assert scene.company.name not in shown
    assert "<li>1 bedrijf</li>" in shown


def test_page_with_a_past_start_does_not_promise_it(client, scene):
    route = scene.recognise()
    with acting_as(SYSTEM):
        Route.objects.update(starts_on=timezone.localdate() - timedelta(days=1))
    assert "Vraag naar de volgende start" in text(client.get(reverse("routes:page", args=[route.slug])))
    assert "Vraag naar de volgende start" in text(client.get(CATALOGUE))


@pytest.mark.parametrize("made", ["register", "complete", "submit"])
def test_page_of_a_route_that_was_never_recognised_does_not_exist(client, scene, made):
    assert client.get(reverse("routes:page", args=[getattr(scene, made)().slug])).status_code == 404


@pytest.mark.parametrize("who", ["coordinator", "assessor", "contact", None])
def test_public_page_shows_everyone_the_same(client, scene, who):
    concept, route = scene.complete(), scene.recognise()
    if who:
        client.force_login(getattr(scene, who).user)
    assert client.get(reverse("routes:page", args=[concept.slug])).status_code == 404
    assert client.get(reverse("routes:page", args=[route.slug])).status_code == 200
    assert found(client) == ["Bouwkunde"]


def test_withdrawn_route_is_gone(client, scene):
    route = scene.recognise()
    with acting_as(scene.coordinator.actor):
        withdraw_route(route, reason="Te weinig aanmeldingen.", who=WHO)
    response = client.get(reverse("routes:page", args=[route.slug]))
    assert response.status_code == 410
    assert "Deze opleiding is er niet meer" in text(response)
    assert "Te weinig aanmeldingen." not in text(response)
    assert found(client) == []


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_public_pages_are_only_read(client, scene, method):
    route = scene.recognise()
    assert getattr(client, method)(CATALOGUE).status_code == 405
    assert getattr(client, method)(reverse("routes:page", args=[route.slug])).status_code == 405


def test_catalogue_is_light(client, scene):
    """Under 100 kB with style, script and type: the page itself may be at most 40."""
    for number in range(24):
        scene.recognise(programme=f"Opleiding {number}")
    assert len(client.get(CATALOGUE).content) < 40_000


@pytest.fixture
def in_zwolle(scene):
    route = scene.recognise(programme="Bouwkunde", city="Enschede", province="overijssel")
    where = {"street": "", "postcode": "", "city": "Zwolle", "province": "gelderland"}
    with acting_as(scene.coordinator.actor):
        add_detail(RouteLocation, route, who=WHO, name="Lokaal", use=LocationUse.SCHOOL, **where)
        elsewhere = {**where, "city": "Almelo"}
        add_detail(RouteLocation, route, who=WHO, name="Praktijkhal", use=LocationUse.ELSEWHERE, **elsewhere)
    return route


@pytest.mark.parametrize(
    ("asked", "number"),
    [
        ({"zoek": "zwolle"}, 1),
        ({"provincie": "gelderland"}, 1),
        ({"provincie": "overijssel"}, 1),
        ({"plaats": "Zwolle"}, 1),
        ({"plaats": "Enschede"}, 1),
        ({"plaats": "Almelo"}, 0),  # nobody teaches there
    ],
)
def test_a_route_is_found_in_every_town_where_it_is_taught(client, in_zwolle, asked, number):
    scene = make_scene("Fontys")
    scene.recognise(programme="Logistiek", city="Venlo", province="limburg")
    scene.recognise(programme="Techniek", city="Almelo", province="limburg")
    assert found(client, **asked).count("Bouwkunde") == number


def test_the_card_names_the_other_towns(client, in_zwolle):
    assert "Enschede, Overijssel (ook in Zwolle)" in text(client.get(CATALOGUE))
    with acting_as(PUBLIC):
        towns = catalogue.cities("zwo")
    assert dict(towns) == {"Zwolle": "Zwolle"}


def test_a_hogeschool_that_carries_a_route_out_too_shows_it(client, scene, settings):
    route = scene.recognise(programme="Logistiek")
    second = cast.organisation(Kind.HOGESCHOOL, "Windesheim")
    colleague = cast.person("Bas", second, Part.COORDINATOR)
    settings.ALLOWED_HOSTS = ["*"]
    with acting_as(SYSTEM):
        Organisation.objects.filter(pk=second.pk).update(host_name="routes.windesheim.test")
    hosts.forget()
    address, at_home = reverse("routes:page", args=[route.slug]), {"host": "routes.windesheim.test"}
    try:
        with acting_as(scene.coordinator.actor):
            partner = add_partner(
                route, organisation=second, role=Involvement.EXECUTES, contribution="Geeft les.", who=WHO
            )
        assert found(client, zoek="windesheim") == []  # nobody is named in public by another
        assert client.get(address, headers=at_home).status_code == 404
        with acting_as(colleague.actor):
            confirm_partnership(partner, who="Bas")
        assert found(client, zoek="windesheim") == ["Logistiek"]
        assert programmes_on(client.get(CATALOGUE, headers=at_home)) == ["Logistiek"]
        assert client.get(address, headers=at_home).status_code == 200
    finally:
        hosts.forget()


def test_the_wording_of_a_reader_goes_along(client, scene):
    route = scene.recognise(audiences=["career_changer"])
    (card,) = client.get(CATALOGUE, {"doelgroep": "career_changer"}).context["cards"]
    assert card.url == reverse("routes:page", args=[route.slug]) + "?voor=zij-instromer"
    apply_url = client.get(card.url).context["apply_url"]
    assert apply_url.endswith("/aanmelden/?voor=zij-instromer")
    start = client.get(apply_url)
    assert "leerwerkplek in je nieuwe vak" in text(start)
    assert card.url in text(start)
    assert "voor%3Dzij-instromer" in start.context["login_url"]


def test_the_list_keeps_the_wording_that_a_page_came_back_with(client, scene):
    scene.recognise()
    page = client.get(client.get(CATALOGUE, {"voor": "werkende"}).context["cards"][0].url)
    assert page.context["reader"] == "werkende"
    assert page.context["trail"][0][1] == f"{CATALOGUE}?voor=werkende"


def test_no_diploma_is_promised_before_accreditation(client, scene):
    route = scene.recognise()
    page = reverse("routes:page", args=[route.slug])
    for reader in ("", "werkende", "zij-instromer"):
        assert "Nog niet geaccrediteerd" not in text(client.get(page, {"voor": reader}))
    with acting_as(SYSTEM):
        Route.objects.update(accredited=False)
    for reader in ("", "werkende", "zij-instromer"):
        told = text(client.get(page, {"voor": reader}))
        assert "Nog niet geaccrediteerd" in told
        assert "educationalCredentialAwarded" not in told
        assert 'Met salaris.">' in told
