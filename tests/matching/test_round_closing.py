"""A round closes soon, and somebody ranked nothing yet."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from matching.models import Position, Round
from matching.services.closing import remind_of_closing, to_remind_of_closing
from matching.services.rounds import close_now
from matching.tasks import remind
from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.mail.models import MessageBody
from tests.built_once import built_once

from . import rounds, stage

pytestmark = pytest.mark.django_db

KINDS = ("round_closing_person", "round_closing_company")


def silent() -> rounds.Scene:
    """Noor ranked, Sem did not; the company judged somebody for one of its two leerwerkplekken."""
    scene = rounds.Scene(stage.tenant())
    for name in ("Noor Visser", "Sem Bos"):
        scene.person(name)
    for title in ("Uitvoerder", "Tekenaar"):
        scene.position(title)
    scene.wishes("Noor Visser", "Uitvoerder")
    scene.ranks("Uitvoerder", "Noor Visser")
    stage.forget_mails()
    return scene


scene = built_once(silent)


def closes_in(scene, days: int, told_days_ago: int = 5) -> None:
    today = localdate()
    with acting_as(SYSTEM):
        Round.objects.filter(pk=scene.round.pk).update(
            opens_on=today - timedelta(days=9),
            closes_on=today + timedelta(days=days),
            told_turn=1,
            told_on=today - timedelta(days=told_days_ago),
        )


def told() -> list[str]:
    return [address for _, address in stage.mails(*KINDS)]


def test_who_ranked_nothing_is_reminded_once(scene):
    closes_in(scene, 7)
    remind()
    remind()
    with acting_as(SYSTEM):
        address = Position.objects.get(title="Tekenaar", organisation=scene.tenant.company).mailbox[1]
        text = MessageBody.objects.get(message__kind="round_closing_company").text
    assert sorted(told()) == sorted([scene.applications["Sem Bos"].email, address])
    assert "Tekenaar" in text
    assert "Uitvoerder" not in text


@pytest.mark.parametrize(("days", "told_days_ago"), [(8, 5), (7, 0), (3, 4), (-1, 5)])
def test_not_too_early_nor_again_nor_too_late(scene, days, told_days_ago):
    closes_in(scene, days, told_days_ago)
    with acting_as(SYSTEM):
        remind_of_closing(scene.round.pk)
    remind()
    assert told() == []


def test_the_day_before_comes_again(scene):
    closes_in(scene, 1, told_days_ago=6)
    remind()
    assert len(told()) == 2


def test_not_what_was_closed_meanwhile(scene):
    closes_in(scene, 7)
    with acting_as(SYSTEM):
        assert to_remind_of_closing() == [scene.round.pk]
    with acting_as(scene.tenant.coordinator.actor):
        close_now(stage.now(scene.round), who=rounds.WHO)
    with acting_as(SYSTEM):
        remind_of_closing(scene.round.pk)
        assert to_remind_of_closing() == []
    assert told() == []
