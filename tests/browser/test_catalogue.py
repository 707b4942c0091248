"""The public catalogue, open data, and the register as a file, at their screens."""

from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from mkbroute.access.actor import SYSTEM, acting_as
from routes.models import Route
from routes.services import add_partner, confirm_partnership, keep_upload, show_partner, withdraw_route
from tests.routes.scene import WHO
from tests.routes.scene import scene as make_scene
from tests.routes.test_uploads import ROW, csv_of, keys_of

NOTICEABLE = 0.001  # a font that settles by a pixel is not; a good page stays under 0.1
SHIFTED = """() => { window.shifted = 0; new PerformanceObserver(list => {
  for (const entry of list.getEntries()) window.shifted += entry.value;
}).observe({type: "layout-shift", buffered: true}); }"""


@pytest.fixture
def scene(transactional_db):
    return make_scene()


@pytest.fixture
def routes(scene):
    """Recognised ones, of which the first has a company that wants to be named."""
    made = [
        scene.recognise(audiences=["mbo4", "career_changer"], costs="Collegegeld: € 2.601."),
        scene.recognise(programme="Engineering", city="Zwolle", province="overijssel", form="deeltijd"),
        scene.recognise(programme="Civiele Techniek", degree="bachelor", shape="growing", city="Zwolle"),
    ]
    with acting_as(scene.coordinator.actor):
        partners = [add_partner(made[0], each, contribution="x", who=WHO) for each in (scene.company, scene.branche)]
    with acting_as(scene.contact.actor):
        confirm_partnership(partners[0], who="Karim Bakker")
        show_partner(partners[0], name="Bakker Bouw", who="Karim Bakker")
    scene.partner = partners[0]
    return made


def upload(scene, *rows):
    with acting_as(scene.coordinator.actor):
        numbered = [[number, keys_of(row)] for number, row in enumerate(rows, 2)]
        return keep_upload(scene.hogeschool, numbered, file_name="routes.csv", who=WHO)


def screens(scene, routes):
    """Who, and where."""
    gone = scene.recognise(programme="Bouwkunde", city="Arnhem")
    with acting_as(scene.coordinator.actor):
        withdraw_route(gone, reason="Stopt.", who=WHO)
    good, wrong = upload(scene, ROW), upload(scene, ROW, {**ROW, "Opleiding": "Bouwkunde", "Provincie": "Utopia"})
    catalogue, page = reverse("routes:catalogue"), reverse("routes:page", args=[routes[0].slug])
    readers = [f"{page}?voor={reader}" for reader in ("student", "werkende", "zij-instromer")]
    filtered = [f"{catalogue}?{asked}" for asked in ("graad=ad&doelgroep=mbo4", "provincie=gelderland", "zoek=niets")]
    plans = [reverse("routes:planned_upload", args=[each.public_id]) for each in (good, wrong)]
    return [
        (None, [catalogue, *filtered, *readers, reverse("routes:page", args=[gone.slug]), reverse("routes:open_data")]),
        (scene.coordinator.user, [reverse("routes:list"), reverse("routes:upload"), *plans]),
        (
            scene.contact.user,
            [reverse(f"routes:{name}", args=[scene.partner.public_id]) for name in ("show_partner", "confirm_partner")],
        ),
    ]


def look(page, assert_accessible):
    """Nothing for axe to find, one h1, every picture described, nothing wider than the screen, nothing that jumps."""
    assert_accessible(page)
    assert page.locator("h1").count() == 1, page.url
    assert page.locator("img:not([alt])").count() == 0, page.url
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0, page.url
    assert page.evaluate("window.shifted") < NOTICEABLE, page.url


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_every_page_stands(scene, routes, open_window, assert_accessible, phone):
    for user, addresses in screens(scene, routes):
        window = open_window(user, phone=phone)
        window.add_init_script(f"({SHIFTED})()")
        for address in addresses:
            window.goto(address)
            window.wait_for_load_state("networkidle")
            look(window, assert_accessible)


@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
def test_filtering_leaves_an_address_to_share(scene, routes, open_window, script):
    page = open_window(java_script_enabled=script)
    page.goto(reverse("routes:catalogue"))
    page.get_by_label("Provincie").select_option("overijssel")
    if not script:
        page.get_by_role("button", name="Filter").click()
    expect(page.get_by_role("status")).to_have_text("1 opleiding gevonden")
    expect(page.locator(".catalogue-card")).to_have_count(1)
    page.wait_for_url("**/opleidingen/?*provincie=overijssel*")
    if script:
        assert "zoek=" not in page.url  # nothing of what was left open
    other = open_window()
    other.goto(page.url)
    expect(other.locator(".catalogue-card")).to_have_count(1)
    other.get_by_role("link", name="Verwijder filter Provincie").click()
    expect(other.locator(".catalogue-card")).to_have_count(3)


def test_many_places_by_typing(scene, open_window, assert_accessible):
    route = scene.recognise()
    with acting_as(SYSTEM):
        row = {name: value for name, value in Route.objects.values().get(pk=route.pk).items() if name != "public_id"}
        for number in range(16):
            Route.objects.create(**{**row, "id": None, "slug": f"r-{number}", "city": f"Den Stad {number:02}"})
    page = open_window()
    page.goto(reverse("routes:catalogue"))
    page.get_by_text("Meer filters").click()
    page.get_by_label("Plaats").press_sequentially("stad 07")
    page.get_by_role("option", name="Den Stad 07").click()
    expect(page.locator(".catalogue-card")).to_have_count(1)
    assert_accessible(page)


def test_the_page_turns_to_another_reader_without_script(scene, routes, open_window):
    page = open_window(java_script_enabled=False)
    page.goto(reverse("routes:page", args=[routes[0].slug]))
    expect(page.get_by_text("Bakker Bouw")).to_be_visible()
    page.get_by_role("link", name="werkende").click()
    expect(page.get_by_text("Praat met je werkgever.")).to_be_visible()
    page.get_by_role("link", name="Meld je aan").first.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
def test_a_register_comes_in_as_a_file(scene, open_window, tmp_path: Path, script):
    page = open_window(scene.coordinator.user, java_script_enabled=script)
    page.goto(reverse("routes:list"))
    page.get_by_role("link", name="Inlezen").click()
    wrong, good = tmp_path / "fout.csv", tmp_path / "goed.csv"
    wrong.write_bytes(csv_of({**ROW, "Provincie": "Utopia"}))
    good.write_bytes(csv_of(ROW))
    for file in (wrong, good):
        page.get_by_label("Bestand met uw routes").set_input_files(file)
        page.get_by_role("button", name="Bekijk wat er zou gebeuren").click()
        if file == wrong:
            expect(page.get_by_text("‘Utopia’ kan hier niet")).to_be_visible()
            page.get_by_role("link", name="Ander bestand kiezen").click()
    page.get_by_role("button", name="Bevestigen en opslaan").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Het bestand is ingelezen")
    page.get_by_role("link", name="Naar het register").click()
    expect(page.get_by_role("link", name="Ad Logistiek")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="XLSX").click()
    assert download.value.suggested_filename.startswith("register-")


def test_a_company_says_that_it_wants_to_be_named(scene, routes, open_window):
    page = open_window(scene.contact.user)
    page.goto(reverse("routes:confirm_partner", args=[scene.partner.public_id]))
    page.get_by_role("link", name="Wijzigen of weghalen").click()
    page.get_by_label("Ja, noem ons bedrijf").uncheck()
    page.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_text("De openbare pagina van deze route noemt uw bedrijf niet.")).to_be_visible()
    visitor = open_window()
    visitor.goto(reverse("routes:page", args=[routes[0].slug]))
    expect(visitor.get_by_text("1 bedrijf", exact=True)).to_be_visible()
    expect(visitor.get_by_text("Bakker Bouw")).to_have_count(0)
