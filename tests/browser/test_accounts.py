"""People at the door, with phones, passkeys and second factors; organisations that keep their own house."""

import re
import time

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from PIL import Image
from playwright.sync_api import Page, expect

from mkbroute.organisations.enums import Kind, Part

from .. import cast
from ..organisations.door import code_in


def log_in(page: Page, mailbox, email: str, check) -> None:
    page.get_by_label("E-mailadres").fill(email)
    page.get_by_role("button", name="Verder").click()
    expect(page.get_by_role("heading", name="Vul de code in")).to_be_visible()
    check(page)
    page.get_by_label("Code uit de mail").fill(code_in(mailbox.wait_for(email, "in te loggen")))
    page.get_by_role("button", name="Verder").click()


def link_in(mail) -> str:
    return re.search(r"https?://\S+/uitnodiging/\S+", mail.get_body(("plain",)).get_content())[0]


def app_code(secret: str, *, steps: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def test_a_company_begins_and_invites_a_colleague(open_window, mailbox, assert_accessible):
    page = open_window(phone=True)
    page.goto("/voor-bedrijven/")
    page.get_by_role("link", name="Bedrijf aanmelden").first.click()
    assert_accessible(page)
    log_in(page, mailbox, "karim@voorbeeld.test", assert_accessible)
    assert_accessible(page)
    page.get_by_label("Naam van het bedrijf").fill("Bakker Bouw")
    page.get_by_label("KvK-nummer").fill("0123 4567")
    page.get_by_label("Straat en huisnummer").fill("Kade 1")
    page.get_by_label("Postcode").fill("3511aa")
    page.get_by_label("Plaats").fill("Utrecht")
    page.get_by_label("Provincie").select_option("Utrecht")
    page.get_by_label("Uw naam").fill("Karim Bakker")
    page.get_by_role("button", name="Bedrijf aanmelden").click()
    expect(page.get_by_text("Bakker Bouw is aangemeld")).to_be_visible()
    page.goto("/organisatie/vestigingen/")
    expect(page.get_by_role("link", name="Utrecht")).to_be_visible()
    assert_accessible(page)
    _declare_size(page, assert_accessible)
    _invite(page, assert_accessible)
    _accept(open_window, mailbox, assert_accessible)


def _declare_size(page, check):
    page.goto("/organisatie/mkb/")
    check(page)
    page.get_by_role("link", name="Vragen beantwoorden").click()
    check(page)
    page.get_by_label("Hoeveel mensen werken er?").fill("12")
    page.get_by_label("Hoe groot was de omzet").fill("2.400.000")
    page.get_by_label("Hoe groot was het balanstotaal").fill("1.100.000")
    page.get_by_role("radio", name=re.compile("^Nee")).press("Space")
    page.get_by_role("button", name="Verklaring opslaan").click()
    expect(page.get_by_text("Kleine onderneming").first).to_be_visible()
    check(page)


def _invite(page, check):
    page.goto("/organisatie/")
    page.get_by_role("link", name="Iemand uitnodigen").click()
    check(page)
    page.get_by_label("Naam").fill("Wim Dekker")
    page.get_by_label("E-mailadres").fill("wim@voorbeeld.test")
    page.get_by_role("radio", name=re.compile("^Praktijkbegeleider")).press("Space")
    page.get_by_role("button", name="Stuur de uitnodiging").click()
    expect(page.get_by_role("rowheader", name="Wim Dekker")).to_be_visible()
    check(page)


def _accept(open_window, mailbox, check):
    link = link_in(mailbox.wait_for("wim@voorbeeld.test", "nodigt u uit"))
    page = open_window()
    page.goto(link)
    expect(page.get_by_text("Karim Bakker vraagt u")).to_be_visible()
    check(page)
    page.get_by_role("link", name="Verder").click()
    expect(page.get_by_label("E-mailadres")).to_have_value("wim@voorbeeld.test")
    log_in(page, mailbox, "wim@voorbeeld.test", check)
    check(page)
    page.get_by_role("button", name="Neem de uitnodiging aan").click()
    expect(page.get_by_text("U handelt nu namens Bakker Bouw")).to_be_visible()
    page.goto("/organisatie/")
    expect(page.get_by_role("rowheader", name="Wim Dekker (u)")).to_be_visible()
    page.goto(link)
    expect(page.get_by_text("al aangenomen")).to_be_visible()


def test_everything_at_the_door_works_without_scripts(open_window, mailbox):
    page = open_window(java_script_enabled=False)
    page.goto("/bedrijf-aanmelden/")
    expect(page.get_by_role("button", name="passkey")).to_have_count(0)
    page.get_by_label("E-mailadres").fill("karim@voorbeeld.test")
    page.get_by_role("button", name="Verder").click()
    page.get_by_label("Code uit de mail").fill("0000-0000")
    page.get_by_role("button", name="Verder").click()
    expect(page).to_have_title(re.compile("^Fout: "))
    page.get_by_label("Code uit de mail").fill(code_in(mailbox.wait_for("karim@voorbeeld.test")))
    page.get_by_role("button", name="Verder").click()
    expect(page.get_by_role("heading", name="Uw bedrijf aanmelden")).to_be_visible()


@pytest.fixture
def coordinator(transactional_db):
    return cast.person("Sanne de Wit", cast.organisation(Kind.HOGESCHOOL, "Avans"), Part.COORDINATOR)


def test_a_coordinator_sets_up_the_app_and_logs_in_with_it(open_window, mailbox, coordinator, assert_accessible):
    page = open_window(phone=True)
    page.goto("/account/login/")
    log_in(page, mailbox, coordinator.user.email, assert_accessible)
    page.goto("/account/tweede-stap/?next=/organisatie/")
    assert_accessible(page)
    page.get_by_role("button", name="Stel de app in").click()
    assert_accessible(page)
    expect(page.get_by_role("img", name="QR-code voor de app")).to_be_visible()
    page.get_by_text("Scannen lukt niet").click()
    secret = page.locator(".copy-code code").inner_text()
    page.get_by_label("Code uit de app").fill(app_code(secret))
    page.get_by_role("button", name="Klaar").click()
    expect(page.get_by_role("heading", name="Herstelcodes")).to_be_visible()
    assert page.locator(".codes li").count() == 10
    assert_accessible(page)
    page.get_by_role("link", name="Ik heb ze bewaard, verder").click()
    expect(page.get_by_role("heading", name="Mensen")).to_be_visible()
    again = open_window()
    again.goto("/account/login/")
    mailbox.empty()
    log_in(again, mailbox, coordinator.user.email, assert_accessible)
    expect(again.get_by_role("heading", name="De tweede stap")).to_be_visible()
    assert_accessible(again)
    again.get_by_label("Code").fill(app_code(secret, steps=1))  # a code works once: the next one
    again.get_by_role("button", name="Inloggen", exact=True).click()
    expect(again.get_by_text("Sanne de Wit").first).to_be_visible()


def test_a_passkey_lets_in_without_a_code(open_window, coordinator, assert_accessible):
    EmailAddress.objects.create(user=coordinator.user, email=coordinator.user.email, verified=True, primary=True)
    page = open_window(coordinator.user)
    cdp = page.context.new_cdp_session(page)
    cdp.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    added = cdp.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    page.goto("/account/2fa/webauthn/add/")
    assert_accessible(page)
    page.get_by_label("Naam").fill("Laptop")
    page.get_by_role("button", name="Maak de passkey").click()
    expect(page.get_by_role("heading", name="Herstelcodes")).to_be_visible()
    page.goto("/account/2fa/webauthn/")
    expect(page.get_by_role("link", name="Laptop", exact=True)).to_be_visible()
    assert_accessible(page)
    _log_out(page)
    page.goto("/account/login/?next=/organisatie/")
    page.get_by_role("button", name="Inloggen met een passkey").click()
    expect(page.get_by_role("heading", name="Mensen")).to_be_visible()
    _log_out(page)
    cdp.send("WebAuthn.setUserVerified", {**added, "isUserVerified": False})
    page.goto("/account/login/")
    page.get_by_role("button", name="Inloggen met een passkey").click()
    expect(page.get_by_text("Dat lukte niet")).to_be_visible()
    assert_accessible(page)


def _log_out(page):
    page.goto("/account/logout/")
    page.get_by_role("main").get_by_role("button", name="Uitloggen").click()
    expect(page.get_by_role("link", name="Inloggen", exact=True)).to_be_visible()


def test_a_hogeschool_wears_its_own_colours(open_window, coordinator, assert_accessible, tmp_path):
    logo = tmp_path / "logo.png"
    Image.new("RGB", (300, 80), "#c8102e").save(logo)
    page = open_window(coordinator.user)
    page.goto("/organisatie/huisstijl/")
    assert_accessible(page)
    page.get_by_label("Hoofdkleur").fill("#ff8c69")
    page.get_by_label("Logo").set_input_files(logo)
    page.get_by_role("button", name="Opslaan en bekijken").click()
    expect(page.get_by_text("De huisstijl is opgeslagen")).to_be_visible()
    assert_accessible(page)
    page.wait_for_function("document.querySelector('.site-logo').naturalWidth === 300")
    band = page.evaluate("getComputedStyle(document.querySelector('.site-header')).borderTopColor")
    assert band == "rgb(255, 140, 105)"
    phone = open_window(coordinator.user, phone=True)
    phone.goto("/organisatie/huisstijl/")
    assert_accessible(phone)


def test_a_coordinator_brings_in_a_company(open_window, mailbox, coordinator, assert_accessible):
    cast.organisation(Kind.COMPANY, "Timmerfabriek Jonker", kvk_number="00123456")
    page = open_window(coordinator.user)
    page.goto("/organisatie/anderen/")
    assert_accessible(page)
    page.get_by_label("Naam, plaats of KvK-nummer").fill("bestaat niet")
    page.get_by_label("Naam, plaats of KvK-nummer").press("Enter")
    expect(page.get_by_text("Niets gevonden")).to_be_visible()
    page.get_by_role("link", name="Bedrijf of branche toevoegen").last.click()
    page.get_by_label("Naam van de organisatie").fill("Jonker")
    page.get_by_label("KvK-nummer").fill("00123456")
    page.get_by_label("Naam van de persoon").fill("Piet Jonker")
    page.get_by_label("E-mailadres").fill("piet@voorbeeld.test")
    page.get_by_role("button", name="Toevoegen en uitnodigen").click()
    expect(page.get_by_role("link", name=re.compile("Bekijk Timmerfabriek Jonker"))).to_be_visible()
    assert_accessible(page)
    page.get_by_label("KvK-nummer").fill("00123457")
    page.get_by_role("button", name="Toevoegen en uitnodigen").click()
    expect(page.get_by_text("Uitgenodigd").first).to_be_visible()
    assert_accessible(page)
    assert "/uitnodiging/" in link_in(mailbox.wait_for("piet@voorbeeld.test"))
