"""Measurements at their screens: answering each questionnaire on a phone, with and without script, and sending."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate
from playwright.sync_api import Page, expect

from mkbroute.access.actor import SYSTEM, acting_as
from surveys import tasks
from surveys.enums import InvitationState
from tests import cast
from tests.surveys.waves import PEOPLE, invitation_to, opened, sent, token_of

EMOJI = "Prima 👷🏽 مرحبا"


@pytest.fixture
def mine(transactional_db):
    return cast.tenant()


def first_of_each(page: Page) -> None:
    """On a screen: the first choice of each list, and something in each open question."""
    for group in page.locator("form.form fieldset:has(input[type=radio])").all():
        if not group.locator("input[type=radio]:checked").count():
            group.locator("input[type=radio]").first.check()
    for text in page.locator("form.form textarea").all():
        text.fill(EMOJI)


def through(page: Page, look) -> list[str]:
    """To the last page; the titles of its parts."""
    titles = []
    while (heading := page.get_by_role("heading", level=1).inner_text()) != "Dit waren de vragen":
        if heading not in titles:
            titles.append(heading)
            if look:
                look(page)
        first_of_each(page)
        page.get_by_role("button", name="Verder").click()
    return titles


@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
@pytest.mark.parametrize("audience", ["companies", "students", "teachers"])
def test_answering_on_a_phone(mine, open_window, look, audience, script):
    wave = sent(mine)
    email = PEOPLE[audience]["email"]
    page = open_window(phone=True, java_script_enabled=script)
    page.goto(reverse("surveys:answer", args=[token_of(email, wave)]))
    if script:
        look(page)
    if audience == "companies":
        expect(page.get_by_text("Een deel invullen telt ook mee")).to_be_visible()
    page.get_by_role("link", name="Begin").click()
    titles = through(page, look if script else None)
    page.get_by_role("button", name="Terug").click()
    kept = page.locator("form.form textarea, form.form input[type=radio]:checked").first
    assert kept.input_value() in (EMOJI, "1")
    page.get_by_role("button", name="Verder").click()
    if script:
        look(page)
    page.get_by_role("button", name="Verstuur de antwoorden").click()
    expect(page.get_by_text("antwoorden nog wijzigen")).to_be_visible()
    if script:
        look(page)
    assert len(titles) >= 2
    assert invitation_to(email, wave).state == InvitationState.SUBMITTED


def test_going_on_at_another_device_by_keyboard(mine, open_window, look):
    wave = sent(mine)
    url = reverse("surveys:questions", args=[token_of(PEOPLE["students"]["email"], wave)])
    page = open_window(phone=True)
    page.goto(url)
    page.get_by_label("Hoe oud ben je?").fill("honderd")
    page.keyboard.press("Enter")
    expect(page.locator(".error-summary")).to_be_focused()
    look(page)
    page.get_by_label("Hoe oud ben je?").fill("24")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Onderdeel 2 van")).to_be_visible()
    other = open_window()
    other.goto(url)
    expect(other.get_by_text("Onderdeel 2 van")).to_be_visible()
    other.get_by_role("button", name="Terug").click()
    expect(other.get_by_label("Hoe oud ben je?")).to_have_value("24")


def test_a_wave_is_drawn_up_checked_and_sent(mine, open_window, look, tmp_path):
    team = open_window(mine.assessor.user)
    team.goto(reverse("surveys:waves"))
    team.get_by_role("link", name="Nieuwe meting").click()
    team.get_by_label("Naam").fill("Meting voorjaar")
    team.get_by_label("Eerste dag").fill(localdate().isoformat())
    team.get_by_label("Laatste dag").fill((localdate() + timedelta(days=30)).isoformat())
    team.get_by_label(mine.hogeschool.name).check()
    look(team)
    team.get_by_role("button", name="Opslaan").click()
    look(team)
    team.get_by_role("link", name="Open de meting").click()
    look(team)
    team.get_by_role("button", name="Open de meting").click()
    tasks.sweep()
    coordinator = open_window(mine.coordinator.user)
    coordinator.goto(reverse("home"))
    coordinator.get_by_role("link", name="Meting voorjaar").click()
    look(coordinator)
    coordinator.get_by_role("row", name="Studenten").get_by_role("link").click()
    look(coordinator)
    coordinator.get_by_role("link", name="Lees een bestand in").first.click()
    wrong = tmp_path / "namen.csv"
    wrong.write_text("naam;e-mailadres\nNoor Smit;noor@student.test\n;geen adres\n")
    coordinator.get_by_label("Bestand").set_input_files(wrong)
    coordinator.get_by_role("button", name="Lees in").click()
    expect(coordinator.get_by_text("Regel 3: de naam ontbreekt.")).to_be_visible()
    look(coordinator)
    wrong.write_text("naam;e-mailadres\nNoor Smit;noor@student.test\n")
    coordinator.get_by_label("Bestand").set_input_files(wrong)
    coordinator.get_by_role("button", name="Lees in").click()
    coordinator.get_by_role("button", name="Klopt, verstuur").click()
    tasks.sweep()
    coordinator.reload()
    expect(coordinator.get_by_text("Uitgenodigd").first).to_be_visible()
    look(coordinator)


def test_every_page_stands(mine, walk):
    wave = opened(mine)
    with acting_as(SYSTEM):
        found = wave.lists.get(population__audience="students")
    lists = [reverse(f"surveys:{name}", args=[found.public_id]) for name in ("people", "add_person", "upload_people")]
    of_wave = [reverse(f"surveys:{name}", args=[wave.public_id]) for name in ("wave", "close_wave", "move_end")]
    drafts = [
        reverse(f"surveys:{name}", args=[mine.wave_draft.public_id])
        for name in ("wave", "change_wave", "begin_wave", "drop_wave")
    ]
    walk(mine.coordinator.user, [reverse("surveys:waves"), of_wave[0], *lists])
    walk(mine.assessor.user, [reverse("surveys:waves"), reverse("surveys:draw_up"), *of_wave, *drafts])
    token = mine.survey_token
    by_link = [reverse(f"surveys:{name}", args=[token]) for name in ("answer", "questions", "decline")]
    walk(None, [*by_link, reverse("surveys:answer_open", args=[mine.survey_open_token])])
