"""Sending the drafts of a class: by a worker, each once, with a reason where not; and one mail to who signs several."""

from functools import partial

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.db import DatabaseError, transaction
from django.utils import timezone

from agreements import tasks
from agreements.enums import DispatchState, State
from agreements.models import Agreement, Dispatch, Signing
from agreements.sendable import sendables
from agreements.services import sending_many as services
from agreements.services import turns
from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.mail.models import Message
from tests import cast
from tests.races import at_once

from . import scenes
from .classmates import ready_class
from .dispatches import ask, asked, lines
from .scenes import WHO
from .signers import said, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def mine():
    return scenes.matched()


@pytest.fixture
def staff(mine, client):
    client.force_login(mine.coordinator.user)
    return client


def path(mine) -> str:
    return f"/overeenkomsten/klas/{mine.route.public_id}/versturen/"


def asked_by_another(name: str, number: int) -> Dispatch:
    return asked(scenes.matched(name), number)


def states(dispatch) -> list[str]:
    return [line.state for line in lines(dispatch)]


def sent(dispatch) -> int:
    with acting_as(SYSTEM):
        return Agreement.objects.filter(dispatch_lines__dispatch=dispatch, state=State.SENT).count()


class TestSending:
    def test_page_asks_and_a_worker_sends(self, mine, staff):
        *_, last = ready_class(mine, 3)
        with acting_as(SYSTEM):
            Agreement.objects.filter(pk=last.pk).update(guidance="")
        page = staff.get(path(mine))
        assert (len(page.context["ready"]), len(page.context["blocked"])) == (2, 1)
        chosen = {"chosen": [each.key for each in page.context["ready"]], "seen": page.context["seen"]}
        reasons = {name: "Zo afgesproken." for _, name in page.context["form"].asked}
        if reasons:
            assert staff.post(path(mine), chosen).status_code == 422
        progress = staff.post(path(mine), {**chosen, **reasons}, follow=True)
        assert "Staat in de rij" in text_of(progress)
        assert "Ververs deze pagina" in text_of(progress)  # without JavaScript
        assert staff.get(path(mine)).url == progress.redirect_chain[-1][0]  # the same, while it runs
        services.carry_out(dispatch_of(mine).pk)
        done = staff.get(progress.redirect_chain[-1][0])
        assert "2 overeenkomsten zijn verstuurd om te tekenen." in text_of(done)
        assert states(dispatch_of(mine)) == [DispatchState.SENT] * 2
        with acting_as(SYSTEM):
            assert not Signing.objects.filter(agreement=last).exists()
        assert staff.post(path(mine), {**chosen, **reasons}).status_code == 409

    def test_what_was_unticked_stays_so_when_the_drafts_changed_meanwhile(self, mine, staff):
        first, second, third = ready_class(mine, 3)
        page = staff.get(path(mine))
        with acting_as(SYSTEM):
            Agreement.objects.filter(pk=first.pk).update(guidance="Iets anders.")
            Agreement.objects.filter(pk=second.pk).update(guidance="")
        chosen = [str(each.public_id) for each in (first, second)]
        again = staff.post(path(mine), {"chosen": chosen, "seen": page.context["seen"]})
        assert again.status_code == 409
        boxes = {box.data["value"]: box.data["selected"] for box in again.context["form"]["chosen"]}
        assert boxes == {str(first.public_id): True, str(third.public_id): False}

    def test_time_of_the_worker_that_runs_out_is_no_fault_of_a_draft(self, mine, monkeypatch):
        def too_long(*args, **kwargs):
            raise SoftTimeLimitExceeded

        dispatch = asked(mine, 2)
        monkeypatch.setattr(services, "send_agreement", too_long)
        with pytest.raises(SoftTimeLimitExceeded):
            services.carry_out(dispatch.pk)
        assert states(dispatch) == ["waiting"] * 2
        monkeypatch.undo()
        tasks.sweep_dispatches()
        assert states(dispatch) == ["sent"] * 2

    def test_dispatch_that_breaks_keeps_no_other(self, mine, monkeypatch):
        first, second = asked(mine, 1), asked_by_another("Hogeschool Twee", 1)

        def carry_out(dispatch_id):
            if dispatch_id == first.pk:
                raise RuntimeError("x")
            services.carry_out(dispatch_id)

        monkeypatch.setattr(tasks, "carry_out", carry_out)
        tasks.sweep_dispatches()
        assert (states(first), states(second)) == (["waiting"], ["sent"])

    def test_progress_tells_how_far_it_is(self, mine, staff):
        dispatch = asked(mine)
        services._send_next(dispatch)
        page = text_of(staff.get(f"/overeenkomsten/klas/verzending/{dispatch.public_id}/voortgang/"))
        assert "1 van 3" in page
        assert "hx-get" in page
        services.carry_out(dispatch.pk)
        page = text_of(staff.get(f"/overeenkomsten/klas/verzending/{dispatch.public_id}/voortgang/"))
        assert "Klaar" in page
        assert "hx-get" not in page

    def test_twice_sends_once(self, mine):
        dispatch = asked(mine)
        for _ in range(2):
            services.carry_out(dispatch.pk)
            tasks.sweep_dispatches()
        assert sent(dispatch) == 3
        assert [len(said("sent", line.agreement)) for line in lines(dispatch)] == [1, 1, 1]

    def test_worker_that_dies_half_way_leaves_the_rest_to_the_sweep(self, mine, monkeypatch):
        dispatch = asked(mine)
        send, calls = services._send, []

        def dies(*args):
            calls.append(args)
            if len(calls) == 2:
                raise KeyboardInterrupt
            return send(*args)

        monkeypatch.setattr(services, "_send", dies)
        with pytest.raises(KeyboardInterrupt):
            services.carry_out(dispatch.pk)
        assert sorted(states(dispatch)) == ["sent", "waiting", "waiting"]
        assert sent(dispatch) == 1
        tasks.sweep_dispatches()
        assert states(dispatch) == ["sent"] * 3
        assert [len(said("sent", line.agreement)) for line in lines(dispatch)] == [1, 1, 1]

    def test_each_that_cannot_be_sent_says_why_and_keeps_no_other(self, mine, staff):
        dispatch = asked(mine, 4)
        changed, incomplete, dropped, fine = (line.agreement for line in lines(dispatch))
        with acting_as(SYSTEM):
            Agreement.objects.filter(pk=changed.pk).update(guidance="Iets anders.")
            Agreement.objects.filter(pk=incomplete.pk).update(guidance="")
            Agreement.objects.filter(pk=dropped.pk).update(state=State.CANCELLED)
        services.carry_out(dispatch.pk)
        problems = {line.agreement: line.problem for line in lines(dispatch)}
        assert problems[changed] == problems[dropped] == services.MEANWHILE
        assert problems[incomplete].startswith("Er ontbreekt nog iets: ")
        assert problems[fine] == ""
        page = text_of(staff.get(f"/overeenkomsten/klas/verzending/{dispatch.public_id}/"))
        assert "1 overeenkomst is verstuurd om te tekenen." in page
        assert problems[incomplete] in page

    def test_error_of_ours_is_told_as_such(self, mine, monkeypatch):
        def breaks(*args, **kwargs):
            raise RuntimeError("x")

        dispatch = asked(mine, 2)
        monkeypatch.setattr(services, "send_agreement", breaks)
        services.carry_out(dispatch.pk)
        assert {line.problem for line in lines(dispatch)} == {services.BROKEN}

    def test_who_lost_her_hat_sends_nothing(self, mine):
        dispatch = asked(mine, 2)
        cast.colleague(mine.coordinator)
        with acting_as(SYSTEM):
            membership = mine.coordinator.membership
            membership.ends_on = timezone.localdate()
            membership.ended_at = timezone.now()
            membership.save()
        services.carry_out(dispatch.pk)
        assert {line.problem for line in lines(dispatch)} == {services.NO_ACCESS}
        assert sent(dispatch) == 0

    def test_nobody_sends_those_of_another_hogeschool(self, mine):
        ready_class(mine, 1)
        other = scenes.matched("Hogeschool Twee")
        with acting_as(mine.coordinator.actor):
            (ready,) = (each for each in sendables(mine.route) if not each.obstacles)
        with acting_as(other.coordinator.actor), pytest.raises(DatabaseError), transaction.atomic():
            services.ask_to_send(mine.route, [ready], reasons={}, who=WHO)

    def test_draft_is_in_one_sending_at_a_time(self, mine):
        dispatch = asked(mine, 2)
        with pytest.raises(services.RunsAlready):
            ask(mine)
        with acting_as(SYSTEM):
            assert list(Dispatch.objects.filter(route=mine.route, finished_at=None)) == [dispatch]


def dispatch_of(mine) -> Dispatch:
    with acting_as(SYSTEM):
        return Dispatch.objects.filter(route=mine.route).latest("asked_at")


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_a_class_once():
    mine = scenes.matched()
    dispatch = asked(mine, 4)
    found = at_once(*[lambda: services.carry_out(dispatch.pk)] * 3)
    assert found == [None] * 3
    services.carry_out(dispatch.pk)
    assert states(dispatch) == ["sent"] * 4
    assert [len(said("sent", line.agreement)) for line in lines(dispatch)] == [1] * 4
    with acting_as(SYSTEM):
        assert Dispatch.objects.get(pk=dispatch.pk).finished_at


@pytest.mark.django_db(transaction=True)
def test_several_workers_ask_who_signs_several_in_one_mail():
    """Of the class, of the sweep and of each agreement: while one has an agreement for a student, others wait."""
    mine = scenes.matched()
    dispatch = asked(mine, 4)
    services.carry_out(dispatch.pk)
    each = [partial(tasks.ask_whose_turn_it_is, line.agreement_id) for line in lines(dispatch)]
    at_once(partial(tasks.ask_class, dispatch.pk), tasks.sweep, *each)
    about_it = {f"agreement:{line.agreement.public_id}" for line in lines(dispatch)}
    with acting_as(SYSTEM):
        (mail,) = Message.objects.filter(about__in=about_it, to_email=mine.contact.user.email)
    assert mail.kind == "sign_requests"
    assert "4 overeenkomsten" in mail.subject
    assert people_waiting(dispatch) == 0


def people_waiting(dispatch) -> int:
    with acting_as(SYSTEM):
        return len(turns.people_of_dispatch(dispatch.pk))


@pytest.mark.django_db(transaction=True)
def test_a_double_click_asks_once():
    mine = scenes.matched()
    ready_class(mine, 2)
    outcomes = at_once(lambda: ask(mine), lambda: ask(mine))
    assert sorted(type(each).__name__ for each in outcomes) == ["Dispatch", "RunsAlready"]
