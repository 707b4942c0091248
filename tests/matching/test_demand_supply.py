"""Places that nobody has, and people who have none: counted, without what is too old or would give anyone away."""

from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from matching.demand_supply import Line, demand_and_supply
from matching.models import Application, ApplicationEvent, PlaceTerms, Position
from matching.round_queries import looking
from matching.services.preferences import rank_offers
from mkbroute.access.actor import SYSTEM, acting_as
from tests.built_once import built_once

from . import stage

pytestmark = pytest.mark.django_db

tenant = built_once(stage.tenant)


def counted(person, *, rounded=True):
    with acting_as(person.actor):
        return demand_and_supply(rounded=rounded)


def of(lines: list[Line], label: str) -> tuple[int, str]:
    return next((line.places, line.said_people) for line in lines if line.label == label)


def test_a_hogeschool_reads_its_own_as_they_are(tenant):
    other = stage.tenant("Andere Hogeschool")
    stage.offered(tenant, capacity=3)
    stage.offered(other, capacity=9)
    for number in range(2):
        stage.admitted(tenant, f"Zoekt {number}")
    stage.proposed(tenant, stage.offered(tenant, capacity=2), "Ali Demir")
    found = counted(tenant.coordinator, rounded=False)
    assert (found.whole.places, found.whole.said_people) == (4, "2")
    assert of(found.provinces, "Utrecht") == (4, "2")
    assert [(line.detail, line.places) for line in found.routes] == [(tenant.hogeschool.name, 4)]


def test_who_learns_at_her_own_employer_is_not_looking(tenant):
    own = {"employer_plan": "own", "employer_name": "Bakker BV", "employer_kvk": "12345678"}
    stage.admitted(tenant, "Zoekt wel")
    person, application = stage.admitted(tenant, "Heeft werk")
    with acting_as(SYSTEM):
        Application.objects.filter(pk=application.pk).update(**own)
        assert application.pk not in looking([tenant.route.pk]).values_list("pk", flat=True)
    assert counted(tenant.coordinator, rounded=False).whole.said_people == "1"
    position = stage.offered(tenant)
    with acting_as(person.actor):
        rank_offers(application, [list(position.offers.all())])
    assert counted(tenant.coordinator, rounded=False).whole.said_people == "2"
    with acting_as(SYSTEM):
        assert application.pk in looking([tenant.route.pk]).values_list("pk", flat=True)


def test_the_programme_team_reads_no_small_numbers(tenant):
    for number in range(2):
        stage.applied(tenant, f"Zoekt {number}")
    assert of(counted(tenant.assessor).provinces, "Utrecht")[1] == "minder dan 5"
    for number in range(5):
        stage.applied(tenant, f"Zoekt ook {number}")
    found = counted(tenant.assessor)
    assert of(found.provinces, "Utrecht")[1] == "5"
    assert found.whole.said_people == "5"
    with acting_as(tenant.assessor.actor), connection.cursor() as cursor:
        cursor.execute("SELECT array_agg(DISTINCT people) FROM portal.demand_and_supply() WHERE people NOT IN (-1, 0)")
        (numbers,) = cursor.fetchone()
    assert all(number % 5 == 0 for number in numbers)


def test_one_person_on_two_routes_is_one(tenant):
    with acting_as(SYSTEM):
        before = Application.objects.count()
    stage.applied(tenant, "Noor Visser")
    found = counted(tenant.coordinator, rounded=False)
    assert found.whole.people == 1
    assert before == 1  # the one of the cast has a place


def test_what_is_too_old_does_not_count(tenant):
    with acting_as(SYSTEM):
        terms = PlaceTerms.objects.latest()
    position = stage.offered(tenant, capacity=3)
    assert counted(tenant.coordinator, rounded=False).whole.places == 3
    with acting_as(SYSTEM):
        past = timezone.now() - timedelta(days=terms.demand_days + 1)
        Position.objects.filter(pk=position.pk).update(confirmed_at=past)
    assert counted(tenant.coordinator, rounded=False).whole.places == 0


def test_somebody_of_whom_nothing_was_heard_does_not_count(tenant):
    with acting_as(SYSTEM):
        terms = PlaceTerms.objects.latest()
        past = timezone.now() - timedelta(days=terms.supply_days + 1)
        owners = {"route": tenant.route, "hogeschool": tenant.hogeschool, "student": tenant.colleague.user}
        said = {**stage.DETAILS, "name": "Lang geleden", "email": "lang@voorbeeld.test"}
        old = Application.objects.create(**owners, **said, created_at=past)
    assert counted(tenant.coordinator, rounded=False).whole.people == 0
    with acting_as(SYSTEM):
        of_old = {"application": old, "hogeschool": tenant.hogeschool, "student": tenant.colleague.user}
        ApplicationEvent.objects.create(**of_old, kind="admitted", who="Sanne", text="Toelaatbaar")
    assert counted(tenant.coordinator, rounded=False).whole.people == 1


@pytest.mark.parametrize("why", ["published", "closes_on"])
def test_what_is_not_open_does_not_count(tenant, why):
    yesterday = timezone.localdate() - timedelta(days=1)
    stage.offered(tenant, **({"published": False} if why == "published" else {"closes_on": yesterday}))
    assert counted(tenant.coordinator, rounded=False).whole.places == 0


@pytest.mark.parametrize(
    ("places", "people", "verdict"),
    [(0, 0, "niets open"), (20, -1, "mensen gezocht"), (0, 20, "plaatsen gezocht"), (10, 12, "ongeveer in evenwicht")],
)
def test_what_stands_out(places, people, verdict):
    assert Line("", "", "", places, people, 5).verdict == verdict


def test_the_page_and_the_file(tenant, client):
    stage.offered(tenant, capacity=3)
    assessor = stage.logged_in(client, tenant.assessor)
    url = reverse("matching:demand_supply")
    assert "zodat niemand te herkennen is" in assessor.get(url).text
    few = stage.statements(client, url)
    file = assessor.get(reverse("matching:demand_supply_csv"))
    text = b"".join(file.streaming_content).decode("utf-8-sig")
    assert "provincie;Utrecht;;3;0" in text.replace("\r\n", "\n").splitlines()
    for name in ("Andere Hogeschool", "Derde Hogeschool"):
        stage.offered(stage.tenant(name))
    assert stage.statements(client, url) == few <= 8
    coordinator = stage.logged_in(client, tenant.coordinator)
    assert "zodat niemand te herkennen is" not in coordinator.get(url).text
