"""Two or more who ask, answer or close at the same moment, each with a connection of its own."""

import pytest

from matching.models import Introduction
from matching.services.introductions import answer_introduction, withdraw_introduction
from matching.services.refusal import Refusal
from matching.tasks import introductions
from mkbroute.access.actor import SYSTEM, acting_as
from tests.built_once import built_once

from . import stage
from .test_introductions import build, candidates, invited, overdue
from .test_races import at_once, refused

pytestmark = pytest.mark.django_db(transaction=True)
scene = built_once(build)


def test_two_colleagues_cannot_both_take_the_last_invitation(scene):
    tenant, _, _, position, profile = scene
    first, *others = candidates(tenant, 5)
    for other in others:
        invited(tenant, position, other)
    answers = at_once(*(lambda who=who: invited(tenant, position, who) for who in (first, profile)))
    assert refused(answers) == 1
    with acting_as(SYSTEM):
        assert Introduction.objects.filter(state="open", by="company").count() == 5


def test_two_workers_close_and_tell_once(scene):
    tenant, _, _, position, profile = scene
    one = invited(tenant, position, profile)
    introductions()
    overdue(one, 1)
    stage.forget_mails()
    at_once(introductions, introductions, introductions)
    assert [kind for kind, _ in stage.mails()] == ["meeting_closed", "meeting_closed"]


def test_an_answer_and_a_withdrawal_at_once_leave_one(scene):
    tenant, person, _, position, profile = scene
    one = invited(tenant, position, profile)

    def withdraw():
        with acting_as(tenant.contact.actor):
            return withdraw_introduction(one)

    def accept():
        with acting_as(person.actor):
            return answer_introduction(one, accepts=True)

    answers = at_once(withdraw, accept)
    assert refused(answers) == 1
    (done,) = [each for each in answers if not isinstance(each, Refusal)]
    assert stage.now(one).state == done.state
