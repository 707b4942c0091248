from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.organisations import hosts
from mkbroute.organisations.models import Organisation
from routes.models import Route
from routes.services import add_partner, confirm_partnership, withdraw_route

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
    scene.recognise(programme="Bouwkunde", summary="Tekenen in BIM.")
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
        of_branche = add_partner(route, scene.branche, contribution="x", who=WHO)
        of_company = add_partner(route, scene.company, contribution="x", who=WHO)
    for partner, person in ((of_branche, scene.adviser), (of_company, scene.contact)):
        with acting_as(person.actor):
            confirm_partnership(partner, who="Zelf")
    shown = text(client.get(reverse("routes:page", args=[route.slug])))
    assert scene.branche.name in shown
    assert scene.company.name not in shown
    assert "en nog 1 bedrijf" in shown


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
