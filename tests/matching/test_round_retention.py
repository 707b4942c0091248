"""What is personal in a round goes after its term; the figures stay."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from matching.models import (
    Application,
    ApplicationEvent,
    Preference,
    Round,
    RoundPair,
    Run,
    RunChange,
    RunInputs,
    RunPerson,
    RunPlace,
    Snapshot,
)  # fmt: skip
from matching.retention import clear_round, preferences_due, remove_preferences, rounds_due
from matching.services.checking import ask_check
from matching.services.refusal import Refusal
from matching.services.rounds import begin_turn, decide_pair
from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.documents.models import RetentionTerm
from mkbroute.documents.retention import choose_own_term
from tests import cast
from tests.built_once import built_once

from . import rounds, stage

pytestmark = pytest.mark.django_db
PERSONAL = (RunChange, RunPerson, RunInputs, Snapshot, RoundPair)


@built_once
def drafted():
    market, run = rounds.drafted()
    with acting_as(market.tenant.coordinator.actor):
        decide_pair(
            market.round, market.applications["Sem Bos"], market.offer("Tekenaar"), kind="forbidden", reason="Familie.",
            who="Sanne",
        )  # fmt: skip
    return market, run


def age(found, days):
    last = localdate() - timedelta(days=days)
    with acting_as(SYSTEM):
        Round.objects.filter(pk=found.pk).update(opens_on=last, closes_on=last)


def left(found):
    with acting_as(SYSTEM):
        return {model.__name__ for model in PERSONAL if model.objects.filter(round=found).exists()}


def test_the_term_has_a_source_and_a_date():
    with acting_as(SYSTEM):
        term = RetentionTerm.objects.get(document_class="round")
    assert (term.said, term.valid_from <= localdate()) == ("12 maanden", True)
    assert "AVG artikel 5 lid 1 e" in term.source


def test_before_its_term_nothing_goes_whoever_asks(drafted):
    market, _ = drafted
    age(market.round, 364)
    with acting_as(SYSTEM):
        assert rounds_due(10) == []
        assert clear_round(market.round.pk) is None
    for model in (Snapshot, RunInputs):
        with acting_as(SYSTEM), pytest.raises(DatabaseError, match="kept until its term"), transaction.atomic():
            model.objects.filter(round=market.round)._raw_delete("default")
    assert {"RunPerson", "RunInputs", "Snapshot", "RoundPair"} <= left(market.round)


def test_after_its_term_people_go_and_figures_stay(client, drafted):
    market, run = drafted
    with acting_as(SYSTEM):
        Run.objects.filter(pk=run.pk).update(summary={**run.summary, "dropped": ["Sem Bos op Tekenaar"]})
    age(market.round, 367)
    with acting_as(SYSTEM):
        assert rounds_due(10) == [market.round.pk]
        gone = clear_round(market.round.pk)
        assert clear_round(market.round.pk) is None
        assert rounds_due(10) == []
        assert RunPlace.objects.filter(run=run).exists()
    assert gone.counts["matching.RunPerson"] == 3
    assert left(market.round) == set()
    run = stage.now(run)
    assert (run.state, run.summary["people"], "dropped" in run.summary) == ("discarded", 3, False)
    assert stage.now(market.round).state == "ended"
    stage.logged_in(client, market.tenant.coordinator)
    page = client.get(reverse("matching:round", args=[market.round.public_id])).text
    assert "De persoonsgegevens van deze ronde zijn verwijderd" in page
    page = client.get(reverse("matching:run", args=[run.public_id])).text
    assert "de bewaartermijn was voorbij" in page
    assert "Sem Bos" not in page
    assert client.get(reverse("matching:run_inputs", args=[run.public_id])).status_code == 404
    with acting_as(market.tenant.coordinator.actor):
        with pytest.raises(Refusal, match="narekenen kan niet meer"):
            ask_check(run, who="Sanne")
        with pytest.raises(Refusal, match="Een volgende beurt begint"):
            begin_turn(market.round, closes_on=localdate(), number=2)


def test_a_hogeschool_keeps_it_shorter_or_longer(drafted):
    market, _ = drafted
    with acting_as(market.tenant.coordinator.actor):
        choose_own_term("round", hogeschool_id=market.tenant.hogeschool.pk, number=24, reason="Onderzoek.", who="Sanne")
    age(market.round, 400)
    with acting_as(SYSTEM):
        assert rounds_due(10) == []


def test_what_was_ranked_goes_after_the_application_ended(drafted):
    market, _ = drafted
    offer, person = market.offer("Tekenaar"), cast.person("Eva Smit")
    owners = {"hogeschool_id": offer.hogeschool_id, "student_id": person.user.pk}
    with acting_as(SYSTEM):
        details = {**stage.DETAILS, "name": "Eva Smit", "email": person.user.email, "state": "admissible"}
        eva = Application.objects.create(**details, **owners, route_id=offer.route_id)
        then = timezone.localtime() - timedelta(days=400)
        ApplicationEvent.objects.create(application=eva, **owners, kind="withdrawn", who="Eva", text="Weg", at=then)
        Preference.objects.create(
            application=eva, offer=offer, position_id=offer.position_id, route_id=offer.route_id, **owners,
            organisation_id=offer.organisation_id, by="student", rank=1,
        )  # fmt: skip
        assert preferences_due(10) == []
        assert remove_preferences(eva.pk) is None
        Application.objects.filter(pk=eva.pk).update(state="withdrawn")
        assert preferences_due(10) == [eva.pk]
        assert remove_preferences(eva.pk).counts == {"matching.Preference": 1}
        assert preferences_due(10) == []
        assert Preference.objects.filter(application=market.applications["Sem Bos"]).exists()
