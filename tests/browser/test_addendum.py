"""An addendum from draft to sealed: the coordinator at her desk, the others on their phones."""

import re

from django.urls import reverse
from playwright.sync_api import expect

from agreements.models import Addendum
from mkbroute.access.actor import SYSTEM, acting_as
from tests.agreements import scenes, sealed


def url(name: str, *about) -> str:
    return reverse(f"agreements:{name}", args=[getattr(one, "public_id", one) for one in about])


def plain(mail) -> str:
    return mail.get_body(("plain",)).get_content()


def sign(page, check, mailbox, email: str, name: str) -> None:
    mail = plain(mailbox.wait_for(email, "Tekenen: addendum 1"))
    assert "Werkuren per week: was 32, wordt 24" in mail
    page.goto(re.search(r"/tekenen/\S+/", mail)[0])
    check(page, "Addendum 1 bij de overeenkomst voor Joris Kok")
    expect(page.get_by_role("main")).to_contain_text("was 32, wordt 24")
    page.get_by_role("button", name="Stuur mij een code").click()
    page.get_by_label("Code uit de mail").fill(
        re.search(r"De code is: (\d{6})", plain(mailbox.wait_for(email, "Code om")))[1]
    )
    page.get_by_role("button", name="Verder").click()
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.get_by_label("Typ", exact=False).fill(name)
    page.get_by_role("button", name="Ondertekenen").click()
    check(page, re.compile("Bedankt|rond"))


def test_addendum_from_draft_to_the_text_that_holds(open_window, check, mailbox):
    mine = scenes.matched()
    agreement = sealed.sealed(mine)
    page = open_window(mine.coordinator.user)
    page.goto(url("detail", agreement))
    check(page, "Joris Kok")
    page.get_by_role("button", name="Nieuw addendum").click()
    check(page, "Wat verandert er")
    page.get_by_label("Vanaf welke dag?").fill("2027-10-01")
    page.get_by_label("Waarom dit addendum?").fill("Joris gaat een dag minder werken.")
    page.get_by_label("Werkuren per week").fill("24")
    page.get_by_role("button", name="Opslaan").click()
    check(page, "Addendum 1")
    page.get_by_role("link", name="Partijen en ondertekenaars").click()
    check(page, "Partijen en ondertekenaars")
    page.get_by_role("button", name="Opslaan").click()
    page.get_by_role("link", name="Naar versturen").click()
    check(page, "Versturen om te tekenen")
    page.get_by_role("button", name="Verstuur naar 3 ondertekenaars").click()
    check(page, "Addendum 1")

    people = [(mine.student, "Joris Kok"), (mine.contact, "Karim Bakker"), (mine.coordinator, "Sanne de Wit")]
    for person, name in people:
        sign(open_window(phone=True), check, mailbox, person.user.email, name)
    mailbox.wait_for(mine.student.user.email, "Door iedereen getekend: addendum 1")
    page.goto(url("addendum", _addendum(agreement)))
    check(page, "Addendum 1")
    expect(page.get_by_role("link", name="Download het addendum")).to_be_visible()
    page.goto(f"{url('consolidated', agreement)}?op=2027-10-01")
    check(page, "Geldende tekst")
    expect(page.get_by_role("article")).to_contain_text("Zoals gewijzigd door addendum 1, vanaf 1 oktober 2027")
    page.goto(url("cohorts"))
    check(page, "7.7-meter per cohort")
    page.goto(url("contacts", agreement))
    check(page, "Contactgegevens herstellen")


def _addendum(agreement):
    with acting_as(SYSTEM):
        return Addendum.objects.get(agreement=agreement).public_id
