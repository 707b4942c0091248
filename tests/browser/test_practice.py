"""The practice: the coordinator who plans, the guide on a phone without an account, the student, the company."""

import os
import re

import pytest
from playwright.sync_api import Page, expect

from agreements.enums import Voice
from agreements.services import practice
from mkbroute.access.actor import SYSTEM, acting_as
from tests.agreements.practice import WHO, in_practice, soon
from tests.agreements.test_moments import close, planned, speak

OUTCOMES = "- Rekenen aan een begroting\n- Tekenen van een detail\n- Overleggen met de opdrachtgever"


@pytest.fixture
def mine(transactional_db):
    return in_practice(learning_outcomes=OUTCOMES)


def picture(page: Page, name: str) -> None:
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def test_a_talk_from_plan_to_report(open_window, check, mailbox, mine):
    desk = open_window(mine.coordinator.user)
    desk.goto(f"/overeenkomsten/{mine.agreement.public_id}/")
    desk.get_by_role("link", name="Praktijk", exact=True).click()
    check(desk, "Praktijk")
    picture(desk, "empty")
    desk.get_by_role("link", name="Gesprek plannen").click()
    desk.get_by_label("Dag").fill(f"{soon():%Y-%m-%d}")
    company = desk.get_by_role("group", name="Bedrijf")
    company.get_by_label("Naam").fill("Wim Dekker")
    company.get_by_label("E-mailadres").fill("wim.dekker@bedrijf.test")
    check(desk, "Gesprek plannen")
    picture(desk, "plan")
    desk.get_by_role("button", name="Plan en verstuur").click()
    check(desk, "Driehoekgesprek")
    mail = mailbox.wait_for("wim.dekker@bedrijf.test", "Driehoekgesprek op")
    assert "METHOD:REQUEST" in mail.get_payload()[-1].get_payload(decode=True).decode()
    phone = open_window(phone=True)
    phone.goto(re.search(r"/gesprek/\S+/", mail.get_body(("plain",)).get_content())[0])
    check(phone, "Hoe ver is Joris Kok?")
    picture(phone, "talk")
    first = phone.get_by_role("group", name="Rekenen aan een begroting").first
    first.get_by_label("Zichtbaar op het werk").check()
    first.get_by_label("In één zin").fill("Maakt zelf een raming.")
    expect(phone.get_by_text("Bewaard als concept")).to_be_visible()
    phone.reload()
    expect(phone.get_by_label("In één zin").first).to_have_value("Maakt zelf een raming.")
    phone.get_by_role("button", name="Lever in").click()
    check(phone, "Dank u, het is ingeleverd")
    picture(phone, "given")
    student = open_window(mine.student.user, phone=True)
    student.goto(f"/overeenkomsten/{mine.agreement.public_id}/praktijk/")
    check(student, "Praktijk")
    picture(student, "student")
    student.get_by_role("link", name="Zeg hoe ver het is").click()
    check(student, "Hoe ver ben je?")
    student.get_by_label("Aangetoond").first.check()
    student.get_by_role("button", name="Lever in").click()
    check(student, "Driehoekgesprek")
    picture(student, "moment-phone")
    desk.reload()
    expect(desk.get_by_text("Maakt zelf een raming.")).to_be_visible()
    desk.get_by_role("link", name="Rond af").click()
    check(desk, "Gesprek afronden")
    picture(desk, "close")
    desk.get_by_label("Hoe lang duurde het?").fill("45")
    desk.get_by_label("Wat is afgesproken?").fill("Volgende keer een hele begroting.")
    desk.get_by_role("button", name="Rond af en leg vast").click()
    check(desk, "Driehoekgesprek")
    picture(desk, "moment")
    phone.reload()
    check(phone, "Dit gesprek is afgerond")
    picture(phone, "closed")


def test_weeks_are_filled_in_on_a_phone_and_seen_by_all(open_window, check, mailbox, mine):
    everything(mine)
    desk = open_window(mine.contact.user)
    desk.goto(f"/overeenkomsten/{mine.agreement.public_id}/praktijk/")
    check(desk, "Praktijk")
    picture(desk, "company")
    desk.get_by_role("button", name="Bevestig alles").click()
    desk.get_by_role("link", name="Vraag de praktijkbegeleider per mail").click()
    check(desk, "Aanwezigheid opvragen")
    desk.get_by_label("E-mailadres").fill("wim@bedrijf.test")
    desk.get_by_role("button", name="Verstuur de mail").click()
    mail = mailbox.wait_for("wim@bedrijf.test", "Wie was er op het werk?").get_body(("plain",)).get_content()
    phone = open_window(phone=True)
    phone.goto(re.search(r"/aanwezigheid/\S+/", mail)[0])
    check(phone, "Was Joris Kok er?")
    picture(phone, "attendance-phone")
    phone.get_by_role("checkbox").last.uncheck()
    phone.get_by_role("button", name="Klopt zo, leg vast").click()
    check(phone, "Dank u, het ligt vast")
    desk.goto(f"/overeenkomsten/{mine.agreement.public_id}/praktijk/aanwezigheid/2025/")
    check(desk, "Aanwezigheid 2025-2026")
    picture(desk, "attendance")
    coordinator = open_window(mine.coordinator.user)
    coordinator.goto(f"/overeenkomsten/{mine.agreement.public_id}/praktijk/")
    check(coordinator, "Praktijk")
    picture(coordinator, "coordinator")
    for address, title in (
        ("onderbreking", "Onderbreking vastleggen"),
        ("gerealiseerd", "Gerealiseerde leeruitkomsten"),
        ("begeleiding", "Overzicht van de begeleiding"),
        ("gesprek/vastleggen", "Gesprek vastleggen"),
    ):
        coordinator.goto(f"/overeenkomsten/{mine.agreement.public_id}/praktijk/{address}/")
        check(coordinator, title)
        picture(coordinator, address.replace("/", "-"))


def everything(mine):
    from datetime import date

    first = planned(mine)
    outcomes = [line.removeprefix("- ") for line in OUTCOMES.splitlines()]
    for voice, level in zip(Voice, ("developing", "developing", "not_begun"), strict=True):
        speak(mine, first, voice, **dict.fromkeys(outcomes[:2], level))
    close(mine, first)
    second = planned(mine, planned_at=soon(20))
    speak(mine, second, Voice.STUDENT, **dict.fromkeys(outcomes, "shown"))
    speak(mine, second, Voice.COMPANY, **dict.fromkeys(outcomes, "visible"))
    with acting_as(mine.coordinator.actor):
        practice.record_interruption(mine.agreement, begins_on=date(2026, 1, 5), ends_on=date(2026, 1, 9), who=WHO)
        said = {date(2025, 9, 1): practice.WeekSaid(32), date(2025, 9, 8): practice.WeekSaid(24)}
        practice.record_weeks(mine.agreement, said, who=WHO, by_company=False)
        practice.realise_outcome(
            mine.agreement, outcome=outcomes[1], realised_on=date(2026, 6, 1), assessed_by="Sanne de Wit", who=WHO
        )
    with acting_as(SYSTEM):
        assert mine.agreement.moments.count() == 2
