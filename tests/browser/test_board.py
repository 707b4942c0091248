"""The ombouw-assistent, the funnel and the library at their screens."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from mkbroute.access.actor import acting_as
from routes.models import BoardItem
from routes.services.board import PointValues, share_example, update_point
from routes.services.funnel import EntryValues, enter_count
from routes.tasks import keep_funnels
from tests.routes.scene import WHO
from tests.routes.scene import scene as make_scene

CODE = "werkplekscan"


@pytest.fixture
def scene(transactional_db):
    return make_scene()


def item(code=CODE):
    return BoardItem.objects.get(code=code, template__standing=True)


@pytest.fixture
def route(scene):
    """Half done, with an example of another hogeschool and a funnel."""
    route = scene.submit()
    late = timezone.localdate() - timedelta(days=5)
    with acting_as(scene.coordinator.actor):
        values = PointValues(
            progress="busy", owner_name="Bas van der Meulen-Achterberg, branche", due_on=late, notes="A"
        )
        update_point(route, item(), values, who=WHO)
        update_point(route, item(), PointValues(**{**vars(values), "notes": "B"}), who=WHO)
        update_point(route, item("functie"), PointValues(progress="done", steps_done=["taken"]), who=WHO)
        share_example(route, item(), text="Zo deden wij het.", who=WHO)
        for number, (stage, channel) in enumerate(
            (("meeting", "open_day"), ("interest", "mbo"), ("student", "employer"))
        ):
            values = EntryValues(stage=stage, channel=channel, number=80 - 35 * number, counted_on=timezone.localdate(),
                                 branche=scene.branche, note="Avond met de branche")  # fmt: skip
            enter_count(route, values, key=uuid4(), who=WHO)
    other = make_scene("Saxion")
    theirs = other.register()
    with acting_as(other.coordinator.actor):
        share_example(theirs, item(), text="Wij lopen eerst een ochtend mee.", who=WHO)
    keep_funnels()
    return route


def at(name, route, *more):
    return reverse(f"routes:{name}", args=[route.public_id, *more])


def test_every_page_stands(scene, route, walk):
    empty = scene.register()
    with acting_as(scene.coordinator.actor):
        entry = route.funnel_entries.first()
    pages = [
        (
            scene.coordinator.user,
            [
                *[at(name, route) for name in ("detail", "board", "funnel", "add_count")],
                f"{at('board', route)}?toon=late",
                f"{at('board', route)}?toon=unowned&trekker=Niemand",
                f"{at('funnel', route)}?kanaal=mbo",
                *[at(name, route, CODE) for name in ("board_point", "share_example", "unshare_example")],
                reverse("routes:edit_count", args=[entry.public_id]),
                reverse("routes:remove_count", args=[entry.public_id]),
                at("board", empty),
                at("funnel", empty),
                at("board_point", empty, CODE),
                reverse("routes:add"),
                reverse("home"),
            ],
        ),
        (scene.assessor.user, [at("board", route), at("board_point", route, CODE), at("funnel", route)]),
        (None, [reverse(f"routes:{name}") for name in ("library", "library_hogescholen", "library_companies")]),
    ]
    for user, addresses in pages:
        walk(user, addresses)


def test_point_is_worked_on_and_shared(scene, route, open_window, look):
    page = open_window(scene.coordinator.user)
    page.goto(at("detail", route))
    page.get_by_role("link", name="Ombouw-assistent").click()
    page.get_by_role("link", name="Stel een projectleider aan").click()
    page.get_by_label("Bezig").check(force=True)
    page.get_by_label("Wie trekt dit?").select_option(label="Sanne de Wit, Route-coördinator")
    page.get_by_label("Klaar op").fill("2027-03-01")
    page.get_by_label("Notities").fill("Twee dagen per week.")
    page.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_text("‘Stel een projectleider aan’ is opgeslagen.")).to_be_visible()
    page.get_by_label("Toon").select_option("late")
    expect(page.locator("#lijst-aantal")).to_have_text("1 punt")
    expect(page.locator(".board-point")).to_have_count(1)
    look(page)
    page.goto(at("board_point", route, "projectleider"))
    page.get_by_role("link", name="Een voorbeeld delen").click()
    expect(page.get_by_label("Dit lezen anderen")).to_have_value("Twee dagen per week.")
    page.get_by_role("button", name="Delen met andere hogescholen").click()
    expect(page.get_by_text("Andere hogescholen lezen dit sinds")).to_be_visible()
    page.get_by_role("link", name="Niet langer delen").click()
    page.get_by_role("button", name="Niet langer delen").click()
    expect(page.get_by_text("lezen dit voorbeeld niet meer")).to_be_visible()


def test_funnel_is_filled_without_script(scene, open_window, look):
    route = scene.register()
    page = open_window(scene.coordinator.user, java_script_enabled=False)
    page.goto(at("funnel", route))
    page.locator("main").get_by_role("link", name="Telling invullen").first.click()
    page.get_by_label("Bij welke stap?").select_option("meeting")
    page.get_by_label("Hoeveel?").fill("-4")
    page.get_by_label("Hoe kwamen zij bij u?").select_option("branche")
    page.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_role("alert")).to_contain_text("Vul een aantal van 1 of meer in.")
    page.get_by_label("Hoeveel?").fill("80")
    page.get_by_role("button", name="Opslaan").click()
    expect(page.locator(".funnel-stage").first).to_contain_text("80")
    page.locator("summary", has_text="Waarom deze trechter?").click()
    page.get_by_role("link", name="Lees meer in de bibliotheek").click()
    expect(page).to_have_url(f"{page.url.split('/bibliotheek')[0]}{reverse('routes:library_hogescholen')}#werven")


def test_help_is_folded_and_opens_with_the_keyboard(scene, open_window, look):
    page = open_window(scene.coordinator.user)
    page.goto(reverse("routes:add"))
    summary = page.locator("summary", has_text="Welke opzet past?")
    expect(page.get_by_text("Iemand die al werkt, past meestal")).to_be_hidden()
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Iemand die al werkt, past meestal")).to_be_visible()
    look(page)


def test_contents_of_the_library_lead_to_a_section(scene, open_window):
    page = open_window(phone=True)
    page.goto(reverse("routes:library_companies"))
    page.get_by_role("navigation", name="Op deze bladzijde").get_by_role("link", name="Subsidie").click()
    expect(page.get_by_role("heading", name="Subsidie", exact=True)).to_be_in_viewport()
