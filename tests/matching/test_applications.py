from dataclasses import replace

import pytest
from django.db import DatabaseError, IntegrityError
from django.urls import reverse

from matching.models import Application, ApplicationEvent
from matching.services.applications import (
    admit_application,
    reject_application,
    submit_application,
    withdraw_application,
)
from matching.services.refusal import Refusal, is_refused_by
from mkbroute.access.actor import SYSTEM, acting_as
from routes.enums import Phase
from routes.services import change_phase
from tests import cast
from tests.built_once import built_once

from . import stage

pytestmark = pytest.mark.django_db


tenant = built_once(stage.tenant)


def admit(tenant, application):
    with acting_as(tenant.coordinator.actor):
        admit_application(application, who=stage.COORDINATOR)


def reject(tenant, application, reason="De vooropleiding past niet."):
    with acting_as(tenant.coordinator.actor):
        reject_application(application, who=stage.COORDINATOR, reason=reason)


def withdraw(person, application, reason=""):
    with acting_as(person.actor):
        withdraw_application(application, reason=reason)


def submit(tenant, person):
    with acting_as(person.actor):
        return submit_application(
            tenant.route,
            student_id=person.user.pk,
            email=person.user.email,
            details={**stage.DETAILS, "name": "Noor Visser"},
        )


def test_applying_is_confirmed_to_the_person_and_told_to_the_coordinator(tenant):
    person, application = stage.applied(tenant)
    assert application.state == "submitted"
    assert stage.events(application) == ["submitted"]
    assert stage.mails() == [
        ("application_received", person.user.email),
        ("application_arrived", tenant.route.contact_email),
    ]


def test_applying_twice_leads_to_the_one_that_runs(tenant):
    person, application = stage.applied(tenant)
    again, is_new = submit(tenant, person)
    assert (again, is_new) == (application, False)
    assert len(stage.mails("application_received")) == 1


def test_after_withdrawing_one_may_apply_again(tenant):
    person, application = stage.applied(tenant)
    withdraw(person, application)
    again, is_new = submit(tenant, person)
    assert is_new
    assert again != application


def test_after_a_rejection_one_may_apply_again(tenant):
    person, application = stage.applied(tenant)
    reject(tenant, application)
    assert submit(tenant, person)[1]


def test_nobody_applies_for_someone_else(tenant):
    person, _ = stage.applied(tenant)
    stranger, _ = stage.applied(tenant, "Ali Demir")
    with pytest.raises(DatabaseError, match="row-level security"), acting_as(stranger.actor):
        Application.objects.create(
            route=tenant.route, hogeschool=tenant.hogeschool, student_id=person.user.pk, name="Noor", **stage.DETAILS
        )


def test_a_route_that_is_no_longer_recognised_takes_no_applications(tenant):
    with acting_as(SYSTEM):
        tenant.route.state = "withdrawn"
        tenant.route.save()
    with pytest.raises(Refusal, match="niet aanmelden"):
        stage.applied(tenant)


def test_admitting_twice_mails_once(tenant):
    person, application = stage.applied(tenant)
    admit(tenant, application)
    admit(tenant, application)
    assert stage.now(application).state == "admissible"
    assert stage.mails("application_admitted") == [("application_admitted", person.user.email)]
    assert stage.events(application) == ["submitted", "admitted"]


def test_a_rejection_says_why(tenant):
    person, application = stage.applied(tenant)
    reject(tenant, application)
    assert stage.now(application).state == "rejected"
    with acting_as(person.actor):
        assert application.events.last().reason == "De vooropleiding past niet."
    assert stage.mails("application_rejected") == [("application_rejected", person.user.email)]


def test_what_was_decided_is_not_decided_otherwise(tenant):
    _, application = stage.applied(tenant)
    reject(tenant, application)
    with pytest.raises(Refusal, match="niet toegelaten"):
        admit(tenant, application)


def test_no_rejection_while_a_proposal_runs(tenant):
    _, match = stage.proposed(tenant)
    with pytest.raises(Refusal, match="voorstel"):
        reject(tenant, match.application)


def test_withdrawing_ends_the_proposal_and_frees_the_place(tenant):
    person, match = stage.proposed(tenant)
    stage.forget_mails()
    withdraw(person, match.application, "Ik verhuis.")
    assert stage.now(match.application).state == "withdrawn"
    assert stage.now(match).state == "cancelled"
    assert stage.now(match.position).taken == 0
    assert stage.mails() == [
        ("application_withdrawn", tenant.route.contact_email),
        ("match_withdrawn_company", tenant.company.email),
    ]
    assert stage.events(match.application, tenant.contact.actor)[-1] == "withdrawn"


def test_after_withdrawing_a_confirmed_place_the_company_keeps_no_match(tenant):
    person, match = stage.confirmed(tenant)
    withdraw(person, match.application)
    withdraw(person, match.application)
    assert stage.now(match).state == "cancelled"
    assert stage.events(match.application).count("withdrawn") == 1


def test_who_was_rejected_cannot_withdraw(tenant):
    person, application = stage.applied(tenant)
    reject(tenant, application)
    with pytest.raises(Refusal, match="niet toegelaten"):
        withdraw(person, application)


def test_another_hogeschool_does_not_find_the_application(tenant):
    _, application = stage.applied(tenant)
    with pytest.raises(Application.DoesNotExist):
        admit(stage.tenant("Andere Hogeschool"), application)


def test_a_company_reads_nothing_of_an_applicant_before_a_proposal(tenant):
    _, application = stage.admitted(tenant)
    with acting_as(tenant.contact.actor):
        assert not Application.objects.filter(pk=application.pk).exists()
        assert not ApplicationEvent.objects.filter(application=application).exists()


def test_a_company_reads_only_events_since_the_proposal(tenant):
    _, match = stage.proposed(tenant)
    assert stage.events(match.application, tenant.contact.actor) == ["proposed"]


def test_a_coordinator_changes_nothing_but_the_state(tenant):
    _, application = stage.applied(tenant)
    with pytest.raises(DatabaseError, match="permission denied"), acting_as(tenant.coordinator.actor):
        Application.objects.filter(pk=application.pk).update(motivation="Anders")


@pytest.mark.parametrize(
    ("state", "message"), [("placed", "may not take the step"), ("rejected", "may not take the step")]
)
def test_a_person_decides_nothing_about_herself(tenant, state, message):
    person, application = stage.applied(tenant)
    with pytest.raises(DatabaseError, match=message), acting_as(person.actor):
        Application.objects.filter(pk=application.pk).update(state=state)


# -- a route that lies still or has ended -----------------------------------------------------------------------------


def stop(tenant, phase):
    with acting_as(tenant.coordinator.actor):
        change_phase(tenant.route, phase, reason="Te weinig bedrijven.", who=stage.COORDINATOR)


@pytest.mark.parametrize("phase", [Phase.STALLED, Phase.ENDED])
def test_a_route_that_stopped_takes_no_applications(tenant, phase):
    stop(tenant, phase)
    with pytest.raises(Refusal, match="neemt geen aanmeldingen aan"):
        submit(replace(tenant, route=stage.now(tenant.route)), cast.person("Noor Visser"))


@pytest.mark.parametrize("phase", [Phase.STALLED, Phase.ENDED])
def test_the_database_refuses_it_too(tenant, phase):
    stop(tenant, phase)
    person = cast.person("Noor Visser")
    with pytest.raises(IntegrityError, match="geen aanmeldingen aan") as refused, acting_as(person.actor):
        Application.objects.create(
            route=tenant.route, hogeschool=tenant.hogeschool, student=person.user, name="Noor", **stage.DETAILS
        )
    assert is_refused_by(refused.value, "application_route_is_open")


def test_who_read_the_route_before_it_stopped_hears_why(tenant):
    before = tenant.route
    stop(tenant, Phase.STALLED)
    assert before.is_open
    with pytest.raises(Refusal, match="neemt geen aanmeldingen aan"):
        submit(tenant, cast.person("Noor Visser"))


def test_who_applied_before_it_stopped_goes_on(tenant):
    person, application = stage.applied(tenant)
    stop(tenant, Phase.STALLED)
    assert submit(tenant, person) == (application, False)
    admit(tenant, application)
    assert stage.now(application).state == "admissible"


def test_a_route_that_goes_on_takes_applications_again(tenant):
    stop(tenant, Phase.STALLED)
    with acting_as(tenant.coordinator.actor):
        change_phase(tenant.route, Phase.STARTING, who=stage.COORDINATOR)
    assert stage.applied(tenant)[1].state == "submitted"


class TestPage:
    @pytest.fixture
    def url(self, tenant):
        return reverse("matching:apply", args=[tenant.route.slug])

    @pytest.mark.parametrize(
        ("phase", "says"), [(Phase.STALLED, "heeft deze opleiding stilgelegd"), (Phase.ENDED, "is met deze opleiding")]
    )
    def test_a_visitor_reads_why_and_what_to_do(self, client, tenant, url, phase, says):
        stop(tenant, phase)
        shown = client.get(url).content.decode()
        assert says in shown
        assert tenant.route.contact_email in shown
        assert reverse("routes:catalogue") in shown

    def test_what_was_typed_is_kept_when_the_route_stops_meanwhile(self, client, tenant, url):
        stage.logged_in(client, cast.person("Noor Visser"))
        stop(tenant, Phase.STALLED)
        response = client.post(url, {**stage.DETAILS, "name": "Noor Visser", "agrees": "on"})
        assert response.status_code == 422
        assert "neemt geen aanmeldingen aan" in response.content.decode()
        assert "Ik wil uitvoerder worden." in response.content.decode()
