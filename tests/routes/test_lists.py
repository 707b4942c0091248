"""Lists take the same queries for one row as for a page full: session, person, hats, entering, and their own."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from mkbroute.access.actor import SYSTEM, acting_as
from routes.enums import EventKind
from routes.models import Route, RouteEvent, RouteYear

from .scene import WHO, fields


def fill(scene, number, state):
    now = timezone.now()
    with acting_as(SYSTEM):
        made = Route.objects.bulk_create(
            Route(
                hogeschool=scene.hogeschool, slug=f"route-{index}", state=state, submitted_at=now,
                public_since=now if state == "recognised" else None, **fields(programme=f"Opleiding {index:02}"),
            )
            for index in range(number)
        )  # fmt: skip
        for route in made:
            owner = {"route": route, "hogeschool": scene.hogeschool}
            RouteEvent.objects.create(**owner, kind=EventKind.SUBMITTED, who=WHO, text="Ingediend")
            RouteYear.objects.bulk_create(
                RouteYear(**owner, year=year, days_school=1, days_company=4) for year in (1, 2)
            )


def queries_of(client, page):
    client.get(page)  # what is cached once per process
    with CaptureQueriesContext(connection) as captured:
        response = client.get(page)
    assert response.status_code == 200
    return [query["sql"] for query in captured.captured_queries if query["sql"] not in ("BEGIN", "COMMIT")]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("number", [1, 3, 25])
def test_register_of_a_hogeschool(client, scene, number):
    fill(scene, number, "submitted")
    client.force_login(scene.coordinator.user)
    assert len(queries_of(client, reverse("routes:list"))) == 7


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("number", [1, 3, 25])
def test_reviews(client, scene, number):
    fill(scene, number, "submitted")
    client.force_login(scene.assessor.user)
    assert len(queries_of(client, reverse("routes:reviews"))) == 6


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("number", [1, 3, 720])
def test_catalogue_for_a_visitor(client, scene, number):
    fill(scene, number, "recognised")
    assert len(queries_of(client, reverse("routes:catalogue"))) == 8


def test_second_page_of_the_register(client, scene):
    fill(scene, 27, "submitted")
    client.force_login(scene.coordinator.user)
    page = client.get(reverse("routes:list"), {"pagina": "2"})
    assert len(page.context["page"]) == 2
    assert "27 routes" in page.content.decode()


@pytest.mark.parametrize("order", ["opleiding", "-opleiding", "start", "-status", "onzin", "-hogeschool__users"])
def test_register_is_sorted_as_asked_and_never_fails(client, scene, order):
    fill(scene, 3, "submitted")
    client.force_login(scene.coordinator.user)
    page = client.get(reverse("routes:list"), {"volgorde": order}).context["page"]
    names = [route.programme for route in page]
    assert sorted(names) == ["Opleiding 00", "Opleiding 01", "Opleiding 02"]
    if order == "-opleiding":
        assert names[0] == "Opleiding 02"


def test_empty_register_says_what_to_do(client, scene):
    client.force_login(scene.coordinator.user)
    shown = client.get(reverse("routes:list")).content.decode()
    assert "Registreer uw eerste route" in shown
