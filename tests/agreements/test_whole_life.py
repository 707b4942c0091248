"""The life of an agreement as anyone may live it: steps in any order, by whoever holds a link, in time and too late."""

from datetime import timedelta
from functools import cache
from hashlib import sha256

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils.timezone import localdate
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from agreements import codes, links
from agreements.addendum_text import compose_addendum
from agreements.audit import problems_of
from agreements.cautions import cautions
from agreements.enums import OPEN, STEPS, SigningMethod, SigningState, State
from agreements.links import Standing
from agreements.models import Addendum, Agreement, AgreementVersion, Signing
from agreements.services import addenda, drafting, elsewhere, endings, forwarding, sending, signing
from agreements.services.closing import end_agreement
from agreements.services.sealing import seal_agreement
from agreements.services.turns import ask_next
from agreements.text import compose
from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.access.decorators import hash_token
from mkbroute.design.merging import snapshot
from tests import cast
from tests.documents.papers import agreement as pdf

from . import scenes, sealed
from .endings import graduated
from .scenes import WHO
from .signers import VISIT, Signer

REFUSALS = (
    sending.Refused,
    sending.SharedAddress,
    drafting.NotInDraft,
    signing.Refused,
    addenda.NotInDraft,
    endings.Refusal,
)
TWO_STEPS = {(State.DRAFT, State.SIGNED)}  # signed on paper before it was sent: sent and signed in one transaction


@cache
def scan() -> bytes:
    return pdf()


class Life(RuleBasedStateMachine):
    mine: cast.Tenant
    begins: State  # SIGNED: with an addendum
    reached: set[tuple[str, State]]

    def __init__(self) -> None:
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.states: dict[str, State] = {}
        self.texts: dict[int, str] = {}
        self.answers: dict[int, str] = {}
        self.counted = 0

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    @initialize(order=st.sampled_from(["in_order", "parallel"]))
    def draft(self, order) -> None:
        scenes.use_order(order)
        today = localdate()
        first, last = today - timedelta(days=100), today + timedelta(days=400)
        term = {"starts_on": first, "ends_on": last, "practice_starts_on": first, "practice_ends_on": last}
        self.pk = scenes.complete(self.mine, **term).pk
        if self.begins == State.SENT:
            self.send()
        if self.begins in (State.SEALED, State.SIGNED):
            self.sign_elsewhere()
            self.states["agreement"] = State.SIGNED
            self.work()
        if self.begins == State.SIGNED:
            self.draft_addendum()

    # -- what is read -------------------------------------------------------------------------------------------------

    @property
    def agreement(self) -> Agreement:
        return Agreement.objects.get(pk=self.pk)

    @property
    def addendum(self) -> Addendum | None:
        """That runs."""
        found = Addendum.objects.filter(agreement=self.pk, state__in=OPEN).first()
        return sealed.now(found) if found else None

    @property
    def state(self) -> State:
        """Of what people sign now."""
        with acting_as(SYSTEM):
            return State((self.addendum or self.agreement).state)

    def is_in(*states: State):
        return precondition(lambda self: hasattr(self, "pk") and self.state in states)

    def holder(self, row: Signing) -> Signer:
        """Of her link, whether or not she was asked."""
        token = f"{row.public_id}-{row.email}"
        if row.state == SigningState.WAITING:
            Signing.objects.filter(pk=row.pk).update(token_hash=hash_token(token))
        return Signer(row, token)

    def drawn(self, number: int) -> tuple[Signer, Standing] | None:
        """Any link that was ever made, of any version; the latest ones first."""
        with acting_as(SYSTEM):
            found = Signing.objects.filter(agreement=self.pk).select_related("version__addendum", "agreement")
            rows = list(found.order_by("-version__number", "turn"))
            if not rows:
                return None
            row = rows[number % min(len(rows), 7)]
            row.version.agreement = row.agreement
            person = self.holder(row)
            row.refresh_from_db(fields=["token_hash"])
            if row.token_hash != hash_token(person.token):  # she signed on paper: nobody has her link
                return None
            return person, links.standing(row)

    # -- the hogeschool -----------------------------------------------------------------------------------------------

    def coordinate(self, step) -> bool:
        """Answers whether it was taken. What is refused leaves nothing behind: the invariants look."""
        try:
            with acting_as(self.mine.coordinator.actor), transaction.atomic():
                step()
        except REFUSALS:
            return False
        return True

    @rule()
    def edit(self) -> None:
        self.counted += 1
        words = f"Elke week {self.counted} uur."
        if self.state == State.DRAFT and self._addendum():
            return self._edit_addendum(words)
        with acting_as(SYSTEM):
            agreement = self.agreement
        change = {"values": {"guidance": words}, "seen": snapshot({"guidance": agreement.guidance}), "who": WHO}
        taken = self.coordinate(lambda: drafting.edit_agreement(agreement, **change))
        assert taken == (agreement.state == State.DRAFT)
        return None

    def _addendum(self) -> Addendum | None:
        with acting_as(SYSTEM):
            return self.addendum

    def _edit_addendum(self, words: str) -> None:
        with acting_as(self.mine.coordinator.actor):
            addendum = self.addendum
            values = {**addenda.addendum_values(addendum), "guidance": words, "why": "Anders."}
            values["effective_on"] = localdate() + timedelta(days=30)
            addenda.edit_addendum(addendum, values=values, seen=sealed.seen(addendum), who=WHO)

    @is_in(State.DRAFT, State.SENT)
    @rule()
    def send(self) -> None:
        with acting_as(SYSTEM):
            addendum, agreement = self.addendum, self.agreement
        if addendum and addendum.effective_on:
            self.coordinate(lambda: sealed.send(self.mine, addendum))
        elif not addendum:
            self.coordinate(lambda: scenes.send(self.mine, agreement))

    @rule()
    def reopen(self) -> None:
        with acting_as(SYSTEM):
            addendum, agreement = self.addendum, self.agreement
        service = addenda.reopen_addendum if addendum else sending.reopen_agreement
        may = (addendum or agreement).state in (State.SENT, State.DECLINED)
        assert self.coordinate(lambda: service(addendum or agreement, reason="Anders.", who=WHO)) == may

    @precondition(lambda self: self.counted % 2)  # not too often: little is left to do after it
    @rule()
    def cancel(self) -> None:
        with acting_as(SYSTEM):
            addendum, agreement = self.addendum, self.agreement
        service = addenda.cancel_addendum if addendum else sending.cancel_agreement
        may = (addendum or agreement).state in (State.DRAFT, State.SENT, State.DECLINED)
        assert self.coordinate(lambda: service(addendum or agreement, reason="Niet meer.", who=WHO)) == may

    @is_in(State.DRAFT, State.SENT, State.DECLINED)
    @rule()
    def sign_elsewhere(self) -> None:
        self.coordinate(self._upload)

    def _upload(self) -> None:
        subject = self.addendum or self.agreement
        if isinstance(subject, Addendum) and not subject.effective_on:
            return
        if subject.state == State.DRAFT:
            text = compose_addendum(subject) if isinstance(subject, Addendum) else None
            text = text or compose(subject, subject.parties.all())
            told = sending.fingerprint(text)
        else:
            told = subject.versions.get(number=subject.version).content_sha256
        elsewhere.record_signed_elsewhere(
            subject,
            scan=SimpleUploadedFile("scan.pdf", scan(), "application/pdf"),
            dates=dict.fromkeys(elsewhere.who_still_signs(subject), localdate()),
            content_sha256=told,
            reasons={caution.code: scenes.WEIGHED for caution in cautions(self.agreement)},
            who=WHO,
        )

    @is_in(State.SEALED, State.DRAFT, State.SENT)
    @rule()
    def draft_addendum(self) -> None:
        with acting_as(SYSTEM):
            agreement = self.agreement
        if self.coordinate(lambda: addenda.draft_addendum(agreement, who=WHO)):
            assert agreement.state == State.SEALED
            self.edit()

    @is_in(State.SEALED)
    @rule()
    def graduate(self) -> None:
        with acting_as(SYSTEM):
            agreement = self.agreement
        if self.coordinate(lambda: endings.propose_ending(agreement, graduated(), who=WHO)):
            self.work()

    # -- who holds a link ---------------------------------------------------------------------------------------------

    def answer(self, number: int, step) -> None:
        """She can where her link is open, and nowhere else."""
        drawn = self.drawn(number)
        if drawn is None:
            return
        person, standing = drawn
        if standing == Standing.OPEN:
            step(person.identify())
        else:
            with pytest.raises(signing.NotOpen), transaction.atomic():
                person.identify()

    @rule(number=st.integers(0, 6), how=st.sampled_from(["sign", "decline", "forward"]))
    def answer_by_any_link(self, number, how) -> None:
        steps = {"sign": Signer.sign, "decline": Signer.decline, "forward": self._pass_on}
        self.answer(number, steps[how])

    @is_in(State.SENT)
    @rule()
    def all_sign(self) -> None:
        """Each in her turn, as the worker asks them."""
        while self.state == State.SENT:
            waiting = self._waiting()
            assert waiting, "it waits for signatures, and nobody is asked"
            for person in waiting:
                person.identify().sign()
            with acting_as(SYSTEM):
                ask_next(self.pk)

    def _waiting(self) -> list[Signer]:
        with acting_as(SYSTEM):
            version = (self.addendum or self.agreement).version
            found = Signing.objects.filter(agreement=self.pk, version__number=version, state="waiting", is_asked=True)
            return [self.holder(row) for row in found]

    def _pass_on(self, person: Signer) -> None:
        self.counted += 1
        to = drafting.Signer("Els de Boer", f"els.{self.counted}@voorbeeld.test", "directeur")
        try:
            with acting_as(person.actor), transaction.atomic():
                row = Signing.objects.select_related("version", "agreement").get(pk=person.pk)
                forwarding.forward_signing(
                    row, identified_at=person.identified_at, to=to, reason="Zij is bevoegd.", visit=VISIT
                )
        except (forwarding.TooOften, forwarding.SignsForHerself):
            return

    # -- the worker ---------------------------------------------------------------------------------------------------

    @rule()
    def work(self) -> None:
        before = self.state
        with acting_as(SYSTEM):
            ask_next(self.pk)
            document = seal_agreement(self.pk)
            end_agreement(self.pk)
        assert (document is not None) == (before == State.SIGNED)

    # -- what is always so --------------------------------------------------------------------------------------------

    @invariant()
    def state_moves_along_the_steps(self) -> None:
        if not hasattr(self, "pk"):
            return
        with acting_as(SYSTEM):
            subjects = {"agreement": self.agreement}
            subjects |= {f"addendum {each.number}": each for each in Addendum.objects.filter(agreement=self.pk)}
        for name, subject in subjects.items():
            before, after = self.states.get(name, State.DRAFT), State(subject.state)
            assert after == before or after in STEPS.get(before, {}) or (before, after) in TWO_STEPS, (before, after)
            self.states[name] = after
            self.reached.add((name, after))

    @invariant()
    def signings_fit_the_state(self) -> None:
        if not hasattr(self, "pk"):
            return
        with acting_as(SYSTEM):
            for subject in (self.agreement, *Addendum.objects.filter(agreement=self.pk)):
                rows = Signing.objects.filter(agreement=self.pk, version__number=subject.version)
                self._fit(State(subject.state), list(rows.order_by("turn")))
            rows = list(Signing.objects.filter(agreement=self.pk))
        for row in rows:
            former = self.answers.setdefault(row.pk, row.state)
            assert former in (SigningState.WAITING, row.state), "an answer was taken back"
            self.answers[row.pk] = row.state

    def _fit(self, state: State, rows: list[Signing]) -> None:
        states = [row.state for row in rows]
        if state in (State.SIGNED, State.SEALED, State.ENDED):
            assert states
            assert set(states) == {SigningState.SIGNED}
        if state == State.SENT:
            assert SigningState.WAITING in states
            assert SigningState.DECLINED not in states
        if state == State.DECLINED:
            assert states.count(SigningState.DECLINED) == 1
        waiting = [row.turn for row in rows if row.state == SigningState.WAITING]
        typed = [row.turn for row in rows if row.state == SigningState.SIGNED and row.method == SigningMethod.TYPED]
        if waiting and typed:
            assert max(typed) <= min(waiting), "someone signed before her turn"

    @invariant()
    def log_holds_and_says_what_the_rows_say(self) -> None:
        if hasattr(self, "pk"):
            with acting_as(SYSTEM):
                assert problems_of(self.agreement) == []

    @invariant()
    def text_of_a_version_stays(self) -> None:
        if not hasattr(self, "pk"):
            return
        with acting_as(SYSTEM):
            for version in AgreementVersion.objects.filter(agreement=self.pk):
                assert sha256(version.html.encode()).hexdigest() == version.content_sha256
                assert self.texts.setdefault(version.pk, version.content_sha256) == version.content_sha256


@pytest.mark.django_db
@pytest.mark.usefixtures("seal_key")
@pytest.mark.parametrize("first", [State.DRAFT, State.SENT, State.SEALED, State.SIGNED])
def test_whole_life(first, monkeypatch):
    """The same lives each time."""
    monkeypatch.setattr(codes, "next_at", lambda *arguments: None)  # nobody waits a minute for the next code

    class Lived(Life):
        mine, begins, reached = scenes.matched(), first, set()

    bounds = settings(
        max_examples=3, stateful_step_count=8, derandomize=True, database=None, phases=[Phase.explicit, Phase.generate]
    )
    run_state_machine_as_test(Lived, settings=bounds)
    assert len(Lived.reached) > 2
