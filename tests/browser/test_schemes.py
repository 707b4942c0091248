"""The programmateam writes down what RVO published of a study year."""

import os

import pytest
from playwright.sync_api import Page

from tests import cast


@pytest.fixture
def team(transactional_db):
    return cast.tenant().assessor


def picture(page: Page, name: str) -> None:
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


@pytest.mark.parametrize("phone", [False, True])
def test_a_year_is_added(open_window, check, team, phone):
    page = open_window(team.user, phone=phone)
    page.goto("/praktijkleren/regeling/")
    check(page, "Subsidie praktijkleren")
    picture(page, f"schemes-{phone}")
    page.get_by_role("link", name="Nieuw studiejaar").click()
    check(page, "Gegevens vastleggen")
    page.get_by_label("Aanvragen kan vanaf").fill("2029-06-04")
    picture(page, f"scheme-{phone}")
    page.get_by_role("button", name="Leg vast").click()
    check(page, "Gegevens vastleggen")
    picture(page, f"refused-{phone}")
    page.get_by_label("Aanvragen kan tot en met").fill("2029-09-17")
    page.get_by_label("Bron").fill("Staatscourant 2028, 1")
    page.get_by_role("button", name="Leg vast").click()
    check(page, "Subsidie praktijkleren")
    page.get_by_text("17 september 2029, 17.00 uur").wait_for()
    picture(page, f"added-{phone}")
