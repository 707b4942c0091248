"""The coordinator's pages of a round; what the person and the company read."""

import pytest
from django.urls import reverse
from django.utils import timezone

from matching.models import Round, RunChange
from matching.services.publishing import pass_on
from matching.services.reviewing import judge_draft
from mkbroute.access.actor import SYSTEM, acting_as
from tests.built_once import built_once

from . import rounds, stage

pytestmark = pytest.mark.django_db

scene = built_once(rounds.drafted)


@pytest.fixture
def coordinator(client, scene):
    return stage.logged_in(client, scene[0].tenant.coordinator)


def at(name: str, row) -> str:
    return reverse(f"matching:{name}", args=[row.public_id])


def texts(response) -> str:
    return " ".join(response.content.decode().split())


def people(run):
    with acting_as(SYSTEM):
        return {each.application.name: each for each in run.people.select_related("application")}


def places(run):
    with acting_as(SYSTEM):
        return {each.position.title: each for each in run.places.select_related("position")}


def test_the_list_and_the_round_say_how_far_it_is(coordinator, scene):
    market, run = scene
    page = texts(coordinator.get(reverse("matching:rounds")))
    assert "Ronde voorjaar" in page
    page = texts(coordinator.get(at("round", market.round)))
    assert "Er ligt een concept: u bent aan zet" in page
    assert at("run", run) in page


def test_planning_says_what_is_wrong_and_keeps_what_was_typed(coordinator, scene):
    market, _ = scene
    typed = {"title": "Zomer", "opens_on": "2027-06-10", "closes_on": "2027-06-01", "unjudged": "out"}
    typed["objective"] = "max"
    answer = coordinator.post(reverse("matching:plan_round"), {**typed, "routes": [market.tenant.route.public_id]})
    assert answer.status_code == 422
    assert "De laatste dag ligt voor de eerste." in texts(answer)
    assert 'value="Zomer"' in texts(answer)
    answer = coordinator.post(
        reverse("matching:plan_round"),
        {**typed, "closes_on": "2027-06-20", "routes": [market.tenant.route.public_id]},
    )
    assert "doet al mee in een andere ronde" in texts(answer)


def test_a_strangers_route_is_no_choice(coordinator, scene):
    other = stage.tenant("Andere Hogeschool")
    today = timezone.localdate()
    answer = coordinator.post(
        reverse("matching:plan_round"),
        {
            "title": "X",
            "opens_on": today,
            "closes_on": today,
            "unjudged": "last",
            "objective": "stable",
            "routes": [other.route.public_id],
        },
    )
    assert answer.status_code == 422
    with acting_as(SYSTEM):
        assert not Round.objects.filter(title="X").exists()


def test_the_draft_shows_figures_people_and_certificate(coordinator, scene):
    _, run = scene
    page = texts(coordinator.get(at("run", run)))
    for text in ("2 van 3", "Keus 1", "Keus 2", "Eerlijk", "Noor Visser", "Geen plek", "Een mens beslist"):
        assert text in page, text
    assert "Sem Bos" in texts(coordinator.get(at("run", run) + "?only=unplaced"))
    assert "Noor Visser</a>" not in texts(coordinator.get(at("run", run) + "?only=unplaced"))
    page = texts(coordinator.get(at("run_person", people(run)["Noor Visser"])))
    assert "Eén kandidaat stond hoger." in page
    assert "Zeker gelukt: met één plaats meer, of helemaal bovenaan op de lijst van het bedrijf." in page
    assert "Drie kandidaten zetten deze plek op de lijst." in texts(
        coordinator.get(at("run_place", places(run)["Uitvoerder"]))
    )


def test_a_change_shows_what_it_does_before_it_is_made(coordinator, scene):
    _, run = scene
    noor, tekenaar = people(run)["Noor Visser"], places(run)["Uitvoerder"]
    address = at("change_run", noor)
    page = texts(coordinator.get(address, {"naar": tekenaar.public_id}))
    assert "Deze plek is vol. Wie maakt plaats?" in page
    ali = people(run)["Ali Demir"]
    chosen = {"naar": tekenaar.public_id, "plaatsmaker": ali.public_id}
    page = texts(coordinator.get(address, chosen))
    assert "Eén kandidaat en plek zijn dan liever bij elkaar" not in page or "Ali Demir en Uitvoerder" in page
    assert "Ali Demir en Uitvoerder" in page
    answer = coordinator.post(address, {**chosen, "revision": 0, "reason": ""})
    assert answer.status_code == 422
    assert "Schrijf op waarom u dit verandert." in texts(answer)
    answer = coordinator.post(address, {**chosen, "revision": 0, "reason": "Zij woont om de hoek."})
    assert answer.status_code == 302
    judge_draft(run.pk)
    with acting_as(SYSTEM):
        assert RunChange.objects.get(run=run, number=1).made >= 1
    page = texts(coordinator.get(at("run", run)))
    assert "Niet helemaal eerlijk" in page
    assert "Zij woont om de hoek." in page


def test_an_old_page_changes_and_publishes_nothing(coordinator, scene):
    _, run = scene
    noor = people(run)["Noor Visser"]
    answer = coordinator.post(at("change_run", noor), {"naar": "geen", "revision": 3, "reason": "Zo."})
    assert answer.status_code == 422
    assert "intussen gewijzigd" in texts(answer)
    answer = coordinator.post(at("publish_run", run), {"revision": 3, "answer_by": "2027-01-10", "looked": "on"})
    assert answer.status_code == 422


def test_publishing_asks_a_person_to_decide(coordinator, scene):
    _, run = scene
    day = timezone.localdate() + timezone.timedelta(days=14)
    answer = coordinator.post(at("publish_run", run), {"revision": 0, "answer_by": day})
    assert answer.status_code == 422
    assert "Een mens besluit, niet de computer." in texts(answer)
    answer = coordinator.post(at("publish_run", run), {"revision": 0, "answer_by": day, "looked": "on"})
    assert answer.status_code == 302
    assert "Gepubliceerd" in texts(coordinator.get(at("run", run)))


def published(scene):
    from matching.services.publishing import publish_run

    market, run = scene
    with acting_as(market.tenant.coordinator.actor):
        publish_run(run, revision=0, answer_by=timezone.localdate() + timezone.timedelta(days=14), who=rounds.WHO)
    pass_on(run.pk)
    return stage.now(run)


def test_a_person_reads_why_without_a_name(client, scene):
    market, run = scene
    sem = people(run)["Sem Bos"]
    stage.logged_in(client, market.people["Sem Bos"])
    assert client.get(at("why_mine", sem)).status_code == 404
    published(scene)
    page = texts(client.get(at("why_mine", sem)))
    for text in (
        "Er is in deze beurt nog geen plek voor je gevonden.",
        "Eén kandidaat stond hoger.",
        "UAVG artikel 40",
    ):
        assert text in page, text
    assert "Ali" not in page
    assert "Noor" not in page
    assert at("why_mine", sem) in texts(client.get(at("mine", market.applications["Sem Bos"])))
    assert client.get(at("why_mine", people(run)["Noor Visser"])).status_code == 404


def test_a_company_reads_why_without_a_name(client, scene):
    market, run = scene
    place = places(run)["Uitvoerder"]
    stage.logged_in(client, market.tenant.contact)
    assert client.get(at("why_place", place)).status_code == 404
    published(scene)
    page = texts(client.get(at("why_place", place)))
    assert "Drie kandidaten zetten deze plek op de lijst. Voor drie was het de eerste keus." in page
    assert "Wie er kwam, stond bovenaan op uw lijst van 3." in page
    assert "Sem" not in page
    assert at("why_place", place) in texts(client.get(at("position", market.positions["Uitvoerder"])))


def test_lists_take_few_queries_however_long(coordinator, scene):
    market, run = scene
    few = stage.statements(coordinator, at("run", run))
    for name in ("Kees", "Piet", "Jan"):
        market.person(name)
        market.wishes(name, "Uitvoerder")
    with acting_as(SYSTEM):
        Round.objects.filter(pk=market.round.pk).update(state="open", turn=2)
    market.close()
    assert stage.statements(coordinator, at("run", market.run())) == few
    assert stage.statements(coordinator, reverse("matching:rounds")) <= 8
