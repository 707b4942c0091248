"""Open answers and interviews at their screens: reading, taking out names, coding with the keyboard, writing notes."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.organisations.models import Membership
from surveys.models import Coding
from surveys.services import coding, themes
from tests import cast
from tests.cast.people import colleague
from tests.surveys import written

WHO = "Ada Mulder, Programmateam"


@pytest.fixture
def mine(transactional_db):
    tenant = cast.tenant()
    with acting_as(SYSTEM):
        tenant.asked = written.question(tenant)
    other = colleague(tenant.assessor)
    with acting_as(tenant.assessor.actor):
        for name in ("Sfeer", "Reistijd"):
            themes.add_theme("S24", name=name, who=WHO)
        first, second = (Membership.objects.get(pk=each.membership.pk) for each in (tenant.assessor, other))
        coding.assign_coders(tenant.asked, first, second, who=WHO)
    return tenant


def test_every_page_stands(mine, walk):
    asked, discussed = mine.asked.public_id, mine.discussed_question.public_id
    closed = mine.asked.population.wave.public_id
    with acting_as(SYSTEM):
        verbatim = mine.asked.verbatims.first().public_id
    shared = [
        reverse("surveys:open_answers", args=[closed]),
        reverse("surveys:read_answers", args=[asked]),
        reverse("surveys:themes", args=[mine.wave.public_id]),
        reverse("surveys:interviews", args=[mine.wave.public_id]),
        reverse("surveys:interview", args=[mine.interview.public_id]),
    ]
    team = [
        reverse("surveys:review", args=[asked, verbatim]),
        reverse("surveys:coders", args=[asked]),
        reverse("surveys:code", args=[asked]),
        reverse("surveys:themes_of", args=[asked]),
        reverse("surveys:theme", args=[mine.open_question.public_id, mine.theme.public_id]),
        reverse("surveys:differences", args=[discussed]),
        reverse("surveys:settle_difference", args=[discussed, mine.discussed.public_id]),
        reverse("surveys:topic", args=[mine.wave.public_id, "visie"]),
        reverse("surveys:start_interview", args=[mine.wave.public_id]),
        reverse("surveys:change_interview", args=[mine.interview_draft.public_id]),
        reverse("surveys:drop_interview", args=[mine.interview_draft.public_id]),
    ]
    walk(mine.assessor.user, shared + team)
    walk(mine.coordinator.user, shared)


def test_coding_with_the_keyboard(mine, open_window):
    page = open_window(mine.assessor.user)
    page.goto(reverse("surveys:code", args=[mine.asked.public_id]))
    page.keyboard.press("2")
    expect(page.get_by_label("Sfeer")).to_be_checked()
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 van 9 gecodeerd")).to_be_visible()
    page.get_by_role("link", name="Vorige").click()
    expect(page.get_by_label("Sfeer")).to_be_checked()
    with acting_as(SYSTEM):
        assert Coding.objects.filter(question=mine.asked).count() == 1


@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
def test_a_name_is_taken_out_on_a_phone(mine, open_window, script):
    with acting_as(SYSTEM):
        verbatim = mine.asked.verbatims.first()
    page = open_window(mine.assessor.user, phone=True, java_script_enabled=script)
    page.goto(reverse("surveys:review", args=[mine.asked.public_id, verbatim.public_id]))
    expect(page.get_by_label("06-12345678 (telefoonnummer)")).to_be_checked()
    if script:
        page.evaluate("getSelection().selectAllChildren(document.getElementById('antwoord'))")
        page.get_by_role("button", name="Neem over wat ik").click()
        expect(page.get_by_label("Nog iets anders")).to_have_value(verbatim.text)
    page.get_by_label("Nog iets anders").fill("Karim van Dijk")
    page.get_by_role("button", name="Nagekeken").click()
    expect(page.locator("#antwoord")).to_contain_text("[naam] van ")
    expect(page.locator("#antwoord")).to_contain_text("[telefoonnummer]")
    page.get_by_role("button", name="Geef vrij als citaat").click()
    expect(page.get_by_text("Trek het citaat in")).to_be_visible()
