"""Who is named to visitors, by whom, and what they read of a route that is not recognised any more."""

import pytest
from django.urls import reverse

from mkbroute.access.actor import acting_as
from mkbroute.organisations.enums import Kind, Part
from routes import indicators, queries
from routes.enums import Involvement
from routes.models import Route
from routes.services import add_partner, confirm_partnership, reject_route, reopen_route, retract_partnership
from tests import cast

from . import rounds
from .scene import ASSESSOR, WHO
from .test_catalogue import CATALOGUE, found, text


@pytest.fixture
def second(db):
    hogeschool = cast.organisation(Kind.HOGESCHOOL, "Tweede")
    return hogeschool, cast.person("Bram Smit", hogeschool, Part.COORDINATOR)


def add(scene, route, organisation, role=Involvement.SHAPES):
    with acting_as(scene.coordinator.actor):
        return add_partner(route, organisation, contribution="Denkt mee.", role=role, who=WHO)


def confirm(person, partner):
    with acting_as(person.actor):
        return confirm_partnership(partner, who=person.user.email)


def public(client, route):
    return text(client.get(reverse("routes:page", args=[route.slug])))


def test_partner_is_named_once_it_confirmed_and_until_it_takes_that_back(client, scene):
    route = scene.recognise()
    partner, company = add(scene, route, scene.branche), add(scene, route, scene.company)
    assert scene.branche.name not in public(client, route)
    assert "<li>1 bedrijf</li>" not in public(client, route)
    confirm(scene.adviser, partner)
    confirm(scene.contact, company)
    assert scene.branche.name in public(client, route)
    assert "<li>1 bedrijf</li>" in public(client, route)
    with acting_as(scene.adviser.actor):
        retract_partnership(partner, reason="Geen tijd meer.", who="Piet")
    assert scene.branche.name not in public(client, route)


@pytest.mark.parametrize(
    ("role", "confirms", "listed"),
    [
        (Involvement.EXECUTES, True, True),
        (Involvement.EXECUTES, False, False),
        (Involvement.SHAPES, True, False),
    ],
)
def test_route_is_found_by_a_hogeschool_that_carries_it_out_and_says_so(client, scene, second, role, confirms, listed):
    hogeschool, person = second
    partner = add(scene, scene.recognise(), hogeschool, role)
    if confirms:
        confirm(person, partner)
    assert (hogeschool.name in text(client.get(CATALOGUE))) == listed
    if listed:
        assert found(client, hogeschool=hogeschool.public_id) == ["Bouwkunde"]


def test_both_counts_of_partners_at_criterion_5_are_one(scene, second):
    hogeschool, person = second
    route = scene.register()
    confirm(person, add(scene, route, hogeschool))
    confirm(scene.adviser, add(scene, route, scene.branche))
    add(scene, route, scene.company)
    add(scene, route, cast.organisation(Kind.HOGESCHOOL, "Derde"))
    with acting_as(scene.coordinator.actor):
        said, *others = queries.dossier(Route.objects.get(pk=route.pk))[4].facts
        figures = {figure.indicator.code: figure.words for figure in indicators.figures_now(route.pk)}
    assert figures["partner_share"] == "50% (1 van 2)"
    assert said == f"Betrokkenheid zelf bevestigd door 1 van 2 bedrijven en branches: {scene.branche.name}"
    assert others[0] == f"Ook bevestigd door {hogeschool.name}"
    assert others[1].startswith("Nog niet bevestigd door Derde")


def test_dossier_with_hogescholen_only_says_who_lacks(scene, second):
    hogeschool, person = second
    route = scene.register()
    confirm(person, add(scene, route, hogeschool))
    with acting_as(scene.coordinator.actor):
        facts = queries.dossier(route)[4].facts
    assert facts == [
        "Er staan nog geen bedrijven of branches als partner bij de route", f"Ook bevestigd door {hogeschool.name}"
    ]  # fmt: skip


def test_page_of_a_route_that_lost_its_recognition_says_so(client, scene):
    route = scene.recognise()
    with acting_as(scene.assessor.actor):
        reopen_route(route, reason="Te weinig mkb.", who=ASSESSOR)
    rounds.judge(scene.assessor, route)
    with acting_as(scene.assessor.actor):
        reject_route(route, reason="Te weinig mkb.", who=ASSESSOR)
    for name in ("page", "rhythm_page"):
        response = client.get(reverse(f"routes:{name}", args=[route.slug]))
        assert response.status_code == 410
        assert "is op dit moment niet erkend als Mkb-route in het hbo" in text(response)
        assert "niet langer aan" not in text(response)
