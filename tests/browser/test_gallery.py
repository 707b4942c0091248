"""Every component in every state, in a real browser: the accessibility test of the design system."""

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

STYLES = ["", "?huisstijl=oranje", "?huisstijl=geel", "?huisstijl=grijs"]
WIDTHS = pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])


@pytest.fixture
def portal(settings, live_server, transactional_db):
    """In this process, because the addresses of the gallery only exist in a demo."""
    settings.ROOT_URLCONF = "tests.design.urls"
    assert Client().get("/galerij/").status_code == 200  # loads the portal, which need not be in a browser's patience
    return live_server


def goto(page: Page, address: str) -> None:
    page.goto(f"/galerij/{address}")


@WIDTHS
def test_every_component_is_accessible_in_every_house_style(open_window, assert_accessible, assert_fits, phone):
    page = open_window(phone=phone)
    for style in STYLES:
        goto(page, style)
        assert_accessible(page)
        assert_fits(page)


@WIDTHS
@pytest.mark.parametrize("style", STYLES[:2], ids=["own", "oranje"])
def test_refused_form_is_accessible_and_starts_at_its_errors(open_window, assert_accessible, assert_fits, phone, style):
    page = open_window(phone=phone)
    goto(page, f"formulier/{style}")
    page.get_by_role("button", name="Registreer de route").click()
    expect(page).to_have_title("Fout: Route registreren – Mkb-route in het hbo")
    expect(page.locator(".error-summary")).to_be_focused()
    assert_accessible(page)
    assert_fits(page)
    page.get_by_role("link", name="Vorm: Maak een keuze.").click()
    expect(page.get_by_role("radio", name="Duaal")).to_be_focused()


@WIDTHS
@pytest.mark.parametrize("address", ["bevestigen/", "formulier/", "bestaat-niet/"])
def test_other_pages_are_accessible(open_window, assert_accessible, assert_fits, phone, address):
    page = open_window(phone=phone)
    goto(page, address)
    assert_accessible(page)
    assert_fits(page)


def test_everything_that_can_be_used_can_be_reached_with_tab(open_window):
    page = open_window()
    goto(page, "formulier/")
    wanted = page.evaluate(
        """() => [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')]
          .filter(part => part.checkVisibility({visibilityProperty: true}) && !part.disabled && part.tabIndex >= 0)
          .map((part, number) => { part.dataset.number = number; return number; })"""
    )
    reached = set()
    for _ in range(len(wanted) + 15):
        page.keyboard.press("Tab")
        number = page.evaluate("document.activeElement.dataset.number ?? null")
        if number is not None:
            reached.add(int(number))
            assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    unreached = page.evaluate(
        "numbers => numbers.map(n => document.querySelector(`[data-number='${n}']`).outerHTML)",
        [number for number in wanted if number not in reached],
    )
    # Of radio buttons with one name, Tab stops at one; the arrow keys go on.
    assert [html for html in unreached if 'type="radio"' not in html] == []


def test_skip_link_leads_past_the_menu(open_window):
    page = open_window()
    goto(page, "")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Naar de inhoud")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_menu_opens_and_closes_on_a_phone(open_window, assert_accessible):
    page = open_window(phone=True)
    goto(page, "")
    menu, nav = page.get_by_role("button", name="Menu"), page.get_by_role("navigation", name="Hoofdmenu")
    expect(nav).to_be_hidden()
    menu.click()
    expect(nav).to_be_visible()
    assert_accessible(page)
    page.keyboard.press("Escape")
    expect(nav).to_be_hidden()
    expect(menu).to_be_focused()


def test_combobox_by_keyboard(open_window, assert_accessible):
    page = open_window()
    goto(page, "formulier/")
    box = page.get_by_role("combobox", name="Bedrijf")
    box.press_sequentially("bouw")
    expect(page.get_by_role("listbox", name="Voorstellen").get_by_role("option")).to_have_count(2)
    expect(page.locator("[data-combobox-count]")).to_have_text("2 voorstellen")
    box.press("ArrowDown")
    box.press("ArrowDown")
    assert_accessible(page)
    box.press("Enter")
    expect(box).to_have_value("Bouwbedrijf Van Dam, Breda")
    expect(page.locator("input[name=company]")).to_have_value("b2")
    expect(page.get_by_role("listbox")).to_be_hidden()
    box.press("Backspace")
    expect(page.locator("input[name=company]")).to_have_value("")


def test_combobox_by_pointer_and_escape(open_window):
    page = open_window()
    goto(page, "formulier/")
    box = page.get_by_role("combobox", name="Bedrijf")
    box.press_sequentially("geul")
    page.get_by_role("option", name="Jachtwerf De Geul, Heeg").click()
    expect(page.locator("input[name=company]")).to_have_value("b4")
    box.fill("bouw")
    expect(page.get_by_role("listbox")).to_be_visible()
    box.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(box).to_have_value("bouw")


def test_sorting_keeps_the_focus_and_the_address(open_window):
    page = open_window()
    goto(page, "")
    page.get_by_role("link", name="Studenten").click()
    expect(page.get_by_role("columnheader", name="Studenten")).to_have_attribute("aria-sort", "ascending")
    expect(page.get_by_role("link", name="Studenten")).to_be_focused()
    assert page.url.endswith("?volgorde=studenten")
    page.get_by_role("link", name="Studenten").click()
    expect(page.get_by_role("columnheader", name="Studenten")).to_have_attribute("aria-sort", "descending")
    page.go_back()
    expect(page.get_by_role("columnheader", name="Studenten")).to_have_attribute("aria-sort", "ascending")


def test_form_is_sent_once(open_window):
    page = open_window()
    goto(page, "formulier/")
    sent = []
    page.on("request", lambda request: request.method == "POST" and sent.append(request.url))
    page.evaluate("for (const time of [1, 2]) document.querySelector('form.form [type=submit]').click()")
    expect(page).to_have_title("Fout: Route registreren – Mkb-route in het hbo")
    assert len(sent) == 1


def test_everything_works_without_script(open_window):
    page = open_window(java_script_enabled=False)
    goto(page, "")
    expect(page.get_by_role("button", name="Afdrukken")).to_have_count(0)
    page.get_by_role("link", name="Studenten").click()
    expect(page.get_by_role("columnheader", name="Studenten")).to_have_attribute("aria-sort", "ascending")
    goto(page, "formulier/")
    page.get_by_role("combobox", name="Bedrijf").fill("geul")
    page.get_by_role("button", name="Registreer de route").click()
    expect(page.get_by_role("link", name="Bedrijf:")).to_have_count(0)
    expect(page.get_by_role("link", name="Sector: Maak een keuze.")).to_be_visible()


def test_menu_is_there_without_script(open_window):
    page = open_window(phone=True, java_script_enabled=False)
    goto(page, "")
    expect(page.get_by_role("navigation", name="Hoofdmenu")).to_be_visible()
