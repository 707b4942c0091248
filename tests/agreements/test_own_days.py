"""A company that left by an addendum writes and confirms what was there, and nothing of what came after it."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from agreements import pages, practice_pages
from agreements.enums import MomentKind, State, Voice
from agreements.models import (
    Addendum,
    Agreement,
    AttendanceWeek,
    ContactMoment,
    Interruption,
    MomentNote,
    OutcomeVoice,
    PracticeLink,
)
from agreements.own_days import OtherCompany, company_of, company_today, own_mondays
from agreements.services import moments, practice
from agreements.services.moments import Opinion, Report
from agreements.services.practice import WeekSaid
from agreements.talks import new_link
from mkbroute.access.actor import SYSTEM, Actor, acting_as
from mkbroute.access.decorators import hash_token
from mkbroute.dashboards.work.practice import talks_to_speak_at, weeks_to_confirm
from tests.built_once import built_once

from . import scenes, sealed
from .signers import text_of
from .test_addenda import with_other_company
from .test_praktijkleren import RUNNING, owners

pytestmark = pytest.mark.django_db
TAKEOVER = date(2026, 2, 4)  # a Wednesday: the Thursday of that week is of the new company
OWN, ITS_NEW = date(2026, 1, 26), date(2026, 2, 2)
HELD = {"kind": "guidance", "state": "closed", "minutes": 45, "present": "Joris", "closed_at": timezone.now()}
WEEK = WeekSaid(Decimal(32))


def left() -> object:
    mine = scenes.matched()
    mine.agreement = sealed.sealed(mine, RUNNING)
    move(mine, TAKEOVER)
    return mine


def move(mine, effective_on, **more) -> Addendum:
    addendum = with_other_company(mine, sealed.drafted(mine, mine.agreement, effective_on), **more)
    sealed.send(mine, addendum)
    with acting_as(SYSTEM):
        for state in (State.SIGNED, State.SEALED):
            Addendum.objects.filter(pk=addendum.pk).update(state=state)
    return addendum


mine = built_once(left)


def week(mine, monday, **fields) -> AttendanceWeek:
    return AttendanceWeek(**owners(mine), monday=monday, hours=32, recorded_by="W", **fields)


def talk(mine, day: date, **fields) -> ContactMoment:
    at = timezone.make_aware(datetime.combine(day, time(10)))
    with acting_as(SYSTEM):
        return ContactMoment.objects.create(**{**owners(mine), "kind": "triangle", "planned_at": at, **fields})


def link(mine, asked_at: date) -> tuple[str, Actor]:
    with acting_as(SYSTEM):
        address, fields = new_link(None)
        at = timezone.make_aware(datetime.combine(asked_at, time(10)))
        PracticeLink.objects.create(
            **owners(mine), name="Els", email="els@noord.test", asked_by="W", asked_at=at, **fields
        )
    token = address.rstrip("/").rpartition("/")[2]
    return token, Actor(practice_hash=hash_token(token))


def refused(actor, row) -> None:
    with acting_as(actor), pytest.raises(DatabaseError), transaction.atomic():
        row.save(force_insert=True)


def client_of(someone) -> Client:
    client = Client()
    client.force_login(someone.user)
    return client


class TestByTheDatabase:
    def test_weeks(self, mine):
        refused(mine.contact.actor, week(mine, ITS_NEW))
        refused(mine.contact.actor, week(mine, date(2026, 3, 2)))
        with acting_as(mine.contact.actor):
            week(mine, OWN).save()

    def test_what_others_wrote_is_not_confirmed(self, mine):
        with acting_as(SYSTEM):
            week(mine, ITS_NEW).save()
            week(mine, OWN).save()
        with acting_as(mine.contact.actor):
            rows = AttendanceWeek.objects.filter(agreement=mine.agreement, monday__in=[OWN, ITS_NEW])
            assert rows.update(confirmed_at=timezone.now(), confirmed_by="K") == 1
        with acting_as(SYSTEM):
            assert rows.get(confirmed_at=None).monday == ITS_NEW

    def test_interruptions(self, mine):
        days = {"begins_on": date(2026, 1, 20), "ends_on": TAKEOVER}
        refused(mine.contact.actor, Interruption(**owners(mine), **days, recorded_by="K"))
        refused(mine.contact.actor, Interruption(**owners(mine), begins_on=TAKEOVER, ends_on=TAKEOVER, recorded_by="K"))
        with acting_as(SYSTEM):
            over = Interruption.objects.create(**owners(mine), **days, recorded_by="W")
        with acting_as(mine.contact.actor):
            found = Interruption.objects.filter(pk=over.pk)
            assert not found.update(withdrawn_at=timezone.now(), withdrawn_by="K")

    def test_talks_notes_and_voices(self, mine):
        refused(mine.contact.actor, ContactMoment(**owners(mine), **HELD, held_on=TAKEOVER))
        held = talk(mine, TAKEOVER, **HELD, held_on=TAKEOVER)
        refused(mine.contact.actor, MomentNote(moment=held, **owners(mine), text="Nee.", who="K"))
        planned = talk(mine, date(2027, 1, 5))
        voice = OutcomeVoice(moment=planned, **owners(mine), voice="company", outcome="Rekenen", who="K")
        refused(mine.contact.actor, voice)
        with acting_as(mine.contact.actor):
            ContactMoment.objects.create(**owners(mine), **HELD, held_on=date(2026, 2, 3))

    def test_a_link_is_of_the_company_of_the_day_on_which_it_was_asked(self, mine):
        _, of_former = link(mine, date(2026, 1, 5))
        refused(of_former, week(mine, ITS_NEW))
        _, of_new = link(mine, date(2026, 3, 2))
        refused(of_new, week(mine, OWN))
        with acting_as(of_new):
            week(mine, ITS_NEW).save()
        with acting_as(of_former):
            week(mine, OWN).save()

    def test_the_others_write_on(self, mine):
        with acting_as(mine.coordinator.actor):
            assert practice.record_weeks(mine.agreement, {OWN: WEEK, ITS_NEW: WEEK}, who="W", by_company=False) == 2

    def test_a_company_that_comes_back_speaks_again(self, mine):
        back = date(2026, 3, 2)
        of_former = {"kvk_number": mine.company.kvk_number, "legal_name": mine.company.name}
        signs = {"signer_name": "Karim Bos", "signer_email": "karim.bos@voorbeeld.test"}
        move(mine, back, **{f"company-{name}": value for name, value in {**of_former, **signs}.items()})
        with acting_as(mine.contact.actor):
            found = own_mondays(mine.agreement)
        assert OWN in found
        assert back in found
        assert not found & {ITS_NEW, date(2026, 2, 23)}


class TestByTheServices:
    def test_they_say_who_to_ask(self, mine):
        report, agreement = Report(TAKEOVER, 30, "Joris"), mine.agreement
        with acting_as(mine.contact.actor):
            for write in (
                lambda: practice.record_weeks(agreement, {OWN: WEEK, ITS_NEW: WEEK}, who="K", by_company=True),
                lambda: practice.record_interruption(agreement, begins_on=TAKEOVER, ends_on=TAKEOVER, who="K"),
                lambda: practice.ask_for_attendance(agreement, name="Els", email="els@noord.test", who="K"),
                lambda: moments.record_moment(agreement, kind=MomentKind.GUIDANCE, report=report, who="K"),
            ):
                with pytest.raises(OtherCompany, match=mine.hogeschool.name):
                    write()
            assert not AttendanceWeek.objects.filter(agreement=agreement, monday__in=[OWN, ITS_NEW]).exists()

    def test_a_talk_at_the_other_is_none_to_it(self, mine):
        held, planned = talk(mine, TAKEOVER, **HELD, held_on=TAKEOVER), talk(mine, date(2027, 1, 5))
        said = {"Rekenen": Opinion("shown")}
        with acting_as(mine.contact.actor):
            for write in (
                lambda: moments.add_note(held, text="Nee.", who="K"),
                lambda: moments.speak(planned, Voice.COMPANY, said, who="K", give=True),
            ):
                with pytest.raises((moments.NotOpen, OtherCompany)):
                    write()

    def test_confirming_leaves_the_weeks_of_the_other(self, mine):
        with acting_as(mine.coordinator.actor):
            practice.record_weeks(mine.agreement, {OWN: WEEK, ITS_NEW: WEEK}, who="W", by_company=False)
        with acting_as(mine.contact.actor):
            shown = practice.as_seen(practice.unconfirmed(mine.agreement))
            assert practice.confirm_weeks(mine.agreement, who="K", shown=shown) == 1
            assert practice.confirm_weeks(mine.agreement, who="K", shown=shown) == 0
            with pytest.raises(practice.WeeksChanged):
                practice.confirm_weeks(mine.agreement, who="K", shown={**shown, str(ITS_NEW): str(WEEK)})


class TestNames:
    """Of who is there now, on pages and in mails."""

    def test_page_list_and_practice_name_the_new_company(self, mine):
        client = client_of(mine.coordinator)
        assert "Bouwbedrijf Noord" in text_of(client.get("/overeenkomsten/"))
        with acting_as(mine.coordinator.actor):
            found = practice_pages.found(mine.agreement.public_id)
            assert dict(pages.facts_of(found))["Bedrijf"] == "Bouwbedrijf Noord"
            assert company_of(mine.agreement, date(2026, 2, 3)) == mine.company.name
            agreement = Agreement.objects.annotate(where=company_today("pk")).get(pk=mine.agreement.pk)
            assert agreement.where == "Bouwbedrijf Noord"

    def test_the_guide_of_the_former_company_is_no_contact(self, mine):
        page = text_of(client_of(mine.coordinator).get(f"/overeenkomsten/{mine.agreement.public_id}/"))
        assert mine.position.supervisor_email not in page

    def test_the_new_guide_is_greeted_by_name(self, mine):
        addendum = sealed.drafted(mine, mine.agreement, date(2026, 3, 2), practice_supervisor="Els Bos, chef")
        with acting_as(SYSTEM):
            parties = [
                {**party, "supervisor_email": "els@noord.test"} if party["role"] == "company" else party
                for party in addendum.parties
            ]
            Addendum.objects.filter(pk=addendum.pk).update(parties=parties)
        sealed.send(mine, addendum)
        with acting_as(SYSTEM):
            for state in (State.SIGNED, State.SEALED):
                Addendum.objects.filter(pk=addendum.pk).update(state=state)
        page = client_of(mine.coordinator).get(f"/overeenkomsten/{mine.agreement.public_id}/praktijk/gesprek/")
        answer = page.content.decode()
        assert 'value="Els Bos"' in answer
        assert 'value="els@noord.test"' in answer

    def test_the_holder_of_a_link_who_reads_no_addenda_too(self, mine):
        _, holder = link(mine, date(2026, 3, 2))
        with acting_as(holder):
            assert company_of(mine.agreement) == "Bouwbedrijf Noord"


class TestPages:
    def test_what_is_left_to_do_is_its_own(self, mine):
        planned = talk(mine, timezone.localdate() + timedelta(days=7))
        with acting_as(mine.coordinator.actor):
            practice.record_weeks(mine.agreement, {ITS_NEW: WEEK}, who="W", by_company=False)
        client = client_of(mine.contact)
        practice_page = f"/overeenkomsten/{mine.agreement.public_id}/praktijk/"
        page = text_of(client.get(practice_page))
        assert "De student leert nu bij een ander bedrijf" in page
        assert "Bevestig alles" not in page
        assert "Zeg hoe ver het is" not in page
        answer = client.get(f"/overeenkomsten/{mine.agreement.public_id}/praktijk/aanwezigheid/2025/").content.decode()
        assert f"hours-{OWN}" in answer
        assert f"hours-{ITS_NEW}" not in answer
        assert client.get(f"/overeenkomsten/gesprek/{planned.public_id}/").status_code == 404
        answer = client.get(f"{practice_page}aanwezigheid/vragen/", follow=True)
        assert answer.redirect_chain == [(practice_page, 302)]
        assert "De student leerde toen bij een ander bedrijf" in text_of(answer)

    def test_nor_does_the_work_list_ask_for_more(self, mine):
        talk(mine, timezone.localdate() + timedelta(days=7))
        with acting_as(mine.coordinator.actor):
            practice.record_weeks(mine.agreement, {ITS_NEW: WEEK}, who="W", by_company=False)
        with acting_as(mine.contact.actor):
            assert not [item for item in weeks_to_confirm() if str(mine.agreement.public_id) in item.url]
            assert not list(talks_to_speak_at(Voice.COMPANY))
