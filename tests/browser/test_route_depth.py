"""Rhythm, phase, details, partners and drafts at their screens."""

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.organisations.enums import Kind, Part
from routes.models import Draft, RhythmPeriod, RouteContact, RouteCost, RouteLocation
from routes.rhythm import study_year
from routes.services import add_detail, add_partner, begin_rhythm
from tests import cast
from tests.processes import until
from tests.routes.rounds import criterion
from tests.routes.scene import WHO
from tests.routes.scene import scene as make_scene


@pytest.fixture
def scene(transactional_db):
    return make_scene()


def fill(scene, route):
    """Something of everything."""
    with acting_as(scene.coordinator.actor):
        location = add_detail(
            RouteLocation, route, who=WHO, name="Praktijkcentrum", use="elsewhere", city="Zeist", province="utrecht"
        )
        add_detail(
            RouteContact, route, who=WHO, name="Bo Vos", role="Docent", email="bo@voorbeeld.test", is_public=True
        )
        add_detail(RouteCost, route, who=WHO, what="Laptop", amount_eur=950, per="once", payer="employer")
        begin_rhythm(route, study_year(timezone.localdate()), who=WHO)
    return location


def test_every_page_stands(scene, walk):
    route, empty, submitted = scene.recognise(), scene.register(), scene.submit()
    location = fill(scene, route)
    with acting_as(SYSTEM):
        period = RhythmPeriod.objects.first()
    ours = [
        reverse("routes:detail", args=[route.public_id]),
        *[reverse(f"routes:{name}", args=[route.public_id]) for name in ("rhythm", "phase", "add_period", "edit")],
        *[reverse(f"routes:{name}", args=[empty.public_id]) for name in ("detail", "rhythm", "phase", "add_partner")],
        *[reverse("routes:add_detail", args=[route.public_id, what]) for what in ("locatie", "contact", "kosten")],
        *[
            reverse(f"routes:{name}", args=[location.public_id, "locatie"])
            for name in ("change_detail", "remove_detail")
        ],
        *[reverse(f"routes:{name}", args=[period.public_id]) for name in ("change_period", "remove_period")],
        reverse("routes:add"),
    ]
    theirs = [reverse(f"routes:{name}", args=[submitted.public_id]) for name in ("detail", "rhythm", "phase")]
    for user, addresses in (
        (scene.coordinator.user, ours),
        (scene.assessor.user, theirs),
        (None, [reverse("routes:rhythm_page", args=[route.slug])]),
    ):
        walk(user, addresses)


def test_lost_form_is_picked_up_again(scene, open_window, look):
    page = open_window(scene.coordinator.user)
    page.goto(reverse("routes:add"))
    page.locator("[name=programme]").press_sequentially("Bouwkunde")
    page.get_by_label("Gediplomeerde havisten").check()
    expect(page.get_by_text("Bewaard als concept, vandaag")).to_be_visible()
    page.goto("about:blank")

    page.goto(reverse("routes:add"))
    expect(page.get_by_text("U was hier eerder mee bezig")).to_be_visible()
    expect(page.locator("[name=programme]")).to_have_value("")
    look(page)
    page.get_by_role("link", name="Verder met wat ik had").click()
    expect(page.locator("[name=programme]")).to_have_value("Bouwkunde")
    expect(page.get_by_label("Gediplomeerde havisten")).to_be_checked()
    look(page)
    page.get_by_role("button", name="Opnieuw beginnen").click()
    expect(page.locator("[name=programme]")).to_have_value("")
    with acting_as(SYSTEM):
        assert not Draft.objects.exists()


def test_lost_connection_is_told(scene, open_window):
    page = open_window(scene.coordinator.user)
    page.goto(reverse("routes:criterion", args=[scene.register().public_id, 2]))
    page.route("**/concepten/**", lambda route: route.abort())
    page.locator("[name=statement]").press_sequentially("Half")
    expect(page.get_by_text("Niet bewaard: er is geen verbinding")).to_be_visible()
    page.unroute("**/concepten/**")
    page.locator("[name=statement]").press_sequentially(" en nog wat")
    expect(page.get_by_text("Bewaard als concept")).to_be_visible()
    # the browser itself complains of the connection that was cut here
    open_window.said[:] = [(url, text) for url, text in open_window.said if "/concepten/" not in url]


def test_form_is_not_sent_without_a_connection(scene, open_window):
    route = scene.register()
    page = open_window(scene.coordinator.user)
    page.goto(reverse("routes:criterion", args=[route.public_id, 5]))
    page.context.set_offline(True)
    page.locator("[name=statement]").fill("Getypt in de trein")
    page.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_role("alert").filter(has_text="Niet bewaard: er is geen verbinding")).to_be_in_viewport()
    expect(page.locator("[name=statement]")).to_have_value("Getypt in de trein")
    page.context.set_offline(False)  # nothing is typed or pressed: the portal keeps it by itself
    expect(page.get_by_text("Bewaard als concept, vandaag")).to_be_visible()
    page.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_text("Criterium 5 is opgeslagen")).to_be_visible()
    with acting_as(SYSTEM):
        assert criterion(route, 5).statement == "Getypt in de trein"
        assert not Draft.objects.exists()
    open_window.said[:] = [(url, text) for url, text in open_window.said if "ERR_INTERNET_DISCONNECTED" not in text]


def test_what_was_typed_the_moment_before_leaving_is_kept(scene, open_window):
    route = scene.submit()
    page = open_window(scene.assessor.user)
    page.goto(reverse("routes:review", args=[route.public_id]))
    page.locator("[name=c2-motivation]").fill("Welke bedrijven?")
    page.get_by_role("link", name="Vragen stellen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Vragen over het dossier")
    until(is_draft_kept)  # a page that is left does not wait for the answer
    page.goto(reverse("routes:review", args=[route.public_id]))
    page.get_by_role("link", name="Verder met wat ik had").click()
    expect(page.locator("[name=c2-motivation]")).to_have_value("Welke bedrijven?")


def is_draft_kept() -> bool:
    with acting_as(SYSTEM):
        return Draft.objects.exists()


def test_draft_that_is_thrown_away_stays_away(scene, open_window):
    page = open_window(scene.coordinator.user)
    page.goto(reverse("routes:criterion", args=[scene.register().public_id, 1]))
    page.locator("[name=statement]").fill("Half")
    expect(page.get_by_text("Bewaard als concept, vandaag")).to_be_visible()
    page.reload()
    page.get_by_role("link", name="Verder met wat ik had").click()
    page.locator("[name=statement]").fill("Half, en meer")
    page.get_by_role("button", name="Opnieuw beginnen").click()
    expect(page.get_by_text("weggegooid")).to_be_visible()
    expect(page.get_by_text("eerder mee bezig")).to_have_count(0)
    with acting_as(SYSTEM):
        assert not Draft.objects.exists()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_rhythm_from_sketch_to_the_next_year(scene, open_window, look, script):
    route, year = scene.recognise(), study_year(timezone.localdate())
    page = open_window(scene.coordinator.user, java_script_enabled=script)
    page.goto(reverse("routes:rhythm", args=[route.public_id]))
    page.get_by_role("button", name="Begin met vier blokken").click()
    expect(page.get_by_text("Er staat een schets")).to_be_visible()
    page.get_by_role("link", name="Periode toevoegen").click()
    page.locator("[name=kind][value=holiday]").check(force=True)  # under its label
    page.get_by_label("Naam").fill("Herfstvakantie")
    page.get_by_label("Eerste dag", exact=True).fill(f"{year}-10-19")
    page.get_by_label("Laatste dag", exact=True).fill(f"{year}-10-12")
    page.get_by_role("button", name="Toevoegen").click()
    expect(page.get_by_text("De laatste dag ligt vóór de eerste").first).to_be_visible()
    page.get_by_label("Laatste dag", exact=True).fill(f"{year}-10-25")
    page.get_by_role("button", name="Toevoegen").click()
    expect(page.get_by_role("rowheader", name="Herfstvakantie")).to_be_visible()
    page.get_by_role("button", name="Kopieer naar").click()
    expect(page.get_by_text("is klaar om na te lopen")).to_be_visible()


def test_partner_hogeschool_confirms_from_its_work_list(scene, open_window, look):
    hogeschool = cast.organisation(Kind.HOGESCHOOL, "Tweede")
    colleague = cast.person("Bram Smit", hogeschool, Part.COORDINATOR)
    route = scene.register()
    with acting_as(scene.coordinator.actor):
        add_partner(route, hogeschool, contribution="Geeft blok 2.", role="executes", who=WHO)
    page = open_window(colleague.user, phone=True)
    page.goto("/")
    look(page)
    page.get_by_role("link", name="Ad Bouwkunde").click()
    look(page)
    page.get_by_role("button", name="Ja, wij geven deze route mee vorm").click()
    expect(page.get_by_text("ziet uw bevestiging in het dossier")).to_be_visible()
