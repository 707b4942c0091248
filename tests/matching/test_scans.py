"""The werkplekscan and the inregel-checklist."""

from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.urls import reverse
from django.utils import timezone

from matching.models import Checklist, Offer, SettlingIn, WorkplaceScan
from matching.services.refusal import Refusal
from matching.services.scans import begin_scan, save_scan
from mkbroute.access.actor import SYSTEM, acting_as
from tests import cast
from tests.built_once import built_once

from . import stage

pytestmark = pytest.mark.django_db

tenant = built_once(stage.tenant)


@pytest.fixture
def position(tenant):
    return stage.offered(tenant)


@pytest.fixture
def scan(tenant, position):
    with acting_as(tenant.coordinator.actor):
        return begin_scan(Offer.objects.select_related("position").get(position=position), who=stage.COORDINATOR)


def page(scan) -> str:
    return reverse("matching:scan", args=[scan.public_id])


def complete(scan, **changes):
    with acting_as(SYSTEM):
        answers = dict.fromkeys(WorkplaceScan.objects.get(pk=scan.pk).checklist.codes, "yes")
    return {**answers, "visited_on": timezone.localdate().isoformat(), "outcome": "fits", "agreed": "", **changes}


def test_the_questions_are_versioned_with_their_source(scan):
    with acting_as(SYSTEM):
        for questions in Checklist.objects.all():
            assert questions.source
            assert len(set(questions.codes)) == len(questions.codes) >= 12


def test_saved_half_and_concluded_later(tenant, position, scan, client):
    coordinator = stage.logged_in(client, tenant.coordinator)
    coordinator.post(page(scan), {"work_level": "partly", "note_0": "Krappe werkplaats."})
    assert "Krappe werkplaats." in coordinator.get(page(scan)).text
    missing = coordinator.post(page(scan), {"work_level": "yes", "conclude": "1"})
    assert missing.status_code == 422
    assert {"visited_on", "outcome", "floor_safe"} <= set(missing.context["form"].errors)
    done = coordinator.post(page(scan), complete(scan, conclude="1"), follow=True)
    assert "is afgerond" in done.text
    assert stage.now(scan).is_concluded
    assert "Geschikt" in coordinator.get(reverse("matching:position", args=[position.public_id])).text


def test_what_is_agreed_belongs_to_an_outcome_that_asks_for_it(tenant, scan, client):
    coordinator = stage.logged_in(client, tenant.coordinator)
    answer = coordinator.post(page(scan), complete(scan, outcome="fits_if", conclude="1"))
    assert set(answer.context["form"].errors) == {"agreed"}


def test_a_visit_that_has_yet_to_come_is_refused(tenant, scan, client):
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    answer = stage.logged_in(client, tenant.coordinator).post(page(scan), {"visited_on": tomorrow})
    assert set(answer.context["form"].errors) == {"visited_on"}


def test_the_company_reads_it_once_it_is_concluded(tenant, position, scan, client):
    company = stage.logged_in(client, tenant.contact)
    assert company.get(page(scan)).status_code == 404
    conclude(tenant, scan, outcome="fits_if", agreed="Elke week een vast uur.")
    assert "Elke week een vast uur." in company.get(page(scan)).text
    events = company.get(reverse("matching:position", args=[position.public_id])).context["moments"]
    assert events[0].what == "Werkplekscan afgerond: geschikt, met afspraken"


def conclude(tenant, scan, *, outcome="fits", agreed="", who=stage.COORDINATOR):
    said = {"answers": {}, "notes": {}, "visited_on": timezone.localdate(), "outcome": outcome, "agreed": agreed}
    with acting_as(tenant.coordinator.actor):
        return save_scan(scan, **said, who=who, conclude=True)


def test_what_is_concluded_stays(tenant, position, scan):
    conclude(tenant, scan)
    with pytest.raises(Refusal, match="al afgerond"):
        conclude(tenant, scan, outcome="unfit", agreed="Anders.")
    with pytest.raises(DatabaseError), acting_as(tenant.coordinator.actor):
        WorkplaceScan.objects.filter(pk=scan.pk).update(agreed="Anders.")
    with acting_as(tenant.coordinator.actor):
        offer = Offer.objects.select_related("position").get(position=position)
        assert begin_scan(offer, who=stage.COORDINATOR).pk != scan.pk


def test_begun_twice_is_one(tenant, position, scan):
    with acting_as(tenant.coordinator.actor):
        offer = Offer.objects.select_related("position").get(position=position)
        assert begin_scan(offer, who=stage.COORDINATOR).pk == scan.pk


def test_another_hogeschool_does_not_see_it(tenant, client, scan):
    conclude(tenant, scan)
    other = stage.tenant("Andere Hogeschool").coordinator
    assert stage.logged_in(client, other).get(page(scan)).status_code == 404


def test_the_company_ticks_and_the_hogeschool_reads(tenant, position, client):
    url = reverse("matching:settling", args=[position.public_id])
    company = stage.logged_in(client, tenant.contact)
    company.post(url, {"function_described": "on", "onzin": "on", "note_3": "Wim begeleidt."})
    assert "Wim begeleidt." in company.get(url).text
    company.post(url, {"function_described": "on", "guide_chosen": "on"})
    with acting_as(SYSTEM):
        assert SettlingIn.objects.get(position=position).ticks == ["function_described", "guide_chosen"]
    shown = company.get(reverse("matching:position", args=[position.public_id]))
    assert "2 van 13" in shown.text
    coordinator = stage.logged_in(client, tenant.coordinator)
    assert "Klaar" in coordinator.get(url).text


def test_who_looks_on_reads_and_does_not_write(tenant, position, scan, client):
    teacher = cast.person("Docent Jansen", tenant.hogeschool, "teacher")
    onlooker = stage.logged_in(client, teacher)
    assert onlooker.get(page(scan)).status_code == 200
    assert onlooker.post(page(scan), complete(scan, conclude="1")).status_code == 403
    assert not stage.now(scan).is_concluded
