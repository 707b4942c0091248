"""A person makes her order with the keyboard, a company makes its own, and they meet."""

import re

import pytest
from playwright.sync_api import expect

from matching.tasks import introductions
from tests.matching import stage


def plain(mail) -> str:
    return mail.get_body(("plain",)).get_content()


@pytest.fixture
def tenant(transactional_db):
    return stage.tenant()


def test_an_order_is_made_with_the_keyboard_and_stays(open_window, assert_accessible, tenant):
    for title in ("Timmeren", "Rekenen"):
        stage.offered(tenant, title=title)
    person, application = stage.admitted(tenant)
    page = open_window(person.user)
    page.goto(f"/mijn-route/{application.public_id}/plekken/")
    assert_accessible(page)
    for title in ("Timmeren", "Rekenen"):
        page.get_by_role("button", name=re.compile(f"Zet in mijn volgorde.*{title}")).click()
        expect(page.locator("#volgorde").get_by_role("link", name=title)).to_be_visible()
    up = page.get_by_role("button", name=re.compile("Hoger.*Rekenen"))
    up.focus()
    up.press("Enter")
    expect(page.locator("#volgorde .order-name").first).to_contain_text("Rekenen")
    expect(up).to_be_focused()
    assert_accessible(page)
    page.reload()
    expect(page.locator("#volgorde .order-name").first).to_contain_text("Rekenen")


def test_a_company_invites_and_she_answers_from_her_mail(open_window, assert_accessible, mailbox, tenant):
    position = stage.offered(tenant)
    person, application = stage.admitted(tenant)
    page = open_window(person.user)
    page.goto(f"/mijn-route/{application.public_id}/zichtbaar/")
    page.get_by_label("Wat wil je bedrijven over jezelf vertellen?").fill("Ik bouw graag.")
    page.get_by_label("Alle bedrijven met een leerwerkplek op mijn route").check(force=True)
    page.get_by_role("button", name="Bewaar").click()
    expect(page.get_by_text("Bedrijven kunnen je vinden")).to_be_visible()
    assert_accessible(page)

    company = open_window(tenant.contact.user)
    company.goto(f"/leerwerkplekken/{position.public_id}/kandidaten/")
    assert_accessible(company)
    company.get_by_role("link", name=re.compile("Nodig uit.*Noor")).click()
    company.get_by_label("Bericht").fill("Kom eens langs.")
    company.get_by_role("button", name="Nodig uit").click()
    expect(company.get_by_text("krijgt uw uitnodiging")).to_be_visible()
    assert_accessible(company)

    introductions()
    mail = plain(mailbox.wait_for(person.user.email, "kennis"))
    visitor = open_window()
    visitor.goto(re.search(r"/kennismaken/[\w-]+/", mail)[0])
    assert_accessible(visitor)
    visitor.get_by_role("button", name="Ja, graag").click()
    expect(visitor.get_by_text("Jullie maken kennis")).to_be_visible()
    company.reload()
    expect(company.get_by_text(person.user.email)).to_be_visible()
    for address in ("gegevens", "bestanden"):
        page.goto(f"/mijn-route/{application.public_id}/{address}/")
        assert_accessible(page)
