"""What a hogeschool found before it admits someone."""

import pytest
from django.urls import reverse

from matching.admission import conditions, standing_checks, subjects
from matching.models import AdmissionCheck
from matching.services.admission import Finding, record_checks
from matching.services.applications import admit_application, withdraw_application
from matching.services.refusal import Refusal
from mkbroute.access.actor import SYSTEM, acting_as
from tests.built_once import built_once

from . import stage

pytestmark = pytest.mark.django_db


@built_once
def scene():
    tenant = stage.tenant()
    return tenant, *stage.applied(tenant)


def page(name, row):
    return reverse(f"matching:{name}", args=[row.public_id])


def find(tenant, application, **outcomes):
    with acting_as(tenant.coordinator.actor):
        known = {subject.code: subject for subject in subjects()}
        findings = {known[code]: finding for code, finding in outcomes.items()}
        record_checks(application, findings, who=stage.COORDINATOR)


def test_the_last_finding_holds_and_those_before_it_stay(scene):
    tenant, person, application = scene
    find(tenant, application, prior=Finding("not_met"), language=Finding("not_needed"))
    find(tenant, application, prior=Finding("open", "21+ toets halen"), language=Finding("not_needed"))
    with acting_as(person.actor):
        standing = standing_checks(application)
        assert [(check.subject.code, check.outcome) for check in standing] == [
            ("prior", "open"),
            ("language", "not_needed"),
        ]
        assert [check.note for check in conditions(standing)] == ["21+ toets halen"]
        assert {check.who for check in AdmissionCheck.objects.all()} == {stage.COORDINATOR}
        assert AdmissionCheck.objects.count() == 3


def test_nobody_is_admitted_while_something_is_not_met(scene):
    tenant, _, application = scene
    find(tenant, application, prior=Finding("not_met"))
    with acting_as(tenant.coordinator.actor):
        with pytest.raises(Refusal, match="vooropleiding"):
            admit_application(application, who=stage.COORDINATOR)
        find(tenant, application, prior=Finding("open", "21+ toets"))
        admit_application(application, who=stage.COORDINATOR)
    assert stage.now(application).state == "admissible"


def test_what_has_ended_is_not_judged(scene):
    tenant, person, application = scene
    with acting_as(person.actor):
        withdraw_application(application)
    with pytest.raises(Refusal, match="afgesloten"):
        find(tenant, application, prior=Finding("met"))


def test_the_coordinator_records_and_admits_in_one_go(client, scene):
    tenant, person, application = scene
    stage.logged_in(client, tenant.coordinator)
    address = page("check", application)
    data = {"prior-outcome": "met", "prior-note": "Diploma gezien", "over21-outcome": "open"}
    wrong = client.post(address, {**data, "admit": "1"})
    assert wrong.status_code == 422
    assert "Diploma gezien" in wrong.text
    assert client.post(address, {"admit": "1"}).status_code == 422
    right = {**data, "over21-note": "Toets halen", "over21-due_on": "2027-07-01", "admit": "1"}
    assert "is toelaatbaar" in client.post(address, right, follow=True).text
    assert ("application_admitted", person.user.email) in stage.mails()
    stage.logged_in(client, person)
    shown = client.get(page("mine", application)).text
    assert "Toets halen" in shown
    assert "1 juli 2027" in shown


def test_who_learns_at_her_own_employer_goes_straight_to_the_agreement(client, scene):
    tenant, _, _ = scene
    own = {
        "employer_plan": "own", "employer_name": "Bakker BV", "employer_kvk": "12345678",
        "employer_contact": "Bea Bakker", "employer_email": "bea@bakker.test",
    }  # fmt: skip
    _, application = stage.applied(tenant, "Ali Demir", **own)
    stage.logged_in(client, tenant.coordinator)
    response = client.post(page("check", application), {"prior-outcome": "met", "admit": "1"}, follow=True)
    assert response.redirect_chain[-1][0] == reverse("agreements:draft_own", args=[application.public_id])
    for typed in ("Bakker BV", "12345678", "Bea Bakker", "bea@bakker.test"):
        assert typed in response.text


def test_a_company_reads_nothing_of_it(scene):
    tenant, _, application = scene
    find(tenant, application, prior=Finding("met"))
    with acting_as(SYSTEM):
        assert AdmissionCheck.objects.filter(application=application).exists()
    assert "checked" not in stage.events(application, tenant.contact.actor)
