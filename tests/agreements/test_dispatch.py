"""Sending the drafts of a class: by a worker, each once, with a reason where not; and one mail to who signs several."""

import re
from datetime import timedelta
from functools import partial

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.db import DatabaseError, transaction
from django.utils import timezone

from agreements import pages, queries, tasks
from agreements.enums import DispatchState, Role, State
from agreements.models import Agreement, Dispatch, DispatchLine, Signing
from agreements.sendable import sendables, shared_cautions
from agreements.services import sending_many as services
from agreements.services import turns
from agreements.services.reminding import remind_person
from agreements.services.sending import reopen_agreement
from agreements.services.turns import ask_person, people_to_ask, whose_turn_it_is
from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.dashboards import work
from mkbroute.mail.models import Message
from tests import cast
from tests.races import at_once

from . import scenes
from .classmates import ready_class
from .scenes import WHO
from .signers import last_mail, mails, said, signers, text_of

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


def asked(mine, number: int = 3) -> Dispatch:
    """Of a class of so many: all is ready."""
    ready_class(mine, number)
    return ask(mine)


def ask(mine) -> Dispatch:
    with acting_as(mine.coordinator.actor):
        ready = [each for each in sendables(mine.route) if not each.obstacles]
        reasons = {shared.caution.code: "Zo afgesproken." for shared in shared_cautions(ready)}
        return services.ask_to_send(mine.route, ready, reasons=reasons, who=WHO)


def asked_by_another(name: str, number: int) -> Dispatch:
    return asked(scenes.matched(name), number)


def lines(dispatch) -> list[DispatchLine]:
    with acting_as(SYSTEM):
        return list(DispatchLine.objects.filter(dispatch=dispatch).select_related("agreement").order_by("pk"))


def students_of(dispatch) -> list[str]:
    """Their addresses."""
    with acting_as(SYSTEM):
        found = Signing.objects.filter(agreement__dispatch_lines__dispatch=dispatch, role="student")
        return sorted(found.values_list("email", flat=True))


def states(dispatch) -> list[str]:
    return [line.state for line in lines(dispatch)]


def sent(dispatch) -> int:
    with acting_as(SYSTEM):
        return Agreement.objects.filter(dispatch_lines__dispatch=dispatch, state=State.SENT).count()


def ask_everybody() -> None:
    with acting_as(SYSTEM):
        for route_id, email in people_to_ask():
            ask_person(route_id, email)


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


class TestOneMail:
    def test_who_signs_several_gets_one_mail_with_a_link_for_each(self, mine, client):
        before = {mail.pk for mail in mails("sign_request")}
        dispatch = asked(mine, 3)
        services.carry_out(dispatch.pk)
        ask_everybody()
        text = last_mail(mine.contact.user.email, "sign_requests")
        links = re.findall(r"/tekenen/[^/\s]+/", text)
        assert len(set(links)) == 3
        assert [client.get(link).status_code for link in links] == [200] * 3
        assert "/overeenkomsten/te-tekenen/" in text
        assert "3 overeenkomsten" in mails("sign_requests")[0].subject
        students = {line.agreement.student_name for line in lines(dispatch)}
        assert all(name in text for name in students)
        # of each its own event, and to each student her own mail
        assert all("Persoonlijke link gestuurd aan Karim Bakker" in said("link_sent", line.agreement)
                   for line in lines(dispatch))  # fmt: skip
        to_each = [mail.to_email for mail in mails("sign_request") if mail.pk not in before]
        assert sorted(to_each) == students_of(dispatch)

    def test_nobody_is_asked_before_the_class_is_sent(self, mine):
        dispatch = asked(mine, 2)
        services._send_next(dispatch)
        with acting_as(SYSTEM):
            assert people_to_ask() == []
        services.carry_out(dispatch.pk)
        with acting_as(SYSTEM):
            assert people_to_ask()

    def test_sending_that_never_ends_keeps_nobody_waiting(self, mine, monkeypatch):
        services._send_next(asked(mine, 2))
        monkeypatch.setattr(turns, "UNDER_WAY", timedelta(0))
        with acting_as(SYSTEM):
            assert people_to_ask()

    def test_one_alone_is_the_ordinary_mail(self, mine):
        services.carry_out(asked(mine, 1).pk)
        ask_everybody()
        assert mails("sign_requests") == []
        assert "overeenkomst voor Student 00" in last_mail(mine.contact.user.email, "sign_request")

    def test_asking_twice_mails_once(self, mine):
        services.carry_out(asked(mine, 3).pk)
        for _ in range(2):
            ask_everybody()
        assert len([mail for mail in mails("sign_requests") if mail.to_email == mine.contact.user.email]) == 1

    def test_one_that_cannot_be_asked_keeps_no_other(self, mine, monkeypatch):
        dispatch = asked(mine, 3)
        services.carry_out(dispatch.pk)
        first, link = lines(dispatch)[0].agreement, turns._link

        def breaks(signing):
            if signing.agreement_id == first.pk:
                raise RuntimeError("x")
            return link(signing)

        monkeypatch.setattr(turns, "_link", breaks)
        ask_everybody()
        assert "2 overeenkomsten" in mails("sign_requests")[0].subject
        monkeypatch.undo()
        ask_everybody()
        with acting_as(SYSTEM):
            assert not whose_turn_it_is().filter(agreement__route=mine.route).exists()

    def test_what_changed_since_it_was_sent_before_has_a_mail_of_its_own(self, mine):
        dispatch = asked(mine, 3)
        services.carry_out(dispatch.pk)
        ask_everybody()
        first = lines(dispatch)[0].agreement
        with acting_as(mine.coordinator.actor):
            reopen_agreement(first, reason="Anders.", who=WHO)
        with acting_as(SYSTEM):
            Agreement.objects.filter(pk=first.pk).update(guidance="Elke dag een uur.")
        services.carry_out(ask(mine).pk)
        ask_everybody()
        assert "Dit is versie 2" in last_mail(mine.contact.user.email, "sign_request")


class TestWhatBecameOfTheMail:
    """Of who signs several: at each of them, though the mail is one."""

    def rows(self, mine, dispatch) -> list[list[str]]:
        found = []
        for line in lines(dispatch):
            with acting_as(mine.coordinator.actor):
                agreement = queries.detailed(Role.HOGESCHOOL).get(pk=line.agreement_id)
                parties = queries.sorted_parties(agreement.parties.all())
                rows = pages.rows_of(agreement, parties, Role.HOGESCHOOL, mine.coordinator.user.email)
            found.append([row["mailed"] for row in rows if row["party"].role == "company"])
        return found

    def refuse(self, mine, kind: str) -> None:
        with acting_as(SYSTEM):
            Message.objects.filter(kind=kind, to_email=mine.contact.user.email).update(state="failed")

    def test_refused_address_shows_at_each(self, mine):
        dispatch = asked(mine, 3)
        services.carry_out(dispatch.pk)
        ask_everybody()
        assert self.rows(mine, dispatch) == [["mail staat klaar om te worden verzonden"]] * 3
        self.refuse(mine, "sign_requests")
        assert self.rows(mine, dispatch) == [["mail kon niet worden verzonden"]] * 3

    def test_so_does_that_of_a_reminder(self, mine):
        dispatch = asked(mine, 2)
        services.carry_out(dispatch.pk)
        ask_everybody()
        with acting_as(mine.coordinator.actor):
            remind_person(mine.hogeschool.pk, mine.contact.user.email, who=WHO)
        self.refuse(mine, "reminder")
        assert self.rows(mine, dispatch) == [["mail kon niet worden verzonden"]] * 2

    def test_dossier_of_each_holds_the_mail(self, mine):
        dispatch = asked(mine, 3)
        services.carry_out(dispatch.pk)
        ask_everybody()
        for line in lines(dispatch):
            with acting_as(mine.coordinator.actor):
                kinds = [mail.kind for mail in queries.mails_about(line.agreement)]
            assert sorted(kinds) == ["sign_request", "sign_requests"]


class TestWhoseTurn:
    def turns(self, mine, agreement) -> tuple[str, str]:
        """In the list, and on its page."""
        with acting_as(mine.coordinator.actor):
            (row,) = queries.rows_of(Agreement.objects.filter(pk=agreement.pk), Role.HOGESCHOOL, "iemand@elders.test")
            turn = queries.turn_of(queries.followed().get(pk=agreement.pk), Role.HOGESCHOOL, "iemand@elders.test")
        return f"{row.turn.who} {row.turn.what}", f"{turn.who} {turn.what}"

    def test_between_sending_and_asking_it_is_the_portals(self, mine):
        dispatch = asked(mine, 1)
        services.carry_out(dispatch.pk)
        (line,) = lines(dispatch)
        assert self.turns(mine, line.agreement) == ("het portaal stuurt de links",) * 2
        ask_everybody()
        assert self.turns(mine, line.agreement) == ("Student 00 en Karim Bakker tekenen",) * 2

    def test_of_what_is_sent_again_nobody_of_the_version_before_waits(self, mine):
        dispatch = asked(mine, 1)
        services.carry_out(dispatch.pk)
        ask_everybody()
        (line,) = lines(dispatch)
        with acting_as(mine.coordinator.actor):
            reopen_agreement(line.agreement, reason="Anders.", who=WHO)
        with acting_as(SYSTEM):
            Agreement.objects.filter(pk=line.agreement_id).update(guidance="Elke dag een uur.")
        services.carry_out(ask(mine).pk)
        assert self.turns(mine, line.agreement) == ("het portaal stuurt de links",) * 2


class TestWorkList:
    def test_several_are_one_line_that_leads_to_the_sitting(self, mine, client):
        services.carry_out(asked(mine, 3).pk)
        ask_everybody()
        email = mine.contact.user.email
        with acting_as(mine.contact.actor):
            (item,) = (item for item in work.on_company(email) if item.url == "/overeenkomsten/te-tekenen/")
        assert item.title == "3 overeenkomsten"
        client.force_login(mine.contact.user)
        page = client.get("/overeenkomsten/te-tekenen/")
        assert len(page.context["rows"]) == 3
        assert "<h1" in text_of(page)
        assert "Te tekenen" in text_of(page)

    def test_one_is_itself(self, mine):
        services.carry_out(asked(mine, 1).pk)
        ask_everybody()
        with acting_as(mine.contact.actor):
            found = [item for item in work.on_company(mine.contact.user.email) if item.mail_url]
        assert [item.what for item in found] == ["overeenkomst tekenen, met de link uit de mail"]

    def test_others_do_not_find_it(self, mine, client):
        services.carry_out(asked(mine, 2).pk)
        ask_everybody()
        other = scenes.matched("Hogeschool Twee")
        client.force_login(other.contact.user)
        assert client.get("/overeenkomsten/te-tekenen/").context["rows"] == []


def test_company_that_signs_a_class_in_one_sitting_makes_one_mail_to_the_hogeschool(mine):
    """Where the hogeschool signs last: all become ready for her together."""
    services.carry_out(asked(mine, 3).pk)
    with acting_as(SYSTEM):
        found = list(Signing.objects.filter(agreement__route=mine.route, agreement__state=State.SENT))
        hers = [each.pk for each in found if each.role == "hogeschool"]
        assert all(each.turn == 2 for each in found if each.pk in hers)
    ask_everybody()
    with acting_as(SYSTEM):
        versions = {each.version for each in found}
    for version in versions:
        for role, person in signers(version).items():
            if role != "hogeschool":
                person.identify().sign()
    ask_everybody()
    assert "3 overeenkomsten" in mails("sign_requests")[-1].subject
    assert mails("sign_requests")[-1].to_email == mine.coordinator.user.email
