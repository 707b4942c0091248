import pytest
from django.db import DatabaseError

from matching import journey
from matching.enums import Answer, Side
from matching.journey import Sequel, follow_with
from matching.models import Application, Match, Offer
from matching.services.applications import withdraw_application
from matching.services.matches import cancel_match, propose_match
from matching.services.positions import withdraw_position
from matching.services.refusal import Refusal
from mkbroute.access.actor import SYSTEM, acting_as
from tests.built_once import built_once

from . import stage

pytestmark = pytest.mark.django_db
YES, NO = Answer.YES, Answer.NO


tenant = built_once(stage.tenant)


def propose(tenant, application, position, route=None):
    with acting_as(SYSTEM):
        offer = Offer.objects.get(position=position, route=route or tenant.route)
    with acting_as(tenant.coordinator.actor):
        return propose_match(application, offer, who=stage.COORDINATOR)


def cancel(tenant, match, reason="Toch een andere plek."):
    with acting_as(tenant.coordinator.actor):
        cancel_match(Match.objects.select_related("application").get(pk=match.pk), who=stage.COORDINATOR, reason=reason)


def test_a_proposal_takes_a_place_and_asks_both(tenant):
    position = stage.offered(tenant)
    stage.forget_mails()
    person, match = stage.proposed(tenant, position)
    assert stage.now(position).taken == 1
    assert stage.mails()[-3:] == [
        ("match_proposed_person", person.user.email),
        ("match_proposed_company", tenant.company.email),
        ("match_proposed_supervisor", "wim@voorbeeld.test"),
    ]
    assert stage.events(match.application)[-1] == "proposed"


def test_a_company_without_an_address_hears_it_through_its_tekenbevoegde(tenant):
    with acting_as(SYSTEM):
        tenant.company.email = ""
        tenant.company.save()
    stage.proposed(tenant)
    assert stage.mails("match_proposed_company") == [("match_proposed_company", "karim@voorbeeld.test")]


def test_one_open_proposal_per_person(tenant):
    _, match = stage.proposed(tenant)
    with pytest.raises(Refusal, match="loopt al"):
        propose(tenant, match.application, stage.offered(tenant))


def test_only_who_is_admissible_is_proposed(tenant):
    _, application = stage.applied(tenant)
    with pytest.raises(Refusal, match="toelaatbaar"):
        propose(tenant, application, stage.offered(tenant))


def test_only_on_the_persons_own_route(tenant):
    other = stage.tenant("Andere Hogeschool").route
    _, application = stage.admitted(tenant)
    with pytest.raises((Refusal, Offer.DoesNotExist)):
        propose(tenant, application, stage.offered(tenant, [other]), other)


def test_a_withdrawn_leerwerkplek_is_not_proposed(tenant):
    position = stage.offered(tenant)
    with acting_as(tenant.contact.actor):
        withdraw_position(position, who=stage.COMPANY)
    _, application = stage.admitted(tenant)
    with pytest.raises(Refusal, match="ingetrokken"):
        propose(tenant, application, position)


def test_a_full_leerwerkplek_is_refused_also_when_the_others_are_of_another_hogeschool(tenant):
    other = stage.tenant("Andere Hogeschool")
    position = stage.offered(tenant, [tenant.route, other.route])
    stage.proposed(other, position)
    _, application = stage.admitted(tenant)
    with pytest.raises(Refusal, match="laatste plaats"):
        propose(tenant, application, position)
    assert stage.now(application).state == "admissible"


@pytest.mark.parametrize("first", [Side.STUDENT, Side.COMPANY])
def test_whoever_says_yes_last_confirms(tenant, first):
    person, match = stage.proposed(tenant)
    stage.forget_mails()
    sides = {Side.STUDENT: person, Side.COMPANY: tenant.contact}
    assert stage.says(sides[first], match, first, YES).state == "proposed"
    assert stage.mails() == []
    second = Side.COMPANY if first == Side.STUDENT else Side.STUDENT
    assert stage.says(sides[second], match, second, YES).state == "confirmed"
    assert stage.now(match.application).state == "placed"
    assert stage.mails() == [
        ("match_confirmed_person", person.user.email),
        ("match_confirmed_company", tenant.company.email),
        ("match_confirmed_coordinator", tenant.route.contact_email),
    ]
    assert stage.events(match.application)[-3:] == ["said_yes", "said_yes", "confirmed"]


def test_a_double_click_on_yes_counts_once(tenant):
    person, match = stage.proposed(tenant)
    stage.says(person, match, Side.STUDENT, YES)
    stage.says(person, match, Side.STUDENT, YES)
    stage.says(tenant.contact, match, Side.COMPANY, YES)
    stage.says(tenant.contact, match, Side.COMPANY, YES)
    assert stage.events(match.application).count("said_yes") == 2
    assert len(stage.mails("match_confirmed_coordinator")) == 1


@pytest.mark.parametrize("side", [Side.STUDENT, Side.COMPANY])
def test_a_no_ends_it_and_frees_the_place(tenant, side):
    person, match = stage.proposed(tenant)
    stage.forget_mails()
    who = person if side == Side.STUDENT else tenant.contact
    stage.says(who, match, side, NO, "Te ver reizen.")
    found = stage.now(match)
    assert (found.state, found.decline_reason) == ("declined", "Te ver reizen.")
    assert stage.now(match.application).state == "admissible"
    assert stage.now(match.position).taken == 0
    other = {
        Side.STUDENT: ("match_declined_company", tenant.company.email),
        Side.COMPANY: ("match_declined_person", person.user.email),
    }[side]
    assert stage.mails() == [("match_declined_coordinator", tenant.route.contact_email), other]


def test_a_yes_may_become_a_no_until_the_other_agrees(tenant):
    person, match = stage.proposed(tenant)
    stage.says(person, match, Side.STUDENT, YES)
    stage.says(person, match, Side.STUDENT, NO, "Toch niet.")
    assert stage.now(match).state == "declined"


def test_after_both_agreed_no_one_says_no(tenant):
    person, match = stage.confirmed(tenant)
    with pytest.raises(Refusal, match="al bevestigd"):
        stage.says(person, match, Side.STUDENT, NO, "Toch niet.")


@pytest.mark.parametrize("answer", [YES, NO])
def test_an_answer_after_it_was_cancelled_comes_too_late(tenant, answer):
    person, match = stage.proposed(tenant)
    cancel(tenant, match)
    with pytest.raises(Refusal, match="vervallen"):
        stage.says(person, match, Side.STUDENT, answer, "Te laat.")


def test_yes_after_the_other_said_no_comes_too_late(tenant):
    person, match = stage.proposed(tenant)
    stage.says(tenant.contact, match, Side.COMPANY, NO, "Geen begeleider.")
    with pytest.raises(Refusal, match="nee gezegd"):
        stage.says(person, match, Side.STUDENT, YES)


def test_cancelling_a_confirmed_match_makes_the_person_admissible_again(tenant):
    person, match = stage.confirmed(tenant)
    stage.forget_mails()
    cancel(tenant, match)
    cancel(tenant, match)
    assert stage.now(match).state == "cancelled"
    assert stage.now(match.application).state == "admissible"
    assert stage.mails() == [
        ("match_cancelled_person", person.user.email),
        ("match_cancelled_company", tenant.company.email),
    ]
    propose(tenant, match.application, match.position)


def test_a_declined_match_is_not_cancelled(tenant):
    person, match = stage.proposed(tenant)
    stage.says(person, match, Side.STUDENT, NO, "Te ver.")
    with pytest.raises(Refusal, match="nee gezegd"):
        cancel(tenant, match)


@pytest.fixture
def bound(monkeypatch):
    """A floor above holds every confirmed match."""
    monkeypatch.setattr(journey, "_sources", [])
    follow_with(lambda agreed, reader, email: dict.fromkeys(agreed, Sequel(binds=True)))


@pytest.mark.usefixtures("bound")
def test_an_agreement_holds_the_match(tenant):
    person, match = stage.confirmed(tenant)
    with pytest.raises(Refusal, match="overeenkomst"):
        cancel(tenant, match)
    with pytest.raises(Refusal, match="Sanne de Wit"), acting_as(person.actor):
        withdraw_application(match.application)
    assert stage.now(match).state == "confirmed"


def test_neither_side_answers_for_the_other(tenant):
    person, match = stage.proposed(tenant)
    for who, side in ((person, Side.COMPANY), (tenant.contact, Side.STUDENT)):
        with pytest.raises(DatabaseError, match="permission denied"):
            stage.says(who, match, side, YES)


def test_a_stranger_finds_no_match(tenant):
    _, match = stage.proposed(tenant)
    other = stage.tenant("Andere Hogeschool")
    for who in (other.contact, other.student):
        with pytest.raises(Match.DoesNotExist):
            stage.says(who, match, Side.COMPANY, YES)
    with pytest.raises(Match.DoesNotExist):
        cancel(other, match)


def test_a_coordinator_does_not_answer_for_them(tenant):
    _, match = stage.proposed(tenant)
    with pytest.raises(DatabaseError, match="permission denied"), acting_as(tenant.coordinator.actor):
        Match.objects.filter(pk=match.pk).update(student_answer="yes")
    with pytest.raises(DatabaseError, match="may not take the step"), acting_as(tenant.coordinator.actor):
        Match.objects.filter(pk=match.pk).update(state="declined")


def test_a_company_reads_name_and_address_once_proposed_to_it(tenant):
    _, match = stage.proposed(tenant)
    with acting_as(tenant.contact.actor):
        assert Application.objects.get(pk=match.application_id).phone == stage.DETAILS["phone"]
    with acting_as(stage.tenant("Andere Hogeschool").contact.actor):
        assert not Application.objects.filter(pk=match.application_id).exists()
