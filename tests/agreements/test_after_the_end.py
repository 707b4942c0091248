"""What an end means for what was planned, agreed or written down beyond it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from agreements import tasks
from agreements.consolidated import consolidate, current_term
from agreements.enums import EventKind, MomentKind, MomentState, State
from agreements.models import Agreement, ContactMoment, RealisedOutcome
from agreements.services import moments, practice
from agreements.services.closing import settle_ending, waiting_for_the_end
from agreements.services.contacts import current_parties
from agreements.services.copying import owners_of
from agreements.services.practice import NotRunning, OutsidePractice, OutsideTerm, WeekSaid
from agreements.services.sealing import seal_agreement
from agreements.weeks import agreed_hours, agreed_term, agreed_text, monday_of, practice_period, study_years, weeks_of
from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.mail.models import Message, MessageBody

from .endings import all_agree, early, graduated, now, propose, work
from .practice import FIRST, WHO, in_practice, soon
from .sealed import drafted, seal_addendum, send
from .signers import all_sign, signers
from .test_moments import REPORT, close, plan_of, planned

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def mine():
    return in_practice()


def ends(mine, last_day: date) -> Agreement:
    """Everybody agreed, and the worker did its part."""
    all_agree(propose(mine, mine.agreement, early(mine.agreement, last_day=last_day)))
    work(mine.agreement)
    return now(mine.agreement)


def mailed(kind: str) -> list[Message]:
    with acting_as(SYSTEM):
        return list(Message.objects.filter(kind=kind).order_by("pk"))


def here() -> date:
    return timezone.localdate()


def signed_in(member) -> Client:
    client = Client()
    client.force_login(member.user)
    return client


def url(name: str, *args) -> str:
    return reverse(f"agreements:{name}", args=args)


class TestTalks:
    def test_those_after_the_end_are_called_off_with_a_mail_and_its_calendar(self, mine):
        before, after = planned(mine), planned(mine, planned_at=soon(40))
        ends(mine, here() + timedelta(days=30))
        with acting_as(SYSTEM):
            rows = {row.pk: row for row in ContactMoment.objects.filter(agreement=mine.agreement)}
            told = Message.objects.filter(kind="talk_off")
            bodies = MessageBody.objects.filter(message__in=told)
            assert {each.calendar.count("METHOD:CANCEL") for each in bodies} == {1}
            assert bodies.count() == 3
            events = mine.agreement.events.filter(kind=EventKind.MOMENT_OFF)
            assert events.count() == 1
        assert rows[before.pk].state == MomentState.PLANNED
        assert rows[after.pk].state == MomentState.CANCELLED
        assert "eindigt na" in rows[after.pk].cancelled_why

    @pytest.mark.usefixtures("seal_key")
    def test_an_addendum_that_shortens_the_term_calls_off_what_lies_beyond(self, mine):
        before, after = planned(mine), planned(mine, planned_at=soon(40))
        last = here() + timedelta(days=30)
        addendum = drafted(mine.tenant, mine.agreement, effective_on=here(), ends_on=last, practice_ends_on=last)
        all_sign(signers(send(mine.tenant, addendum)))
        with acting_as(SYSTEM):
            seal_agreement(mine.agreement.pk)
            states = dict(ContactMoment.objects.filter(agreement=mine.agreement).values_list("pk", "state"))
        assert states == {before.pk: MomentState.PLANNED, after.pk: MomentState.CANCELLED}
        assert len(mailed("talk_off")) == 3

    def test_also_where_it_was_sealed_before_the_portal_did_so(self, mine):
        _, after = planned(mine), planned(mine, planned_at=soon(40))
        last = here() + timedelta(days=30)
        seal_addendum(mine.tenant, mine.agreement, effective_on=here(), ends_on=last, practice_ends_on=last)
        for _ in range(2):
            tasks.sweep_endings()
        with acting_as(SYSTEM):
            assert ContactMoment.objects.get(pk=after.pk).state == MomentState.CANCELLED
        assert len(mailed("talk_off")) == 3

    def test_nothing_is_called_off_while_the_parties_are_asked(self, mine):
        planned(mine, planned_at=soon(40))
        propose(mine, mine.agreement)
        work(mine.agreement)
        assert not mailed("talk_off")

    def test_a_diploma_calls_off_what_was_still_to_come(self, mine):
        moment = planned(mine)
        propose(mine, mine.agreement, graduated())
        work(mine.agreement)
        with acting_as(SYSTEM):
            assert ContactMoment.objects.get(pk=moment.pk).state == MomentState.CANCELLED

    def test_the_sweep_finds_what_was_left(self, mine):
        last_day = here() + timedelta(days=30)
        all_agree(propose(mine, mine.agreement, early(mine.agreement, last_day=last_day)))
        moment = planned(mine, planned_at=soon(40))  # while they answered
        with acting_as(SYSTEM):
            settle_ending(mine.agreement.pk)  # and then the worker died
            assert mine.agreement in waiting_for_the_end()
        tasks.sweep_endings()
        with acting_as(SYSTEM):
            assert ContactMoment.objects.get(pk=moment.pk).state == MomentState.CANCELLED

    def test_none_is_planned_past_the_end(self, mine):
        ends(mine, here() + timedelta(days=30))
        with pytest.raises(OutsideTerm, match="De laatste dag van de overeenkomst is"):
            planned(mine, planned_at=soon(31))
        assert planned(mine, planned_at=soon(29)).pk

    def test_nor_moved_there(self, mine):
        moment = planned(mine)
        with acting_as(mine.coordinator.actor), pytest.raises(OutsideTerm):
            moments.move_moment(moment, plan=plan_of(mine, planned_at=soon(700)), who=WHO)

    def test_the_database_refuses_it_too(self, mine):
        moment = planned(mine)
        with acting_as(SYSTEM), pytest.raises(IntegrityError, match="outside the term"), transaction.atomic():
            ContactMoment.objects.filter(pk=moment.pk).update(planned_at=soon(700))


class TestTheNextTalk:
    """Planned along with the report of one."""

    def report(self, mine, moment, **fields):
        said = {"held_on": f"{here():%Y-%m-%d}", "minutes": "45", "present": "Joris en Wim", "report": "Het gaat goed."}
        return signed_in(mine.coordinator).post(url("close_moment", moment.public_id), {**said, **fields})

    def test_past_the_end_it_is_refused_and_all_that_was_typed_stays(self, mine):
        moment = planned(mine)
        response = self.report(mine, moment, next_day=f"{here() + timedelta(days=600):%Y-%m-%d}", next_at="10:00")
        assert response.status_code == 422
        page = response.content.decode()
        assert "De laatste dag van de overeenkomst is 31 augustus 2027" in page
        assert "Het gaat goed." in page
        with acting_as(SYSTEM):
            assert ContactMoment.objects.get(pk=moment.pk).state == MomentState.PLANNED

    def test_after_the_end_it_is_not_offered_and_the_report_is_kept(self, mine):
        with acting_as(SYSTEM):
            moment = ContactMoment.objects.create(
                agreement=mine.agreement,
                **owners_of(mine.agreement),
                kind=MomentKind.TRIANGLE,
                planned_at=timezone.now() - timedelta(days=5),
            )
        assert ends(mine, here() - DAY).state == State.ENDED
        page = signed_in(mine.coordinator).get(url("close_moment", moment.public_id)).content.decode()
        assert "Het volgende gesprek" not in page
        held = f"{here() - timedelta(days=5):%Y-%m-%d}"
        # a page that was opened before the end still says when
        response = self.report(mine, moment, held_on=held, next_day=f"{here() + DAY:%Y-%m-%d}", next_at="10:00")
        assert response.status_code == 302
        with acting_as(SYSTEM):
            assert ContactMoment.objects.get(pk=moment.pk).state == MomentState.CLOSED

    def test_a_service_that_is_asked_anyway_says_why(self, mine):
        moment = planned(mine)
        ends(mine, here() + timedelta(days=30))
        with acting_as(SYSTEM):
            Agreement.objects.filter(pk=mine.agreement.pk).update(
                state=State.ENDED, ended_on=here() + timedelta(days=30)
            )
        report = replace(REPORT, held_on=here())
        with acting_as(mine.coordinator.actor), pytest.raises(OutsideTerm, match="plan geen volgend") as refused:
            moments.close_moment(moment, report=report, who=WHO, following=plan_of(mine))
        assert refused.value.field == "next_day"
        with acting_as(SYSTEM):
            assert ContactMoment.objects.get(pk=moment.pk).state == MomentState.PLANNED


class TestDaysOutside:
    BEFORE = (FIRST - DAY, "De overeenkomst begint op 1 september 2025")

    def realise(self, mine, day: date) -> RealisedOutcome:
        with acting_as(mine.coordinator.actor):
            return practice.realise_outcome(
                mine.agreement, outcome="Rekenen", realised_on=day, assessed_by="Sanne", who=WHO
            )

    def record(self, mine, day: date) -> ContactMoment:
        with acting_as(mine.contact.actor):
            report = replace(REPORT, held_on=day)
            return moments.record_moment(mine.agreement, kind=MomentKind.GUIDANCE, report=report, who=WHO)

    @pytest.mark.parametrize("act", ["realise", "record"])
    def test_before_the_start_or_yet_to_come(self, mine, act):
        for day, words in (self.BEFORE, (here() + DAY, "moet nog komen")):
            with pytest.raises(OutsideTerm, match=words):
                getattr(self, act)(mine, day)
        assert getattr(self, act)(mine, FIRST).pk

    @pytest.mark.parametrize("act", ["realise", "record"])
    def test_after_the_end(self, mine, act):
        ends(mine, here() - timedelta(days=10))
        with pytest.raises(OutsideTerm, match="De laatste dag van de overeenkomst is"):
            getattr(self, act)(mine, here() - timedelta(days=9))
        assert getattr(self, act)(mine, here() - timedelta(days=10)).pk

    def test_a_talk_is_not_closed_on_such_a_day(self, mine):
        with pytest.raises(OutsideTerm):
            close(mine, planned(mine), held_on=FIRST - DAY)

    def test_the_database_refuses_them_too(self, mine):
        same = {"agreement": mine.agreement, **owners_of(mine.agreement)}
        said = {"kind": "guidance", "state": "closed", "minutes": 5, "present": "Joris", "closed_at": timezone.now()}
        for day in (FIRST - DAY, date(2027, 9, 1)):
            with acting_as(SYSTEM):
                with pytest.raises(IntegrityError, match="outside the term"), transaction.atomic():
                    ContactMoment.objects.create(**same, **said, held_on=day)
                with pytest.raises(IntegrityError, match="outside the term"), transaction.atomic():
                    RealisedOutcome.objects.create(
                        **same, outcome="Rekenen", realised_on=day, assessed_by="Sanne", recorded_by=WHO
                    )

    @pytest.mark.parametrize("name", ["record_moment", "realise"])
    def test_the_page_says_so_at_the_day(self, mine, name):
        said = {
            "held_on": "2025-08-31",
            "realised_on": "2025-08-31",
            "minutes": "30",
            "present": "Joris",
            "kind": "visit",
        }
        said |= {"outcome": "Rekenen", "assessed_by": "Sanne"}
        response = signed_in(mine.coordinator).post(url(name, mine.agreement.public_id), said)
        assert response.status_code == 422
        assert "De overeenkomst begint op 1 september 2025" in response.content.decode()


class TestAddendumAfterTheEnd:
    @pytest.fixture
    def ended(self, mine):
        """Signed, and to begin four days from now; the end is yesterday."""
        seal_addendum(mine, mine.agreement, here() + 4 * DAY, hours_per_week=20, guidance="Nooit meer.")
        return mine, ends(mine, here() - DAY)

    def test_it_never_comes_into_force(self, ended):
        _, agreement = ended
        with acting_as(SYSTEM):
            agreement = Agreement.objects.select_related("route", "template").get(pk=agreement.pk)
            later = here() + timedelta(days=30)
            found = consolidate(agreement, later)
            assert (found.on, found.addenda, found.now.hours_per_week) == (here() - DAY, [], 32)
            monday = monday_of(later)
            assert agreed_hours(agreement, [monday]) == {monday: 32}
            assert agreed_text(agreement, "guidance", later) == agreement.guidance
            assert current_term(agreement)[1] == here() - DAY

    def test_page_and_pdf_say_what_held_at_the_end(self, ended):
        mine, agreement = ended
        last = date_format(here() - DAY, "j F Y")
        later = f"{here() + timedelta(days=30):%Y-%m-%d}"
        client = signed_in(mine.coordinator)
        page = client.get(f"{url('consolidated', agreement.public_id)}?op={later}").content.decode()
        assert f"haar laatste dag, {last}" in page
        assert "is niet ingegaan: de overeenkomst eindigt eerder" in page
        assert "Nooit meer." not in page
        assert client.get(url("consolidated_pdf", agreement.public_id)).content.startswith(b"%PDF")

    def test_who_would_come_after_it_is_no_party(self, mine):
        with acting_as(SYSTEM):
            before = [party.signer_email for party in current_parties(mine.agreement)]
        seal_addendum(mine, mine.agreement, here() + 4 * DAY, hours_per_week=20)
        agreement = ends(mine, here() - DAY)
        with acting_as(SYSTEM):
            assert [party.signer_email for party in current_parties(agreement)] == before


class TestWeeksOfWhatEnded:
    def test_an_early_end_shortens_them(self, mine):
        with acting_as(SYSTEM):
            long, years = weeks_of(mine.agreement, 2026), study_years(mine.agreement)
        last = monday_of(here()) - timedelta(days=3)  # a Friday
        agreement = ends(mine, last)
        with acting_as(SYSTEM):
            short = weeks_of(agreement, 2026)
            assert practice_period(agreement)[1] == agreed_term(agreement)[1] == last
            assert short.to_come == 0 < long.to_come
            assert short.missing == long.missing
            assert (study_years(agreement), years) == ([2025, 2026], [2025, 2026])

    def test_attendance_after_it_is_refused(self, mine):
        last = monday_of(here()) - timedelta(days=10)
        agreement = ends(mine, last)
        week = {monday_of(here()) - timedelta(days=7): WeekSaid(32)}
        with acting_as(mine.contact.actor), pytest.raises(OutsidePractice):
            practice.record_weeks(agreement, week, who=WHO, by_company=True)
        with acting_as(mine.contact.actor):
            fits = {monday_of(last): WeekSaid(32)}
            assert practice.record_weeks(agreement, fits, who=WHO, by_company=True) == 1

    def test_and_so_is_a_talk_that_is_planned(self, mine):
        agreement = ends(mine, here() - DAY)
        with acting_as(mine.coordinator.actor), pytest.raises(NotRunning):
            moments.plan_moment(agreement, plan=plan_of(mine), who=WHO)
