"""A portal in which there is nobody yet."""

import pytest
from django.core.management import CommandError, call_command

from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.mail.models import Message
from mkbroute.organisations.enums import Kind, Part
from mkbroute.organisations.models import Invitation, Membership, Organisation

from .. import databases
from ..races import at_once
from .door import log_in, newest_token

pytestmark = pytest.mark.django_db
FIRST = {"name": "Noor Kuiper", "email": "Noor@voorbeeld.test"}


def begin(**options) -> None:
    call_command("begin", **{**FIRST, **options})


def teams() -> list[Organisation]:
    with acting_as(SYSTEM):
        return list(Organisation.objects.filter(kind=Kind.PROGRAMME))


def invitations() -> list[Invitation]:
    with acting_as(SYSTEM):
        return list(Invitation.objects.order_by("sent_at"))


def test_the_first_person_gets_in_and_invites_a_hogeschool(client, mailbox, capsys):
    begin(team="Programmateam Mkb-routes")
    assert "Noor Kuiper is invited" in capsys.readouterr().out
    with acting_as(SYSTEM):
        assert Message.objects.get(kind="invitation").to_email == "noor@voorbeeld.test"
    link = f"/uitnodiging/{newest_token()}/"
    log_in(client, mailbox, "noor@voorbeeld.test", after=link)
    assert client.post(link).status_code == 302
    with acting_as(SYSTEM):
        hat = Membership.objects.select_related("organisation").get()
    assert (hat.part, hat.organisation.name) == (Part.PROGRAMME, "Programmateam Mkb-routes")
    assert client.get("/organisatie/anderen/toevoegen/").status_code == 200


def test_it_begins_once(capsys):
    begin()
    with pytest.raises(CommandError, match=r"has not accepted yet\. With --again"):
        begin(email="ander@voorbeeld.test")
    assert len(teams()) == len(invitations()) == 1


def test_who_did_not_come_is_invited_again(client, capsys):
    begin(email="tikfout@voorbeeld.test")
    token = newest_token()
    begin(again=True)
    first, second = invitations()
    assert first.revoked_at
    assert (second.email, second.revoked_at) == ("noor@voorbeeld.test", None)
    assert client.get(f"/uitnodiging/{token}/").status_code == 410
    assert len(teams()) == 1


def test_never_again_once_somebody_is_in(client, mailbox, capsys):
    begin()
    link = f"/uitnodiging/{newest_token()}/"
    log_in(client, mailbox, "noor@voorbeeld.test", after=link)
    client.post(link)
    for again in (False, True):
        with pytest.raises(CommandError, match="there are people in Programmateam Mkb-routes"):
            begin(email="vreemd@voorbeeld.test", again=again)
    assert len(invitations()) == 1


@pytest.mark.django_db(transaction=True)
def test_two_at_once_begin_once(capsys):
    def try_it() -> bool:
        try:
            begin()
        except CommandError:
            return False
        return True

    assert sorted(at_once(try_it, try_it)) == [False, True]
    assert len(teams()) == 1


@pytest.mark.parametrize("option", [["--email", "geen adres"], ["--name", " "], ["--name", "x" * 121]])
def test_it_says_what_is_wrong_with_what_is_typed(option):
    with pytest.raises(CommandError, match=option[0]):
        call_command("begin", "--name", "Noor", "--email", "noor@voorbeeld.test", *option)
    assert not teams()


@pytest.mark.django_db(transaction=True)
def test_only_the_worker_may():
    with databases.logged_in_as("portal_web"), pytest.raises(CommandError, match="log-in portal_worker"):
        begin()
