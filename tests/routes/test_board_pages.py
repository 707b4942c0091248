"""The ombouw-assistent and the funnel at their addresses: what is shown, what is refused, what stays typed."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from mkbroute.access.actor import SYSTEM, acting_as
from routes.models import BoardExample, BoardItem, BoardPoint, FunnelEntry
from routes.services import withdraw_route
from routes.services.board import PointValues, share_example, update_point
from routes.services.funnel import EntryValues, change_count, enter_count
from routes.tasks import keep_funnels

from .scene import WHO
from .scene import scene as make_scene

CODE = "projectleider"
HOSTILE = "<script>alert('x')</script>"


@pytest.fixture
def route(scene):
    return scene.submit(starts_on=date(timezone.localdate().year + 1, 9, 1))


@pytest.fixture
def browser(client, scene):
    client.force_login(scene.coordinator.user)
    return client


@pytest.fixture
def programme(scene):
    client = Client()
    client.force_login(scene.assessor.user)
    return client


def at(name, route, *more):
    return reverse(f"routes:{name}", args=[route.public_id, *more])


def item(code=CODE):
    return BoardItem.objects.get(code=code, template__standing=True)


def text(response):
    return response.content.decode()


def typed(browser, address, **changes):
    """What the form of the page sends, `seen` included."""
    page = browser.get(address).context
    shown = {name: page["form"][name].value() for name in page["form"].fields}
    sent = {name: value for name, value in shown.items() if value is not None}
    return {**sent, "seen": page["seen"], **changes}


# -- the board --------------------------------------------------------------------------------------------------------


def test_board_begins_with_every_point_and_its_source(browser, route):
    shown = text(browser.get(at("board", route)))
    assert shown.count('class="board-point"') == 11
    assert "Samen opleiden met het mkb, paragraaf 10" in shown
    assert "Geen open punt heeft al een trekker" in shown


@pytest.mark.parametrize("count", [1, 3, 11])
def test_board_takes_the_same_queries_however_much_is_done(
    browser, scene, route, count, django_assert_num_queries, django_assert_max_num_queries
):
    with acting_as(scene.coordinator.actor):
        for point in BoardItem.objects.filter(template__standing=True)[:count]:
            update_point(route, point, PointValues(progress="busy", owner_name="Bas"), who=WHO)
            share_example(route, point, text="Zo.", who=WHO)
    browser.get(at("board", route))
    with django_assert_max_num_queries(20) as used:
        browser.get(at("board", route))
    baseline = browser_queries.setdefault("board", len(used))
    assert len(used) == baseline


browser_queries: dict[str, int] = {}


def test_point_is_saved_and_shown_on_the_board(browser, scene, route):
    address = at("board_point", route, CODE)
    owner = str(scene.coordinator.membership.public_id)
    due = timezone.localdate() - timedelta(days=1)
    sent = typed(browser, address, progress="busy", owner=owner, due_on=due.isoformat(), steps_done=["uren"],
                 notes="Gebeld met drie bedrijven.")  # fmt: skip
    response = browser.post(address, sent)
    assert response.url == at("board", route)
    shown = text(browser.get(response.url))
    for said in ("Bezig", "Te laat", "Sanne de Wit", "1 van 3 stappen"):
        assert said in shown
    again = text(browser.get(address))
    assert "Gebeld met drie bedrijven." in again
    assert "Te laat" in text(browser.get(at("board", route), {"toon": "late"}))
    assert text(browser.get(at("board", route), {"toon": "late"})).count('class="board-point"') == 1
    assert text(browser.get(at("board", route), {"trekker": "Sanne de Wit"})).count('class="board-point"') == 1
    assert text(browser.get(at("board", route), {"toon": "onzin", "trekker": "Niemand"})).count("board-point") == 11


def test_late_point_stands_on_the_work_list(browser, scene, route):
    with acting_as(scene.coordinator.actor):
        due = timezone.localdate() - timedelta(days=3)
        update_point(route, item(), PointValues(due_on=due, owner_name="Bas"), who=WHO)
    assert "punt van de ombouw-assistent afmaken (Bas)" in text(browser.get(reverse("home")))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"progress": "skipped", "reason": ""}, "Schrijf op waarom"),
        ({"progress": "gemaakt"}, "Fout"),
        ({"progress": ""}, "Maak een keuze"),
        ({"owner": "ander", "other_owner": " "}, "Vul een naam in"),
        ({"owner": str(uuid4())}, "Fout"),
        ({"due_on": "31-02-2027"}, "bestaande datum"),
        ({"due_on": "0001-01-01"}, "jaartal"),
        ({"due_on": "9999-12-31"}, "jaartal"),
        ({"notes": "x" * 4001}, "4000"),
        ({"steps_done": ["verzonnen"]}, "Fout"),
    ],
)
def test_what_is_wrong_is_told_and_the_rest_stays(browser, route, wrong, said):
    address = at("board_point", route, CODE)
    response = browser.post(address, typed(browser, address, **{"notes": "Blijft staan.", **wrong}))
    assert response.status_code == 422
    assert said in text(response)
    assert "Blijft staan." in text(response) or "notes" in wrong
    with acting_as(SYSTEM):
        assert not BoardPoint.objects.exists()


def test_second_of_two_people_keeps_what_she_typed(browser, scene, route):
    address = at("board_point", route, CODE)
    stale = typed(browser, address, progress="done", notes="Van mij.")
    with acting_as(scene.coordinator.actor):
        update_point(route, item(), PointValues(progress="busy", notes="Van een collega."), who=WHO)
    response = browser.post(address, stale)
    assert response.status_code == 422
    shown = text(response)
    for said in ("Dit heeft een collega gewijzigd", "Van een collega.", "Van mij."):
        assert said in shown
    assert browser.post(address, {**stale, "seen": response.context["seen"]}).status_code == 302


def test_form_without_what_was_seen_overwrites_nothing(browser, scene, route):
    address = at("board_point", route, CODE)
    sent = typed(browser, address, notes="Zonder.")
    assert browser.post(address, {name: value for name, value in sent.items() if name != "seen"}).status_code == 422


def test_what_people_type_is_never_markup(browser, scene, route):
    with acting_as(scene.coordinator.actor):
        values = PointValues(progress="skipped", reason=HOSTILE, owner_name=HOSTILE, notes=HOSTILE)
        update_point(route, item(), values, who=WHO)
        share_example(route, item(), text=HOSTILE, who=WHO)
    for name in (at("board", route), at("board_point", route, CODE), at("share_example", route, CODE)):
        shown = text(browser.get(name))
        assert HOSTILE not in shown
    assert "&lt;script&gt;" in shown


def test_unknown_point_is_not_found(browser, route):
    for name in ("board_point", "share_example", "unshare_example"):
        assert browser.get(at(name, route, "bestaat-niet")).status_code == 404


def test_withdrawn_route_is_read_only(browser, scene, route):
    with acting_as(scene.coordinator.actor):
        update_point(route, item(), PointValues(progress="busy", notes="Toen."), who=WHO)
        withdraw_route(route, reason="Gestopt.", who=WHO)
    address = at("board_point", route, CODE)
    assert "Toen." in text(browser.get(address))
    assert browser.post(address, {"progress": "done"}).status_code == 409
    assert browser.get(at("share_example", route, CODE)).status_code == 409
    assert browser.get(at("add_count", route)).status_code == 409
    assert browser.get(at("board", route)).status_code == browser.get(at("funnel", route)).status_code == 200


def test_programme_team_reads_progress_and_no_notes(browser, programme, scene, route):
    with acting_as(scene.coordinator.actor):
        update_point(route, item(), PointValues(progress="busy", notes="Alleen voor ons."), who=WHO)
    page = text(programme.get(at("board_point", route, CODE)))
    assert "Bezig" in page
    assert "Alleen voor ons." not in page
    assert '<form method="post" class="form"' not in page
    assert programme.post(at("board_point", route, CODE), {"progress": "done"}).status_code == 403
    with acting_as(scene.coordinator.actor):
        share_example(route, item(), text="Dit mag iedereen lezen.", who=WHO)
    assert "Dit mag iedereen lezen." in text(programme.get(at("board_point", route, CODE)))


# -- sharing ----------------------------------------------------------------------------------------------------------


def test_sharing_starts_with_the_notes_and_is_read_by_others(browser, scene, route):
    with acting_as(scene.coordinator.actor):
        update_point(route, item(), PointValues(notes="Zo deden wij het."), who=WHO)
    address = at("share_example", route, CODE)
    page = browser.get(address)
    assert scene.hogeschool.name in text(page)
    sent = typed(browser, address)
    assert sent["text"] == "Zo deden wij het."
    assert browser.post(address, {**sent, "text": "Zo deden wij het, zonder namen."}).status_code == 302
    other = make_scene("Saxion")
    theirs = Client()
    theirs.force_login(other.coordinator.user)
    shown = text(theirs.get(at("board_point", other.register(), CODE)))
    for said in ("Zo deden anderen het", "Zo deden wij het, zonder namen.", scene.hogeschool.name, "Ad Bouwkunde"):
        assert said in shown
    assert "Sanne de Wit" not in shown.partition("Zo deden anderen het")[2]


def test_sharing_stops_with_one_click_after_a_question(browser, scene, route):
    with acting_as(scene.coordinator.actor):
        share_example(route, item(), text="Zo.", who=WHO)
    address = at("unshare_example", route, CODE)
    assert "niet langer delen?" in text(browser.get(address))
    with acting_as(SYSTEM):
        assert BoardExample.objects.exists()
    assert browser.post(address).status_code == 302
    assert browser.post(address).status_code == 302
    with acting_as(SYSTEM):
        assert not BoardExample.objects.exists()
    assert "U deelt hier niets" in text(browser.get(address))


def test_stale_sharing_is_told(browser, scene, route):
    address = at("share_example", route, CODE)
    stale = typed(browser, address, text="Van mij.")
    with acting_as(scene.coordinator.actor):
        share_example(route, item(), text="Van een collega.", who=WHO)
    response = browser.post(address, stale)
    assert response.status_code == 422
    assert "Van een collega." in text(response)
    assert "Van mij." in text(response)


@pytest.mark.parametrize("wrong", ["", "   ", "x" * 4001])
def test_nothing_and_too_much_are_not_shared(browser, route, wrong):
    address = at("share_example", route, CODE)
    assert browser.post(address, typed(browser, address, text=wrong)).status_code == 422


# -- the funnel -------------------------------------------------------------------------------------------------------


def entry(scene, route, **changes):
    usual = {"stage": "meeting", "channel": "open_day", "number": 80, "counted_on": timezone.localdate()}
    with acting_as(scene.coordinator.actor):
        return enter_count(route, EntryValues(**{**usual, **changes}), key=uuid4(), who=WHO)


def test_empty_funnel_says_what_to_enter_first(browser, programme, route):
    shown = text(browser.get(at("funnel", route)))
    assert "De trechter is nog leeg" in shown
    assert "Begin met de laatste bijeenkomst" in shown
    assert "Het portaal telt elke nacht opnieuw" in text(programme.get(at("funnel", route)))


def test_count_is_typed_and_stands_in_the_funnel(browser, scene, route):
    address = at("add_count", route)
    sent = typed(browser, address, stage="meeting", number="80", channel="branche", note="Avond in maart")
    sent["branche"] = str(scene.branche.public_id)
    for _ in range(2):
        assert browser.post(address, sent).url == at("funnel", route)
    shown = text(browser.get(at("funnel", route)))
    for said in (
        "Informatiebijeenkomst",
        "80",
        "ingevuld",
        "Avond in maart",
        scene.branche.name,
        "Nulmeting 2021-2022",
    ):
        assert said in shown
    with acting_as(SYSTEM):
        assert FunnelEntry.objects.count() == 1


def test_thousand_is_counted_as_a_thousand(browser, route):
    address = at("add_count", route)
    browser.post(address, typed(browser, address, stage="meeting", number="1.000", channel="branche"))
    with acting_as(SYSTEM):
        assert FunnelEntry.objects.get().number == 1000


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"number": "-5"}, "1 of meer"),
        ({"number": "0"}, "1 of meer"),
        ({"number": "veel"}, "heel getal"),
        ({"number": "3,5"}, "heel getal"),
        ({"number": "1.00"}, "heel getal"),
        ({"number": "99999999999999999999"}, "meer dan"),
        ({"counted_on": "9999-12-31"}, "moet nog komen"),
        ({"counted_on": "0001-01-01"}, "te lang geleden"),
        ({"counted_on": "gisteren"}, "bestaande datum"),
        ({"stage": "klaar"}, "Fout"),
        ({"channel": ""}, "Maak een keuze"),
        ({"branche": str(uuid4())}, "Fout"),
        ({"note": "x" * 501}, "500"),
        ({"key": "geen-sleutel"}, "Fout"),
    ],
)
def test_absurd_counts_are_refused_and_the_rest_stays(browser, route, wrong, said):
    address = at("add_count", route)
    right = {"stage": "meeting", "number": "80", "channel": "branche", "note": "Blijft staan."}
    response = browser.post(address, typed(browser, address, **{**right, **wrong}))
    assert response.status_code == 422
    assert said in text(response)
    assert "Blijft staan." in text(response) or "note" in wrong
    with acting_as(SYSTEM):
        assert not FunnelEntry.objects.exists()


def test_count_is_changed_and_removed(browser, scene, route):
    found = entry(scene, route)
    change, remove = (reverse(f"routes:{name}", args=[found.public_id]) for name in ("edit_count", "remove_count"))
    stale = typed(browser, change, number="82")
    assert browser.post(change, typed(browser, change, number="81")).status_code == 302
    response = browser.post(change, stale)
    assert response.status_code == 422
    assert "Dit heeft een collega gewijzigd" in text(response)
    assert "80" in text(browser.get(remove)) or "81" in text(browser.get(remove))
    assert browser.post(remove, removal(browser, remove)).url == at("funnel", route)
    assert browser.get(change).status_code == 404


def removal(browser, address):
    form = browser.get(address).context["form"]
    return {name: str(value) for name, value in form.initial.items()}


def test_what_a_colleague_changed_is_not_removed_unseen(browser, scene, route):
    found = entry(scene, route)
    remove = reverse("routes:remove_count", args=[found.public_id])
    before = removal(browser, remove)
    with acting_as(scene.coordinator.actor):
        change_count(found, EntryValues("meeting", "open_day", 95, timezone.localdate()), who="Een collega")
    for sent in (before, {}):
        refused = browser.post(remove, sent)
        assert refused.status_code == 409
        assert "Een collega heeft deze telling intussen gewijzigd" in text(refused)
        assert "95 op" in text(refused)
    assert browser.post(remove, removal(browser, remove)).status_code == 302
    with acting_as(SYSTEM):
        assert not FunnelEntry.objects.exists()


def test_removing_what_is_gone_says_so(browser, scene, route):
    remove = reverse("routes:remove_count", args=[entry(scene, route).public_id])
    sent = removal(browser, remove)
    browser.post(remove, sent)
    again = browser.post(remove, sent, follow=True)
    assert again.redirect_chain[-1][0] == at("funnel", route)
    assert "Deze telling was al verwijderd." in text(again)
    assert browser.get(remove).status_code == browser.post(remove).status_code == 404


def test_filter_narrows_to_what_the_hogeschool_knows(browser, scene, route):
    entry(scene, route, branche=scene.branche)
    entry(scene, route, stage="interest", channel="mbo", number=9)
    old = timezone.localdate() - timedelta(days=800)
    entry(scene, route, number=46, counted_on=old)
    page = browser.get(at("funnel", route), {"kanaal": "mbo"})
    assert [row.total for row in page.context["rows"]][:2] == [0, 9]
    assert "Het portaal weet het kanaal van wie dat bij de aanmelding zei" in text(page)
    page = browser.get(at("funnel", route), {"branche": str(scene.branche.public_id)})
    assert [row.total for row in page.context["rows"]][:2] == [80, 0]
    assert "het portaal weet niet uit welke branche" in text(page)
    starts = dict(page.context["form"].fields["start"].choices)
    assert len(starts) == 3
    oldest = min(filter(None, starts))
    page = browser.get(at("funnel", route), {"start": oldest})
    assert page.context["rows"][0].total == 46
    assert browser.get(at("funnel", route), {"start": "-1", "kanaal": "onzin"}).context["rows"][0].total == 126


def test_programme_team_sees_numbers_per_route(programme, scene, route):
    entry(scene, route, note="Met Karim gesproken.")
    keep_funnels()
    page = programme.get(at("funnel", route))
    assert page.context["rows"][0].total == 80
    assert "Met Karim gesproken." not in text(page)
    assert "Telling invullen" not in text(page)
    assert "Bij deze route kwamen er 80" in text(page)
    assert "Bij u" not in text(page)
    assert [line.label for line in page.context["channels"]] == ["Open dag of bijeenkomst"]
    assert programme.get(at("funnel", route), {"kanaal": "mbo"}).context["rows"][0].total == 0
    assert programme.get(at("funnel", route), {"kanaal": "open_day"}).context["rows"][0].total == 80


@pytest.mark.parametrize("count", [1, 3, 30])
def test_funnel_takes_the_same_queries_however_much_was_entered(
    browser, scene, route, count, django_assert_max_num_queries
):
    for number in range(count):
        entry(scene, route, number=number + 1, branche=scene.branche)
    browser.get(at("funnel", route))
    with django_assert_max_num_queries(25) as used:
        browser.get(at("funnel", route))
    assert len(used) == browser_queries.setdefault("funnel", len(used))


def test_route_leads_to_its_board_and_funnel(browser, programme, route):
    for client in (browser, programme):
        shown = text(client.get(at("detail", route)))
        assert at("board", route) in shown
        assert at("funnel", route) in shown
        assert "Nog niet begonnen: 11 punten" in shown


@pytest.mark.parametrize(("name", "field"), [("board_point", "notes"), ("share_example", "text")])
def test_what_was_typed_on_the_board_outlives_a_lost_connection(browser, route, name, field):
    address = at(name, route, CODE)
    browser.post(browser.get(address).context["draft"].save_url, {field: "Halverwege de zin", "seen": "eerder"})
    offered = browser.get(address)
    assert "U was hier eerder mee bezig" in text(offered)
    resumed = browser.get(offered.context["draft"].resume_url)
    assert resumed.context["form"][field].value() == "Halverwege de zin"
    assert resumed.context["seen"] == "eerder"
    browser.post(address, typed(browser, address, **{field: "De hele zin."}))
    assert "U was hier eerder mee bezig" not in text(browser.get(address))
