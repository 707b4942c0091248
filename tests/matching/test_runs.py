"""A run: from what was ranked to a draft, by the worker."""

import json
import zlib
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from matching.engine import certify, fingerprint, read_instance, solve
from matching.enums import PairKind, RunObjective
from matching.models import Run, RunInputs, RunPerson, RunPlace, Snapshot
from matching.services import runs
from matching.services.refusal import Refusal
from matching.services.rounds import begin_turn, close_round, decide_pair, end_round, set_minimum, take_back
from matching.services.runs import compute_run, to_compute
from mkbroute.access.actor import SYSTEM, acting_as
from tests.built_once import built_once

from . import rounds, stage

pytestmark = pytest.mark.django_db

market = built_once(rounds.market)


def test_a_run_places_by_both_lists(market):
    market.close()
    run = market.run()
    assert (run.state, run.engine_version, run.revision, run.checked_revision) == ("draft", "1", 0, 0)
    assert market.placed(run) == {"Ali Demir": "Uitvoerder", "Noor Visser": "Tekenaar"}
    assert run.summary["placed"] == 2
    assert run.summary["choices"] == [[1, 1], [2, 1]]
    assert run.summary["blocking"] == 0
    assert run.summary["popular"][0][1:] == [3, 1]
    with acting_as(SYSTEM):
        noor = run.people.get(application__name="Noor Visser")
        (passed,) = noor.explanation["passed"]
        assert (passed["why"], passed["ahead"], passed["needed"], passed["top"]) == ("others_first", 1, 1, 1)
        assert sorted(run.places.values_list("placed", flat=True)) == [0, 1, 1]


def test_anyone_repeats_it_from_what_is_kept(market):
    with acting_as(SYSTEM):
        type(market.round).objects.filter(pk=market.round.pk).update(objective=RunObjective.MAX)
    market.close()
    run = market.run()
    assert run.objective == RunObjective.MAX
    with acting_as(SYSTEM):
        kept = RunInputs.objects.get(run=run)
        names = dict(run.people.values_list("name", "application__name"))
    text = zlib.decompress(kept.instance)
    for name in names.values():
        assert name.encode() not in text
    instance = read_instance(text)
    assert fingerprint(instance) == run.fingerprint
    again = solve(instance)
    assert again.matches == json.loads(zlib.decompress(kept.result))["matches"]
    assert certify(instance, again.matches, again.closed).is_stable


def test_what_counts_is_what_was_ranked_at_closing(market):
    market.close()
    with acting_as(SYSTEM):
        snapshot = Snapshot.objects.get(round=market.round)
        assert snapshot.lines == 11  # two of who is placed already
    market.person("Te Laat")
    market.wishes("Te Laat", "Uitvoerder")
    run = market.run()
    with acting_as(SYSTEM):
        late = run.people.get(application__name="Te Laat")
    assert (late.position_id, late.explanation["choices"]) == (None, 0)


def test_before_it_closes_there_are_previews_only(market):
    with pytest.raises(Refusal, match="nog niet gesloten"):
        market.ask()
    run = market.run(preview=True)
    assert (run.state, run.summary["placed"]) == ("preview", 2)
    with acting_as(SYSTEM):
        assert not RunPerson.objects.filter(run=run).exists()
        assert not RunInputs.objects.filter(run=run).exists()


def test_a_round_closes_after_its_last_day_and_once(market):
    with acting_as(SYSTEM):
        assert not close_round(market.round.pk)
        type(market.round).objects.filter(pk=market.round.pk).update(
            opens_on=timezone.localdate() - timedelta(days=9), closes_on=timezone.localdate() - timedelta(days=1)
        )
        assert close_round(market.round.pk)
        assert not close_round(market.round.pk)
        assert Snapshot.objects.filter(round=market.round).count() == 1


def test_who_is_not_suitable_is_not_placed_whoever_is_not_judged_may_be(market):
    market.position("Calculator", 2)
    market.wishes("Sem Bos", "Calculator")
    market.wishes("Ali Demir", "Calculator")
    market.finds_unsuitable("Calculator", "Ali Demir")
    market.close()
    assert market.placed(market.run())["Sem Bos"] == "Calculator"
    with acting_as(SYSTEM):
        type(market.round).objects.filter(pk=market.round.pk).update(unjudged="out")
    assert "Sem Bos" not in market.placed(market.run())


def test_pinned_stays_and_forbidden_does_not_come_together(market):
    pair = decide(market, "Sem Bos", "Tekenaar", PairKind.PINNED)
    decide(market, "Ali Demir", "Uitvoerder", PairKind.FORBIDDEN)
    market.close()
    run = market.run()
    assert market.placed(run) == {"Sem Bos": "Tekenaar", "Noor Visser": "Uitvoerder"}
    with pytest.raises(Refusal, match="al iets anders vastgelegd"):
        decide(market, "Sem Bos", "Uitvoerder", PairKind.PINNED)
    with acting_as(market.tenant.coordinator.actor):
        take_back(pair)
    assert market.placed(market.run()) == {"Noor Visser": "Uitvoerder", "Ali Demir": "Tekenaar"}


def decide(scene, name, title, kind):
    with acting_as(scene.tenant.coordinator.actor):
        return decide_pair(
            scene.round, scene.applications[name], scene.offer(title), kind=kind, reason="Zo afgesproken.", who="Sanne"
        )


def test_more_pinned_than_places_says_what_to_do(market):
    for name in ("Sem Bos", "Noor Visser"):
        decide(market, name, "Tekenaar", PairKind.PINNED)
    market.close()
    run = market.run()
    assert run.state == "failed"
    assert "meer kandidaten vastgezet (2) dan er plaatsen zijn (1)" in run.error


def test_a_place_below_its_minimum_is_told_and_closed_when_the_round_said_so(market):
    market.position("Ploeg", 3)
    market.wishes("Sem Bos", "Ploeg")
    with acting_as(market.tenant.coordinator.actor):
        set_minimum(market.round, market.offer("Ploeg"), places=2, who="Sanne")
        with pytest.raises(Refusal, match="hoger minimum"):
            set_minimum(market.round, market.offer("Ploeg"), places=4, who="Sanne")
    market.close()
    told = market.run()
    assert market.placed(told)["Sem Bos"] == "Ploeg"
    assert told.summary["below"][0][1:] == [1, 2]
    with acting_as(SYSTEM):
        type(market.round).objects.filter(pk=market.round.pk).update(close_short=True)
    closed = market.run()
    assert "Sem Bos" not in market.placed(closed)
    assert len(closed.summary["closed"]) == 1
    with acting_as(SYSTEM):
        (passed,) = [
            each
            for each in closed.people.get(application__name="Sem Bos").explanation["passed"]
            if each["label"].startswith("Ploeg")
        ]
    assert passed["why"] == "closed"


def test_a_worker_that_died_is_followed_and_a_third_death_is_told(market):
    market.close()
    run = market.ask()
    with acting_as(SYSTEM):
        Run.objects.filter(pk=run.pk).update(state="running", attempts=1, beat_at=timezone.now())
        assert to_compute() == []
        Run.objects.filter(pk=run.pk).update(beat_at=timezone.now() - timedelta(minutes=7))
        assert to_compute() == [run.pk]
    compute_run(run.pk)
    assert stage.now(run).state == "draft"
    compute_run(run.pk)
    again = market.ask()
    with acting_as(SYSTEM):
        Run.objects.filter(pk=again.pk).update(state="running", attempts=3)
    compute_run(again.pk)
    assert stage.now(again).state == "failed"


def test_what_a_dead_worker_wrote_is_written_anew_and_of_a_failed_run_nothing_stays(market, monkeypatch):
    market.close()
    run = market.ask()
    told, tell = [], runs._tell
    monkeypatch.setattr(runs, "ROWS_AT_ONCE", 2)
    monkeypatch.setattr(runs, "_tell", lambda run, *said: (told.append(said), tell(run, *said)))
    with monkeypatch.context() as breaking:
        breaking.setattr(runs, "_keep", fails)
        compute_run(run.pk)
    first = rows_of(run)
    assert first[0] == len(market.people)
    compute_run(run.pk)
    assert stage.now(run).state == "draft"
    assert rows_of(run) == first
    written = [(done, total) for done, total, doing in told if doing == "Uitkomst vastleggen"]
    assert written[:2] == [(0, sum(first)), (2, sum(first))]

    monkeypatch.setattr(runs, "_keep", fails)
    again = market.ask()
    for _ in range(3):
        compute_run(again.pk)
    assert stage.now(again).state == "failed"
    assert rows_of(again) == (0, 0)


def rows_of(run):
    with acting_as(SYSTEM):
        return RunPerson.objects.filter(run=run).count(), RunPlace.objects.filter(run=run).count()


def fails(*_):
    raise RuntimeError("the worker died")


def test_one_run_at_a_time_and_a_preview_beside_it(market):
    market.close()
    market.ask()
    with pytest.raises(Refusal, match="al gerekend"):
        market.ask()
    market.ask(preview=True)


def test_a_route_is_in_one_round(market):
    with pytest.raises(Refusal, match="andere ronde die nog loopt"):
        rounds.planned(market.tenant)
    with acting_as(market.tenant.coordinator.actor):
        end_round(market.round, reason="Afgeblazen.")
    assert rounds.planned(market.tenant).state == "open"


def test_a_next_turn_comes_after_a_publication(market):
    market.close()
    with pytest.raises(Refusal, match="Publiceer eerst"), acting_as(market.tenant.coordinator.actor):
        begin_turn(market.round, closes_on=timezone.localdate(), number=2)


def test_the_database_keeps_the_rules(market):
    market.close()
    run = market.run()
    with acting_as(SYSTEM):
        sem, ali = (run.people.get(application__name=name) for name in ("Sem Bos", "Ali Demir"))
    taken = {"offer": ali.offer_id, "position": ali.position_id, "organisation": ali.organisation_id}
    refuses("run_place_has_room", RunPerson, sem, **taken)
    refuses("run_person_has_whole_place", RunPerson, sem, position=ali.position_id)
    refuses("run_person_owners", RunPerson, sem, student=ali.student_id)
    refuses("run_stays", Run, run, seed=8)
    refuses("run_published_by_someone", Run, run, state="published")
    sem.pk, sem.public_id, sem.name = None, uuid4(), "k99"
    with pytest.raises(IntegrityError, match="run_person_once"), transaction.atomic(), acting_as(SYSTEM):
        sem.save(force_insert=True)
    with acting_as(SYSTEM):
        Run.objects.filter(pk=run.pk).update(
            state="published", published_at=timezone.now(), published_by="Sanne", answer_by=timezone.localdate()
        )
    refuses("run_is_no_draft", RunPerson, ali, offer=None, position=None, organisation=None)
    refuses("run_is_no_draft", RunPlace, RunPlace(pk=run_place(run)), closed=True)
    refuses("run_published_is_fixed", Run, run, revision=1)


def refuses(constraint, model, row, **values):
    with pytest.raises(DatabaseError) as caught, transaction.atomic(), acting_as(SYSTEM):
        model.objects.filter(pk=row.pk).update(**values)
    said = caught.value.__cause__.diag
    assert constraint in f"{said.constraint_name} {said.context} {said.message_primary}"


def run_place(run) -> int:
    with acting_as(SYSTEM):
        return run.places.first().pk


def test_a_round_says_what_is_wrong_with_its_days(market):
    today = timezone.localdate()
    with pytest.raises(IntegrityError, match="round_closes_after_it_opens"), transaction.atomic():
        rounds.planned(market.tenant, routes=[], closes_on=today - timedelta(days=1))
