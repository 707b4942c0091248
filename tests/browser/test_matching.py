"""Leerwerkplekken, applications and proposals, at a desk and on a phone."""

import re

import pytest
from playwright.sync_api import expect

from matching.models import Position
from mkbroute.access.actor import SYSTEM, acting_as
from routes.services import register_route
from tests import cast
from tests.matching import stage
from tests.routes import scene


@pytest.fixture
def tenant(transactional_db):
    return stage.tenant("Avans")


def fill_in_position(page) -> None:
    for label, value in {
        "Functie": stage.TERMS["title"],
        "Wat gaat de kandidaat doen?": stage.TERMS["tasks"],
        "Wat valt er te leren?": stage.TERMS["learning"],
        "Uren per week": "32",
        "Werkdagen": stage.TERMS["working_days"],
        "Vanaf wanneer?": "2027-09-01",
        "Duur van het arbeidscontract": "12",
    }.items():
        page.get_by_label(label).first.fill(value)
    for role in ("supervisor", "signatory"):
        for name in ("name", "function", "email"):
            page.locator(f"[name={role}_{name}]").fill(stage.TERMS[f"{role}_{name}"])


def test_a_company_offers_a_place_on_a_route_it_looks_for(open_window, assert_accessible, tenant):
    stage.tenant("Zeevaartschool")
    page = open_window(tenant.contact.user)
    page.goto("/leerwerkplekken/aanbieden/")
    fill_in_position(page)
    page.get_by_label("Zoek een route").fill("avans")
    expect(page.locator("#route-keuze").get_by_role("checkbox")).to_have_count(1)
    page.locator("#route-keuze").get_by_role("checkbox").check(force=True)
    page.get_by_label("Zoek een route").fill("zeevaart")
    expect(page.locator("#route-keuze").get_by_role("checkbox")).to_have_count(2)
    expect(page.locator("#route-keuze").get_by_role("checkbox").first).to_be_checked()
    assert_accessible(page)
    page.get_by_role("button", name="Bied de leerwerkplek aan").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Wat valt er te leren?")
    page.get_by_role("checkbox").first.check(force=True)
    page.get_by_role("button", name="Bewaar").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(stage.TERMS["title"])
    expect(page.get_by_text("Denk aan de duur van het contract")).to_be_visible()
    assert_accessible(page)


def test_enter_looks_for_a_route_and_sends_nothing(open_window, tenant):
    stage.tenant("Zeevaartschool")
    page = open_window(tenant.contact.user)
    page.goto("/leerwerkplekken/aanbieden/")
    page.get_by_label("Zoek een route").fill("zeevaart")
    page.get_by_label("Zoek een route").press("Enter")
    expect(page.locator("#route-keuze").get_by_role("checkbox")).to_have_count(1)
    expect(page).to_have_title(re.compile("^Leerwerkplek aanbieden"))


def test_without_script_the_form_finds_routes_too(open_window, tenant):
    stage.tenant("Zeevaartschool")
    page = open_window(tenant.contact.user, java_script_enabled=False)
    page.goto("/leerwerkplekken/aanbieden/")
    fill_in_position(page)
    page.get_by_label("Zoek een route").fill("avans")
    page.get_by_role("button", name="Zoek").click()
    expect(page.locator("#route-keuze").get_by_role("checkbox")).to_have_count(1)
    page.locator("#route-keuze").get_by_role("checkbox").check(force=True)
    page.get_by_role("button", name="Bied de leerwerkplek aan").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Wat valt er te leren?")
    page.get_by_role("checkbox").first.check(force=True)
    page.get_by_role("button", name="Bewaar").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(stage.TERMS["title"])
    with acting_as(SYSTEM):
        assert Position.objects.filter(title=stage.TERMS["title"], organisation=tenant.company).count() == 1


def test_an_error_moves_the_focus_to_its_summary(open_window, assert_accessible, tenant):
    page = open_window(tenant.contact.user)
    page.goto("/leerwerkplekken/aanbieden/")
    page.get_by_role("button", name="Bied de leerwerkplek aan").click()
    expect(page).to_have_title(re.compile("^Fout: "))
    expect(page.locator(".error-summary")).to_be_focused()
    page.locator(".error-summary").get_by_role("link", name=re.compile("Kies minstens één route")).click()
    expect(page.get_by_label("Zoek een route")).to_be_focused()
    assert_accessible(page)


def test_someone_applies_on_a_phone_and_follows_it(open_window, assert_accessible, assert_fits, tenant):
    address = f"/opleidingen/{tenant.route.slug}/aanmelden/"
    visitor = open_window(phone=True)
    visitor.goto(address)
    expect(visitor.get_by_role("link", name="Begin met je e-mailadres")).to_be_visible()
    assert_accessible(visitor)
    assert_fits(visitor)

    page = open_window(cast.person("Noor Visser").user, phone=True)
    page.goto(address)
    assert_fits(page)
    assert_accessible(page)
    for label, value in {
        "Voor- en achternaam": "Noor Visser",
        "Telefoonnummer": "06 12345678",
        "Woonplaats": "Utrecht",
        "Hoogste opleiding": "Mbo 4 Bouw",
        "Waarom wil je dit leren?": "Ik wil uitvoerder worden.",
    }.items():
        page.get_by_label(label).fill(value)
    page.get_by_label("Provincie").select_option("utrecht")
    page.get_by_label("Ik heb een mbo 4-diploma").check(force=True)
    page.get_by_role("button", name="Aanmelden").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Je bent aangemeld")
    page.get_by_role("link", name="Volg je aanmelding").click()
    expect(page.get_by_text("beoordeelt of je toelaatbaar bent")).to_be_visible()
    assert_accessible(page)
    assert_fits(page)


def test_both_say_yes(open_window, assert_accessible, tenant):
    person, match = stage.proposed(tenant)
    candidate = open_window(person.user, phone=True)
    candidate.goto(f"/voorstellen/{match.public_id}/")
    expect(candidate.get_by_text("Aan zet: jij")).to_be_visible()
    assert_accessible(candidate)
    candidate.get_by_role("button", name="Ja, deze plek wil ik").click()
    expect(candidate.get_by_text("Je hebt ja gezegd")).to_be_visible()

    company = open_window(tenant.contact.user)
    company.goto("/voorstellen/")
    company.get_by_role("link", name="Noor Visser").click()
    assert_accessible(company)
    company.get_by_role("button", name="Ja, graag").click()
    expect(company.get_by_text("De plek is rond.")).to_be_visible()

    candidate.reload()
    expect(candidate.get_by_text("Je hebt een leerwerkplek")).to_be_visible()
    assert_accessible(candidate)


def test_a_coordinator_filters_decides_and_proposes(open_window, assert_accessible, tenant):
    stage.offered(tenant)
    stage.applied(tenant)
    page = open_window(tenant.coordinator.user)
    page.goto("/aanmeldingen/")
    assert_accessible(page)
    page.get_by_label("Status").select_option("submitted")
    expect(page.locator("#lijst-aantal")).to_have_text("1 aanmelding")
    page.get_by_role("link", name="Noor Visser").click()
    page.get_by_role("link", name="Beoordeel de toelating").click()
    assert_accessible(page)
    page.locator("[name=prior-outcome]").select_option("met")
    page.get_by_role("button", name="Bewaar en laat toe").click()
    expect(page.get_by_text("Noor Visser is toelaatbaar")).to_be_visible()
    page.get_by_role("link", name="Leerwerkplek voorstellen").click()
    assert_accessible(page)
    page.get_by_label(re.compile(stage.TERMS["title"])).check(force=True)
    page.get_by_role("button", name="Stel voor").click()
    expect(page.get_by_text("Het voorstel is verstuurd.")).to_be_visible()
    assert_accessible(page)
    page.goto("/aanbod/?room=all")
    assert_accessible(page)


def test_of_many_routes_one_is_typed(open_window, assert_accessible, tenant):
    stage.applied(tenant)
    with acting_as(tenant.coordinator.actor):
        routes = [
            register_route(tenant.hogeschool, who=scene.WHO, **scene.fields(programme=f"Techniek {number}"))
            for number in range(15)
        ]
    page = open_window(tenant.coordinator.user)
    page.goto("/aanmeldingen/")
    box = page.get_by_role("combobox", name="Route")
    box.press_sequentially("techniek 7")
    option = page.get_by_role("listbox").get_by_role("option")
    expect(option).to_have_count(1)
    assert_accessible(page)
    box.press("ArrowDown")
    box.press("Enter")
    expect(page.locator("#lijst-aantal")).to_have_text("0 aanmeldingen")
    expect(box).to_have_value(f"{routes[7].title}, {routes[7].city}")
    box.fill("")
    expect(page.locator("#lijst-aantal")).to_have_text("2 aanmeldingen")


PAGES_OF_COMPANY = ["leerwerkplekken/", "leerwerkplekken/aanbieden/", "voorstellen/"]


def test_every_other_page_is_accessible_and_fits(walk, tenant):
    person, match = stage.proposed(tenant)
    _, application = stage.applied(tenant, "Ali Demir")
    waiting = stage.offered(tenant, published=False)
    position, declined = match.position, match.application
    visits = {
        tenant.contact.user: [
            *PAGES_OF_COMPANY,
            f"leerwerkplekken/{position.public_id}/",
            f"leerwerkplekken/{position.public_id}/wijzigen/",
            f"leerwerkplekken/{position.public_id}/intrekken/",
            f"leerwerkplekken/{position.public_id}/verlengen/",
            f"leerwerkplekken/{position.public_id}/archief/",
            f"leerwerkplekken/{position.public_id}/leeruitkomsten/",
            f"leerwerkplekken/{position.public_id}/inregelen/",
            f"voorstellen/{match.public_id}/",
            f"voorstellen/{match.public_id}/nee/",
        ],
        tenant.coordinator.user: [
            "aanmeldingen/",
            "aanmeldingen/?q=niemand",
            "aanbod/",
            "aanbod/?check=waiting",
            "vraag-en-aanbod/",
            f"leerwerkplekken/{waiting.public_id}/",
            f"leerwerkplekken/{waiting.public_id}/op/{tenant.route.public_id}/terugsturen/",
            f"werkplekscans/{tenant.scan_draft.public_id}/",
            f"werkplekscans/{tenant.scan.public_id}/",
            f"aanmeldingen/{application.public_id}/",
            f"aanmeldingen/{application.public_id}/niet-toelaten/",
            f"leerwerkplekken/{position.public_id}/",
            f"voorstellen/{match.public_id}/vervallen/",
        ],
        None: [
            "plekken/",
            f"plekken/{tenant.position.public_id}/",
            "plekken/bewaren/",
            f"plekken/bewaard/{tenant.search_token}/",
            f"plekken/open/{tenant.still_open_token}/",
        ],
        tenant.assessor.user: ["vraag-en-aanbod/"],
        person.user: [
            "mijn-zoekopdrachten/",
            f"mijn-route/{declined.public_id}/",
            f"mijn-route/{declined.public_id}/ontvangen/",
            f"mijn-route/{declined.public_id}/intrekken/",
            f"voorstellen/{match.public_id}/nee/",
        ],
    }
    for user, addresses in visits.items():
        walk(user, [f"/{address}" for address in addresses])
