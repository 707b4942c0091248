"""Answering about an end with an account: of the ending that the page showed, by each party that has one."""

import re

import pytest
from django.test import Client

from agreements.enums import Confirmation, EventKind, Role
from agreements.models import Agreement, EndingConfirmation
from agreements.services import endings as services
from mkbroute.access.actor import SYSTEM, acting_as

from . import scenes, sealed
from .endings import WHY, early, propose, scene
from .scenes import WHO
from .signers import said, text_of

pytestmark = pytest.mark.django_db


def client_of(person) -> Client:
    client = Client()
    client.force_login(person.user)
    return client


def path(agreement, rest: str = "einde/") -> str:
    return f"/overeenkomsten/{agreement.public_id}/{rest}"


def shown_in(page) -> dict[str, str]:
    return dict(re.findall(r'type="hidden" name="(einde)" value="([^"]+)"', page.content.decode()))


def states(agreement) -> list[tuple[str, str]]:
    with acting_as(SYSTEM):
        found = EndingConfirmation.objects.filter(agreement=agreement).exclude(role=Role.HOGESCHOOL)
        return sorted(found.values_list("role", "state"))


def test_of_the_ending_that_was_shown():
    """It was withdrawn, and another proposed, while the page lay open."""
    mine, agreement = scene()
    first = propose(mine, agreement)
    student = client_of(mine.student)
    old = shown_in(student.get(path(agreement)))
    assert old == {"einde": str(first.public_id)}
    with acting_as(mine.coordinator.actor):
        services.withdraw_ending(first, reason=WHY, who=WHO)
    second = propose(mine, agreement)
    told = student.post(path(agreement, "einde/antwoord/"), {**old, "answer": "ja"}, follow=True)
    assert "Er staat intussen een ander voorstel" in text_of(told)
    assert shown_in(told) == {"einde": str(second.public_id)}
    assert {state for _, state in states(agreement)} == {Confirmation.WAITING}


def test_what_does_not_fit_comes_back_about_the_same_ending():
    mine, agreement = scene()
    ending = propose(mine, agreement)
    student = client_of(mine.student)
    shown = shown_in(student.get(path(agreement)))
    answer = student.post(path(agreement, "einde/antwoord/"), {**shown, "answer": "nee"})
    assert answer.status_code == 422
    assert shown_in(answer) == {"einde": str(ending.public_id)}


def with_employer(mine) -> Agreement:
    """A formal employer, with an account, posts the student to the company."""
    draft = scenes.complete(mine, employer=mine.employer)
    with acting_as(SYSTEM):
        party = draft.parties.get(role=Role.COMPANY)
        party.pk, party.role, party.legal_name, party.employer = None, Role.EMPLOYER, mine.employer.name, mine.employer
        party.kvk_number = mine.employer.kvk_number
        party.signer_email, party.supervisor_email, party.supervisor_phone = mine.employer.email, "", ""
        party.save(force_insert=True)
    return sealed.seal_without_work(scenes.send(mine, draft))


@pytest.mark.parametrize(
    ("who", "role"), [("student", Role.STUDENT), ("contact", Role.COMPANY), ("employer_contact", Role.EMPLOYER)]
)
def test_by_each_party_with_an_account(who, role):
    mine = scenes.matched()
    agreement = with_employer(mine)
    propose(mine, agreement, early(agreement, last_day=agreement.starts_on))
    client = client_of(getattr(mine, who))
    shown = shown_in(client.get(path(agreement)))
    answer = client.post(path(agreement, "einde/antwoord/"), {**shown, "answer": "ja"}, follow=True)
    assert "Dank voor het antwoord" in text_of(answer)
    assert (role, Confirmation.AGREED) in states(agreement)
    assert len(said(EventKind.END_ANSWERED, agreement)) == 1
