"""Looking a draft over and changing it by hand: what the coordinator reads before and after."""

import zlib

import pytest
from django.urls import reverse

from matching.engine import fingerprint, read_instance
from matching.enums import PairKind
from matching.models import Application, RunInputs
from matching.services.checking import ask_check, check_run
from matching.services.refusal import Refusal
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


def test_nobody_is_told_to_have_ranked_what_was_only_decided(client, scene):
    """Two more take part: one pinned who wished nothing, on a place whose company ranked nobody."""
    market, _ = scene
    with acting_as(SYSTEM):
        type(market.round).objects.filter(pk=market.round.pk).update(state="open", turn=2)
    market.person("Henk Bos")
    market.person("Eva Smit")
    market.position("Werkvoorbereider", 3)
    market.wishes("Eva Smit", "Werkvoorbereider")
    with acting_as(market.tenant.coordinator.actor):
        decide_pair(
            market.round, market.applications["Henk Bos"], market.offer("Werkvoorbereider"), kind=PairKind.PINNED,
            reason="Werkt er al.", who="Sanne de Wit",
        )  # fmt: skip
    market.close()
    run = market.run()
    henk = of(run, "Henk Bos")
    assert (henk.explanation["choice"], henk.explanation["choices"]) == (None, 0)
    with acting_as(SYSTEM):
        place = run.places.get(position__title="Werkvoorbereider")
        kept = RunInputs.objects.get(run=run)
    assert (place.placed, place.explanation["wished_by"], place.explanation["ranked"]) == (2, 1, 0)
    assert fingerprint(read_instance(zlib.decompress(kept.instance))) == run.fingerprint
    stage.logged_in(client, market.tenant.coordinator)
    page = texts(client.get(at("run_place", place)))
    assert "op uw lijst van" not in page
    assert "Twee kandidaten die er kwamen, had u niet op volgorde gezet." in page
    page = texts(client.get(at("run_person", henk)))
    assert "De plek stond niet op de lijst van deze kandidaat." in page
    assert "Dit was de eerste keus" not in page
    page = texts(client.get(at("change_run", of(run, "Noor Visser")), {"naar": place.public_id}))
    assert "Het bedrijf zette deze kandidaat niet op volgorde." in page


def test_what_the_company_said_of_her_is_read_where_it_matters(client, scene):
    market, run = scene
    market.finds_unsuitable("Tekenaar", "Ali Demir")
    stage.logged_in(client, market.tenant.coordinator)
    assert "Past niet bij het team." in client.get(at("application", market.applications["Ali Demir"])).text
    with acting_as(SYSTEM):
        place = run.places.get(position__title="Tekenaar")
    moved(market, run, "Noor Visser")
    page = texts(client.get(at("change_run", of(run, "Ali Demir")), {"naar": place.public_id}))
    assert "Het bedrijf vindt deze kandidaat niet geschikt: ‘Past niet bij het team.’" in page
    client.force_login(market.people["Ali Demir"].user)
    assert "Past niet bij het team." not in client.get(at("mine", market.applications["Ali Demir"])).text


def test_a_page_that_a_colleague_overtook_says_so_and_keeps_what_was_typed(coordinator, scene):
    market, run = scene
    ali = of(run, "Ali Demir")
    with acting_as(SYSTEM):
        tekenaar = run.places.get(position__title="Tekenaar")
    moved(market, run, "Noor Visser")
    moved(market, run, "Ali Demir", "Tekenaar")
    typed = {"naar": tekenaar.public_id, "revision": 1, "reason": "Hij tekent goed."}
    answer = coordinator.post(at("change_run", ali), typed)
    page = texts(answer)
    assert answer.status_code == 422
    assert "Een collega heeft deze indeling intussen gewijzigd." in page
    assert "in een eerdere beurt" not in page
    typed = {"naar": "geen", "revision": 1, "reason": "Hij tekent goed."}
    page = texts(coordinator.post(at("change_run", ali), typed))
    assert "Hij tekent goed." in page
    assert 'name="revision" value="2"' in page
    page = texts(coordinator.get(at("change_run", ali), {"naar": tekenaar.public_id}))
    assert "Dat is de plek die deze kandidaat nu al heeft." in page


def test_figures_of_the_computation_say_that_they_are(coordinator, scene):
    market, run = scene
    assert "van de berekening" not in texts(coordinator.get(at("run", run)))
    with acting_as(market.tenant.coordinator.actor):
        change_draft(run, Move(of(run, "Sem Bos"), None), revision=0, reason="Zo.", who=rounds.WHO)
        change_draft(
            run, Move(of(run, "Ali Demir"), run.places.get(position__title="Uitvoerder")), revision=1, reason="Zo.",
            who=rounds.WHO,
        )  # fmt: skip
    assert "van de berekening, vóór de wijzigingen met de hand" in texts(coordinator.get(at("run", run)))
    page = texts(coordinator.get(at("run_person", of(run, "Ali Demir"))))
    assert "Wordt bijgewerkt" in page
    assert "Geen plek in deze indeling" not in page


def test_a_change_by_hand_brings_together_whom_a_run_would(scene):
    """Withdrawn, not published, and without an application that looks: none of these."""
    market, run = scene
    offer = market.offer("Tekenaar")
    moved(market, run, "Noor Visser")
    with acting_as(SYSTEM):
        type(offer).objects.filter(pk=offer.pk).update(state="waiting")
    with pytest.raises(Refusal, match="kan hier niet komen"):
        moved(market, run, "Sem Bos", "Tekenaar")
    with acting_as(SYSTEM):
        type(offer).objects.filter(pk=offer.pk).update(state="published")
        Application.objects.filter(pk=market.applications["Sem Bos"].pk).update(employer_plan="own", employer_name="X")
    moved(market, run, "Sem Bos", "Tekenaar")  # he ranked, so he looks
    assert market.placed(run)["Sem Bos"] == "Tekenaar"
