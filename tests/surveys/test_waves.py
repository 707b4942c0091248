"""Drawing up, opening, the lists, sending, reminding, closing."""

from datetime import timedelta

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.db import DatabaseError, connection
from django.utils.timezone import localdate

from matching.services.refusal import Refusal
from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.mail.models import Message, MessageBody
from mkbroute.organisations.enums import Part
from routes.models import Route
from surveys import counts, tasks
from surveys.asking.items import Content
from surveys.enums import InvitationState, ListState, WaveState
from surveys.links import address_hash
from surveys.models import Approached, Invitation, Wave, WaveKey, WavePopulation
from surveys.services import closing, lists, waves
from tests import cast
from tests.built_once import built_once

from .waves import PEOPLE, STUDENT_ADDRESS, WHO, fresh, invitation_to, list_of, opened, plan, sent, token_in_mail

pytestmark = pytest.mark.django_db
mine = built_once(cast.tenant)


def kinds() -> list[str]:
    """Of what was sent; not about the wave that a tenant has of itself."""
    with acting_as(SYSTEM):
        found = Message.objects.filter(kind__startswith="survey").exclude(to_email="wel@student.test")
        return sorted(found.values_list("kind", flat=True))


def later(days: int) -> None:
    """As if everything were done so many days ago."""
    with acting_as(SYSTEM), connection.cursor() as cursor:
        for table, column in (("invitation", "asked_on"), ("invitation", "answered_on"), ("approached", "asked_on")):
            cursor.execute(f"UPDATE surveys_{table} SET {column} = {column} - {days}")


def test_a_draft_is_changed_and_thrown_away(mine):
    with acting_as(mine.assessor.actor):
        routes = Route.objects.filter(pk=mine.route.pk)
        wave = waves.draw_up_wave(plan(routes), who=WHO)
        waves.change_wave(wave, plan(routes, name="Anders", audiences=["students"]), who=WHO)
        wave.refresh_from_db()
        assert (wave.name, wave.populations.count()) == ("Anders", 1)
        waves.drop_wave(wave)
        assert not Wave.objects.filter(pk=wave.pk).exists()


def test_opening_freezes_what_is_asked_and_draws_the_lists(mine):
    wave = opened(mine)
    with acting_as(SYSTEM):
        population = WavePopulation.objects.get(wave=wave, audience="students")
        assert [str(option.text) for option in population.asked.find("S04").options] == [mine.route.title]
        supplement = population.supplements.get(hogeschool=mine.hogeschool)
        assert supplement.after(population).find("HS01")
    assert kinds() == ["survey_lists_ready"]
    with pytest.raises(Refusal), acting_as(mine.assessor.actor):
        waves.open_wave(wave, who=WHO)
    with acting_as(mine.assessor.actor):
        assert not WavePopulation.objects.filter(wave=wave).update(content={})


def test_the_portal_knows_companies_and_students_with_an_agreement(mine):
    with acting_as(SYSTEM):
        mine.agreement.__class__.objects.filter(pk=mine.agreement.pk).update(state="signed")
    wave = opened(mine)
    with acting_as(SYSTEM):
        found = Invitation.objects.filter(wave=wave, listed="portal").select_related("population")
        drawn = {each.population.audience: each for each in found}
    assert drawn["students"].student_id == mine.student.user.pk
    assert drawn["students"].background
    assert drawn["companies"].organisation_id == mine.company.pk


def test_the_worker_asks_once_and_may_die_half_way(mine):
    wave = sent(mine)
    assert kinds().count("survey_invitation") == 3
    tasks.send()
    tasks.sweep()
    assert kinds().count("survey_invitation") == 3
    found = list_of(wave, "students")
    assert found.state == ListState.SENT
    with acting_as(mine.coordinator.actor):
        with pytest.raises(Refusal):
            lists.send_list(found, who="Sanne")
        lists.add_person(found, {"name": "Later", "email": "later@student.test"}, who="Sanne")
        lists.send_list(found, who="Sanne")
    tasks.send()
    assert kinds().count("survey_invitation") == 4


def test_nobody_is_asked_again_within_the_days_of_rest(mine):
    sent(mine)
    second = sent(mine, name="Nog een meting")
    assert invitation_to(PEOPLE["students"]["email"], second).state == InvitationState.SKIPPED
    assert kinds().count("survey_invitation") == 3
    later(91)
    third = sent(mine, name="Een jaar later")
    assert invitation_to(PEOPLE["students"]["email"], third).state == InvitationState.SENT


def test_who_asked_to_stop_is_never_asked(mine):
    with acting_as(SYSTEM):
        stopped = localdate() - timedelta(days=900)
        address = address_hash(PEOPLE["teachers"]["email"])
        Approached.objects.create(address_hash=address, asked_on=stopped, stopped_on=stopped)
    wave = sent(mine)
    assert invitation_to(PEOPLE["teachers"]["email"], wave).state == InvitationState.SKIPPED


def test_before_the_first_day_nobody_is_asked(mine):
    sent(mine, days=(3, 30))
    assert "survey_invitation" not in kinds()


def test_reminders_go_to_who_did_not_answer_and_no_more_than_the_terms(mine):
    wave = sent(mine)
    with acting_as(SYSTEM):
        done = Invitation.objects.filter(wave=wave, email=PEOPLE["teachers"]["email"])
        done.update(state=InvitationState.SUBMITTED, answered_on=localdate())
    tasks.remind()
    assert "survey_reminder" not in kinds()
    for round_number in (1, 2, 3):
        later(7)
        tasks.remind()
        tasks.remind()
        assert kinds().count("survey_reminder") == 2 * min(round_number, 2)
    assert token_in_mail(PEOPLE["students"]["email"], "survey_reminder") == token_in_mail(PEOPLE["students"]["email"])
    tasks.thank()
    tasks.thank()
    assert kinds().count("survey_thanks") == 1


def test_closing_forgets_who_was_asked_and_drops_the_keys(mine):
    wave = sent(mine)
    with acting_as(mine.assessor.actor):
        closing.ask_to_close(wave, who=WHO)
    tasks.sweep()
    tasks.sweep()
    assert fresh(wave).state == WaveState.CLOSED
    with acting_as(SYSTEM):
        left = Invitation.objects.filter(wave=wave)
        assert left.count() == 3
        for each in left:
            told = (each.name, each.email, each.company, each.token_hash, each.asked_on, each.student_id)
            assert told == ("", "", "", None, None, None)
            assert each.state == InvitationState.SENT
        assert not WaveKey.objects.filter(wave=wave).exists()
        xids = set(left.extra(select={"xid": "xmin::text"}).values_list("xid", flat=True))
    assert len(xids) == 1


def test_a_wave_closes_by_itself_after_its_last_day(mine):
    wave = opened(mine, days=(-40, -1))
    tasks.sweep()
    assert fresh(wave).state == WaveState.CLOSED


def test_numbers_for_the_team_names_for_the_hogeschool(mine):
    wave = sent(mine)
    with acting_as(mine.assessor.actor):
        assert counts.total(list(wave.lists.all()), counts.counts_of(wave)).asked == 3
    with pytest.raises(DatabaseError, match="permission denied"), acting_as(mine.assessor.actor):
        list(Invitation.objects.all())
    teacher = cast.person("Kijkt Mee", mine.hogeschool, Part.TEACHER)
    with acting_as(teacher.actor):
        assert wave.lists.exists()
        assert not Invitation.objects.exists()
    other = cast.tenant("Hogeschool Elders")
    with acting_as(other.coordinator.actor):
        assert not Wave.objects.filter(pk=wave.pk).exists()
        assert not counts.counts_of(wave)


def test_a_list_that_is_being_sent_takes_no_names(mine):
    wave = opened(mine)
    found = list_of(wave, "students")
    with acting_as(mine.coordinator.actor):
        with pytest.raises(Refusal, match="al op de lijst"):
            lists.add_person(found, PEOPLE["students"], who="Sanne")
        lists.send_list(found, who="Sanne")
        with pytest.raises(Refusal, match="verstuurd"):
            lists.add_person(found, {"name": "Later", "email": "later@student.test"}, who="Sanne")


def test_a_worker_whose_time_is_up_leaves_the_rest_to_the_next(mine, monkeypatch):
    wave, woken = opened(mine), []
    with acting_as(mine.assessor.actor):
        lists.send_all(wave, who=WHO)

    def too_late(*args):
        raise SoftTimeLimitExceeded

    with monkeypatch.context() as patched:
        patched.setattr(tasks, "ask_next", too_late)
        patched.setattr(tasks, "remind_next", too_late)
        patched.setattr(tasks, "wake", woken.append)
        with pytest.raises(SoftTimeLimitExceeded):
            tasks.send()
        tasks.remind()
    assert woken == ["surveys.remind"]
    tasks.sweep()
    assert kinds().count("survey_invitation") == 3


@pytest.mark.parametrize("has_english", [True, False])
def test_a_mail_leads_to_the_english_questions_where_there_are_any(mine, monkeypatch, has_english):
    monkeypatch.setattr(Content, "has_english", has_english)
    sent(mine)
    with acting_as(SYSTEM):
        bodies = MessageBody.objects.filter(message__kind="survey_invitation", message__to_email=STUDENT_ADDRESS)
        body = bodies.get()
    assert ("/?taal=en" in body.text) is has_english
    assert ("Answer in English" in body.html) is has_english
