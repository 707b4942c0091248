"""The gegevenskaart on a phone: from the mail to what stands in the draft; and the coordinator who follows it."""

import re

import pytest
from playwright.sync_api import Page, expect

from agreements.enums import Role
from agreements.models import Agreement, Party
from mkbroute.access.actor import SYSTEM, acting_as
from tests.agreements import scenes
from tests.agreements.cards import ask
from tests.agreements.classmates import enrol


@pytest.fixture
def mine(transactional_db):
    return scenes.matched()


@pytest.fixture
def draft(mine):
    return scenes.drafted(mine)


def onwards(page: Page) -> None:
    page.get_by_role("button", name="Bewaren en verder").click()


def test_a_company_fills_in_its_card_on_a_phone(open_window, check, mailbox, mine, draft):
    desk = open_window(mine.coordinator.user)
    desk.goto(f"/overeenkomsten/{draft.public_id}/gegevens/")
    check(desk, "Gegevens van de partijen")
    desk.get_by_role("link", name="Vraag de gegevens").nth(1).click()
    check(desk, "Gegevens vragen")
    desk.get_by_label("Naam").fill("Karim Bakker")
    desk.get_by_label("E-mailadres").fill("karim@bedrijf.test")
    desk.get_by_role("button", name="Stuur de link").click()
    mail = mailbox.wait_for("karim@bedrijf.test", "Gegevens voor").get_body(("plain",)).get_content()
    page = open_window(phone=True)
    page.goto(re.search(r"/gegevens/\S+/", mail)[0])
    check(page, "De gegevens van uw bedrijf")
    page.get_by_role("button", name="Beginnen").click()
    check(page, "Uw bedrijf")
    page.get_by_label("KvK-nummer").fill("12")
    onwards(page)
    expect(page.get_by_role("alert")).to_contain_text("8 cijfers")
    check(page, "Uw bedrijf")
    page.get_by_label("KvK-nummer").fill("12345678")
    page.get_by_label("Adres").fill("Kade 1, 3511 AA Utrecht")
    onwards(page)
    check(page, "Wie tekent?")
    onwards(page)
    check(page, "Wie begeleidt op het werk?")
    page.get_by_label("Naam van de praktijkbegeleider").fill("Wim de Boer")
    onwards(page)
    check(page, "Waar en wanneer?")
    onwards(page)
    check(page, "Arbeidsovereenkomst en loon")
    page.get_by_label("Voor onbepaalde tijd").check()
    paid = page.get_by_role("group", name="Betaalt u salaris?")
    expect(paid.get_by_label("Ja")).to_be_checked()  # as the leerwerkplek said
    paid.get_by_label("Nee").check()
    onwards(page)
    check(page, "Klopt dit?")
    page.get_by_role("button", name="Alles klopt").click()
    check(page, "Dank, de gegevens zijn binnen")
    with acting_as(SYSTEM):
        agreement = Agreement.objects.get(pk=draft.pk)
        party = Party.objects.get(agreement=draft, role=Role.COMPANY)
    assert agreement.practice_supervisor == "Wim de Boer, Werkvoorbereider"
    assert party.kvk_number == "12345678"
    assert agreement.salary_agreed == "no"
    desk.reload()
    expect(desk.get_by_text("Ingevuld", exact=True)).to_be_visible()
    check(desk, "Gegevens van de partijen")


def test_passing_on_without_script(open_window, mine, draft):
    holder = ask(mine, draft)
    page = open_window(phone=True, java_script_enabled=False)
    page.goto(holder.path)
    page.get_by_role("button", name="Beginnen").click()
    page.get_by_label("Adres").fill("Kade 1, 3511 AA Utrecht")
    onwards(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Wie tekent?")
    page.get_by_role("link", name="Dit kan iemand anders beter invullen").click()
    page.get_by_label("Naam").fill("Els Baas")
    page.get_by_label("E-mailadres").fill("els@bedrijf.test")
    page.get_by_role("button", name="Doorsturen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Doorgestuurd")
    page.goto(holder.path)
    expect(page.get_by_role("heading", level=1)).to_have_text("Deze link werkt niet (meer)")


@pytest.mark.parametrize("phone", [True, False])
def test_the_coordinators_pages(open_window, check, mine, draft, phone):
    enrol(mine, 3)
    waiting = enrol(mine, 1, state="admissible", employer_name="Dak en Zo")[0]
    page, route = open_window(mine.coordinator.user, phone=phone), mine.route.public_id
    for path, heading in [
        (f"/overeenkomsten/klas/{route}/", "Ad Bouwkunde"),
        (f"/overeenkomsten/klas/{route}/opstellen/", "Concepten voor de klas"),
        (f"/overeenkomsten/klas/{route}/inlezen/", "Een klas inlezen"),
        ("/overeenkomsten/klas/", "Overeenkomsten per klas"),
        (f"/overeenkomsten/eigen-werkgever/{waiting.public_id}/", "Leren bij de eigen werkgever"),
        (f"/overeenkomsten/{draft.public_id}/opleidingsplan/", "Opleidingsplan"),
        (f"/overeenkomsten/{draft.public_id}/opleidingsplan/bewerken/", "Opleidingsplan bewerken"),
        (f"/overeenkomsten/{draft.public_id}/rotatie/", "Rotatie bewerken"),
        (f"/routes/{route}/leeruitkomsten/", "Leeruitkomsten"),
        (f"/overeenkomsten/{draft.public_id}/", "Joris Kok"),
    ]:
        page.goto(path)
        check(page, heading)
    page.goto(f"/overeenkomsten/{draft.public_id}/opleidingsplan/")
    page.get_by_role("button", name="Neem de leeruitkomsten van de route over").click()
    check(page, "Opleidingsplan bewerken")
    page.get_by_role("button", name="Opslaan").click()
    check(page, "Opleidingsplan")
