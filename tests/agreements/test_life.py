"""The whole life of agreements, explored: whatever order people act in, the rows stay sound and the log whole."""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.utils.timezone import localdate
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agreements import tasks
from agreements.enums import STEPS, Confirmation, EndingState, EventKind, State, leads_to
from agreements.events import verify_chain
from agreements.models import Addendum, Agreement, Ending
from agreements.services import addenda, closing, correcting, following, sending
from agreements.services import endings as services
from matching.services.refusal import Refusal as NoPlace
from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.access.policies import Steps
from mkbroute.access.roles import COORDINATOR

from . import endings, scenes, sealed
from .endings import WHY
from .scenes import WHO

ACTS = (
    "send", "reopen", "cancel", "sign", "seal", "addendum", "drop_addendum", "seal_addendum", "end_early", "end_today",
    "graduate", "correct", "answer_student", "answer_company", "object_company", "withdraw", "term_over", "go_on",
    "work", "elsewhere",
)  # fmt: skip


class Life:
    """One agreement, and what may be tried with it at any moment."""

    def __init__(self) -> None:
        self.mine = scenes.matched()
        today = localdate()
        term = {"starts_on": today - timedelta(days=90), "ends_on": today + timedelta(days=300)}
        practice = {f"practice_{name}": day for name, day in term.items()}
        self.agreement = scenes.complete(self.mine, **term, **practice)

    def try_to(self, act: str) -> None:
        """Whether or not it could be done."""
        before = endings.now(self.agreement).state
        refused = (
            sending.Refused, sending.NotReady, services.Refusal, services.NotOpen, following.NotEnded,
            following.FollowedAlready, following.Graduated, NoPlace, Nothing,
        )  # fmt: skip
        with suppress(*refused):
            getattr(self, act)()
        after = endings.now(self.agreement).state
        assert before == after or after in STEPS[before] or self._in_two_steps(before, after), (act, before, after)

    def _in_two_steps(self, before: str, after: str) -> bool:
        return any(after in STEPS.get(step, {}) for step in STEPS.get(before, {}))

    def send(self):
        scenes.send(self.mine, endings.now(self.agreement))

    def reopen(self):
        with acting_as(self.mine.coordinator.actor):
            sending.reopen_agreement(endings.now(self.agreement), reason=WHY, who=WHO)

    def cancel(self):
        with acting_as(self.mine.coordinator.actor):
            sending.cancel_agreement(endings.now(self.agreement), reason=WHY, who=WHO)

    def sign(self):
        self._system(Agreement, self.agreement.pk, State.SENT, State.SIGNED)

    def seal(self):
        self._system(Agreement, self.agreement.pk, State.SIGNED, State.SEALED)

    def addendum(self):
        sealed.drafted(self.mine, self.agreement, effective_on=localdate(), hours_per_week=20)

    def drop_addendum(self):
        with acting_as(self.mine.coordinator.actor):
            addenda.cancel_addendum(self._addendum(), reason=WHY, who=WHO)

    def seal_addendum(self):
        addendum = self._addendum()
        sealed.send(self.mine, addendum)
        self._system(Addendum, addendum.pk, State.SENT, State.SIGNED)
        self._system(Addendum, addendum.pk, State.SIGNED, State.SEALED)

    def _addendum(self) -> Addendum:
        with acting_as(SYSTEM):
            found = self.agreement.addenda.filter(state=State.DRAFT).first()
        if found is None:
            raise Nothing
        return found

    def end_early(self):
        endings.propose(self.mine, self.agreement)

    def end_today(self):
        yesterday = localdate() - timedelta(days=1)
        endings.propose(self.mine, self.agreement, endings.early(self.agreement, last_day=yesterday))

    def graduate(self):
        endings.propose(self.mine, self.agreement, endings.graduated())

    def correct(self):
        with acting_as(self.mine.coordinator.actor):
            correcting.correct_diploma(self._ending(), reason=WHY, who=WHO)

    def answer_student(self):
        self._party("student").answer()

    def answer_company(self):
        self._party("company").answer()

    def object_company(self):
        self._party("company").answer(agreed=False, reason=WHY)

    def _party(self, role: str) -> endings.Party:
        with acting_as(SYSTEM):
            found = self._ending().confirmations.filter(role=role).first()
        if found is None:
            raise Nothing
        return endings.Party(found)

    def withdraw(self):
        with acting_as(self.mine.coordinator.actor):
            services.withdraw_ending(self._ending(), reason=WHY, who=WHO)

    def term_over(self):
        ending = self._ending()
        if ending.state == EndingState.OPEN and ending.kind != "graduated":
            endings.over(ending)

    def go_on(self):
        with acting_as(self.mine.coordinator.actor):
            services.go_on_without(self._ending(), reason=WHY, who=WHO)

    def _ending(self) -> Ending:
        with acting_as(SYSTEM):
            found = Ending.objects.filter(agreement=self.agreement).order_by("-pk").first()
        if found is None:
            raise Nothing
        return found

    def work(self):
        with acting_as(SYSTEM):
            closing.settle_ending(self.agreement.pk)
            closing.end_agreement(self.agreement.pk)

    def elsewhere(self):
        with acting_as(self.mine.coordinator.actor):
            following.go_on_elsewhere(endings.now(self.agreement), who=WHO)

    def _system(self, model, pk, before, after):
        with acting_as(SYSTEM):
            model.objects.filter(pk=pk, state=before).update(state=after)

    def require_sound(self) -> None:
        """After every act."""
        with acting_as(SYSTEM):
            agreement = Agreement.objects.get(pk=self.agreement.pk)
            standing = list(agreement.endings.exclude(state=EndingState.WITHDRAWN))
            open_addenda = agreement.addenda.filter(state__in=["draft", "sent", "declined", "signed"]).count()
            assert len(standing) <= 1
            assert not (standing and open_addenda)
            assert not standing or agreement.state in (State.SEALED, State.ENDED)
            if agreement.state == State.ENDED:
                assert standing[0].state == EndingState.FINAL
                assert agreement.ended_on == standing[0].last_day
            for ending in standing:
                self._require_sound(ending)
            final = agreement.events.filter(kind=EventKind.END_FINAL).count()
            corrected = agreement.endings.exclude(corrected_at=None).count()
            assert final == sum(ending.state == EndingState.FINAL for ending in standing) + corrected
            assert verify_chain(agreement) == []

    def _require_sound(self, ending: Ending) -> None:
        answers = set(ending.confirmations.values_list("state", flat=True))
        if ending.state == EndingState.FINAL and ending.kind == "early":
            assert answers == {Confirmation.AGREED} or ending.closing_reason


class Nothing(Exception):
    """There is nothing to do it with."""


@pytest.mark.django_db
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(st.sampled_from(ACTS), max_size=14), st.booleans())
def test_whatever_order_people_act_in_the_rows_stay_sound(acts, begins_sealed):
    life = Life()
    first = ["send", "sign", "seal"] if begins_sealed else []
    for act in [*first, *acts]:
        life.try_to(act)
        life.require_sound()


@pytest.mark.django_db
def test_a_life_from_draft_to_the_next_company():
    """The long way, so that the exploration cannot pass by doing nothing."""
    life = Life()
    road = ["send", "reopen", "send", "sign", "seal", "addendum", "end_early", "drop_addendum", "end_today"]
    road += ["object_company", "answer_student", "term_over", "go_on", "work", "elsewhere"]
    for act in road:
        life.try_to(act)
        life.require_sound()
    assert endings.now(life.agreement).state == State.ENDED


@pytest.mark.django_db
class TestTheTable:
    def test_the_database_and_the_services_ask_the_same_one(self):
        (steps,) = [each for each in Agreement._meta.constraints if isinstance(each, Steps)]
        assert steps.steps is STEPS
        assert leads_to(State.CANCELLED) == [State.DRAFT, State.SENT, State.DECLINED]
        assert leads_to(State.DRAFT) == [State.SENT, State.DECLINED]

    def test_from_dropped_no_step_leads_and_from_an_end_only_a_correction(self):
        assert not STEPS.get(State.CANCELLED)
        assert leads_to(State.SEALED) == [State.SIGNED, State.ENDED]
        assert leads_to(State.SEALED, COORDINATOR) == [State.ENDED]

    def test_the_sweep_leaves_alone_what_runs(self):
        _, agreement = endings.scene()
        tasks.sweep_endings()
        assert endings.now(agreement).state == State.SEALED
