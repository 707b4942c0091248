"""Everything that the public page of a route tells, a route that has stopped, and the pages behind them."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from mkbroute.access.actor import acting_as
from routes.enums import Phase
from routes.rhythm import Period
from routes.services import add_partner, add_period, change_phase, confirm_partnership
from tests.routes.scene import WHO
from tests.routes.scene import scene as make_scene
from tests.routes.test_board_pages import CODE
from tests.routes.test_public_details import tell


@pytest.fixture
def scene(transactional_db):
    return make_scene()


@pytest.fixture
def route(scene):
    """With everything that a route can tell."""
    route = scene.recognise(audiences=["mbo4", "career_changer"], costs="Veel werkgevers betalen mee.")
    fontys = make_scene("Fontys")
    tell(scene, route, 2)
    with acting_as(scene.coordinator.actor):
        begins = route.starts_on.replace(month=10, day=1)
        add_period(route, Period("block", "Blok 1", begins, begins.replace(day=20)), who=WHO)
        others = (scene.branche, fontys.hogeschool, fontys.company)
        partner, *_ = [add_partner(route, each, contribution="x", who=WHO) for each in (scene.company, *others)]
    with acting_as(scene.contact.actor):
        confirm_partnership(partner, who="Karim Bakker")
    scene.partner = partner
    return route


def stop(scene, route, phase):
    with acting_as(scene.coordinator.actor):
        change_phase(route, phase, reason="Te weinig bedrijven.", who=WHO)


def screens(scene, route):
    """Address, and who looks."""
    at = [route.public_id]
    return [
        (reverse("routes:page", args=[route.slug]), None),
        (reverse("routes:open_data"), None),
        (reverse("routes:taking_part"), scene.contact),
        (reverse("routes:show_partner", args=[scene.partner.public_id]), scene.contact),
        (reverse("routes:phase", args=at), scene.coordinator),
        (reverse("routes:board_point", args=[*at, CODE]), scene.coordinator),
        (reverse("routes:edit", args=at), scene.coordinator),
    ]


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0


def test_screens_stand(open_window, look, scene, route):
    for address, reader in screens(scene, route):
        page = open_window(reader and reader.user)
        page.goto(address)
        page.evaluate("document.querySelectorAll('main details').forEach(each => each.open = true)")
        look(page)


def test_a_stalled_route_leads_on(open_window, look, scene, route):
    other = scene.recognise(programme="Civiele Techniek")
    stop(scene, route, Phase.STALLED)
    page = open_window()
    for name in ("routes:page", "matching:apply"):
        page.goto(reverse(name, args=[route.slug]))
        look(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Aanmelden kan nu niet")
    page.get_by_role("link", name="Ad Civiele Techniek").click()
    expect(page).to_have_url(page.url.partition("/opleidingen/")[0] + reverse("routes:page", args=[other.slug]))


def test_an_own_step_is_added_finished_and_dropped(open_window, scene, route):
    address = reverse("routes:board_point", args=[route.public_id, CODE])
    page = open_window(scene.coordinator.user)
    page.goto(address)
    page.get_by_label("Eigen stappen erbij").fill("Zaal huren\nKoffie")
    page.get_by_role("button", name="Opslaan").click()
    page.goto(address)
    page.get_by_role("group", name="Stappen die gedaan zijn").get_by_label("Zaal huren").check()
    page.get_by_text("Eigen stappen weghalen").first.click()
    page.get_by_role("group", name="Eigen stappen weghalen").get_by_label("Koffie").check()
    page.get_by_role("button", name="Opslaan").click()
    page.goto(address)
    expect(page.get_by_label("Zaal huren").first).to_be_checked()
    expect(page.get_by_text("Koffie")).to_have_count(0)


def test_a_company_names_itself_from_its_own_pages(open_window, scene, route):
    page = open_window(scene.contact.user)
    page.goto("/")
    page.get_by_role("link", name="Bedrijf", exact=True).click()
    page.get_by_role("navigation", name="Organisatie").get_by_role("link", name="Routes").click()
    page.get_by_role("link", name="Noem ons bedrijf").click()
    page.get_by_label("Ja, noem ons bedrijf").check()
    page.get_by_label("Naam zoals die op de pagina komt").fill("Bakker Bouw")
    page.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_text("Gekozen door Karim Bakker")).to_be_visible()
    page.get_by_role("link", name="Bekijk de openbare pagina").click()
    expect(page.get_by_text("Bakker Bouw")).to_be_visible()
