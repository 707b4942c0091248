"""After an end, at another company: one dossier."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.utils.timezone import localdate

from agreements.cautions import cautions
from agreements.enums import EventKind, State
from agreements.indicators import count_signed
from agreements.models import Agreement, Party, PlanRow
from agreements.services.drafting import Signer
from agreements.services.following import FollowedAlready, Graduated, NotEnded, former_of, go_on_elsewhere
from agreements.services.own_employer import draft_at_own_employer
from agreements.term import programme_ends_on
from matching.enums import ApplicationState, MatchState
from matching.models import Application, Match, Offer, Position
from matching.services.matches import propose_match
from matching.services.refusal import Refusal
from mkbroute.access.actor import SYSTEM, acting_as
from tests import cast
from tests.races import at_once

from . import scenes
from .endings import all_agree, early, graduated, now, propose, running, scene, work
from .scenes import WHO
from .signers import mails, said

pytestmark = pytest.mark.django_db


@pytest.fixture
def ended():
    """Early, with a plan; the last day is yesterday."""
    mine, agreement = with_plan()
    all_agree(propose(mine, agreement, early(agreement, last_day=localdate() - timedelta(days=1))))
    work(agreement)
    return mine, now(agreement)


@pytest.fixture
def ending():
    """Everybody agreed to an end that lies ahead."""
    mine, agreement = with_plan()
    all_agree(propose(mine, agreement))
    work(agreement)
    return mine, now(agreement)


def with_plan():
    mine = scenes.matched()
    agreement = running(mine, guidance="Elke week een uur.", learning_outcomes="Plannen en begroten.")
    with acting_as(SYSTEM):
        owners = {f"{name}_id": getattr(agreement, f"{name}_id") for name in ("hogeschool", "organisation", "student")}
        PlanRow.objects.create(
            agreement=agreement, **owners, position=1, outcome="Begroten", place="company", place_name="Bouwbedrijf"
        )
    return mine, agreement


def elsewhere(mine, agreement) -> Application:
    with acting_as(mine.coordinator.actor):
        return go_on_elsewhere(agreement, who=WHO)


def at_other_company(mine, application) -> Agreement:
    with acting_as(mine.coordinator.actor):
        application = Application.objects.select_related("route", "hogeschool").get(pk=application.pk)
        return draft_at_own_employer(
            application,
            kvk_number="68750110",
            name="Nieuw Bedrijf",
            contact=Signer("Ans Bos", "ans@nieuw.test"),
            signer=scenes.signer(mine),
            who=WHO,
        )


def test_the_place_comes_free_and_the_next_one_continues(ended):
    mine, former = ended
    application = elsewhere(mine, former)
    with acting_as(SYSTEM):
        match = Match.objects.get(pk=former.match_id)
        assert (match.state, application.state) == (MatchState.CANCELLED, ApplicationState.ADMISSIBLE)
    agreement = at_other_company(mine, application)
    assert (agreement.follows, agreement.state) == (former, State.DRAFT)
    assert agreement.organisation_id != former.organisation_id
    assert agreement.guidance == former.guidance
    assert agreement.learning_outcomes == former.learning_outcomes
    assert (agreement.starts_on - former.ended_on).days == 1
    assert agreement.ends_on == former.ends_on
    assert not agreement.practice_supervisor
    assert not agreement.workplace_address
    with acting_as(SYSTEM):
        assert list(agreement.plan.values_list("outcome", "place_name")) == [("Begroten", "")]
    assert mails("card_request")[-1].to_email == "ans@nieuw.test"
    assert said(EventKind.CONTINUED, former) == ["Gaat verder bij Nieuw Bedrijf"]
    assert "als vervolg op de overeenkomst met" in said(EventKind.DRAFTED, agreement)[0]


def test_who_goes_on_while_the_end_lies_ahead_counts_as_signed_until_then(mine_running):
    mine, agreement = mine_running
    with acting_as(mine.coordinator.actor):
        before = count_signed([mine.route.pk])[mine.route.pk]
    all_agree(propose(mine, agreement))
    work(agreement)
    application = elsewhere(mine, agreement)
    with acting_as(mine.coordinator.actor):
        assert count_signed([mine.route.pk])[mine.route.pk] == before
    at_other_company(mine, application)
    with acting_as(mine.coordinator.actor):
        assert count_signed([mine.route.pk])[mine.route.pk] == before


@pytest.fixture
def mine_running():
    mine = scenes.matched()
    return mine, running(mine)


def test_by_a_new_match_it_continues_as_well(ended):
    mine, former = ended
    application = elsewhere(mine, former)
    with acting_as(SYSTEM):
        company = cast.organisation("company", "Derde Bedrijf", takes_part=True)
        position = Position.objects.get(pk=mine.position.pk)
        position.pk, position.public_id, position.organisation, position.taken = None, application.public_id, company, 0
        position.workplace = None
        workplace = mine.position.workplace
        workplace.pk, workplace.public_id, workplace.organisation = None, former.public_id, company
        workplace.save(force_insert=True)
        position.workplace = workplace
        position.save(force_insert=True)
        offer = Offer.objects.create(
            position=position, route=mine.route, hogeschool=mine.hogeschool, organisation=company,
            state="published", reviewed_at=former.created_at, reviewed_by=WHO,
        )  # fmt: skip
    with acting_as(mine.coordinator.actor):
        match = propose_match(application, offer, who=WHO)
    with acting_as(SYSTEM):
        answers = {"student_answer": "yes", "company_answer": "yes"}
        times = {"student_answered_at": former.created_at, "company_answered_at": former.created_at}
        Match.objects.filter(pk=match.pk).update(state="confirmed", **answers, **times)
        mine.match = Match.objects.get(pk=match.pk)
    agreement = scenes.drafted(mine)
    assert (agreement.follows, agreement.organisation) == (former, company)


def test_not_while_it_holds():
    mine = scenes.matched()
    agreement = running(mine)
    with pytest.raises(NotEnded):
        elsewhere(mine, agreement)


def test_the_dossier_calls_nothing_ended_while_the_parties_are_asked(client):
    mine, agreement = scene()
    propose(mine, agreement)
    client.force_login(mine.coordinator.user)
    shown = client.get(f"/overeenkomsten/{agreement.public_id}/dossier/").content.decode()
    assert "Gevraagd aan de partijen: Eerder beëindigd, laatste dag" in shown


def test_not_while_the_parties_are_asked():
    mine, agreement = with_plan()
    propose(mine, agreement)
    with pytest.raises(NotEnded):
        elsewhere(mine, agreement)
    with pytest.raises(DatabaseError, match="no final end"), transaction.atomic(), acting_as(SYSTEM):
        Agreement.objects.create(**sequel_of(agreement))


class TestBeforeTheLastDay:
    def test_the_next_one_can_be_drafted(self, ending):
        mine, former = ending
        assert former.state == State.SEALED
        agreement = at_other_company(mine, elsewhere(mine, former))
        assert agreement.follows == former
        assert agreement.starts_on == localdate() + timedelta(days=31)
        assert agreement.ends_on == former.ends_on
        assert not [each for each in cautions_of(agreement) if each.code == "overlap"]

    def test_both_rest_on_one_application_and_no_third(self, ending):
        mine, former = ending
        application = elsewhere(mine, former)
        agreement = at_other_company(mine, application)
        assert at_other_company(mine, application).pk == agreement.pk
        agreement.pk, agreement.public_id = None, uuid4()
        with acting_as(SYSTEM), pytest.raises(DatabaseError, match="agreement_"), transaction.atomic():
            agreement.save(force_insert=True)

    def test_at_own_employer_too(self, ending):
        mine, former = ending
        first = at_other_company(mine, elsewhere(mine, former))
        with acting_as(SYSTEM):
            Party.objects.filter(agreement=first, role="company").update(
                signer_name="Ans Bos", signer_email="ans@nieuw.test"
            )
            for state in ("sent", "signed", "sealed"):
                Agreement.objects.filter(pk=first.pk).update(state=state, version=1)
            first = Agreement.objects.select_related("template").get(pk=first.pk)
        ending = propose(mine, first, early(first, last_day=first.starts_on + timedelta(days=9)))
        all_agree(ending)
        work(first)
        application = elsewhere(mine, now(first))
        with acting_as(mine.coordinator.actor):
            application = Application.objects.select_related("route", "hogeschool").get(pk=application.pk)
            second = draft_at_own_employer(
                application,
                kvk_number="01234567",
                name="Nog een Bedrijf",
                contact=Signer("Bo", "bo@nog.test"),
                signer=scenes.signer(mine),
                who=WHO,
            )
        assert (second.follows, second.starts_on) == (first, first.starts_on + timedelta(days=10))

    def test_the_page_offers_it(self, ending, client):
        mine, former = ending
        client.force_login(mine.coordinator.user)
        for page in ("", "einde/"):
            assert "Ga verder bij een ander bedrijf" in client.get(f"{detail(former)}{page}").content.decode()
        assert client.get(f"{detail(former)}verder/").status_code == 200


class TestAfterItsEndDate:
    """It was reached: there is no rest of the term to take over."""

    def next_after(self, last: date) -> Agreement:
        mine = scenes.matched()
        agreement = running(mine, ends_on=last, practice_ends_on=last)
        work(agreement)
        return at_other_company(mine, elsewhere(mine, now(agreement)))

    def test_the_next_one_lasts_until_the_end_of_the_programme(self):
        last = localdate() - timedelta(days=1)
        following = self.next_after(last)
        with acting_as(SYSTEM):
            programme = programme_ends_on(following.route)
        assert programme > last
        assert (following.starts_on, following.ends_on) == (localdate(), programme)
        assert (following.practice_starts_on, following.practice_ends_on) == (localdate(), programme)

    def test_when_the_programme_is_over_too_its_end_is_left_open(self, monkeypatch):
        last = localdate() - timedelta(days=1)
        monkeypatch.setattr("agreements.services.following.programme_ends_on", lambda route: last)
        following = self.next_after(last)
        assert (following.starts_on, following.ends_on) == (localdate(), None)
        assert (following.practice_starts_on, following.practice_ends_on) == (localdate(), None)


class TestAfterTheDiploma:
    @pytest.fixture
    def graduate(self):
        mine, agreement = with_plan()
        propose(mine, agreement, graduated())
        work(agreement)
        return mine, now(agreement)

    def test_nothing_follows(self, graduate):
        mine, former = graduate
        with pytest.raises(Graduated):
            elsewhere(mine, former)
        with acting_as(SYSTEM):
            match = Match.objects.get(pk=former.match_id)
            assert match.state == MatchState.CONFIRMED
        with pytest.raises(DatabaseError, match="nothing follows a diploma"), transaction.atomic(), acting_as(SYSTEM):
            Agreement.objects.create(**sequel_of(former))

    def test_at_own_employer_neither(self, graduate):
        mine, _ = graduate
        with acting_as(SYSTEM):
            application = Application.objects.select_related("route", "hogeschool").get(pk=mine.application.pk)
        with pytest.raises(Refusal, match="heeft het diploma"):
            at_other_company(mine, application)

    def test_it_is_not_offered(self, graduate, client):
        mine, former = graduate
        client.force_login(mine.coordinator.user)
        for page in ("", "einde/"):
            assert "Ga verder bij een ander bedrijf" not in client.get(f"{detail(former)}{page}").content.decode()
        for answer in (client.get, client.post):
            assert answer(f"{detail(former)}verder/").status_code == 302


def sequel_of(former):
    names = ("route_id", "hogeschool_id", "organisation_id", "student_id", "template_id", "form", "student_name")
    same = {name: getattr(former, name) for name in names}
    with acting_as(SYSTEM):
        application_id = Match.objects.get(pk=former.match_id).application_id
    return {**same, "follows_id": former.pk, "application_id": application_id}


def cautions_of(agreement):
    with acting_as(SYSTEM):
        return cautions(Agreement.objects.get(pk=agreement.pk))


def detail(agreement):
    return f"/overeenkomsten/{agreement.public_id}/"


def test_twice_is_once_and_a_second_sequel_is_none(ended):
    mine, former = ended
    application = elsewhere(mine, former)
    assert elsewhere(mine, former).pk == application.pk
    agreement = at_other_company(mine, application)
    assert at_other_company(mine, application).pk == agreement.pk
    with pytest.raises(FollowedAlready):
        elsewhere(mine, former)
    with acting_as(SYSTEM):
        assert former_of(Application.objects.get(pk=application.pk)) is None


def test_a_dropped_sequel_leaves_room_for_another(ended):
    mine, former = ended
    agreement = at_other_company(mine, elsewhere(mine, former))
    with acting_as(SYSTEM):
        Agreement.objects.filter(pk=agreement.pk).update(state="cancelled")
        assert former_of(agreement.application) == former


def test_nobody_continues_the_agreement_of_another_student(ended):
    mine, former = ended
    agreement = at_other_company(mine, elsewhere(mine, former))
    other = cast.tenant("Hogeschool B")
    with pytest.raises(DatabaseError), transaction.atomic(), acting_as(SYSTEM):
        Agreement.objects.filter(pk=agreement.pk).update(follows=other.agreement)


def test_both_pages_and_the_dossier_tell_of_each_other(ended, client):
    mine, former = ended
    agreement = at_other_company(mine, elsewhere(mine, former))
    client.force_login(mine.coordinator.user)
    assert detail(agreement) in client.get(detail(former)).content.decode()
    shown = client.get(detail(agreement)).content.decode()
    assert "Dit is het vervolg op de overeenkomst met" in shown
    dossier = client.get(f"/overeenkomsten/{agreement.public_id}/dossier/").content.decode()
    for each in (former, agreement):
        assert detail(each) in dossier
    assert "Geëindigd" in dossier
    assert "laatste dag" in dossier


def test_the_former_company_sees_its_own_chapter_only(ended, client):
    mine, former = ended
    agreement = at_other_company(mine, elsewhere(mine, former))
    client.force_login(mine.contact.user)
    dossier = client.get(f"/overeenkomsten/{former.public_id}/dossier/").content.decode()
    assert str(agreement.public_id) not in dossier
    assert client.get(f"/overeenkomsten/{former.public_id}/").status_code == 200
    assert client.get(f"/overeenkomsten/{agreement.public_id}/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_two_coordinators_go_on_at_once(ended):
    mine, former = ended

    def go_on():
        return at_other_company(mine, elsewhere(mine, former))

    found = at_once(go_on, go_on)
    with acting_as(SYSTEM):
        assert Agreement.objects.filter(follows=former).count() == 1
    assert not [each for each in found if isinstance(each, Exception) and not isinstance(each, FollowedAlready)]
