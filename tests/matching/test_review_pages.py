"""Looking a draft over and changing it by hand: what the coordinator reads before and after."""

import pytest
from django.urls import reverse

from matching.enums import PairKind
from matching.services.checking import ask_check, check_run
from matching.services.reviewing import Move, change_draft, judge_draft
from matching.services.rounds import decide_pair
from mkbroute.access.actor import SYSTEM, acting_as
from tests.built_once import built_once

from . import rounds, stage

pytestmark = pytest.mark.django_db


@built_once
def scene():
    """Sem is pinned on the place that he wishes, and that ranks him last."""
    market = rounds.market()
    with acting_as(market.tenant.coordinator.actor):
        decide_pair(
            market.round, market.applications["Sem Bos"], market.offer("Uitvoerder"), kind=PairKind.PINNED,
            reason="Zo afgesproken met het bedrijf.", who="Sanne de Wit",
        )  # fmt: skip
    market.close()
    return market, market.run()


@pytest.fixture
def coordinator(client, scene):
    return stage.logged_in(client, scene[0].tenant.coordinator)


def at(name, row):
    return reverse(f"matching:{name}", args=[row.public_id])


def texts(response) -> str:
    return " ".join(response.content.decode().split())


def of(run, name):
    with acting_as(SYSTEM):
        return run.people.get(application__name=name)


def moved(scene, run, name, title=""):
    """And judged."""
    with acting_as(scene.tenant.coordinator.actor):
        place = run.places.get(position__title=title) if title else None
        move = Move(of(run, name), place)
        change_draft(run, move, revision=stage.now(run).revision, reason="Het kan niet anders.", who=rounds.WHO)
    judge_draft(run.pk)


def test_who_was_pinned_and_moved_is_warned_of_and_named_in_the_certificate(coordinator, scene):
    market, run = scene
    assert market.placed(run)["Sem Bos"] == "Uitvoerder"
    page = texts(coordinator.get(at("change_run", of(run, "Sem Bos")), {"naar": "geen"}))
    assert "Sem Bos is in deze ronde vastgezet op Uitvoerder" in page
    assert "Zo afgesproken met het bedrijf." in page
    moved(market, run, "Sem Bos")
    with acting_as(market.tenant.coordinator.actor):
        ask_check(run, who=rounds.WHO)
    check_run(run.pk)
    page = texts(coordinator.get(at("run", run)))
    assert "Niet helemaal eerlijk" in page
    assert page.count("1 kandidaat was vastgezet, en staat daar niet meer") == 2
    assert "die iemand niet op de lijst had" not in page
