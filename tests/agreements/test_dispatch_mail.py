"""Many to sign are one mail, and the hogeschool sees what became of it."""

import re
from datetime import timedelta

import pytest

from agreements import pages, queries
from agreements.enums import Role, State
from agreements.models import Agreement, Signing
from agreements.services import sending_many as services
from agreements.services import turns
from agreements.services.reminding import remind_person
from agreements.services.sending import reopen_agreement
from agreements.services.turns import ask_person, people_to_ask, whose_turn_it_is
from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.dashboards import work
from mkbroute.mail.models import Message

from . import scenes
from .dispatches import ask, asked, lines
from .scenes import WHO
from .signers import last_mail, mails, said, signers, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def mine():
    return scenes.matched()


def students_of(dispatch) -> list[str]:
    """Their addresses."""
    with acting_as(SYSTEM):
        found = Signing.objects.filter(agreement__dispatch_lines__dispatch=dispatch, role="student")
        return sorted(found.values_list("email", flat=True))


def ask_everybody() -> None:
    with acting_as(SYSTEM):
        for route_id, email in people_to_ask():
            ask_person(route_id, email)


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
