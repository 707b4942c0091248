"""Signing on a phone, from the link in the mail to the sealed document; and everything else a link can lead to."""

import re

import pytest
from playwright.sync_api import Page, expect

from agreements.models import Agreement, Signing
from mkbroute.access.actor import SYSTEM, acting_as
from tests import cast
from tests.agreements import scenes
from tests.agreements.signers import signers


@pytest.fixture
def agreement():
    """Sent by the coordinator: student, company and hogeschool each have a mail with a link."""
    mine = scenes.matched()
    agreement = scenes.complete(mine)
    scenes.send(mine, agreement)
    return agreement


def asked(agreement) -> list[Signing]:
    with acting_as(SYSTEM):
        return list(Agreement.objects.get(pk=agreement.pk).signings.all())


def plain(mail) -> str:
    return mail.get_body(("plain",)).get_content()


def link_for(mailbox, signing: Signing) -> str:
    return re.search(r"/tekenen/\S+/", plain(mailbox.wait_for(signing.email, "Tekenen")))[0]


def code_for(mailbox, email: str) -> str:
    return re.search(r"De code is: (\d{6})", plain(mailbox.wait_for(email, "Code om")))[1]


def identify(page: Page, check, mailbox, signing: Signing) -> None:
    page.get_by_role("button", name="Stuur mij een code").click()
    check(page, "Vul de code in")
    page.get_by_label("Code uit de mail").fill(code_for(mailbox, signing.email))
    page.get_by_role("button", name="Verder").click()
    check(page, "Ondertekenen")


def sign(page: Page, signing: Signing) -> None:
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.get_by_label("Typ", exact=False).fill(signing.name)
    page.get_by_role("button", name="Ondertekenen").click()


def test_everybody_signs_and_gets_the_sealed_document(open_window, check, mailbox, agreement):
    pages = []
    for signing in asked(agreement):
        page = open_window(phone=True)
        page.goto(link_for(mailbox, signing))
        check(page, "Overeenkomst voor Joris Kok")
        expect(page.get_by_text("Dit spreken we af")).to_be_visible()
        page.get_by_text("Artikel 5. Begeleiding van de student").click()
        expect(page.get_by_text("Elke week een uur.").last).to_be_visible()
        check(page, "Overeenkomst voor Joris Kok")
        identify(page, check, mailbox, signing)
        sign(page, signing)
        expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("^Bedankt"))
        pages.append(page)
    for signing in asked(agreement):
        mail = mailbox.wait_for(signing.email, "Door iedereen getekend", seconds=60)
        (attached,) = mail.iter_attachments()
        assert attached.get_content().startswith(b"%PDF-")
    for page in pages:
        page.reload()
        check(page, "De overeenkomst is rond")
    with pages[0].expect_download() as download:
        pages[0].get_by_role("link", name="Download het document").click()
    assert download.value.path().read_bytes() == attached.get_content()


@pytest.fixture
def one(transactional_db):
    """The company's signer of the cast's agreement."""
    return signers(cast.tenant().version)["company"]


@pytest.fixture
def identified(open_window, check, mailbox, one):
    """Her phone, after the code."""
    page = open_window(phone=True)
    page.goto(one.path)
    page.get_by_role("button", name="Stuur mij een code").click()
    page.get_by_label("Code uit de mail").fill(code_for(mailbox, one.email))
    page.get_by_role("button", name="Verder").click()
    check(page, "Ondertekenen")
    return page


@pytest.mark.parametrize("phone", [True, False])
def test_mistakes_are_explained(open_window, check, mailbox, one, phone):
    page = open_window(phone=phone)
    page.goto(one.path)
    page.get_by_role("button", name="Stuur mij een code").click()
    code = code_for(mailbox, one.email)
    page.get_by_label("Code uit de mail").fill("000000" if code != "000000" else "111111")
    page.get_by_role("button", name="Verder").click()
    expect(page.get_by_role("alert")).to_contain_text("Nog 4 pogingen")
    check(page, "Vul de code in")
    page.get_by_label("Code uit de mail").fill(code)
    page.get_by_role("button", name="Verder").click()
    page.get_by_role("button", name="Ondertekenen").click()
    expect(page.get_by_role("alert")).to_contain_text("3 dingen kloppen nog niet")
    check(page, "Ondertekenen")
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.get_by_label("Typ uw naam").fill("Henk de Boer")
    page.get_by_role("button", name="Ondertekenen").click()
    expect(page.get_by_role("alert")).to_contain_text("In de overeenkomst staat Karim Bakker")
    check(page, "Ondertekenen")
    page.get_by_role("checkbox", name="Dit is mijn naam").check()
    page.get_by_role("button", name="Ondertekenen").click()
    check(page, "Bedankt, de handtekening is gezet")
    assert one.row.typed_name == "Henk de Boer"


def test_with_the_keyboard_alone(open_window, mailbox, one):
    page = open_window()
    page.goto(one.path)
    press(page, "Stuur mij een code")
    fill(page, "Code uit de mail", code_for(mailbox, one.email))
    enter(page)
    for statement in ("Ik ben Karim Bakker", "Ik ben bevoegd"):
        reach(page, statement)
        page.keyboard.press("Space")
    fill(page, "Typ uw naam", "Karim Bakker")
    press(page, "Ondertekenen")
    expect(page.get_by_role("heading", level=1)).to_have_text("Bedankt, de handtekening is gezet")


def reach(page: Page, name: str) -> None:
    """Tab until the control with this name has the focus."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if name in page.evaluate(
            "(e => (e.labels?.[0] ?? e).innerText ?? '')(document.activeElement)",
        ):
            return
    raise AssertionError(f"no Tab reaches {name}")


def enter(page: Page) -> None:
    with page.expect_navigation():
        page.keyboard.press("Enter")


def press(page: Page, name: str) -> None:
    reach(page, name)
    enter(page)


def fill(page: Page, name: str, text: str) -> None:
    reach(page, name)
    page.keyboard.type(text)


def test_without_javascript(open_window, mailbox, one):
    page = open_window(phone=True, java_script_enabled=False)
    page.goto(one.path)
    page.get_by_role("button", name="Stuur mij een code").click()
    page.get_by_label("Code uit de mail").fill(code_for(mailbox, one.email))
    page.get_by_role("button", name="Verder").click()
    sign(page, one.row)
    expect(page.get_by_role("heading", level=1)).to_have_text("Bedankt, de handtekening is gezet")


def test_back_and_again(identified, one):
    sign(identified, one.row)
    expect(identified.get_by_role("heading", level=1)).to_have_text("Bedankt, de handtekening is gezet")
    identified.go_back()
    expect(identified.get_by_role("heading", level=1)).to_have_text("Bedankt, de handtekening is gezet")
    identified.goto(f"{one.path}ondertekenen/")
    expect(identified.get_by_role("heading", level=1)).to_have_text("Bedankt, de handtekening is gezet")


def test_decline(identified, check, one):
    identified.get_by_role("link", name="Ik teken niet").click()
    check(identified, "Niet tekenen")
    identified.get_by_text("Iemand anders moet tekenen").click()
    identified.get_by_label("Toelichting").fill("Els de Boer, directeur.")
    identified.get_by_role("button", name="ik teken niet").click()
    check(identified, "De weigering is doorgegeven")
    assert one.row.decline_reason == "Iemand anders moet tekenen. Els de Boer, directeur."


def test_another_browser_has_to_identify_itself(open_window, identified, one):
    other = open_window(phone=True)
    other.goto(f"{one.path}ondertekenen/")
    expect(other.get_by_role("heading", level=1)).to_have_text("Vraag een code aan")


def test_draw_in_the_place_of_typing(identified, check, one):
    identified.get_by_role("button", name="Liever een handtekening zetten").click()
    check(identified, "Ondertekenen")
    identified.locator("svg.draw-pad").scroll_into_view_if_needed()
    box = identified.locator("svg.draw-pad").bounding_box()
    for start, end in [((0.1, 0.7), (0.4, 0.2)), ((0.4, 0.2), (0.8, 0.8))]:
        identified.mouse.move(box["x"] + box["width"] * start[0], box["y"] + box["height"] * start[1])
        identified.mouse.down()
        identified.mouse.move(box["x"] + box["width"] * end[0], box["y"] + box["height"] * end[1], steps=8)
        identified.mouse.up()
    for each in identified.get_by_role("checkbox").all():
        each.check()
    identified.get_by_role("button", name="Ondertekenen").click()
    check(identified, "Bedankt, de handtekening is gezet")
    row = one.row
    assert (row.method, row.typed_name) == ("drawn", "")
    assert row.drawing.count("M") == 2


def test_drawing_wiped_is_typed_after_all(identified, one):
    identified.get_by_role("button", name="Liever een handtekening zetten").click()
    identified.locator("svg.draw-pad").scroll_into_view_if_needed()
    box = identified.locator("svg.draw-pad").bounding_box()
    identified.mouse.move(box["x"] + 20, box["y"] + 20)
    identified.mouse.down()
    identified.mouse.move(box["x"] + 200, box["y"] + 60, steps=4)
    identified.mouse.up()
    identified.get_by_role("button", name="Wis").click()
    sign(identified, one.row)
    expect(identified.get_by_role("heading", level=1)).to_have_text("Bedankt, de handtekening is gezet")
    assert (one.row.method, one.row.drawing) == ("typed", "")


def test_forward_to_who_may_sign(open_window, identified, check, mailbox, one):
    identified.get_by_role("link", name="Iemand anders moet tekenen").click()
    check(identified, "Stuur door naar de juiste persoon")
    identified.get_by_role("button", name="Stuur door").click()
    expect(identified.get_by_role("alert")).to_be_visible()
    check(identified, "Stuur door naar de juiste persoon")
    for label, value in {
        "Naam": "Els de Boer",
        "Functie": "directeur",
        "E-mailadres": "els.de.boer@voorbeeld.test",
        "Waarom": "Zij is bevoegd, ik niet.",
    }.items():
        identified.get_by_label(label, exact=False).fill(value)
    identified.get_by_role("button", name="Stuur door").click()
    check(identified, "Doorgestuurd")
    identified.goto(one.path)
    check(identified, "Deze link werkt niet (meer)")
    els = open_window(phone=True)
    els.goto(link_for(mailbox, one.row))
    expect(els.get_by_text("Zij is bevoegd, ik niet.")).to_be_visible()
    check(els, re.compile("^Overeenkomst voor"))
    identify(els, check, mailbox, one.row)
    sign(els, one.row)
    check(els, "Bedankt, de handtekening is gezet")
    assert one.row.typed_name == "Els de Boer"
