"""How an agreement ends: by diploma, at its last day, earlier with an answer of everybody, or without."""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils.timezone import localdate

from agreements import tasks, verification
from agreements.audit import problems_of
from agreements.enums import Confirmation, EndingKind, EndingState, EventKind, Manner, Role, State
from agreements.events import verify_chain
from agreements.models import Addendum, Agreement, AttendanceWeek, Ending, EndingConfirmation
from agreements.services import addenda
from agreements.services import endings as services
from agreements.services.copying import owners_of
from agreements.services.drafting import party_values
from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.design.merging import snapshot
from mkbroute.mail.models import Message, MessageBody
from tests.races import at_once

from . import endings, sealed
from .endings import WHY, all_agree, early, graduated, now, parties, propose, row, scene, work
from .scenes import WHO
from .signers import mails, said


def asked_of(mine, agreement, kind: str = "ending_request") -> list[str]:
    about = f"agreement:{agreement.public_id}"
    return sorted(mail.to_email for mail in mails(kind) if mail.about == about)


@pytest.mark.django_db
class TestEarly:
    def test_everybody_but_who_proposes_is_asked_and_the_agreement_holds(self):
        mine, agreement = scene()
        ending = propose(mine, agreement)
        assert ending.state == EndingState.OPEN
        assert asked_of(mine, agreement) == sorted([mine.student.user.email, mine.position.signatory_email])
        with acting_as(SYSTEM):
            states = dict(ending.confirmations.values_list("role", "state"))
        assert states == {Role.STUDENT: "waiting", Role.COMPANY: "waiting", Role.HOGESCHOOL: "agreed"}
        work(agreement)
        assert (now(agreement).state, row(agreement).state) == (State.SEALED, EndingState.OPEN)

    @pytest.mark.parametrize(
        "changed",
        [
            {"explanation": "Anders verwoord."},
            {"manner": Manner.TOGETHER},
            {"noticed_on": localdate() - timedelta(days=3)},
            {"started_by": Role.STUDENT},
        ],
    )
    def test_a_second_one_that_says_something_else_is_not_dropped_in_silence(self, changed):
        mine, agreement = scene()
        first = propose(mine, agreement)
        assert propose(mine, agreement).pk == first.pk
        with pytest.raises(services.Refusal, match="staat iets anders"):
            propose(mine, agreement, early(agreement, **changed))

    def test_once_all_agreed_it_is_final_and_everybody_gets_one_sealed_letter(self, seal_key):
        mine, agreement = scene()
        all_agree(propose(mine, agreement))
        work(agreement)
        ending = row(agreement)
        assert (ending.state, now(agreement).state) == (EndingState.FINAL, State.SEALED)
        assert len(asked_of(mine, agreement, "ending_letter")) == 3
        with acting_as(SYSTEM):
            document = ending.document
            letters = MessageBody.objects.filter(message__kind="ending_letter")
            assert {letter.attachment_id for letter in letters} == {document.pk}
            assert verify_chain(agreement) == []
            assert not [problem for problem in problems_of(agreement) if "do not tell of the same" in problem]
        assert len(said(EventKind.END_LETTER, agreement)) == 1
        assert [len(said(kind, agreement)) for kind in (EventKind.END_ANSWERED, EventKind.END_FINAL)] == [2, 1]

    def test_it_ends_after_its_last_day(self, seal_key):
        mine, agreement = scene()
        all_agree(propose(mine, agreement, early(agreement, last_day=localdate())))
        work(agreement)
        assert now(agreement).state == State.SEALED
        mine, agreement = scene()
        yesterday = localdate() - timedelta(days=1)
        all_agree(propose(mine, agreement, early(agreement, last_day=yesterday)))
        work(agreement)
        assert (now(agreement).state, now(agreement).ended_on) == (State.ENDED, yesterday)
        assert len(said(EventKind.ENDED, agreement)) == 1

    def test_it_ends_also_while_no_letter_can_be_sealed(self, settings):
        settings.SEAL_KEY_FILE = "/nowhere"
        mine, agreement = scene()
        all_agree(propose(mine, agreement, early(agreement, last_day=localdate() - timedelta(days=1))))
        work(agreement)
        assert (now(agreement).state, row(agreement).document_id) == (State.ENDED, None)

    def test_who_does_not_agree_says_why_and_may_still(self):
        mine, agreement = scene()
        people = parties(propose(mine, agreement))
        people["company"].answer(agreed=False, reason=WHY)
        people["student"].answer()
        work(agreement)
        assert row(agreement).state == EndingState.OPEN
        assert asked_of(mine, agreement, "ending_disagreed") == [mine.route.contact_email]
        people["company"].answer()
        work(agreement)
        assert row(agreement).state == EndingState.FINAL

    def test_who_agreed_stays_with_it_and_a_second_click_changes_nothing(self):
        mine, agreement = scene()
        student = parties(propose(mine, agreement))["student"]
        student.answer()
        student.answer()
        student.answer(agreed=False, reason="Toch niet")
        assert student.row.state == Confirmation.AGREED
        assert len(said(EventKind.END_ANSWERED, agreement)) == 1
        with pytest.raises(DatabaseError), transaction.atomic(), acting_as(student.actor):
            EndingConfirmation.objects.filter(pk=student.pk).update(state="disagreed", reason="Toch niet")

    def test_a_party_answers_with_its_account(self):
        mine, agreement = scene()
        ending = propose(mine, agreement)
        with acting_as(mine.student.actor):
            own = EndingConfirmation.objects.select_related("ending").get(ending=ending, role="student")
            services.answer_ending(own, agreed=True, who="Joris Kok", visit=endings.VISIT, by_link=False)
        with acting_as(mine.contact.actor):
            own = EndingConfirmation.objects.select_related("ending").get(ending=ending, role="company")
            services.answer_ending(own, agreed=True, who="Karim", visit=endings.VISIT, by_link=False)
            others = EndingConfirmation.objects.exclude(role="company")
            assert others.update(reason="Van een ander") == 0
        work(agreement)
        assert row(agreement).state == EndingState.FINAL

    def test_the_log_keeps_from_where_an_answer_came(self):
        mine, agreement = scene()
        parties(propose(mine, agreement))["company"].answer()
        with acting_as(SYSTEM):
            event = agreement.events.get(kind=EventKind.END_ANSWERED)
        assert endings.VISIT.ip in event.payload
        assert '"by_link":true' in event.payload

    def test_a_coordinator_answers_for_nobody_else(self):
        mine, agreement = scene()
        ending = propose(mine, agreement)
        with pytest.raises(DatabaseError), transaction.atomic(), acting_as(mine.coordinator.actor):
            ending.confirmations.filter(role="company").update(state="agreed", answered_by="Ik")

    def test_another_company_that_took_over_answers_by_its_link_only(self):
        mine, agreement = scene()
        addendum = sealed.drafted(mine, agreement, effective_on=localdate())
        with acting_as(mine.coordinator.actor):
            values = party_values(addendum.party_rows())
            changed = {**values, "company-kvk_number": "68750110", "company-signer_email": "ans@ander.test"}
            addenda.edit_addendum_parties(addendum, values=changed, seen=snapshot(values), who=WHO)
        sealed.send(mine, addendum)
        with acting_as(SYSTEM):
            for state in (State.SIGNED, State.SEALED):
                Addendum.objects.filter(pk=addendum.pk).update(state=state)
        ending = propose(mine, agreement)
        with acting_as(mine.contact.actor):
            assert ending.confirmations.filter(role="company").update(reason="x") == 0
        parties(ending)["company"].answer()


@pytest.mark.django_db
class TestWithoutAnAnswer:
    def test_not_while_the_term_runs(self):
        mine, agreement = scene()
        ending = propose(mine, agreement)
        with acting_as(mine.coordinator.actor), pytest.raises(services.Refusal, match="termijn"):
            services.go_on_without(ending, reason=WHY, who=WHO)
        with pytest.raises(DatabaseError), transaction.atomic(), acting_as(mine.coordinator.actor):
            Ending.objects.filter(pk=ending.pk).update(
                state="final", closing_reason=WHY, closed_by=WHO, closed_at=ending.proposed_at
            )

    def test_after_it_with_a_reason_that_everybody_reads(self, seal_key):
        mine, agreement = scene()
        ending = propose(mine, agreement)
        endings.over(ending)
        with acting_as(mine.coordinator.actor):
            services.go_on_without(ending, reason=WHY, who=WHO)
            services.go_on_without(ending, reason=WHY, who=WHO)
        work(agreement)
        assert (row(agreement).state, row(agreement).closing_reason) == (EndingState.FINAL, WHY)
        with acting_as(SYSTEM):
            texts = [body.text for body in MessageBody.objects.filter(message__kind="ending_letter")]
        assert all(WHY in text for text in texts)
        assert len(texts) == 3

    def test_the_database_wants_a_reason(self):
        mine, agreement = scene()
        ending = propose(mine, agreement)
        endings.over(ending)
        with pytest.raises(DatabaseError), transaction.atomic(), acting_as(mine.coordinator.actor):
            Ending.objects.filter(pk=ending.pk).update(state="final", closed_by=WHO, closed_at=ending.proposed_at)
        with pytest.raises(IntegrityError, match="not every party"), transaction.atomic(), acting_as(SYSTEM):
            Ending.objects.filter(pk=ending.pk).update(state="final", closed_by=WHO, closed_at=ending.proposed_at)


@pytest.mark.django_db
class TestDiploma:
    def test_it_is_a_fact_and_ends_the_agreement(self, seal_key):
        mine, agreement = scene()
        ending = propose(mine, agreement, graduated())
        assert ending.state == EndingState.FINAL
        work(agreement)
        assert now(agreement).state == State.ENDED
        assert asked_of(mine, agreement) == []
        assert len(asked_of(mine, agreement, "ending_letter")) == 3

    def test_not_one_of_tomorrow(self):
        mine, agreement = scene()
        with pytest.raises(services.Refusal, match="als het diploma er is"):
            propose(mine, agreement, graduated(localdate() + timedelta(days=1)))


@pytest.mark.django_db
class TestItsEndDate:
    def test_the_portal_ends_it_the_day_after(self, seal_key):
        today = localdate()
        _, running = scene(ends_on=today, practice_ends_on=today)
        _, over = scene(ends_on=today - timedelta(days=1), practice_ends_on=today - timedelta(days=1))
        tasks.sweep_endings()
        assert (now(running).state, now(over).state) == (State.SEALED, State.ENDED)
        assert row(over).kind == EndingKind.COMPLETED
        assert asked_of(None, over, "ending_letter")

    def test_a_longer_term_in_an_addendum_counts(self):
        yesterday = localdate() - timedelta(days=1)
        mine, agreement = scene(ends_on=yesterday, practice_ends_on=yesterday)
        sealed.seal_addendum(mine, agreement, effective_on=yesterday, ends_on=localdate() + timedelta(days=30))
        tasks.sweep_endings()
        assert now(agreement).state == State.SEALED

    def test_what_was_still_open_stops(self):
        yesterday = localdate() - timedelta(days=1)
        mine, agreement = scene(ends_on=yesterday, practice_ends_on=yesterday)
        addendum = sealed.drafted(mine, agreement, effective_on=yesterday)
        tasks.sweep_endings()
        assert now(agreement).state == State.ENDED
        with acting_as(SYSTEM):
            assert Addendum.objects.get(pk=addendum.pk).state == State.CANCELLED


@pytest.mark.django_db
class TestWithdrawn:
    def test_everybody_is_told_and_the_agreement_goes_on(self):
        mine, agreement = scene()
        ending = propose(mine, agreement)
        with acting_as(mine.coordinator.actor):
            services.withdraw_ending(ending, reason=WHY, who=WHO)
            services.withdraw_ending(ending, reason=WHY, who=WHO)
        assert len(asked_of(mine, agreement, "ending_withdrawn")) == 2
        work(agreement)
        assert (now(agreement).state, row(agreement).state) == (State.SEALED, EndingState.WITHDRAWN)
        again = propose(mine, agreement)
        assert again.pk != ending.pk

    def test_not_when_it_is_final(self):
        mine, agreement = scene()
        ending = propose(mine, agreement)
        all_agree(ending)
        work(agreement)
        with acting_as(mine.coordinator.actor), pytest.raises(services.NotOpen):
            services.withdraw_ending(ending, reason=WHY, who=WHO)
        for actor in (mine.coordinator.actor, SYSTEM):
            for change in ({"state": "withdrawn", "closing_reason": WHY}, {"last_day": localdate()}):
                with suppress(DatabaseError), transaction.atomic(), acting_as(actor):
                    assert Ending.objects.filter(pk=ending.pk).update(**change) == 0


@pytest.mark.django_db
class TestRefusals:
    def test_while_an_addendum_runs_and_the_other_way_round(self):
        mine, agreement = scene()
        addendum = sealed.drafted(mine, agreement, effective_on=localdate())
        with pytest.raises(services.Refusal, match="Addendum 1 loopt nog"):
            propose(mine, agreement)
        with acting_as(mine.coordinator.actor):
            addenda.cancel_addendum(addendum, reason=WHY, who=WHO)
        propose(mine, agreement)
        with acting_as(mine.coordinator.actor), pytest.raises(addenda.IsEnding):
            addenda.draft_addendum(agreement, who=WHO)

    @pytest.mark.parametrize(
        ("changed", "field"),
        [
            ({"last_day": localdate() + timedelta(days=500)}, "last_day"),
            ({"last_day": localdate() - timedelta(days=500)}, "last_day"),
            ({"last_day": localdate() - timedelta(days=101)}, "last_day"),  # called off when it ran for months
            ({"ground": "Omdat ik het zeg"}, "ground"),
            ({"noticed_on": localdate() + timedelta(days=1)}, "noticed_on"),
            ({"noticed_on": localdate() - timedelta(days=500)}, "noticed_on"),  # long before it began
            ({"started_by": Role.EMPLOYER}, "started_by"),
        ],
    )
    def test_what_does_not_fit(self, changed, field):
        mine, agreement = scene()
        with pytest.raises(services.Refusal) as refusal:
            propose(mine, agreement, early(agreement, **changed))
        assert refusal.value.field == field

    def test_it_is_not_called_off_when_somebody_was_at_work_whatever_the_notice_says(self):
        mine, agreement = scene()
        before = agreement.starts_on - timedelta(days=1)
        monday = localdate() - timedelta(days=localdate().weekday() + 14)
        with acting_as(SYSTEM):
            AttendanceWeek.objects.create(
                agreement=agreement, **owners_of(agreement), monday=monday, hours=24, recorded_by=WHO
            )
        with pytest.raises(services.Refusal, match="waarop is gewerkt") as refusal:
            propose(mine, agreement, early(agreement, last_day=before, noticed_on=before))
        assert refusal.value.field == "last_day"

    def test_the_database_knows_the_grounds(self):
        mine, agreement = scene()
        ending = propose(mine, agreement)
        with acting_as(mine.coordinator.actor):
            services.withdraw_ending(ending, reason=WHY, who=WHO)
        ending.pk, ending.public_id, ending.state, ending.ground = None, agreement.public_id, "open", "Zomaar"
        with pytest.raises(IntegrityError, match="not in the template"), transaction.atomic(), acting_as(SYSTEM):
            Ending.objects.create(
                **{
                    field.attname: getattr(ending, field.attname)
                    for field in Ending._meta.concrete_fields
                    if field.name not in ("id", "closed_at", "closed_by", "closing_reason")
                }
            )

    def test_no_agreement_ends_without_an_ending(self):
        mine, agreement = scene()
        for actor, why in ((SYSTEM, "no ending is final"), (mine.coordinator.actor, "no ending is final|may not take")):
            with pytest.raises(DatabaseError, match=why), transaction.atomic(), acting_as(actor):
                Agreement.objects.filter(pk=agreement.pk).update(state="ended", ended_on=localdate())

    def test_what_ended_is_not_ended_again_and_takes_no_addendum(self, seal_key):
        mine, agreement = scene()
        propose(mine, agreement, graduated())
        work(agreement)
        with pytest.raises(services.Refusal):
            propose(mine, agreement)
        with acting_as(mine.coordinator.actor), pytest.raises(addenda.Refused):
            addenda.draft_addendum(agreement, who=WHO)


@pytest.mark.django_db(transaction=True)
class TestRaces:
    def test_two_propose_at_once(self):
        mine, agreement = scene()
        proposals = [early(agreement), early(agreement, last_day=localdate() + timedelta(days=60))]
        found = at_once(*(lambda p=p: propose(mine, agreement, p) for p in proposals))
        assert sorted(type(each).__name__ for each in found) == ["Ending", "Refusal"]
        with acting_as(SYSTEM):
            assert Ending.objects.filter(agreement=agreement).count() == 1
        assert len(asked_of(mine, agreement)) == 2

    def test_the_last_agrees_while_it_is_withdrawn(self):
        mine, agreement = scene()
        ending = propose(mine, agreement)
        people = parties(ending)
        people["student"].answer()

        def withdraw():
            with acting_as(mine.coordinator.actor):
                services.withdraw_ending(ending, reason=WHY, who=WHO)

        def settle():
            people["company"].answer()
            tasks.take_to_the_end(agreement.pk)

        at_once(withdraw, settle)
        state = row(agreement).state
        assert state in (EndingState.FINAL, EndingState.WITHDRAWN)
        assert len(said(EventKind.END_FINAL, agreement)) + len(said(EventKind.END_DROPPED, agreement)) == 1
        with acting_as(SYSTEM):
            assert verify_chain(agreement) == []

    def test_an_ending_and_an_addendum_at_once(self):
        mine, agreement = scene()

        def draft():
            with acting_as(mine.coordinator.actor):
                return addenda.draft_addendum(agreement, who=WHO)

        found = at_once(lambda: propose(mine, agreement), draft)
        assert sum(isinstance(each, Exception) for each in found) == 1
        with acting_as(SYSTEM):
            assert (
                Ending.objects.filter(agreement=agreement).count()
                + Addendum.objects.filter(agreement=agreement).count()
                == 1
            )

    def test_two_workers_write_one_letter(self, seal_key):
        mine, agreement = scene()
        all_agree(propose(mine, agreement))
        at_once(*[lambda: tasks.take_to_the_end(agreement.pk)] * 2)
        work(agreement)
        assert len(said(EventKind.END_LETTER, agreement)) == 1
        with acting_as(SYSTEM):
            assert Message.objects.filter(kind="ending_letter").count() == 3


@pytest.mark.django_db
def test_anyone_may_know_of_a_sealed_document_that_it_ended(seal_key):
    mine, agreement = scene()
    propose(mine, agreement, graduated())
    work(agreement)
    with acting_as(SYSTEM):
        version = agreement.versions.select_related("document").get()
        letter = row(agreement).document
        assert verification.paper_of(version.public_id).end.last_day == row(agreement).last_day
        assert verification.registered_as(version.document.sha256).end.last_day == row(agreement).last_day
        assert verification.letter_of(letter.sha256).last_day == row(agreement).last_day
        assert verification.letter_of(version.document.sha256) is None


@pytest.mark.django_db
def test_an_audit_finds_an_end_that_the_log_does_not_know():
    mine, agreement = scene()
    ending = propose(mine, agreement)
    all_agree(ending)
    with acting_as(SYSTEM):
        assert "do not tell of the same end" not in str(problems_of(agreement))
        Ending.objects.filter(pk=ending.pk).update(state="final", closed_at=ending.proposed_at)
        assert "the log and the endings do not tell of the same end" in problems_of(agreement)
