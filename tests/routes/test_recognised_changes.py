"""What changes in a route after it was recognised, and who hears of it."""

import pytest

from mkbroute.access.actor import SYSTEM, acting_as
from routes import queries
from routes.models import RouteFlag
from routes.services import update_route
from routes.tasks import count_route

from .rounds import body, fresh, mails
from .scene import WHO


def change(scene, route, **fields):
    with acting_as(scene.coordinator.actor):
        update_route(route, who=WHO, **fields)


def flags(route):
    with acting_as(SYSTEM):
        return list(RouteFlag.objects.filter(route=route, cleared_at=None).values_list("code", flat=True))


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"accredited": False}, ("Geaccrediteerd", "Was: ja", "Nu: nee")),
        ({"sector": "care"}, ("Sector", "Was: Bouw en infra", "Nu: Zorg en welzijn")),
        ({"summary": "Je leert verpleegkunde."}, ("Was: Je leert een bouwproject", "Nu: Je leert verpleegkunde.")),
    ],
)
def test_programme_team_hears_of_what_it_recognised(scene, fields, words):
    route = scene.recognise()
    change(scene, route, **fields)
    assert mails("route_changed") == [scene.programme.email]
    for said in words:
        assert said.lower() in body("route_changed").lower()


@pytest.mark.parametrize("fields", [{"places": 25}, {"summary": "Je leert een bouwproject voorbereiden."}])
def test_news_for_visitors_and_what_stays_the_same_are_not_told(scene, fields):
    change(scene, scene.recognise(), **fields)
    assert mails("route_changed") == []


def test_concept_changes_unheard(scene):
    change(scene, scene.register(), accredited=False, summary="Anders.")
    assert mails("route_changed") == []


def test_route_that_is_no_longer_accredited_is_flagged_told_and_cleared(scene):
    route = scene.recognise()
    count_route(route.pk)
    assert "accredited" not in flags(route)
    change(scene, route, accredited=False)
    count_route(route.pk)
    assert "accredited" in flags(route)
    assert "Erkend hbo-diploma: nog niet. De norm is ja." in body("route_flagged")
    assert sorted(set(mails("route_flagged"))) == sorted({"sanne@voorbeeld.test", scene.programme.email})
    change(scene, fresh(route), accredited=True)
    count_route(route.pk)
    assert "accredited" not in flags(route)


def test_counting_is_woken_at_once(scene, monkeypatch):
    route, woken = scene.recognise(), []
    monkeypatch.setattr("routes.services.register.wake", lambda *sent: woken.append(sent))
    change(scene, route, accredited=False)
    assert woken == [("routes.count_route", route.pk)]


@pytest.mark.parametrize(("accredited", "said"), [(True, "erkend hbo-diploma"), (False, "nog niet, dus nog geen")])
def test_accreditation_stands_at_the_first_criterion(scene, accredited, said):
    route = scene.register(accredited=accredited)
    with acting_as(scene.coordinator.actor):
        facts = queries.dossier(route)[0].facts
    assert any(fact.startswith(f"Geaccrediteerd: {said}") for fact in facts)
