"""An agreement ends early: the coordinator at her desk, the others on their phones; and the pages around it."""

import re
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from agreements.models import EndingConfirmation
from mkbroute.access.actor import SYSTEM, acting_as
from tests.agreements import endings, scenes


def url(name: str, *about) -> str:
    return reverse(f"agreements:{name}", args=[one.public_id for one in about])


def plain(mail) -> str:
    return mail.get_body(("plain",)).get_content()


def open_link(page, mailbox, email: str) -> None:
    page.goto(re.search(r"/einde/\S+/", plain(mailbox.wait_for(email, "Bevestigen: einde")))[0])


def test_an_early_end_confirmed_on_the_phone_and_gone_on_elsewhere(open_window, check, mailbox):
    mine = scenes.matched()
    agreement = endings.running(mine)
    page = open_window(mine.coordinator.user)
    page.goto(url("detail", agreement))
    page.get_by_role("link", name="Leg het einde vast").click()
    check(page, "Leg het einde vast")
    page.get_by_role("button", name="Leg vast en laat het weten").click()
    check(page, "Leg het einde vast")
    expect(page.get_by_role("main")).to_contain_text("Kies waarom de overeenkomst eindigt.")
    page.get_by_label("Eerder beëindigd").check()
    page.get_by_label("Laatste dag").fill(f"{timezone.localdate() - timedelta(days=1)}")
    page.get_by_label("Het bedrijf kan de werkplek of de begeleiding").check()
    page.get_by_label("In onderling overleg").check()
    page.get_by_label("Bedrijf", exact=True).check()
    page.get_by_label("Wanneer is het gemeld?").fill(f"{timezone.localdate() - timedelta(days=10)}")
    page.get_by_label("Toelichting").fill("Het bedrijf stopt met deze werkzaamheden.")
    page.get_by_role("button", name="Leg vast en laat het weten").click()
    check(page, "Einde van de overeenkomst")

    phone = open_window(phone=True)
    open_link(phone, mailbox, mine.position.signatory_email)
    check(phone, "De overeenkomst eindigt. Klopt dit?")
    phone.get_by_label("niet akkoord").check()
    phone.get_by_role("button", name="Verstuur het antwoord").click()
    expect(phone.get_by_role("main")).to_contain_text("Schrijf op waarom het antwoord nee is")
    phone.get_by_label("Waarom niet?").fill("We willen eerst praten.")
    phone.get_by_role("button", name="Verstuur het antwoord").click()
    check(phone, "Het antwoord is: niet akkoord")
    phone.get_by_label("gelezen en ben akkoord").check()
    phone.get_by_role("button", name="Verstuur het antwoord").click()
    check(phone, "Dank, het antwoord is vastgelegd")

    student = open_window(mine.student.user, phone=True)
    student.goto(url("ending", agreement))
    check(student, "Einde van de overeenkomst")
    student.get_by_label("gelezen en ben akkoord").check()
    student.get_by_role("button", name="Verstuur het antwoord").click()
    mailbox.wait_for(mine.student.user.email, "De overeenkomst van Joris Kok eindigt")

    page.goto(url("detail", agreement))
    check(page, "Joris Kok")
    page.goto(url("ending", agreement))
    check(page, "Einde van de overeenkomst")
    expect(page.get_by_role("link", name="Download de brief")).to_be_visible()
    page.get_by_role("link", name="Ga verder bij een ander bedrijf").click()
    check(page, "Ga verder bij een ander bedrijf")
    page.get_by_role("button", name="Het bedrijf is bekend").click()
    check(page, "Leren bij de eigen werkgever")
    page.get_by_label("Naam van de werkgever").fill("Nieuw Bedrijf")
    page.get_by_label("KvK-nummer").fill("68750110")
    page.get_by_label("Naam", exact=True).first.fill("Ans Bos")
    page.get_by_label("E-mailadres").first.fill("ans@nieuw.test")
    page.get_by_role("button", name="Maak het concept").click()
    check(page, "Gegevens van de partijen")
    page.goto(url("dossier", agreement))
    check(page, "Dossier")
    expect(page.get_by_role("main")).to_contain_text("Vervolg op de overeenkomst met")


def test_what_is_stuck_how_long_it_takes_and_who_does_what(open_window, check, mailbox):
    mine = scenes.matched()
    agreement = endings.running(mine)
    endings.propose(mine, agreement)
    with acting_as(SYSTEM):
        asked = EndingConfirmation.objects.filter(agreement=agreement)
        asked.update(asked_at=timezone.now() - timedelta(days=9))
    page, phone = open_window(mine.coordinator.user), open_window(mine.coordinator.user, phone=True)
    for window in (page, phone):
        window.goto(url("stuck"))
        check(window, "Wat ligt stil")
    page.get_by_role("button", name="Stuur één herinnering").first.click()
    expect(page.get_by_role("main")).to_contain_text("krijgt één mail")
    expect(page.get_by_role("main")).to_contain_text("Morgen kan het weer")
    for window in (page, phone):
        for name, heading in (("statuses", "Statussen: wie doet wat"), ("lead_times", "Doorlooptijden")):
            window.goto(url(name))
            check(window, heading)
