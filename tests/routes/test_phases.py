import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse

from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.dashboards import work
from routes.enums import Phase
from routes.models import PhaseChange, Route, RouteEvent
from routes.revisions import Overtaken
from routes.services import change_phase, register_route, reject_route, update_route

from .rounds import body, fresh, mails
from .scene import ASSESSOR, WHO, fields


def history():
    with acting_as(SYSTEM):
        return list(PhaseChange.objects.order_by("at", "id").values_list("before", "after", "reason"))


def test_history_begins_with_the_registration(scene):
    scene.register(phase=Phase.STARTING)
    assert history() == [("", "starting", "")]


def test_change_is_kept_told_and_dated(scene):
    route = scene.register()
    with acting_as(scene.coordinator.actor):
        change_phase(route, Phase.STARTING, who=WHO)
        change_phase(route, Phase.STALLED, reason=" Te weinig bedrijven. ", who=WHO)
    assert history()[1:] == [("developing", "starting", ""), ("starting", "stalled", "Te weinig bedrijven.")]
    with acting_as(SYSTEM):
        last = RouteEvent.objects.filter(kind="phase_changed").latest("at")
        assert (last.text, last.reason) == ("Fase gewijzigd van start naar stilgelegd", "Te weinig bedrijven.")
        assert Route.objects.get().phase == "stalled"


@pytest.mark.parametrize("to", [Phase.STALLED, Phase.ENDED])
def test_to_stop_needs_a_reason(scene, to):
    route = scene.register()
    with acting_as(scene.coordinator.actor):
        with pytest.raises(ValidationError, match="Schrijf op waarom"):
            change_phase(route, to, reason="  ", who=WHO)
        with pytest.raises(ValidationError, match="ligt nog niet stil"):
            register_route(scene.hogeschool, who=WHO, **fields(phase=to))
        with pytest.raises(IntegrityError, match="has_a_reason"), transaction.atomic():
            PhaseChange.objects.create(route=route, hogeschool=scene.hogeschool, before="grown", after=to, who=WHO)


def test_same_phase_is_no_change(scene):
    route = scene.register()
    with acting_as(scene.coordinator.actor), pytest.raises(ValidationError, match="al in de fase"):
        change_phase(route, Phase.DEVELOPING, who=WHO)


def test_colleague_who_changed_first_is_not_overwritten(scene):
    route = scene.register()
    with acting_as(scene.coordinator.actor):
        change_phase(route, Phase.STARTING, who=WHO, seen="developing")
        with pytest.raises(Overtaken):
            change_phase(route, Phase.GROWN, who=WHO, seen="developing")


def test_rejection_leads_back_to_development_with_its_reason(scene):
    route = scene.judge(scene.submit(phase=Phase.STARTING))
    with acting_as(scene.assessor.actor):
        reject_route(route, reason="Nog te schools.", who=ASSESSOR)
    assert history()[-1] == ("starting", "developing", "Nog te schools.")


def test_rejection_leaves_the_decision_to_stop_alone(scene):
    route = scene.judge(scene.submit())
    with acting_as(scene.coordinator.actor):
        change_phase(route, Phase.ENDED, reason="Er begint niemand meer.", who=WHO)
    with acting_as(scene.assessor.actor):
        reject_route(route, reason="Nog te schools.", who=ASSESSOR)
    assert history()[-1] == ("developing", "ended", "Er begint niemand meer.")
    assert fresh(route).phase == Phase.ENDED


class TestProgrammeTeam:
    def test_hears_of_a_change_in_what_it_knows(self, scene):
        route = scene.recognise()
        with acting_as(scene.coordinator.actor):
            change_phase(route, Phase.STALLED, reason="Te weinig bedrijven.", who=WHO)
        assert mails("route_phase") == [scene.programme.email]
        said = body("route_phase")
        for words in ("van ‘ontwikkeling’ naar ‘stilgelegd’", "Te weinig bedrijven.", "De route is nog erkend."):
            assert words in said

    def test_hears_nothing_of_a_concept(self, scene):
        route = scene.register()
        with acting_as(scene.coordinator.actor):
            change_phase(route, Phase.STARTING, who=WHO)
        assert mails("route_phase") == []

    def test_finds_a_recognised_route_that_stopped_in_its_work_until_it_runs_again(self, scene):
        route = scene.recognise()
        told = "bespreken: de route is erkend en ligt stil"
        for phase, listed in ((Phase.STALLED, True), (Phase.STARTING, False)):
            with acting_as(scene.coordinator.actor):
                change_phase(route, phase, reason="Zo is het.", who=WHO)
            with acting_as(scene.assessor.actor):
                assert (told in [item.what for item in work.on_programme()]) == listed


def test_history_is_written_once(scene):
    scene.register()
    with acting_as(SYSTEM), pytest.raises(DatabaseError, match="written once"), transaction.atomic():
        PhaseChange.objects.update(reason="Anders.")


def test_form_of_the_route_does_not_change_the_phase(scene, client):
    route = scene.register()
    with acting_as(scene.coordinator.actor), pytest.raises(TypeError):
        update_route(route, who=WHO, phase=Phase.GROWN)
    client.force_login(scene.coordinator.user)
    page = reverse("routes:edit", args=[route.public_id])
    shown = client.get(page)
    assert 'name="phase"' not in shown.content.decode()


class TestPage:
    @pytest.fixture
    def browser(self, client, scene):
        client.force_login(scene.coordinator.user)
        return client

    def test_phase_is_changed(self, browser, scene):
        page = reverse("routes:phase", args=[scene.register().public_id])
        response = browser.post(page, {"phase": "ended", "reason": "Klaar.", "seen": "developing"}, follow=True)
        assert "De route is nu in de fase ‘beëindigd’." in response.content.decode()
        assert "Klaar." in response.content.decode()

    @pytest.mark.parametrize(
        ("typed", "says"),
        [
            ({"phase": "stalled"}, "Schrijf op waarom"),
            ({"phase": "developing"}, "Selecteer"),
            ({"phase": "dood"}, "dood"),
            ({}, "Maak een keuze."),
            ({"phase": "grown", "seen": "starting"}, "Iemand anders heeft dit gewijzigd"),
        ],
    )
    def test_mistake_is_told(self, browser, scene, typed, says):
        page = reverse("routes:phase", args=[scene.register().public_id])
        response = browser.post(page, {"seen": "developing", **typed})
        assert response.status_code == 422
        assert says in response.content.decode()

    def test_programme_team_reads_along(self, client, scene):
        page = reverse("routes:phase", args=[scene.submit().public_id])
        client.force_login(scene.assessor.user)
        assert "De hogeschool houdt de fase bij." in client.get(page).content.decode()
        assert client.post(page, {"phase": "ended", "reason": "x"}).status_code == 403
