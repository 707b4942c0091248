"""What the public page tells beside the form of the route, and what it says once the route has stopped."""

import json

import pytest
from django.urls import reverse

from mkbroute.access.actor import acting_as
from routes.enums import Phase
from routes.models import RouteContact, RouteCost, RouteLocation
from routes.rhythm import Period
from routes.services import add_detail, add_partner, add_period, change_phase, confirm_partnership, show_partner

from .scene import WHO
from .scene import scene as make_scene
from .test_catalogue import CATALOGUE, found, text
from .test_lists import queries_of
from .test_open_data import content
from .test_public_pages import course_on, head_of, locations, page_of


def tell(scene, route, number=1):
    """Everything that a route can tell, `number` times."""
    with acting_as(scene.coordinator.actor):
        for each in range(number):
            add_detail(
                RouteLocation, route, who=WHO, name=f"Praktijkhal {each}", use="elsewhere", street="Werfweg 1",
                postcode="5000 AA", city="Breda", province="noord-brabant",
            )  # fmt: skip
            add_detail(
                RouteContact, route, who=WHO, name=f"Ali Demir {each}", role="Studieadviseur",
                email="ali@voorbeeld.test", phone="06 12345678", is_public=True,
            )  # fmt: skip
            add_detail(
                RouteCost, route, who=WHO, what=f"Collegegeld {each}", amount_eur="2601.00", per="year",
                payer="student", note="Vraag je werkgever.", is_public=True,
            )  # fmt: skip


def stop(scene, route, phase=Phase.STALLED):
    with acting_as(scene.coordinator.actor):
        return change_phase(route, phase, reason="Te weinig bedrijven.", who=WHO)


def test_page_tells_where_who_and_what_it_costs(client, scene):
    route = scene.recognise()
    tell(scene, route)
    shown = text(client.get(page_of(route)))
    for said in (
        "Praktijkhal 0", "Werfweg 1, 5000 AA Breda", "Ali Demir 0", "Studieadviseur", "mailto:ali@voorbeeld.test",
        "tel:0612345678", "Collegegeld 0", "€ 2.601,00 per studiejaar", "De student", "Vraag je werkgever.",
    ):  # fmt: skip
        assert said.replace(" ", "") in shown.replace("\xa0", " ").replace(" ", ""), said


def test_page_keeps_to_itself_what_is_not_for_everyone(client, scene):
    route = scene.recognise()
    with acting_as(scene.coordinator.actor):
        usual = {"role": "Docent", "phone": "06 1", "is_public": False}
        add_detail(RouteContact, route, who=WHO, name="Besloten Persoon", email="x@voorbeeld.test", **usual)
        add_detail(
            RouteCost, route, who=WHO, what="Geheime pot", note="Intern.", per="once", payer="subsidy", is_public=False
        )
    shown = text(client.get(page_of(route)))
    assert "Besloten Persoon" not in shown
    assert "Geheime pot" not in shown


def test_a_cost_without_an_amount_says_what_it_depends_on(client, scene):
    route = scene.recognise()
    with acting_as(scene.coordinator.actor):
        add_detail(
            RouteCost, route, who=WHO, what="Boeken", note="Hangt van het vak af.", per="year", payer="shared",
            is_public=True,
        )  # fmt: skip
    shown = text(client.get(page_of(route)))
    assert "Hangt van het vak af." in shown
    assert "Wisselt" in shown


def test_page_leads_to_the_rhythm_when_there_is_one(client, scene):
    route = scene.recognise()
    feed = reverse("routes:rhythm_feed", args=[route.slug])
    assert feed not in text(client.get(page_of(route)))
    with acting_as(scene.coordinator.actor):
        begins = route.starts_on.replace(month=10, day=1)
        add_period(route, Period("block", "Blok 1", begins, begins.replace(day=20)), who=WHO)
    shown = text(client.get(page_of(route)))
    assert feed in shown
    assert reverse("routes:rhythm_page", args=[route.slug]) in shown


def test_who_takes_part_is_told_by_kind(client, scene):
    route, fontys = scene.recognise(), make_scene("Fontys")
    with acting_as(scene.coordinator.actor):
        others = (scene.branche, fontys.hogeschool, fontys.company)
        added = [add_partner(route, partner, contribution="x", who=WHO) for partner in others]
        named = add_partner(route, scene.company, contribution="x", who=WHO)
    for partner, person in zip(added, (scene.adviser, fontys.coordinator, fontys.contact), strict=True):
        with acting_as(person.actor):
            confirm_partnership(partner, who="Zelf")
    with acting_as(scene.contact.actor):
        confirm_partnership(named, who="Karim Bakker")
        show_partner(named, name="Bakker Bouw", who="Karim Bakker")
    part = client.get(page_of(route)).context["taking_part"]
    assert (part.hogescholen, part.branches) == ([fontys.hogeschool.name], [scene.branche.name])
    assert (part.companies, part.unnamed) == (["Bakker Bouw"], 1)


@pytest.mark.parametrize("number", [1, 3])
def test_page_takes_the_same_queries_for_more_of_everything(client, scene, number):
    route = scene.recognise()
    tell(scene, route, number)
    assert len(queries_of(client, page_of(route))) == 13


def test_a_full_page_is_light(client, scene):
    route = scene.recognise(summary="Je leert bouwen. " * 100, connection="Opdrachten. " * 150)
    tell(scene, route, 20)
    assert len(client.get(page_of(route)).content) < 60_000


# -- for search engines -----------------------------------------------------------------------------------------------


def test_search_engines_read_places_and_what_the_student_pays(client, scene):
    route = scene.recognise()
    tell(scene, route)
    with acting_as(scene.coordinator.actor):
        usual = {"per": "once", "note": "", "is_public": True, "who": WHO}
        add_detail(RouteCost, route, what="Laptop", amount_eur="900", payer="employer", **usual)
        add_detail(RouteCost, route, what="Excursie", amount_eur="40", payer="student", **usual)
    course = course_on(client.get(page_of(route)))
    tilburg, hall = course["hasCourseInstance"]["location"]
    assert tilburg["address"]["addressLocality"] == "Tilburg"
    assert hall["name"] == "Praktijkhal 0"
    assert hall["address"]["streetAddress"] == "Werfweg 1"
    assert [(offer["name"], offer["price"], offer["priceCurrency"]) for offer in course["offers"]] == [
        ("Collegegeld 0", "2601.00", "EUR"), ("Excursie", "40.00", "EUR"),
    ]  # fmt: skip
    yearly, once = course["offers"]
    assert yearly["priceSpecification"]["unitCode"] == "ANN"
    assert "priceSpecification" not in once


# -- a route that has stopped -----------------------------------------------------------------------------------------


def test_a_stalled_route_says_so_and_what_to_do(client, scene):
    route, other = scene.recognise(), scene.recognise(programme="Civiele Techniek")
    stop(scene, route)
    response = client.get(page_of(route))
    shown = text(response)
    assert response.status_code == 200
    assert "Je kunt je nu niet aanmelden" in shown
    assert route.contact_email in shown
    assert page_of(other) in shown
    assert reverse("matching:apply", args=[route.slug]) not in shown
    assert 'name="robots" content="noindex"' in head_of(response)
    assert "hasCourseInstance" not in course_on(response)


def test_why_it_stopped_is_not_for_everyone(client, scene):
    route = scene.recognise()
    stop(scene, route)
    assert "Te weinig bedrijven" not in text(client.get(page_of(route)))


def test_an_ended_route_is_gone(client, scene):
    route, other = scene.recognise(), scene.recognise(programme="Civiele Techniek")
    stop(scene, route, Phase.ENDED)
    response = client.get(page_of(route))
    assert response.status_code == 410
    assert page_of(other) in text(response)
    assert client.get(reverse("routes:rhythm_page", args=[route.slug])).status_code == 410


@pytest.mark.parametrize("phase", [Phase.STALLED, Phase.ENDED])
def test_the_catalogue_shows_what_one_can_apply_to(client, scene, settings, phase):
    route = scene.recognise(city="Den Haag")
    scene.recognise(programme="Engineering")
    stop(scene, route, phase)
    assert found(client) == ["Engineering"]
    assert "Den Haag" not in text(client.get(CATALOGUE))
    assert settings.SITE_URL + page_of(route) not in locations(client.get("/sitemap.xml"))


def test_a_route_that_goes_on_is_back(client, scene):
    route = scene.recognise()
    stop(scene, route)
    with acting_as(scene.coordinator.actor):
        change_phase(route, Phase.STARTING, who=WHO)
    assert found(client) == ["Bouwkunde"]
    assert "Je kunt je nu niet aanmelden" not in text(client.get(page_of(route)))


def test_open_data_keep_what_was_recognised_with_its_phase(client, scene):
    stop(scene, scene.recognise(), Phase.ENDED)
    (row,) = json.loads(content(client, "/open-data/routes.json"))["routes"]
    assert (row["phase"], row["url"]) == ("Beëindigd", None)
