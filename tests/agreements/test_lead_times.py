"""From draft to sealed: how long each step took."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from agreements import lead_times
from agreements.enums import SigningOrder
from agreements.lead_times import in_words
from agreements.models import Agreement, AgreementVersion, Signing
from matching.models import Application
from mkbroute.access.actor import SYSTEM, acting_as
from tests import cast
from tests.agreements import endings, scenes
from tests.agreements.sealed import seal_without_work
from tests.agreements.test_order import sent

pytestmark = pytest.mark.django_db


def take(agreement: Agreement, hours: dict[str, float]) -> None:
    """Each signed so many hours after it was sent."""
    with acting_as(SYSTEM):
        version = AgreementVersion.objects.get(agreement=agreement)
        for signing in Signing.objects.filter(version=version):
            Signing.objects.filter(pk=signing.pk).update(
                state="signed",
                answered_at=version.created_at + timedelta(hours=hours[signing.role]),
                typed_name="X",
                identified_at=timezone.now(),
                method="typed",
            )


HOURS = {"student": 2, "company": 10, "hogeschool": 20}


@pytest.fixture
def measured(everybody_at_once):
    mine, agreement = endings.scene()
    take(agreement, HOURS)
    return mine, agreement


def test_each_step_and_each_party(measured):
    mine, agreement = measured
    with acting_as(mine.coordinator.actor):
        whole, per_route, per_year = lead_times.lead_times()
    assert whole.route_id is None
    assert (per_route.route_id, per_route.year) == (agreement.route_id, None)
    assert per_year.year in (agreement.starts_on.year, agreement.starts_on.year - 1)
    hours = {step: round(time.median, 3) for step, time in whole.times.items()}
    assert hours["first"] == 2
    assert hours["all"] == 18
    assert {role: hours[f"party:{role}"] for role in HOURS} == HOURS
    assert hours["drafting"] >= 0
    assert whole.times["whole"].agreements == 1


def test_whose_turn_comes_later_is_measured_from_then():
    mine = sent(SigningOrder.HOGESCHOOL_LAST)
    with acting_as(SYSTEM):
        Signing.objects.filter(version=mine.version).update(is_asked=True)
    take(seal_without_work(mine.version), HOURS)
    with acting_as(mine.coordinator.actor):
        times = lead_times.lead_times()[0].times
    assert round(times["party:hogeschool"].median, 3) == 10


def test_by_route_and_study_year(measured):
    mine, agreement = measured
    year = agreement.starts_on.year - (agreement.starts_on.month < 8)
    with acting_as(mine.coordinator.actor):
        assert lead_times.lead_times([agreement.route_id], year)
        assert lead_times.lead_times([agreement.route_id], year - 1) == []
        assert lead_times.lead_times([0]) == []


def test_nobody_measures_anothers_agreements(measured):
    other = scenes.matched("Hogeschool B")
    with acting_as(other.coordinator.actor):
        assert not [group for group in lead_times.lead_times() if group.route_id == measured[1].route_id]


def test_the_programme_team_reads_nothing_of_few(measured):
    mine, agreement = measured
    with acting_as(mine.assessor.actor):
        assert [group for group in lead_times.lead_times_of_routes() if group.route_id == agreement.route_id] == []
    for _ in range(4):
        copied(mine, agreement)
    with acting_as(mine.assessor.actor):
        (group,) = [each for each in lead_times.lead_times_of_routes() if each.route_id == agreement.route_id]
    assert group.times["all"].agreements == 5
    assert round(group.times["all"].median, 3) == 18


def copied(mine: cast.Tenant, agreement: Agreement) -> None:
    """Signed as it was, by another person on the same route."""
    student = cast.person("Nog Iemand").user
    with acting_as(SYSTEM):
        application = Application.objects.create(
            **{name: getattr(mine.application, name) for name in OF_APPLICATION},
            student=student,
            own_employer=mine.company,
            state="withdrawn",
        )
        version = AgreementVersion.objects.get(agreement=agreement)
        own = {"student_id": student.pk}
        rests_on = {"match_id": None, "application_id": application.pk}
        one = Agreement.objects.create(**values(agreement, **own, **rests_on))
        own["agreement_id"] = one.pk
        text = AgreementVersion.objects.create(**values(version, **own, document_id=None, sealed_at=None))
        for signing in version.signings.all():
            own_link = {"version_id": text.pk, "token_hash": f"{one.pk}-{signing.role}"}
            Signing.objects.create(**values(signing, **own, **own_link))


OF_APPLICATION = (
    "route", "hogeschool", "name", "email", "phone", "city", "province", "background", "prior_education", "motivation",
)  # fmt: skip


def values(row, **changed) -> dict:
    fields = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if field.name != "id"}
    return {**fields, "public_id": uuid4(), **changed}


def test_pages_and_files(measured, client):
    mine, _ = measured
    client.force_login(mine.coordinator.user)
    shown = client.get("/overeenkomsten/doorlooptijden/").content.decode()
    assert "18 uur" in shown
    assert "Aan de beurt: bedrijf" in shown
    for file_format in ("csv", "xlsx", "ods", "json"):
        assert client.get(f"/overeenkomsten/doorlooptijden.{file_format}").status_code == 200
    csv = b"".join(client.get("/overeenkomsten/doorlooptijden.csv")).decode("utf-8-sig")
    assert "Tekenen: bedrijf" in csv
    assert client.get("/overeenkomsten/doorlooptijden.exe").status_code == 404
    assert "Nog niets te meten" in client.get("/overeenkomsten/doorlooptijden/?year=2021").content.decode()
    client.force_login(mine.assessor.user)
    assert "Nog niets te meten" in client.get("/overeenkomsten/doorlooptijden/").content.decode()


@pytest.mark.parametrize(
    ("hours", "words"),
    [(0, "1 minuut"), (0.5, "30 minuten"), (1, "1 uur"), (47.4, "47 uur"), (60, "2,5 dagen"), (240, "10 dagen")],
)
def test_in_words(hours, words):
    assert in_words(hours) == words
