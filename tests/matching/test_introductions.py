"""Asking to meet: who may, how many, who answers, and what both hear."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.timezone import localdate

from matching.models import Application, ApplicationEvent, Introduction, Nudge, Offer, Position, Profile
from matching.services import telling
from matching.services.applications import withdraw_application
from matching.services.introductions import (
    answer_introduction,
    ask_company,
    invite_candidate,
    withdraw_introduction,
)
from matching.services.positions import withdraw_position
from matching.services.refusal import Refusal
from matching.services.visibility import hide_profile, show_profile
from matching.tasks import introductions, nudge
from mkbroute.access.actor import SYSTEM, acting_as
from tests import cast
from tests.built_once import built_once

from . import stage

pytestmark = pytest.mark.django_db


def build():
    tenant = stage.tenant()
    person, application = stage.admitted(tenant)
    position = stage.offered(tenant)
    with acting_as(person.actor):
        profile = show_profile(application, first_name="Noor", pitch="Ik bouw graag.")
    stage.forget_mails()
    return tenant, person, application, position, profile


scene = built_once(build)


def invited(tenant, position, profile) -> Introduction:
    with acting_as(tenant.contact.actor):
        return invite_candidate(position, profile, message="Kom eens langs.")


def asked(person, application, position) -> Introduction:
    with acting_as(person.actor):
        return ask_company(application, Offer.objects.get(position=position), message="Mag ik langskomen?")


def answered(actor, introduction, accepts=True) -> Introduction:
    with acting_as(actor):
        return answer_introduction(introduction, accepts=accepts)


def candidates(tenant, number: int) -> list[Profile]:
    found = []
    for count in range(number):
        person, application = stage.admitted(tenant, f"Kandidaat {count}")
        with acting_as(person.actor):
            found.append(show_profile(application, first_name=f"Nr {count}", pitch="Hoi"))
    return found


def test_an_invitation_is_told_with_a_link_and_a_yes_shares_how_to_reach_her(scene):
    tenant, person, application, position, profile = scene
    one = invited(tenant, position, profile)
    introductions()
    assert stage.mails() == [("meeting_asked", person.user.email)]
    with acting_as(tenant.contact.actor):
        assert Introduction.objects.get(pk=one.pk).shared_email == ""
        assert not Application.objects.filter(pk=application.pk).exists()
    answered(person.actor, one)
    introductions()
    introductions()
    assert sorted(kind for kind, _ in stage.mails()) == [
        "meeting_accepted", "meeting_accepted", "meeting_accepted_coordinator", "meeting_asked",
    ]  # fmt: skip
    with acting_as(tenant.contact.actor):
        found = Introduction.objects.get(pk=one.pk)
    assert (found.shared_name, found.shared_email, found.shared_phone) == (
        "Noor Visser", person.user.email, application.phone,
    )  # fmt: skip
    assert stage.events(application)[-2:] == ["meeting_asked", "meeting_answered"]


def test_a_hidden_person_asks_and_shows_her_profile_to_that_company_only(scene):
    tenant, person, application, position, profile = scene
    with acting_as(person.actor):
        hide_profile(application)
    question = asked(person, application, position)
    with acting_as(tenant.contact.actor):
        assert Profile.objects.filter(pk=profile.pk).exists()
    answered(tenant.contact.actor, question, accepts=False)
    with acting_as(tenant.contact.actor):
        assert not Profile.objects.filter(pk=profile.pk).exists()
    introductions()
    assert stage.mails() == [("meeting_declined", person.user.email)]


def test_who_asked_takes_it_back_and_does_not_answer_it(scene):
    tenant, person, _, position, profile = scene
    one = invited(tenant, position, profile)
    with acting_as(tenant.contact.actor), pytest.raises(Refusal, match="aan de ander"):
        answer_introduction(one, accepts=True)
    with acting_as(person.actor), pytest.raises(Refusal, match="aan de ander"):
        withdraw_introduction(one)
    introductions()
    with acting_as(tenant.contact.actor):
        withdraw_introduction(one)
        withdraw_introduction(one)
    introductions()
    assert [kind for kind, _ in stage.mails()] == ["meeting_asked", "meeting_withdrawn"]
    with acting_as(person.actor), pytest.raises(Refusal, match="Dit kan niet meer"):
        answer_introduction(one, accepts=True)


def test_what_was_taken_back_before_it_was_told_is_not_told(scene):
    tenant, _, _, position, profile = scene
    one = invited(tenant, position, profile)
    with acting_as(tenant.contact.actor):
        withdraw_introduction(one)
    introductions()
    assert stage.mails() == []


def test_one_at_a_time_for_a_place(scene):
    tenant, person, application, position, profile = scene
    invited(tenant, position, profile)
    with pytest.raises(Refusal, match="loopt al een kennismaking"):
        asked(person, application, position)


def test_there_is_a_cap_for_each_side(scene):
    tenant, person, application, position, profile = scene
    for other in candidates(tenant, 5):
        last = invited(tenant, position, other)
    with pytest.raises(Refusal, match="al 5 uitnodigingen"):
        invited(tenant, position, profile)
    with acting_as(tenant.contact.actor):
        withdraw_introduction(last)
    invited(tenant, position, profile)
    for number in range(5):
        asked(person, application, stage.offered(tenant, title=f"Plek {number}"))
    with pytest.raises(Refusal, match="al 5 vragen"):
        asked(person, application, stage.offered(tenant, title="Te veel"))


def test_only_who_looks_and_only_what_is_offered(scene):
    tenant, person, application, position, profile = scene
    with acting_as(tenant.contact.actor):
        withdraw_position(Position.objects.get(pk=position.pk), who=stage.COMPANY)
    with pytest.raises(Refusal, match="niet aangeboden"):
        asked(person, application, position)
    other, waiting = stage.applied(tenant, "Ali Demir")
    with acting_as(other.actor):
        show_profile(waiting, first_name="Ali", pitch="Hoi")
    with pytest.raises(Refusal, match="zoekt nu geen"):
        asked(other, waiting, stage.offered(tenant))
    with acting_as(person.actor):
        hide_profile(application)
    with pytest.raises(Refusal, match="niet meer zichtbaar"):
        invited(tenant, stage.offered(tenant), profile)


def test_who_stops_closes_her_questions_and_both_hear(scene):
    tenant, person, application, position, profile = scene
    one = invited(tenant, position, profile)
    introductions()
    with acting_as(person.actor):
        withdraw_application(application)
    stage.forget_mails()
    introductions()
    assert stage.now(one).state == "closed"
    assert sorted(kind for kind, _ in stage.mails()) == ["meeting_closed", "meeting_closed"]


def overdue(one: Introduction, days: int) -> None:
    with acting_as(SYSTEM):
        Introduction.objects.filter(pk=one.pk).update(due_on=localdate() - timedelta(days=days))


def test_it_closes_after_its_term_and_not_on_its_last_day(scene):
    tenant, person, _, position, profile = scene
    one = invited(tenant, position, profile)
    assert one.pk
    introductions()
    overdue(one, 0)
    introductions()
    assert stage.now(one).state == "open"
    overdue(one, 1)
    with acting_as(person.actor), pytest.raises(Refusal, match="termijn"):
        answer_introduction(one, accepts=True)
    introductions()
    introductions()
    assert stage.now(one).state == "closed"
    assert [kind for kind, _ in stage.mails()] == ["meeting_asked", "meeting_closed", "meeting_closed"]
    with acting_as(SYSTEM):
        last = ApplicationEvent.objects.filter(application=one.application_id).latest("at")
    assert (last.kind, last.who) == ("meeting_closed", "Het portaal")


def test_one_reminder_a_day_about_all_that_waits_and_once_per_question(scene):
    tenant, person, _, position, profile = scene
    second = stage.offered(tenant, title="Nog een plek")
    for place in (position, second):
        invited(tenant, place, profile)
    introductions()
    stage.forget_mails()
    nudge()
    assert stage.mails() == []
    with acting_as(SYSTEM):
        Introduction.objects.update(asked_at=timezone.now() - timedelta(days=8))
    nudge()
    nudge()
    assert stage.mails() == [("meeting_reminder", person.user.email)]
    with acting_as(SYSTEM):
        assert Nudge.objects.count() == 1
        Introduction.objects.filter(position=second).update(reminded_at=None)
        assert telling.remind_person(person.user.email, [Introduction.objects.get(position=second).pk]) is False


def test_a_company_reads_its_own_and_a_stranger_none(scene):
    tenant, _, _, position, profile = scene
    one = invited(tenant, position, profile)
    other = cast.tenant("Andere Hogeschool")
    for actor in (other.contact.actor, other.coordinator.actor, cast.person("Ali Demir").actor):
        with acting_as(actor):
            assert not Introduction.objects.filter(pk=one.pk).exists()
    with acting_as(tenant.coordinator.actor):
        assert Introduction.objects.filter(pk=one.pk).exists()
    with acting_as(tenant.contact.actor), pytest.raises(DatabaseError), transaction.atomic():
        Introduction.objects.filter(pk=one.pk).update(shared_email="x@voorbeeld.test")
