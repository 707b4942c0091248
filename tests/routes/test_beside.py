"""Two people in one form: the second is told what the first changed, and nothing of either is lost in silence."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml.html import document_fromstring

from mkbroute.access.actor import SYSTEM, acting_as
from routes import board
from routes.enums import Channel, Phase, Stage
from routes.models import BoardItem, FunnelEntry, RhythmPeriod, Route, RouteCost
from routes.queries import weeks_of
from routes.rhythm import Period, bounds, study_year
from routes.services import (
    add_detail,
    add_period,
    change_detail,
    change_period,
    change_phase,
    state_criterion,
    update_route,
)
from routes.services.board import PointValues, share_example, unshare_example, update_point
from routes.services.funnel import EntryValues, change_count, enter_count
from tests.routes.rounds import criterion, fresh

from .scene import WHO


@pytest.fixture
def browser(client, scene):
    client.force_login(scene.coordinator.user)
    return client


def sent(response) -> dict[str, list[str]]:
    """What a browser sends of the form that carries what was seen."""
    page = document_fromstring(response.content.decode())
    (form,) = [each for each in page.forms if "seen" in each.fields]
    values: dict[str, list[str]] = {}
    for name, value in form.form_values():
        values.setdefault(name, []).append(value.removeprefix("\n").replace("\n", "\r\n"))
    return values


def told(response) -> list[tuple[str, str, bool]]:
    return [(each.label, each.value, each.is_clash) for each in response.context["theirs"]]


def _item() -> BoardItem:
    with acting_as(SYSTEM):
        return BoardItem.objects.filter(template__standing=True).order_by("pk")[0]


# -- every form -------------------------------------------------------------------------------------------------------


@dataclass
class Shared:
    """A form that two people have open: what the first saves, and what the second types."""

    page: str
    first: Callable[[], object]
    second: dict[str, str]
    alone: tuple[str, str, str]  # label, value and field of what only the first changed
    stored: Callable[[], tuple]  # of that field, and of what the second typed


def _route(scene) -> Shared:
    route = scene.register(summary="Regel een.\nRegel twee.")
    page = reverse("routes:edit", args=[route.public_id])
    return Shared(
        page, lambda: update_route(fresh(route), who=WHO, places=25), {"summary": "Van mij."},
        ("Aantal plaatsen", "25", "places"), lambda: (fresh(route).places, fresh(route).summary),
    )  # fmt: skip


def _criterion(scene) -> Shared:
    route = scene.complete()
    page = reverse("routes:criterion", args=[route.public_id, 2])
    typed = {"statement": "Zo voldoet de route.", "evidence": "Zie het plan."}
    return Shared(
        page, lambda: state_criterion(criterion(route, 2), **typed, own_verdict="partly", who=WHO),
        {"statement": "Van mij."}, ("Uw eigen oordeel", "Voldoet deels", "own_verdict"),
        lambda: (criterion(route, 2).own_verdict, criterion(route, 2).statement),
    )  # fmt: skip


def _cost(scene) -> Shared:
    route = scene.register()
    with acting_as(scene.coordinator.actor):
        cost = add_detail(
            RouteCost, route, what="Collegegeld", amount_eur="2601.50", per="year", payer="employer", note="",
            is_public=True, who=WHO,
        )  # fmt: skip
    page = reverse("routes:change_detail", args=[cost.public_id, "kosten"])
    return Shared(
        page, lambda: change_detail(cost, is_public=False, who=WHO), {"what": "Les- en collegegeld"},
        ("Toon dit op de openbare pagina van de route", "nee", "is_public"),
        lambda: (RouteCost.objects.get().is_public, RouteCost.objects.get().what),
    )  # fmt: skip


def _period(scene) -> Shared:
    route = scene.register()
    first = bounds(study_year(timezone.localdate()))[0]
    period = Period("holiday", "Herfstvakantie", first.replace(month=10, day=12), first.replace(month=10, day=16))
    with acting_as(scene.coordinator.actor):
        row = add_period(route, period, who=WHO)
    page = reverse("routes:change_period", args=[row.public_id])
    last = first.replace(month=10, day=18)
    return Shared(
        page, lambda: change_period(row, period._replace(last_day=last), who=WHO), {"name": "Vrij"},
        ("Laatste dag", f"18 oktober {first.year}", "last_day"),
        lambda: (RhythmPeriod.objects.get().last_day.isoformat(), RhythmPeriod.objects.get().name),
    )  # fmt: skip


def _count(scene) -> Shared:
    route = scene.register()
    values = EntryValues(stage=Stage.MEETING, channel=Channel.BRANCHE, number=80, counted_on=timezone.localdate())
    with acting_as(scene.coordinator.actor):
        entry = enter_count(route, values, key=uuid4(), who=WHO)
    page = reverse("routes:edit_count", args=[entry.public_id])
    other = EntryValues(stage=Stage.MEETING, channel=Channel.BRANCHE, number=81, counted_on=timezone.localdate())
    return Shared(
        page, lambda: change_count(entry, other, who=WHO), {"note": "In Zwolle"}, ("Hoeveel?", "81", "number"),
        lambda: (FunnelEntry.objects.get().number, FunnelEntry.objects.get().note),
    )  # fmt: skip


def _point(scene) -> Shared:
    route = scene.register()
    page = reverse("routes:board_point", args=[route.public_id, _item().code])

    def stored():
        point = board.point_of(route, _item())
        return point.progress, board.text_of(board.notes_of(point))

    return Shared(
        page, lambda: update_point(route, _item(), PointValues(progress="busy"), who=WHO), {"notes": "Van mij."},
        ("Hoe ver bent u?", "Bezig", "progress"), stored,
    )  # fmt: skip


FORMS = [_route, _criterion, _cost, _period, _count, _point]


@pytest.mark.parametrize("make", FORMS)
class TestEveryForm:
    def test_says_only_what_the_first_changed_and_takes_it(self, browser, scene, make):
        shared = make(scene)
        typed = {**sent(browser.get(shared.page)), **shared.second}
        with acting_as(scene.coordinator.actor):
            shared.first()
        response = browser.post(shared.page, typed)
        assert response.status_code == 422
        label, value, name = shared.alone
        assert told(response) == [(label, value, False)]
        again = sent(response)
        assert again.get(name) != typed.get(name)
        for field, text in shared.second.items():
            assert again[field] == [text]
        assert browser.post(shared.page, again).status_code == 302
        with acting_as(scene.coordinator.actor):
            theirs, hers = shared.stored()
        assert str(theirs) in (*again.get(name, []), "False")
        assert hers in shared.second.values()

    def test_opened_and_saved_untouched_changes_nothing_of_the_first(self, browser, scene, make):
        shared = make(scene)
        typed = sent(browser.get(shared.page))
        with acting_as(scene.coordinator.actor):
            shared.first()
            before = shared.stored()
        again = browser.post(shared.page, typed)
        assert [clash for _, _, clash in told(again)] == [False]
        browser.post(shared.page, sent(again))
        with acting_as(scene.coordinator.actor):
            assert _plain(shared.stored()) == _plain(before)


def _plain(values: tuple) -> list[str]:
    return ["\n".join(str(value).splitlines()) for value in values]


# -- where they meet --------------------------------------------------------------------------------------------------


def _edit(scene, **changes) -> tuple[Route, str]:
    route = scene.register(**changes)
    return route, reverse("routes:edit", args=[route.public_id])


def test_what_both_changed_is_a_clash_and_hers_stays(browser, scene):
    route, page = _edit(scene)
    typed = {**sent(browser.get(page)), "summary": "Van mij.", "places": "30"}
    with acting_as(scene.coordinator.actor):
        update_route(route, who=WHO, summary="Van haar.", places=30)
    response = browser.post(page, typed)
    assert told(response) == [("Waar gaat de route over?", "Van haar.", True)]  # of the places both made thirty
    assert sent(response)["summary"] == ["Van mij."]
    assert "in het formulier staat wat u typte" in response.content.decode()


def test_a_third_save_is_told_as_well(browser, scene):
    route, page = _edit(scene)
    typed = {**sent(browser.get(page)), "summary": "Van mij."}
    with acting_as(scene.coordinator.actor):
        update_route(route, who=WHO, places=25)
    again = sent(browser.post(page, typed))
    with acting_as(scene.coordinator.actor):
        update_route(fresh(route), who=WHO, costs="Niets")
    response = browser.post(page, again)
    assert response.status_code == 422
    assert [(label, value) for label, value, _ in told(response)] == [("Kosten", "Niets")]
    assert browser.post(page, sent(response)).status_code == 302
    found = fresh(route)
    assert (found.places, found.costs, found.summary) == (25, "Niets", "Van mij.")


def test_week_of_a_year_is_taken(browser, scene):
    route, page = _edit(scene)
    typed = {**sent(browser.get(page)), "summary": "Van mij."}
    with acting_as(scene.coordinator.actor):
        first, second = weeks_of(route)
        half = first.school / 2
        update_route(route, who=WHO, weeks=[first._replace(company=first.company - half), second])
    response = browser.post(page, typed)
    assert told(response) == [("In het bedrijf, studiejaar 1", "3,5", False)]
    assert browser.post(page, sent(response)).status_code == 302
    with acting_as(scene.coordinator.actor):
        assert [str(week.company) for week in weeks_of(fresh(route))] == ["3.5", "4.0"]


def test_several_choices_are_named(browser, scene):
    route, page = _edit(scene)
    typed = {**sent(browser.get(page)), "summary": "Van mij."}
    with acting_as(scene.coordinator.actor):
        update_route(route, who=WHO, audiences=["mbo4", "havo"])
    response = browser.post(page, typed)
    ((label, value, clash),) = told(response)
    assert label == "Doelgroepen"
    assert len(value.split("; ")) == 2
    assert not clash
    assert sent(response)["audiences"] == ["mbo4", "havo"]


def test_draft_that_is_resumed_still_knows_what_the_page_showed(browser, scene):
    route, page = _edit(scene)
    typed = {**sent(browser.get(page)), "summary": "Van mij."}
    browser.post(browser.get(page).context["draft"].save_url, typed)
    with acting_as(scene.coordinator.actor):
        update_route(route, who=WHO, places=25)
    resumed = sent(browser.get(page, {"concept": "verder"}))
    assert resumed["places"] == ["20"]
    assert told(browser.post(page, resumed)) == [("Aantal plaatsen", "25", False)]


def test_shared_example_that_was_taken_back_says_so(browser, scene):
    route = scene.register()
    page = reverse("routes:share_example", args=[route.public_id, _item().code])
    with acting_as(scene.coordinator.actor):
        share_example(route, _item(), text="Van een collega.", who=WHO)
    typed = {**sent(browser.get(page)), "text": "Van mij."}

    with acting_as(scene.coordinator.actor):
        unshare_example(route, _item(), who=WHO)
    response = browser.post(page, typed)
    assert told(response) == [("Dit lezen anderen", "Een collega deelt dit niet langer.", True)]
    assert sent(response)["text"] == ["Van mij."]


def test_phase_that_a_colleague_chose_is_named(browser, scene):
    route = scene.register()
    page = reverse("routes:phase", args=[route.public_id])
    typed = {**sent(browser.get(page)), "phase": "grown"}
    with acting_as(scene.coordinator.actor):
        change_phase(route, Phase.STARTING, who=WHO)
    response = browser.post(page, typed)
    assert response.status_code == 422
    assert [(label, value) for label, value, _ in told(response)] == [("Fase", Phase.STARTING.label)]


def test_without_what_was_shown_nothing_is_taken(browser, scene):
    route, page = _edit(scene)
    typed = {**sent(browser.get(page)), "summary": "Van mij.", "shown": ""}
    with acting_as(scene.coordinator.actor):
        update_route(route, who=WHO, places=25)
    response = browser.post(page, typed)
    assert ("Aantal plaatsen", "25", True) in told(response)
    assert sent(response)["places"] == ["20"]
