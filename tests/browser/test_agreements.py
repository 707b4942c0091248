"""From a confirmed match to mails with a link: the coordinator at her desk, the others on their phones."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from agreements.models import Agreement
from mkbroute.access.actor import SYSTEM, acting_as
from tests.agreements import scenes


def url(name: str, *about) -> str:
    return reverse(f"agreements:{name}", args=[getattr(one, "public_id", one) for one in about])


def test_coordinator_drafts_completes_and_sends(open_window, check, mailbox):
    mine = scenes.matched()
    page = open_window(mine.coordinator.user)
    page.goto(url("draft", mine.match))
    check(page, "Overeenkomst opstellen")
    page.get_by_text("Neemt een opleidingsbedrijf de student in dienst?").click()
    check(page, "Overeenkomst opstellen")
    page.get_by_role("button", name="Maak het concept").click()

    check(page, "Tekst bewerken")
    meter = page.get_by_role("complementary", name="Wat de wet vraagt")
    expect(meter).to_contain_text("2 van 4 compleet")
    meter.get_by_role("link", name="b. Begeleiding").click()
    expect(page.get_by_label("Hoe vaak en hoe wordt begeleid?")).to_be_in_viewport()
    expect(meter).to_be_in_viewport()
    page.get_by_label("Hoe vaak en hoe wordt begeleid?").fill("Elke week een uur.")
    page.get_by_label("Einddatum van de overeenkomst").fill("2026-01-01")
    page.get_by_role("button", name="Opslaan").click()
    check(page, "Tekst bewerken")
    assert page.title().startswith("Fout: ")
    page.get_by_role("link", name="Einddatum van de overeenkomst").click()
    expect(page.get_by_label("Einddatum van de overeenkomst")).to_be_focused()
    page.get_by_label("Einddatum van de overeenkomst").fill("2029-08-31")
    page.get_by_role("button", name="Opslaan").click()

    check(page, "Joris Kok")
    page.get_by_role("link", name="Nog niet ingevuld: wie beoordeelt, en hoe").click()
    page.get_by_label("Wie beoordeelt, en hoe?").fill("De docent beoordeelt; het bedrijf adviseert.")
    page.get_by_role("button", name="Opslaan").click()
    page.get_by_role("link", name="Partijen en ondertekenaars").click()
    check(page, "Partijen en ondertekenaars")
    page.get_by_label("Studentnummer").fill("s1234567")
    page.get_by_role("button", name="Opslaan").click()
    page.get_by_role("link", name="Lees het voorbeeld").click()
    check(page, "Tripartiete overeenkomst duale opleiding – Joris Kok")
    expect(page.get_by_role("article")).to_contain_text("studentnummer s1234567")
    page.get_by_role("link", name="Naar versturen").click()

    check(page, "Versturen om te tekenen")
    page.get_by_role("button", name="Verstuur naar 3 ondertekenaars").click()
    check(page, "Joris Kok")
    expect(page.locator("#berichten")).to_contain_text("Verstuurd.")
    for person in (mine.student, mine.contact):  # the hogeschool signs last
        assert "/tekenen/" in mailbox.wait_for(person.user.email, "Tekenen").get_body(("plain",)).get_content()


def test_two_coordinators_write_in_the_same_field(open_window, check):
    mine = scenes.matched()
    agreement = scenes.drafted(mine)
    ada, bea = open_window(mine.coordinator.user), open_window(mine.coordinator.user)
    for page in (ada, bea):
        page.goto(url("edit", agreement))
    ada.get_by_label("Taken").fill("Van Ada.")
    ada.get_by_role("button", name="Opslaan").click()
    expect(ada.locator("#berichten")).to_contain_text("Opgeslagen.")
    bea.get_by_label("Taken").fill("Van Bea.")
    bea.get_by_role("button", name="Opslaan").click()
    expect(bea.get_by_text("Een collega wijzigde hetzelfde")).to_be_visible()
    check(bea, "Tekst bewerken")
    expect(bea.get_by_text("Van Ada.")).to_be_visible()
    expect(bea.get_by_label("Taken")).to_have_value("Van Bea.")
    bea.get_by_role("button", name="Opslaan").click()
    expect(bea.locator("#berichten")).to_contain_text("Opgeslagen.")
    with acting_as(SYSTEM):
        assert Agreement.objects.get(pk=agreement.pk).tasks == "Van Bea."


@pytest.mark.parametrize("who", ["student", "contact"])
def test_party_follows_on_a_phone(open_window, check, who):
    mine = scenes.matched()
    agreement = scenes.complete(mine)
    page = open_window(getattr(mine, who).user, phone=True)
    page.goto(url("detail", agreement))
    check(page, "Joris Kok")
    page.get_by_role("link", name="Lees het voorbeeld").click()
    check(page, "Tripartiete overeenkomst duale opleiding – Joris Kok")
    scenes.send(mine, agreement)
    page.goto(url("list"))
    check(page, "Overeenkomsten")
    page.get_by_role("link", name="Joris Kok").first.click()
    check(page, "Joris Kok")
    expect(page.get_by_text("persoonlijke link").first).to_be_visible()
    page.get_by_role("link", name="Versie 1").click()
    check(page, "Tripartiete overeenkomst duale opleiding – Joris Kok")


@pytest.mark.parametrize("phone", [False, True])
def test_steps_after_sending(open_window, check, phone):
    mine = scenes.matched()
    agreement = scenes.complete(mine)
    scenes.send(mine, agreement)
    page = open_window(mine.coordinator.user, phone=phone)
    page.goto(url("detail", agreement))
    page.get_by_role("link", name="Nieuwe link of ander e-mailadres voor Karim Bakker").click()
    check(page, "Nieuwe link sturen")
    page.get_by_label("E-mailadres").fill("karim@bedrijf.test")
    page.get_by_role("button", name="Stuur de link").click()
    expect(page.get_by_text("karim@bedrijf.test")).to_be_visible()
    page.get_by_role("link", name="Haal terug om te wijzigen").click()
    check(page, "Terughalen om te wijzigen?")
    page.get_by_label("Reden").fill("De uren kloppen niet.")
    page.get_by_role("button", name="Haal terug").click()
    check(page, "Joris Kok")
    expect(page.get_by_text("De uren kloppen niet.")).to_be_visible()
    page.get_by_role("link", name="Laat dit concept vervallen").click()
    check(page, "Deze overeenkomst laten vervallen?")
    page.get_by_label("Reden").fill("De student stopt.")
    page.get_by_role("button", name="Laat vervallen").click()
    check(page, "Joris Kok")


def test_list_filters_without_leaving_the_page(open_window, check):
    mine = scenes.matched()
    scenes.drafted(mine)
    page = open_window(mine.coordinator.user)
    page.goto(url("list"))
    check(page, "Overeenkomsten")
    expect(page.get_by_role("row")).to_have_count(3)
    page.get_by_label("Stand").select_option("draft")
    expect(page.get_by_role("row")).to_have_count(2)
    expect(page.locator("#lijst-aantal")).to_have_text("1 overeenkomst")
    assert "state=draft" in page.url
    check(page, "Overeenkomsten")
    page.get_by_label("Stand").select_option("sealed")
    expect(page.get_by_text("Geen overeenkomst gevonden")).to_be_visible()
    check(page, "Overeenkomsten")
