"""Two coordinators, and two workers, at the same moment: each with a connection of its own."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from matching.models import Match, Round, Run, RunPerson, RunPlace, Snapshot
from matching.services.publishing import pass_on, publish_run
from matching.services.refusal import Refusal
from matching.services.reviewing import Move, change_draft, discard_draft, judge_draft
from matching.services.rounds import begin_turn, close_round, end_round
from matching.services.runs import compute_run
from mkbroute.access.actor import SYSTEM, acting_as
from tests import cast, races
from tests.built_once import built_once

from . import rounds, stage

pytestmark = pytest.mark.django_db(transaction=True)

drafted = built_once(rounds.drafted)
market = built_once(rounds.market)
SOON = localdate() + timedelta(days=14)


def at_once(*calls) -> list:
    """What each answered, or the Refusal it got; any other error fails the test."""
    answers = races.at_once(*calls)
    for answer in answers:
        if isinstance(answer, Exception) and not isinstance(answer, Refusal):
            raise answer
    return answers


def refused(answers) -> int:
    return sum(isinstance(answer, Refusal) for answer in answers)


def as_coordinator(scene, act):
    colleague = cast.person("Joost Mol", scene.tenant.hogeschool, "coordinator")

    def call(who):
        def acting():
            with acting_as(who.actor):
                return act()

        return acting

    return call(scene.tenant.coordinator), call(colleague)


def publishing(run, revision=0):
    return lambda: publish_run(run, revision=revision, answer_by=SOON, who=rounds.WHO)


def moving(run, name, title=""):
    with acting_as(SYSTEM):
        person = RunPerson.objects.get(run=run, application__name=name)
        place = RunPlace.objects.get(run=run, position__title=title) if title else None
    return lambda: change_draft(run, Move(person, place), revision=0, reason="Zo.", who=rounds.WHO)


def count(model, **found) -> int:
    with acting_as(SYSTEM):
        return model.objects.filter(**found).count()


def test_two_ask_for_a_run(market):
    market.close()
    asking = as_coordinator(market, market.ask)
    assert refused(at_once(*asking)) == 1
    assert count(Run, round=market.round) == 1


def test_two_workers_compute_one_run(market):
    market.close()
    run = market.ask()
    at_once(lambda: compute_run(run.pk), lambda: compute_run(run.pk), lambda: compute_run(run.pk))
    assert stage.now(run).state == "draft"
    assert count(RunPerson, run=run) == 3


def test_two_workers_close_a_round_while_people_rank(market):
    with acting_as(SYSTEM):
        Round.objects.filter(pk=market.round.pk).update(closing_by="Sanne")

    def close():
        with acting_as(SYSTEM):
            return close_round(market.round.pk)

    assert sorted(at_once(close, close, close)) == [False, False, True]
    assert count(Snapshot, round=market.round) == 1


def test_publish_twice(drafted):
    scene, run = drafted
    assert refused(at_once(*as_coordinator(scene, publishing(run)))) == 1
    at_once(lambda: pass_on(run.pk), lambda: pass_on(run.pk), lambda: pass_on(run.pk))
    assert count(Match, application__in_runs__run=run, state="proposed") == 2
    assert len(stage.mails("match_proposed_person")) == 2
    assert len(stage.mails("round_unplaced_person")) == 1
    assert stage.now(run).passed_on_at


def test_publish_two_drafts_of_one_turn(drafted):
    scene, run = drafted
    other = scene.run()
    first, second = as_coordinator(scene, publishing(run))[0], as_coordinator(scene, publishing(other))[1]
    assert refused(at_once(first, second)) == 1
    assert count(Run, round=scene.round, state="published") == 1
    assert count(Run, round=scene.round, state="discarded") == 1


def test_change_while_publishing(drafted):
    """Either the change came first and the page that publishes is too old, or there is nothing left to change."""
    for _ in range(3):
        scene, run = rounds.drafted()
        change = as_coordinator(scene, moving(run, "Ali Demir"))[0]
        publish = as_coordinator(scene, publishing(run))[1]
        answers = at_once(change, publish)
        assert refused(answers) == 1
        found = stage.now(run)
        changed = isinstance(answers[1], Refusal)
        assert (found.state, found.revision) == (("draft", 1) if changed else ("published", 0))
        assert ("Ali Demir" in scene.placed(run)) != changed


def test_two_change_the_same_draft(drafted):
    scene, run = drafted
    ali, noor = moving(run, "Ali Demir"), moving(run, "Noor Visser")
    answers = at_once(as_coordinator(scene, ali)[0], as_coordinator(scene, noor)[1])
    assert refused(answers) == 1
    assert stage.now(run).revision == 1
    at_once(lambda: judge_draft(run.pk), lambda: judge_draft(run.pk))
    found = stage.now(run)
    assert (found.checked_revision, found.summary["placed"]) == (1, 1)


def test_run_while_publishing(drafted):
    scene, run = drafted
    late = scene.ask()
    publish = as_coordinator(scene, publishing(run))[0]
    assert refused(at_once(publish, lambda: compute_run(late.pk))) == 0
    assert stage.now(run).state == "published"
    assert stage.now(late).state == "discarded"


def test_asking_for_a_run_while_publishing(drafted):
    scene, run = drafted
    publish = as_coordinator(scene, publishing(run))[0]
    asked = at_once(publish, as_coordinator(scene, scene.ask)[1])[1]
    assert stage.now(run).state == "published"
    if not isinstance(asked, Refusal):
        compute_run(asked.pk)
        assert stage.now(asked).state == "discarded"


def test_discarding_while_publishing(drafted):
    scene, run = drafted
    answers = at_once(as_coordinator(scene, publishing(run))[0], as_coordinator(scene, lambda: discard_draft(run))[1])
    assert refused(answers) == 1
    assert stage.now(run).state in ("published", "discarded")


def test_two_begin_the_next_turn_and_one_ends_the_round(drafted):
    scene, run = drafted
    as_coordinator(scene, publishing(run))[0]()
    begin = as_coordinator(scene, lambda: begin_turn(scene.round, closes_on=localdate(), number=2))
    assert refused(at_once(*begin)) == 0
    assert stage.now(scene.round).turn == 2
    end = as_coordinator(scene, lambda: end_round(scene.round, reason="Klaar."))
    at_once(*end)
    assert stage.now(scene.round).state == "ended"


def test_publishing_waits_for_a_change_that_is_being_made(drafted):
    scene, run = drafted
    publish = as_coordinator(scene, publishing(run))[1]
    with ThreadPoolExecutor(1) as pool:
        with acting_as(scene.tenant.coordinator.actor):
            moving(run, "Ali Demir")()
            published = pool.submit(at_once, publish)
            with pytest.raises(TimeoutError):
                published.result(timeout=0.5)
        assert refused(published.result(timeout=30)) == 1
    assert stage.now(run).state == "draft"
