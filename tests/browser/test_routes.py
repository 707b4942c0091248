"""The register, the dossier, the review and the public catalogue at their screens."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from mkbroute.access.actor import SYSTEM, acting_as
from routes.models import Route
from routes.services import add_partner, return_route, withdraw_route
from tests.routes.scene import ASSESSOR, WHO, next_year
from tests.routes.scene import scene as make_scene


@pytest.fixture
def scene(transactional_db):
    return make_scene()


def fill_register(page):
    for name, value in {
        "programme": "Bouwkunde", "summary": "Je leert bouwen.", "connection": "Opdrachten uit het bedrijf.",
        "city": "Enschede", "starts_on": next_year().isoformat(), "places": "20", "contact_name": "Sanne",
        "contact_email": "sanne@voorbeeld.test",
    }.items():  # fmt: skip
        page.locator(f"[name={name}]").fill(value)
    for name, value in {"sector": "building", "province": "overijssel"}.items():
        page.locator(f"[name={name}]").select_option(value)
    choose(page, form="duaal")


def choose(page, **values):
    for name, value in values.items():
        page.locator(f"[name={name}][value={value}]").check(force=True)  # under its label


def value(page, name):
    return page.locator(f"[name={name}]")


def test_every_page_of_a_route_stands(scene, walk):
    recognised, submitted, concept = (
        scene.recognise(),
        scene.submit(degree="bachelor", shape="growing"),
        scene.register(),
    )
    returned = scene.judge(scene.submit(), "partly", "Onduidelijk.")
    with acting_as(scene.assessor.actor):
        return_route(returned, reason="Voeg een lijst toe.", who=ASSESSOR)
    with acting_as(scene.coordinator.actor):
        partner = add_partner(recognised, scene.branche, contribution="Denkt mee.", who=WHO)
    pages = [
        (None, [reverse("routes:catalogue"), reverse("routes:page", args=[recognised.slug])]),
        (
            scene.coordinator.user,
            [
                reverse("routes:list"),
                reverse("routes:add"),
                *[
                    reverse("routes:detail", args=[route.public_id])
                    for route in (recognised, submitted, concept, returned)
                ],
                *[reverse(f"routes:{name}", args=[concept.public_id]) for name in ("edit", "dossier", "add_partner")],
                *[reverse(f"routes:{name}", args=[returned.public_id]) for name in ("dossier", "submit", "withdraw")],
                reverse("routes:criterion", args=[returned.public_id, 5]),
                reverse("routes:remove_partner", args=[partner.public_id]),
            ],
        ),
        (
            scene.assessor.user,
            [
                reverse("routes:reviews"),
                reverse("routes:review", args=[submitted.public_id]),
                reverse("routes:review", args=[recognised.public_id]),
            ],
        ),
        (scene.adviser.user, [reverse("routes:confirm_partner", args=[partner.public_id])]),
    ]
    for user, addresses in pages:
        walk(user, addresses)


def test_week_follows_the_shape_and_leaves_alone_what_was_typed(scene, open_window, look):
    page = open_window(scene.coordinator.user)
    page.goto(reverse("routes:add"))
    choose(page, degree="ad", shape="throughout")
    expect(value(page, "year1_company")).to_have_value("4")
    expect(value(page, "year3_company")).to_have_count(0)
    value(page, "year1_company").fill("3,5")
    value(page, "year1_school").fill("1,5")
    choose(page, degree="bachelor")
    expect(value(page, "year4_company")).to_have_value("4")
    expect(value(page, "year1_company")).to_have_value("3,5")
    look(page)


def test_mistakes_stand_together_on_top_and_lead_to_their_fields(scene, open_window, look):
    page = open_window(scene.coordinator.user)
    page.goto(reverse("routes:add"))
    fill_register(page)
    choose(page, degree="ad", shape="throughout")
    expect(value(page, "year1_company")).to_have_value("4")
    value(page, "year1_school").fill("3")
    value(page, "places").fill("0")
    page.get_by_role("button", name="Registreren").click()
    summary = page.locator(".error-summary")
    expect(summary).to_be_focused()
    look(page)
    summary.get_by_role("link", name="Studiejaar 1 telt 7 dagen").click()
    expect(value(page, "year1_company")).to_be_focused()
    expect(value(page, "year1_school")).to_have_value("3")


def test_route_is_registered_without_script(scene, open_window, look):
    page = open_window(scene.coordinator.user, java_script_enabled=False)
    page.goto(reverse("routes:add"))
    fill_register(page)
    choose(page, degree="bachelor", shape="growing")
    page.get_by_role("button", name="Registreren").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bachelor Bouwkunde")
    expect(page.get_by_text("2 dagen werken, 3 dagen studeren")).to_be_visible()
    page.get_by_role("link", name="Partner toevoegen").click()
    page.get_by_label("Branche, bedrijf, opleidingsbedrijf of hogeschool").fill(scene.branche.name)
    page.get_by_label("Bijdrage aan de route").fill("Denkt mee.")
    page.get_by_role("button", name="Toevoegen").click()
    expect(page.get_by_text("Nog niet bevestigd")).to_be_visible()


def test_partner_is_found_while_typing(scene, open_window, look):
    page = open_window(scene.coordinator.user)
    page.goto(reverse("routes:add_partner", args=[scene.register().public_id]))
    page.get_by_role("combobox").press_sequentially("bouwend")
    expect(page.get_by_role("option")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("combobox")).to_have_value(f"{scene.branche.name}, Utrecht (brancheorganisatie)")
    look(page)
    page.get_by_label("Bijdrage aan de route").fill("Denkt mee.")
    page.get_by_role("button", name="Toevoegen").click()
    expect(page.get_by_text("krijgt een mail om de betrokkenheid te bevestigen")).to_be_visible()


def test_two_reviewers_see_each_other(scene, open_window, look):
    route = scene.submit()
    address = reverse("routes:review", args=[route.public_id])
    first, second = open_window(scene.assessor.user), open_window(scene.assessor.user)
    for page, motivation in ((first, "Van de eerste"), (second, "Van de tweede")):
        page.goto(address)
        page.locator("[name=c1-verdict][value=partly]").check(force=True)
        page.locator("[name=c1-motivation]").fill(motivation)
    first.get_by_role("button", name="Opslaan").click()
    expect(first.get_by_text("zijn bewaard")).to_be_visible()
    second.get_by_role("button", name="Opslaan").click()
    expect(second.get_by_text("Iemand anders heeft dit gewijzigd terwijl u typte")).to_be_visible()
    expect(second.get_by_text("Van de eerste")).to_be_visible()
    expect(second.locator("[name=c1-motivation]")).to_have_value("Van de tweede")
    look(second)
    second.get_by_role("button", name="Opslaan").click()
    expect(second.get_by_text("zijn bewaard")).to_be_visible()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_visitor_finds_a_route(scene, open_window, look, script):
    scene.recognise()
    scene.recognise(programme="Logistiek", sector="logistics", degree="bachelor")
    page = open_window(phone=True, java_script_enabled=script)
    page.goto(reverse("routes:catalogue"))
    expect(page.get_by_role("status").filter(has_text="2 opleidingen gevonden")).to_be_visible()
    page.get_by_label("Sector").select_option("logistics")
    if not script:
        page.get_by_role("button", name="Filter").click()
    expect(page.get_by_text("1 opleiding gevonden")).to_be_visible()
    assert "sector=logistics" in page.url
    page.get_by_role("link", name="Bachelor Logistiek").click()
    expect(page.get_by_role("link", name="Meld je aan").first).to_be_visible()


def test_withdrawn_route_says_goodbye(scene, open_window, look):
    route = scene.recognise()
    with acting_as(scene.coordinator.actor):
        withdraw_route(route, reason="Gestopt.", who=WHO)
    page = open_window(phone=True)
    assert page.goto(reverse("routes:page", args=[route.slug])).status == 410
    look(page)


def test_pages_weigh_little(scene, open_window):
    for number in range(12):
        scene.recognise(programme=f"Opleiding {number}")
    with acting_as(SYSTEM):
        slug = Route.objects.values_list("slug", flat=True).first()
    for address in (reverse("routes:catalogue"), reverse("routes:page", args=[slug])):
        page = open_window(phone=True)
        sizes = []
        page.on("requestfinished", lambda request, sizes=sizes: sizes.append(_weight(request)))
        page.goto(address, wait_until="networkidle")
        assert 0 < sum(sizes) < 100_000


def _weight(request) -> int:
    pictures = request.resource_type == "image"
    return 0 if pictures else request.sizes()["responseBodySize"]
