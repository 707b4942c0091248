"""A whole round with five parties: a coordinator, two students and two companies, at a desk and on phones."""

import re
from uuid import uuid4

import pytest
from django.utils.timezone import localdate
from playwright.sync_api import expect

from matching.models import Match, Offer, Preference, Round
from matching.services.positions import offer_position
from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.organisations.enums import Kind, Part
from mkbroute.organisations.models import Workplace
from tests import cast
from tests.matching import stage

PATIENCE = 60_000  # milliseconds that the worker may take


@pytest.fixture
def parties(transactional_db):
    return Parties()


class Parties:
    def __init__(self):
        self.tenant = stage.tenant("Avans")
        self.second = cast.organisation(Kind.COMPANY, "Installatiebedrijf", takes_part=True)
        self.second_contact = cast.person("Els Prins", self.second, Part.CONTACT)
        self.noor, self.noors = stage.admitted(self.tenant, "Noor Visser")
        self.ali, self.alis = stage.admitted(self.tenant, "Ali Demir")
        self.builder = stage.offered(self.tenant, title="Uitvoerder")
        self.fitter = self._second_position()

    def _second_position(self):
        with acting_as(SYSTEM):
            place = Workplace.objects.create(
                organisation=self.second, name="Hoofdvestiging", street="Kade 1", postcode="5611 AA",
                city="Eindhoven", province="noord-brabant",
            )  # fmt: skip
        with acting_as(self.second_contact.actor):
            position = offer_position(
                key=uuid4(), organisation_id=self.second.pk, workplace=place, routes=[self.tenant.route],
                terms={**stage.TERMS, "title": "Monteur"}, who=stage.COMPANY,
            )  # fmt: skip
        stage.publish(position)
        return position

    def rank(self, application, position, by, rank):
        with acting_as(SYSTEM):
            offer = Offer.objects.get(position=position)
            Preference.objects.create(
                application=application, offer=offer, position=position, route_id=offer.route_id,
                hogeschool_id=offer.hogeschool_id, organisation_id=offer.organisation_id,
                student_id=application.student_id, by=by, rank=rank,
            )  # fmt: skip

    def everybody_ranks(self):
        """Both want to be Uitvoerder; that company prefers Ali."""
        for application in (self.noors, self.alis):
            self.rank(application, self.builder, "student", 1)
        self.rank(self.alis, self.builder, "company", 1)
        self.rank(self.noors, self.builder, "company", 2)
        self.rank(self.noors, self.fitter, "company", 1)


def wait_for(page, heading):
    """Until the worker is done: the page shows progress, with a button to what came of it."""
    done = page.get_by_role("link", name="Bekijk de uitkomst")
    expect(done.or_(page.get_by_role("heading", level=1, name=heading, exact=True))).to_be_visible(timeout=PATIENCE)
    if done.is_visible():
        done.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)


def reload_until(page, text):
    for _ in range(60):
        if page.get_by_text(text).first.is_visible():
            return
        page.wait_for_timeout(500)
        page.reload()
    expect(page.get_by_text(text).first).to_be_visible()


def test_a_whole_round(open_window, check, parties):
    page = open_window(parties.tenant.coordinator.user)
    plans_a_round(page, check, parties)
    parties.everybody_ranks()
    tries_it_out_and_closes(page, check)
    computes_and_reviews(page, check)
    publishes(page, check)
    noor = open_window(parties.noor.user, phone=True)
    reads_why_she_has_no_place(noor, check, parties)
    both_answer(open_window, check, parties)
    goes_on_with_who_is_left(page, check, parties)


def plans_a_round(page, check, parties):
    page.goto("/rondes/nieuw/")
    check(page, "Nieuwe ronde")
    page.get_by_role("button", name="Opslaan").click()
    expect(page.locator(".error-summary")).to_be_focused()
    page.get_by_label("Naam").fill("Ronde voorjaar")
    today = localdate().isoformat()
    page.get_by_label("Open vanaf").fill(today)
    page.get_by_label("Open tot en met").fill(today)
    page.get_by_role("checkbox", name=re.compile(parties.tenant.route.title)).check(force=True)
    page.get_by_label(re.compile("^Niet: alleen wie")).check(force=True)
    page.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_text("Kandidaten en bedrijven zetten elkaar op volgorde")).to_be_visible()
    check(page, "Ronde voorjaar")


def tries_it_out_and_closes(page, check):
    page.get_by_role("button", name="Bereken een proef").click()
    wait_for(page, "Proefberekening")
    expect(page.get_by_text("Niemand krijgt bericht, en er ligt niets vast.")).to_be_visible()
    expect(page.get_by_text("1 van 2").first).to_be_visible()
    check(page, "Proefberekening")
    page.get_by_role("link", name="Terug naar de ronde").click()
    page.get_by_role("link", name="Eerder sluiten").click()
    check(page, "Wilt u de ronde nu sluiten?")
    page.get_by_role("button", name="Ja, sluit de ronde").click()
    reload_until(page, "Gesloten: u kunt een indeling berekenen")


def computes_and_reviews(page, check):
    page.get_by_role("link", name="Bereken een indeling").click()
    check(page, "Indeling berekenen")
    page.get_by_role("button", name="Bereken").click()
    wait_for(page, "Indeling")
    check(page, "Indeling")
    expect(page.get_by_text("0 paren: geen kandidaat en bedrijf")).to_be_visible()
    page.get_by_role("button", name="Reken het na").click()
    expect(page.get_by_text("Opnieuw berekenen gaf dezelfde uitkomst")).to_be_visible(timeout=PATIENCE)
    moves(page, check, "Noor Visser", "Monteur", "Zij kent dit bedrijf van een stage.", first=True)
    expect(page.get_by_text("De indeling is gewijzigd.")).to_be_visible()
    page.get_by_role("link", name="Concept, beurt 1").click()
    expect(page.get_by_text("Zij kent dit bedrijf van een stage.")).to_be_visible()
    moves(page, check, "Noor Visser", "", "Toch liever een eerlijke kans in de volgende beurt.")
    page.get_by_role("link", name="Concept, beurt 1").click()
    reload_until(page, "0 paren: geen kandidaat en bedrijf")


def moves(page, check, name, title, reason, first=False):
    page.get_by_role("link", name=name).first.click()
    check(page, name)
    page.get_by_role("link", name="Wijzig de plek").click()
    check(page, "Plek wijzigen")
    if title:
        box = page.get_by_role("combobox", name="Naar welke leerwerkplek?")
        box.press_sequentially(title.lower())
        expect(page.get_by_role("listbox").get_by_role("option")).to_have_count(1)
        box.press("ArrowDown")
        box.press("Enter")
        page.get_by_role("button", name="Bekijk wat dit doet").click()
        expect(page.get_by_text("Deze plek staat niet op de lijst van de kandidaat.")).to_be_visible()
    else:
        page.get_by_role("link", name="Of: zonder plek verder").click()
    expect(page.get_by_text("Blijft eerlijk")).to_be_visible()
    check(page, "Plek wijzigen")
    if first:
        page.get_by_role("button", name="Wijzig de plek").click()
        expect(page.locator(".error-summary")).to_be_focused()
    page.get_by_label("Waarom?").fill(reason)
    page.get_by_role("button", name="Wijzig de plek").click()


def publishes(page, check):
    page.get_by_role("link", name="Publiceren").click()
    check(page, "Indeling publiceren")
    page.get_by_role("button", name="Publiceer").click()
    expect(page.locator(".error-summary")).to_be_focused()
    page.get_by_label("Ik heb deze indeling bekeken").check(force=True)
    page.get_by_role("button", name="Publiceer").click()
    expect(page.get_by_text("De indeling ligt vast.")).to_be_visible()
    expect(page.get_by_role("link", name="Publiceren")).to_have_count(0)
    check(page, "Indeling")


def reads_why_she_has_no_place(page, check, parties):
    page.goto(f"/mijn-route/{parties.noors.public_id}/")
    reload_until(page, "Hoe kwam dit tot stand?")
    page.get_by_role("link", name="Lees waarom").click()
    check(page, "Waarom deze uitkomst?")
    expect(page.get_by_text("Eén kandidaat stond hoger.")).to_be_visible()
    expect(page.get_by_text("hadden jou op hun lijst: Monteur bij Installatiebedrijf")).to_be_visible()
    expect(page.get_by_text("bezwaar te maken")).to_be_visible()
    assert "Ali" not in page.content()


def both_answer(open_window, check, parties):
    with acting_as(SYSTEM):
        match = Match.objects.get(application=parties.alis)
    ali = open_window(parties.ali.user, phone=True)
    ali.goto(f"/mijn-route/{parties.alis.public_id}/")
    expect(ali.get_by_text("Uit de ronde ‘Ronde voorjaar’.").first).to_be_visible()
    check(ali, parties.tenant.route.title)
    ali.get_by_role("link", name="Lees waarom").click()
    expect(ali.get_by_text("Dit was de eerste keus: beter kon niet.")).to_be_visible()
    check(ali, "Waarom deze uitkomst?")
    ali.goto(f"/mijn-route/{parties.alis.public_id}/")
    ali.get_by_role("button", name="Ja, deze plek wil ik").click()
    company = open_window(parties.tenant.contact.user)
    company.goto(f"/leerwerkplekken/{parties.builder.public_id}/")
    company.get_by_role("link", name="Ronde voorjaar, beurt 1").click()
    expect(company.get_by_text("Twee kandidaten zetten deze plek op de lijst.")).to_be_visible()
    check(company, "Waarom deze uitkomst?")
    company.goto(f"/voorstellen/{match.public_id}/")
    company.get_by_role("button", name="Ja, graag").click()
    expect(company.get_by_text("De plek is rond.")).to_be_visible()
    second = open_window(parties.second_contact.user, phone=True)
    second.goto(f"/leerwerkplekken/{parties.fitter.public_id}/")
    second.get_by_role("link", name="Ronde voorjaar, beurt 1").click()
    expect(second.get_by_text("Geen enkele kandidaat zette deze plek op de lijst.")).to_be_visible()
    check(second, "Waarom deze uitkomst?")


def goes_on_with_who_is_left(page, check, parties):
    with acting_as(SYSTEM):
        found = Round.objects.get(hogeschool=parties.tenant.hogeschool, state="closed")
    page.goto(f"/rondes/{found.public_id}/")
    page.get_by_role("link", name="Volgende beurt").click()
    check(page, "Volgende beurt")
    page.get_by_label("Opnieuw kiezen kan tot en met").fill(localdate().isoformat())
    page.get_by_role("button", name="Begin de volgende beurt").click()
    expect(page.get_by_text("Beurt 2 is begonnen.")).to_be_visible()
    parties.rank(parties.noors, parties.fitter, "student", 2)
    page.get_by_role("link", name="Eerder sluiten").click()
    page.get_by_role("button", name="Ja, sluit de ronde").click()
    reload_until(page, "Gesloten: u kunt een indeling berekenen")
    page.get_by_role("link", name="Bereken een indeling").click()
    page.get_by_role("button", name="Bereken").click()
    wait_for(page, "Indeling")
    expect(page.get_by_text("2 van 2").first).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("Ali Demir.*Eerdere beurt"))).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("Noor Visser.*Monteur"))).to_be_visible()
    check(page, "Indeling")


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_every_other_page_is_accessible_and_fits(open_window, assert_accessible, assert_fits, parties, phone):
    tenant = parties.tenant
    found, draft = tenant.round.public_id, tenant.draft.public_id
    page = open_window(tenant.coordinator.user, phone=phone)
    for address in (
        "rondes/", f"rondes/{found}/", f"rondes/{found}/wijzigen/", f"rondes/{found}/sluiten/",
        f"rondes/{found}/afronden/", f"rondes/{found}/vooraf/", f"rondes/{found}/vooraf/paar/",
        f"rondes/{found}/vooraf/minimum/", f"rondes/indeling/{draft}/", f"rondes/indeling/{draft}/plekken/",
        f"rondes/indeling/{draft}/publiceren/", f"rondes/indeling/{tenant.run.public_id}/",
        f"rondes/kandidaat/{tenant.draft_person.public_id}/",
        f"rondes/kandidaat/{tenant.draft_person.public_id}/wijzigen/",
        f"rondes/plek/{tenant.run_place.public_id}/",
    ):  # fmt: skip
        assert page.goto(f"/{address}").status == 200, address
        assert_fits(page)
        assert_accessible(page)
