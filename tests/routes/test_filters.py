"""The choice of a route above a list: a select while they are few, typing when they are many."""

import pytest

from mkbroute.access.actor import acting_as
from routes.forms.filters import FEW, RouteFilter, TypedRoutesField


@pytest.fixture
def routes(scene):
    """One more than fit a select: all Bouwkunde in Tilburg, but the last."""
    return [scene.register() for _ in range(FEW)] + [scene.register(programme="Zorg", city="Breda")]


def asked(scene, **data):
    with acting_as(scene.coordinator.actor):
        return RouteFilter(data).asked.get("route")


def test_few_are_a_select(scene):
    route = scene.register()
    with acting_as(scene.coordinator.actor):
        choices = RouteFilter().fields["route"].choices
    assert choices == [("", "Alle routes"), (str(route.public_id), "Ad Bouwkunde, Tilburg")]
    assert asked(scene, route=str(route.public_id)) == [str(route.public_id)]
    assert asked(scene, route="") is None
    assert asked(scene, route="onzin") is None


def test_many_are_typed(scene, routes):
    with acting_as(scene.coordinator.actor):
        assert isinstance(RouteFilter().fields["route"], TypedRoutesField)
    assert asked(scene, route_text="zorg breda") == [str(routes[-1].public_id)]
    assert len(asked(scene, route_text="bouw")) == FEW
    assert asked(scene, route_text="bestaat niet") == []
    assert asked(scene, route_text="") is None


def test_the_chosen_one_counts_and_not_its_namesakes(scene, routes):
    key = str(routes[3].public_id)
    assert asked(scene, route=key, route_text="Ad Bouwkunde, Tilburg") == [key]
    assert asked(scene, route=key) == [key]


@pytest.mark.parametrize("key", ["6d1c4c1e-5f0e-4a45-8d7e-2f4a5c3b1a00", "onzin", "\x00"])
def test_an_unknown_one_counts_as_not_asked(scene, routes, key):
    assert asked(scene, route=key) is None


def test_of_another_hogeschool_nothing_is_suggested(client, scene, routes):
    client.force_login(scene.adviser.user)
    assert client.get("/routes/keuze/").status_code == 403
