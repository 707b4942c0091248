"""Talks about the practice: planned, moved, off, held; and the three voices at one."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from agreements import events, talks, tasks
from agreements.enums import EventKind, Mastery, MomentKind, MomentState, Voice
from agreements.models import Agreement, ContactMoment, MomentNote, OutcomeVoice, PracticeLink
from agreements.services import moments as services
from agreements.services import practice
from agreements.services.moments import Invited, NotOpen, Opinion, Plan, Report
from agreements.services.practice import NotRunning, OutsideTerm
from mkbroute.access.actor import SYSTEM, Actor, acting_as
from mkbroute.access.decorators import hash_token
from mkbroute.dashboards import work
from mkbroute.mail.models import Message, MessageBody
from tests.built_once import built_once
from tests.races import at_once

from .practice import COMPANY, FIRST, OUTCOMES, WHO, in_practice, soon

REPORT = Report(date(2026, 1, 12), 45, "Joris Kok, Wim Dekker", "Het gaat goed.", "Meer tekenen.")


mine = built_once(in_practice)


def people(mine):
    return (
        Invited(Voice.STUDENT, "Joris Kok", mine.student.user.email),
        Invited(Voice.COMPANY, "Wim Dekker", "wim.dekker@voorbeeld.test"),
        Invited(Voice.HOGESCHOOL, "Sanne de Wit", mine.coordinator.user.email),
    )


def plan_of(mine, **fields) -> Plan:
    return Plan(
        **{"kind": MomentKind.TRIANGLE, "planned_at": soon(), "place": "Werkplaats", "invited": people(mine), **fields}
    )


def planned(mine, **fields) -> ContactMoment:
    with acting_as(mine.coordinator.actor):
        return services.plan_moment(mine.agreement, plan=plan_of(mine, **fields), who=WHO)


def close(mine, moment, **fields):
    with acting_as(mine.coordinator.actor):
        services.close_moment(moment, report=replace(REPORT, **fields), who=WHO)


def speak(mine, moment, voice, give=True, actor=None, **levels):
    said = {outcome: Opinion(Mastery(level), "Gaat zo.") for outcome, level in levels.items()}
    actors = {Voice.STUDENT: mine.student, Voice.COMPANY: mine.contact, Voice.HOGESCHOOL: mine.coordinator}
    with acting_as(actor or actors[voice].actor):
        services.speak(moment, voice, said, who=voice.label, give=give)


def mails(kind) -> list[Message]:
    with acting_as(SYSTEM):
        return list(Message.objects.filter(kind=kind).order_by("to_email"))


def body(message) -> MessageBody:
    with acting_as(SYSTEM):
        return MessageBody.objects.get(message=message)


def voices(mine):
    """As whoever acts sees them; the cast has others."""
    return OutcomeVoice.objects.filter(agreement=mine.agreement)


def log(mine) -> list[str]:
    with acting_as(SYSTEM):
        assert events.verify_chain(Agreement.objects.get(pk=mine.agreement.pk)) == []
        return list(mine.agreement.events.order_by("sequence").values_list("kind", flat=True))


def token_in(message) -> str:
    return body(message).text.split("/gesprek/")[1].partition("/")[0]


# -- planning -----------------------------------------------------------------------------------------------------


def test_planning_mails_the_three_with_the_talk_for_their_calendar(mine):
    moment = planned(mine)
    sent = mails("talk_planned")
    assert len(sent) == 3
    for message in sent:
        calendar = body(message).calendar
        assert "METHOD:REQUEST" in calendar
        assert f"UID:{moment.public_id}@mkbroute" in calendar
        assert "LOCATION:Werkplaats" in calendar
    assert log(mine)[-1] == EventKind.MOMENT_PLANNED


def test_the_company_has_a_link_of_its_own_and_no_calendar_shows_it(mine):
    planned(mine)
    (message,) = [each for each in mails("talk_planned") if each.to_email == "wim.dekker@voorbeeld.test"]
    token = token_in(message)
    assert token not in body(message).calendar
    with acting_as(Actor(practice_hash=hash_token(token))):
        assert PracticeLink.objects.get().name == "Wim Dekker"


def test_a_visit_asks_nobody_how_far_it_is(mine):
    planned(mine, kind=MomentKind.VISIT)
    with acting_as(SYSTEM):
        assert not PracticeLink.objects.filter(agreement=mine.agreement).exists()


def test_a_second_click_finds_the_first(mine):
    assert planned(mine).pk == planned(mine).pk
    assert len(mails("talk_planned")) == 3


def test_only_of_an_agreement_that_runs(mine):
    cancelled = mine.tenant.agreement
    with acting_as(mine.coordinator.actor), pytest.raises(NotRunning):
        services.plan_moment(cancelled, plan=plan_of(mine), who=WHO)


def test_moving_tells_all_and_calendars_see_it_is_newer(mine):
    moment = planned(mine)
    with acting_as(mine.coordinator.actor):
        services.move_moment(moment, plan=plan_of(mine, planned_at=soon(12)), who=WHO)
    sent = mails("talk_moved")
    assert len(sent) == 3
    assert "SEQUENCE:1" in body(sent[0]).calendar
    assert log(mine)[-1] == EventKind.MOMENT_MOVED


def test_moving_to_where_it_was_changes_nothing(mine):
    moment = planned(mine)
    with acting_as(mine.coordinator.actor):
        services.move_moment(moment, plan=plan_of(mine), who=WHO)
    assert mails("talk_moved") == []


def test_links_of_who_comes_no_longer_stop(mine):
    moment = planned(mine)
    other = [
        replace(person, email="ander@voorbeeld.test") if person.voice == Voice.COMPANY else person
        for person in people(mine)
    ]
    with acting_as(mine.coordinator.actor):
        services.move_moment(moment, plan=plan_of(mine, invited=tuple(other)), who=WHO)
    with acting_as(SYSTEM):
        standings = {link.email: talks.standing(link) for link in PracticeLink.objects.filter(moment=moment)}
    assert standings["wim.dekker@voorbeeld.test"] == talks.Standing.LEFT
    assert standings["ander@voorbeeld.test"] == talks.Standing.OPEN


def test_cancelling_says_why_and_takes_it_out_of_calendars(mine):
    moment = planned(mine)
    with acting_as(mine.coordinator.actor):
        services.cancel_moment(moment, why="Niemand kan.", who=WHO)
    sent = mails("talk_off")
    assert len(sent) == 3
    assert "Niemand kan." in body(sent[0]).text
    assert "METHOD:CANCEL" in body(sent[0]).calendar
    with acting_as(mine.coordinator.actor), pytest.raises(NotOpen):
        services.close_moment(moment, report=REPORT, who=WHO)


# -- reminding ----------------------------------------------------------------------------------------------------


def near(mine, **fields):
    """As if the days went by."""
    moment = planned(mine, **fields)
    with acting_as(SYSTEM):
        ContactMoment.objects.filter(pk=moment.pk).update(planned_at=timezone.now() + timedelta(days=2))
    return moment


def test_who_comes_is_reminded_once(mine):
    moment = near(mine)
    for _ in range(2):
        with acting_as(SYSTEM):
            services.remind_of_moment(moment.pk)
    assert len(mails("talk_near")) == 3


def test_the_reminder_says_who_did_not_speak_yet(mine):
    moment = near(mine)
    speak(mine, moment, Voice.STUDENT, Rekenen="visible")
    with acting_as(SYSTEM):
        services.remind_of_moment(moment.pk)
    texts = {message.to_name: body(message).text for message in mails("talk_near")}
    assert "nog niet van u gehoord" in texts["Wim Dekker"]
    assert "nog niet van" not in texts["Joris Kok"]


def test_a_talk_planned_for_tomorrow_is_not_reminded_of(mine):
    moment = planned(mine, planned_at=soon(1))
    with acting_as(SYSTEM):
        assert moment.pk not in services.to_remind()


@pytest.mark.parametrize("which", ["first", "reminder"])
def test_each_mail_has_a_link_that_works_until_the_talk_is_closed(mine, which):
    moment = near(mine)
    with acting_as(SYSTEM):
        services.remind_of_moment(moment.pk)
    kind = {"first": "talk_planned", "reminder": "talk_near"}[which]
    (message,) = [each for each in mails(kind) if each.to_name == "Wim Dekker"]
    holder = Actor(practice_hash=hash_token(token_in(message)))
    for level in ("developing", "visible"):  # it survives being handed in
        speak(mine, moment, Voice.COMPANY, actor=holder, Rekenen=level)
    close(mine, moment)
    with pytest.raises(NotOpen):
        speak(mine, moment, Voice.COMPANY, actor=holder, Rekenen="shown")


# -- the three voices ---------------------------------------------------------------------------------------------


def test_each_speaks_in_its_own_voice_and_they_stand_side_by_side(mine):
    moment = planned(mine)
    speak(mine, moment, Voice.STUDENT, Rekenen="shown")
    speak(mine, moment, Voice.COMPANY, Rekenen="visible", Tekenen="developing")
    speak(mine, moment, Voice.HOGESCHOOL, Rekenen="visible")
    with acting_as(mine.student.actor):
        rows = OutcomeVoice.objects.filter(moment=moment).exclude(given_at=None)
        first, second = talks.side_by_side(OUTCOMES, rows, [])
    assert [said.level for said in first.voices] == [Mastery.SHOWN, Mastery.VISIBLE, Mastery.VISIBLE]
    assert first.differs
    assert [said.level for said in second.voices] == [None, Mastery.DEVELOPING, None]
    assert not second.differs


def test_change_over_time_shows(mine):
    first = planned(mine)
    speak(mine, first, Voice.STUDENT, Rekenen="developing")
    close(mine, first)
    second = planned(mine, planned_at=soon(20))
    speak(mine, second, Voice.STUDENT, Rekenen="shown")
    with acting_as(mine.student.actor):
        rows = list(voices(mine).order_by("pk"))
        (said, *_), *_ = [side.voices for side in talks.side_by_side(OUTCOMES, rows[1:], rows[:1])]
    assert said.step == 2


def test_a_draft_is_seen_by_its_own_voice_only(mine):
    moment = planned(mine)
    speak(mine, moment, Voice.COMPANY, give=False, Rekenen="visible")
    seen = {}
    for part, person in (("company", mine.contact), ("student", mine.student), ("coordinator", mine.coordinator)):
        with acting_as(person.actor):
            seen[part] = voices(mine).count()
    with acting_as(mine.link_holder(moment)):
        assert voices(mine).count() == 1
    assert seen == {"company": 1, "student": 0, "coordinator": 0}
    assert EventKind.VOICED not in log(mine)


def test_what_was_kept_as_a_draft_goes_along_when_it_is_handed_in(mine):
    moment = planned(mine)
    speak(mine, moment, Voice.COMPANY, give=False, Rekenen="visible")
    speak(mine, moment, Voice.COMPANY, Tekenen="developing")
    with acting_as(mine.student.actor):
        assert voices(mine).exclude(given_at=None).count() == 2
    assert log(mine).count(EventKind.VOICED) == 1


def test_what_was_given_stays_given_while_it_is_typed_over(mine):
    moment = planned(mine)
    speak(mine, moment, Voice.STUDENT, Rekenen="visible")
    speak(mine, moment, Voice.STUDENT, give=False, Rekenen="shown")
    with acting_as(mine.coordinator.actor):
        assert voices(mine).get().level == Mastery.SHOWN


def test_an_outcome_that_is_not_of_the_agreement_is_not_said(mine):
    moment = planned(mine)
    speak(mine, moment, Voice.STUDENT, Vliegen="shown")
    with acting_as(mine.student.actor):
        assert not voices(mine).exists()


@pytest.mark.parametrize("voice", list(Voice))
@pytest.mark.parametrize("speaker", ["student", "contact", "coordinator", "link", "attendance"])
def test_nobody_speaks_in_the_voice_of_another(mine, voice, speaker):
    own = {"student": Voice.STUDENT, "contact": Voice.COMPANY, "coordinator": Voice.HOGESCHOOL, "link": Voice.COMPANY}
    moment = planned(mine)
    actor = {"link": mine.link_holder(moment), "attendance": mine.link_holder()}.get(speaker)
    actor = actor or getattr(mine, speaker).actor
    if own.get(speaker) == voice:
        speak(mine, moment, voice, actor=actor, Rekenen="shown")
        return
    with pytest.raises(DatabaseError), transaction.atomic():
        speak(mine, moment, voice, actor=actor, Rekenen="shown")


def test_a_link_speaks_at_its_own_talk_only(mine):
    first, second = planned(mine), planned(mine, planned_at=soon(20))
    with pytest.raises(DatabaseError), transaction.atomic():
        speak(mine, second, Voice.COMPANY, actor=mine.link_holder(first), Rekenen="shown")


def test_an_expired_link_writes_nothing_whatever_the_page_thinks(mine):
    moment = planned(mine)
    ago = timezone.now() - timedelta(days=2)
    token = mine.link(moment, asked_at=ago, link_expires_at=ago + timedelta(days=1))
    with pytest.raises(DatabaseError), transaction.atomic():
        speak(mine, moment, Voice.COMPANY, actor=Actor(practice_hash=hash_token(token)), Rekenen="shown")


# -- holding ------------------------------------------------------------------------------------------------------


def test_what_is_closed_is_final_for_everybody(mine):
    moment = planned(mine)
    speak(mine, moment, Voice.STUDENT, Rekenen="visible")
    close(mine, moment)
    for actor in (mine.coordinator.actor, SYSTEM):
        with acting_as(actor):
            for change in (
                {"report": "Anders"},
                {"minutes": 5},
                {"state": MomentState.PLANNED},
                {"held_on": date(2026, 1, 1)},
            ):
                with pytest.raises(DatabaseError), transaction.atomic():
                    ContactMoment.objects.filter(pk=moment.pk).update(**change)
    with acting_as(SYSTEM):
        for act in (lambda found: found.update(level="shown"), lambda found: found.delete()):
            with pytest.raises(DatabaseError), transaction.atomic():
                act(OutcomeVoice.objects.filter(moment=moment))
        with pytest.raises(DatabaseError), transaction.atomic():
            ContactMoment.objects.filter(pk=moment.pk)._raw_delete("default")


def test_closing_tells_those_who_came_and_plans_the_next(mine):
    moment = planned(mine)
    with acting_as(mine.coordinator.actor):
        services.close_moment(moment, report=REPORT, who=WHO, following=plan_of(mine, planned_at=soon(60)))
        assert mine.agreement.moments.filter(state=MomentState.PLANNED).count() == 1
    sent = mails("talk_held")
    assert len(sent) == 3
    assert "Meer tekenen." in body(sent[0]).text
    assert log(mine)[-2:] == [EventKind.MOMENT_HELD, EventKind.MOMENT_PLANNED]


def test_what_is_yet_to_come_was_not_held(mine):
    moment = planned(mine)
    with pytest.raises(OutsideTerm, match="moet nog komen"):
        close(mine, moment, held_on=timezone.localdate() + timedelta(days=1))


def test_a_company_writes_down_its_own_guidance_and_no_other_talk(mine):
    with acting_as(mine.contact.actor):
        services.record_moment(mine.agreement, kind=MomentKind.GUIDANCE, report=REPORT, who=COMPANY)
        with pytest.raises(DatabaseError), transaction.atomic():
            services.record_moment(mine.agreement, kind=MomentKind.TRIANGLE, report=REPORT, who=COMPANY)
    assert log(mine)[-1] == EventKind.MOMENT_HELD


@pytest.mark.parametrize("fields", [{"minutes": 0}, {"minutes": 601}, {"present": ""}])
def test_the_database_wants_to_know_how_long_and_with_whom(mine, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        close(mine, planned(mine), **fields)


@pytest.mark.parametrize("part", ["coordinator", "contact", "student"])
def test_a_correction_is_a_new_note(mine, part):
    moment = planned(mine)
    with acting_as(getattr(mine, part).actor), pytest.raises(NotOpen):
        services.add_note(moment, text="Te vroeg", who="Iemand")
    close(mine, moment)
    with acting_as(getattr(mine, part).actor):
        note = services.add_note(moment, text="Het was een uur.", who="Iemand")
        with pytest.raises(DatabaseError), transaction.atomic():
            MomentNote.objects.filter(pk=note.pk).update(text="Anders")


# -- the link -----------------------------------------------------------------------------------------------------


def test_an_expired_link_renews_once_to_the_same_address(mine):
    moment = planned(mine)
    ago = timezone.now() - timedelta(days=2)
    token = mine.link(moment, asked_at=ago, link_expires_at=ago + timedelta(days=1))
    with acting_as(Actor(practice_hash=hash_token(token))):
        link = PracticeLink.objects.select_related(
            "agreement__organisation", "agreement__hogeschool", "agreement__route", "moment"
        ).get()
        stale = PracticeLink.objects.select_related("agreement", "moment").get()
        services.renew_link(link)
        with pytest.raises(NotOpen):
            services.renew_link(stale)
    (message,) = mails("practice_link")
    assert message.to_email == "wim.dekker@voorbeeld.test"
    speak(mine, moment, Voice.COMPANY, actor=Actor(practice_hash=hash_token(token_in(message))), Rekenen="shown")


def test_the_log_hears_of_a_link_and_of_nothing_else(mine):
    moment = planned(mine)
    with acting_as(mine.link_holder(moment)):
        events.record(mine.agreement, EventKind.VOICED, who="Wim Dekker", text="x")
        for kind in (EventKind.DATA_FILLED, EventKind.MOMENT_HELD, EventKind.SIGNED):
            with pytest.raises(DatabaseError), transaction.atomic():
                events.record(mine.agreement, kind, who="Wim Dekker", text="x")


# -- the worker, and who is waited for ----------------------------------------------------------------------------


def test_the_hourly_round_reminds_and_one_that_fails_keeps_no_other(mine, monkeypatch):
    broken, sound = near(mine), near(mine, planned_at=soon(11))
    remind = services.remind_of_moment

    def fails_once(moment_id):
        if moment_id == broken.pk:
            raise RuntimeError("no")
        remind(moment_id)

    monkeypatch.setattr(tasks, "remind_of_moment", fails_once)
    tasks.remind_of_talks()
    with acting_as(SYSTEM):
        assert ContactMoment.objects.get(pk=sound.pk).reminded_at
        assert not ContactMoment.objects.get(pk=broken.pk).reminded_at
    assert len(mails("talk_near")) == 3


def waiting(person, call, *args) -> list[str]:
    with acting_as(person.actor):
        return [item.what for item in call(*args)]


def test_who_has_not_spoken_finds_the_talk_in_her_work_list(mine):
    moment = planned(mine)
    speak(mine, moment, Voice.STUDENT, Rekenen="shown")
    email = "x@voorbeeld.test"
    words = "zeggen hoe ver het is, voor het driehoekgesprek"
    assert words in waiting(mine.coordinator, work.on_hogeschool, email)
    assert words in waiting(mine.contact, work.on_company, email)
    assert words not in waiting(mine.student, work.on_person, email)


def test_a_talk_that_nobody_wrote_down_stands_in_the_work_list_of_the_hogeschool(mine):
    moment = planned(mine)
    words = "driehoekgesprek vastleggen, verzetten of afzeggen"
    assert words not in waiting(mine.coordinator, work.on_hogeschool, "")
    with acting_as(SYSTEM):
        ContactMoment.objects.filter(pk=moment.pk).update(planned_at=timezone.now() - timedelta(hours=2))
    assert words in waiting(mine.coordinator, work.on_hogeschool, "")
    close(mine, moment)
    assert words not in waiting(mine.coordinator, work.on_hogeschool, "")


def test_weeks_to_confirm_stand_in_the_work_list_of_the_company(mine):
    with acting_as(mine.coordinator.actor):
        practice.record_weeks(mine.agreement, {FIRST: practice.WeekSaid(32)}, who=WHO, by_company=False)
    assert "aanwezigheid bevestigen" in waiting(mine.contact, work.on_company, "")
    with acting_as(mine.contact.actor):
        shown = practice.as_seen(practice.unconfirmed(mine.agreement))
        practice.confirm_weeks(mine.agreement, who=COMPANY, shown=shown)
    assert "aanwezigheid bevestigen" not in waiting(mine.contact, work.on_company, "")


# -- at once ------------------------------------------------------------------------------------------------------


def as_actor(actor, call):
    def run():
        with acting_as(actor):
            return call()

    return run


@pytest.mark.django_db(transaction=True)
def test_speaking_and_closing_at_once_lose_nothing():
    mine = in_practice()
    moment = planned(mine)
    said = {"Rekenen": Opinion(Mastery.SHOWN, "Ja.")}
    spoken, closed = at_once(
        as_actor(mine.student.actor, lambda: services.speak(moment, Voice.STUDENT, said, who="Joris", give=True)),
        as_actor(mine.coordinator.actor, lambda: services.close_moment(moment, report=REPORT, who=WHO)),
    )
    assert not isinstance(closed, Exception)
    with acting_as(SYSTEM):
        there = OutcomeVoice.objects.filter(moment=moment).exists()
    assert there == (not isinstance(spoken, NotOpen))
    log(mine)


@pytest.mark.django_db(transaction=True)
def test_two_that_close_at_once_leave_one_report():
    mine = in_practice()
    moment = planned(mine)
    calls = [
        as_actor(mine.coordinator.actor, lambda: services.close_moment(moment, report=REPORT, who=WHO))
        for _ in range(2)
    ]
    outcomes = at_once(*calls)
    assert sum(isinstance(outcome, NotOpen) for outcome in outcomes) == 1
    assert log(mine).count(EventKind.MOMENT_HELD) == 1
    assert len(mails("talk_held")) == 3


@pytest.mark.django_db(transaction=True)
def test_two_that_remind_at_once_send_one_mail_each():
    mine = in_practice()
    moment = near(mine)
    at_once(*[as_actor(SYSTEM, lambda: services.remind_of_moment(moment.pk)) for _ in range(2)])
    assert len(mails("talk_near")) == 3
