"""A dossier from the button to the file, what is kept how long, and the package of a company: on a desk and a phone."""

from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest
from playwright.sync_api import expect

from mkbroute.access.actor import SYSTEM, acting_as
from routes.models import Route
from tests.agreements import scenes
from tests.agreements.sealed import sealed

YEARS = {
    "starts_on": date(2025, 9, 1),
    "ends_on": date(2027, 8, 31),
    "practice_starts_on": date(2025, 9, 1),
    "practice_ends_on": date(2027, 7, 15),
}
LONG_AGO = {name: day.replace(year=day.year - 17) for name, day in YEARS.items()}


@pytest.fixture
def mine(transactional_db):
    mine = scenes.matched()
    mine.agreement = sealed(mine, YEARS)
    with acting_as(SYSTEM):
        Route.objects.filter(pk=mine.route.pk).update(accredited=True, croho_code="80113", sector="building")
    return mine


def test_a_coordinator_takes_a_dossier(open_window, mine, check):
    page = open_window(mine.coordinator.user)
    page.goto(f"/overeenkomsten/{mine.agreement.public_id}/")
    page.get_by_role("button", name="Maak het dossier").click()
    check(page, "Dossier van de overeenkomst van Joris Kok")
    expect(page.get_by_text("Klaar", exact=True)).to_be_visible()
    page.reload()
    check(page, "Dossier van de overeenkomst van Joris Kok")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download het bestand").click()
    with ZipFile(BytesIO(download.value.path().read_bytes())) as found:
        assert found.testzip() is None
        assert "index.html" in found.namelist()
    page.goto("/bestanden/")
    check(page, "Uw bestanden")


def test_a_student_takes_everything_along_on_her_phone(open_window, mine, check):
    page = open_window(mine.student.user, phone=True)
    page.goto("/")
    page.get_by_role("button", name="Maak mijn dossier").click()
    check(page, "Mijn dossier")
    expect(page.get_by_text("Klaar", exact=True)).to_be_visible()


@pytest.mark.parametrize("phone", [False, True])
def test_what_is_kept_and_how_long(open_window, check, transactional_db, phone):
    mine = scenes.matched()
    mine.agreement = sealed(mine, LONG_AGO)
    page = open_window(mine.coordinator.user, phone=phone)
    page.goto("/organisatie/bewaartermijnen/")
    check(page, "Bewaartermijnen")
    page.get_by_role("link", name="Langer bewaren").first.click()
    check(page, "Langer bewaren")
    page.get_by_label("Waarom moet deze overeenkomst blijven?").fill("Lopende klacht")
    page.get_by_label("Bewaren tot en met").fill("2020-01-01")
    page.get_by_role("button", name="Bewaar langer").click()
    expect(page.get_by_text("Deze dag is al voorbij").first).to_be_visible()
    page.goto("/organisatie/bewaartermijnen/agreement/")
    check(page, "Verzegelde overeenkomsten, met alles wat erbij hoort")


@pytest.mark.parametrize("phone", [False, True])
def test_what_a_company_needs_for_praktijkleren(open_window, mine, check, phone):
    page = open_window(mine.contact.user, phone=phone)
    page.goto("/praktijkleren/")
    check(page, "Praktijkleren")
    page.get_by_role("link", name="2025-2026").click()
    check(page, mine.company.name)
    page.get_by_role("button", name="Maak het pakket").click()
    expect(page.get_by_text("Klaar", exact=True)).to_be_visible()
