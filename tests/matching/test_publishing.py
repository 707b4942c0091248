"""A draft is changed, published, passed on and answered; what is left goes on in a next turn."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from matching.enums import Answer, PairKind, Side
from matching.models import Match, Run, RunPerson
from matching.services.answering import lapse, remind_company, remind_person, to_lapse, to_remind
from matching.services.checking import ask_check, check_run, to_check
from matching.services.publishing import pass_on, publish_run, to_pass_on
from matching.services.refusal import Refusal
from matching.services.reviewing import Move, change_draft, discard_draft, judge_draft, to_judge
from matching.services.rounds import begin_turn, decide_pair, tell_opened, to_tell
from matching.services.runs import compute_run
from mkbroute.access.actor import SYSTEM, acting_as
from tests.built_once import built_once

from . import rounds, stage

pytestmark = pytest.mark.django_db
drafted = built_once(rounds.drafted)


def person(run, name) -> RunPerson:
    with acting_as(SYSTEM):
        return run.people.select_related("application", "match").get(application__name=name)


def place(run, title):
    with acting_as(SYSTEM):
        return run.places.get(position__title=title)


def change(scene, run, name, title, gives_way=None, revision=0):
    move = Move(person(run, name), place(run, title) if title else None, person(run, gives_way) if gives_way else None)
    with acting_as(scene.tenant.coordinator.actor):
        made = change_draft(run, move, revision=revision, reason="Zo is het beter.", who=rounds.WHO)
    judge_draft(run.pk)
    return made


def publish(scene, run, revision=0, days=14) -> Run:
    with acting_as(scene.tenant.coordinator.actor):
        publish_run(run, revision=revision, answer_by=localdate() + timedelta(days=days), who=rounds.WHO)
    pass_on(run.pk)
    return stage.now(run)


def answers(scene, name, side, answer):
    with acting_as(SYSTEM):
        match = Match.objects.get(application=scene.applications[name], state="proposed")
    who = scene.people[name] if side == Side.STUDENT else scene.tenant.contact
    return stage.says(who, match, side, answer, "Daarom." if answer == Answer.NO else "")


# -- by hand --------------------------------------------------------------------------------------------------------


def test_a_change_says_what_it_did_and_the_facts_follow(drafted):
    scene, run = drafted
    made = change(scene, run, "Sem Bos", "Uitvoerder", gives_way="Ali Demir")
    assert (made.number, made.made, made.undone) == (1, 2, 0)
    assert scene.placed(run) == {"Sem Bos": "Uitvoerder", "Noor Visser": "Tekenaar"}
    now = stage.now(run)
    assert (now.revision, now.checked_revision, now.summary["blocking"]) == (1, 1, 2)
    ali = person(run, "Ali Demir")
    assert ali.is_by_hand
    assert [each["why"] for each in ali.explanation["passed"]] == ["blocking", "others_first"]
    change(scene, run, "Sem Bos", "", revision=1)
    back = change(scene, run, "Ali Demir", "Uitvoerder", revision=2)
    assert back.undone >= 1
    assert not person(run, "Ali Demir").is_by_hand
    assert stage.now(run).summary["blocking"] == 0


def test_a_change_is_refused_where_it_cannot_be(drafted):
    scene, run = drafted
    with pytest.raises(Refusal, match="geen plaats meer"):
        change(scene, run, "Sem Bos", "Uitvoerder")
    with pytest.raises(Refusal, match="nu al heeft"):
        change(scene, run, "Ali Demir", "Uitvoerder")
    with pytest.raises(Refusal, match="intussen gewijzigd"):
        change(scene, run, "Sem Bos", "Uitvoerder", gives_way="Noor Visser")
    with acting_as(scene.tenant.coordinator.actor):
        discard_draft(run)
    with pytest.raises(Refusal, match="geen concept meer"):
        change(scene, run, "Ali Demir", "")


def test_what_was_not_judged_is_found_and_not_published(drafted):
    scene, run = drafted
    with acting_as(scene.tenant.coordinator.actor):
        change_draft(run, Move(person(run, "Ali Demir"), None), revision=0, reason="Zo.", who=rounds.WHO)
    with acting_as(SYSTEM):
        assert to_judge() == [run.pk]
    with pytest.raises(Refusal, match="nog nagerekend"):
        publish(scene, run, revision=1)
    judge_draft(run.pk)
    assert publish(scene, run, revision=1).state == "published"


def test_the_certificate_is_recomputed_from_what_is_kept(drafted):
    scene, run = drafted
    with acting_as(scene.tenant.coordinator.actor):
        ask_check(run, who=rounds.WHO)
    with acting_as(SYSTEM):
        assert to_check() == [run.pk]
    check_run(run.pk)
    found = stage.now(run).certificate
    assert (found["size"], found["blocking"], found["faults"]) == (2, 0, [])
    assert (found["same_inputs"], found["same_result"], found["changed_by_hand"]) == (True, True, False)
    with acting_as(SYSTEM):
        assert to_check() == []
    change(scene, run, "Noor Visser", "Uitvoerder", gives_way="Ali Demir")
    check_run(run.pk)
    assert stage.now(run).certificate["blocking"] == 2


# -- publishing -----------------------------------------------------------------------------------------------------


def test_publishing_proposes_once_and_tells_everybody(drafted):
    scene, run = drafted
    other = scene.run()
    stage.forget_mails()
    published = publish(scene, run)
    assert published.passed_on_at
    assert stage.now(other).state == "discarded"
    pass_on(run.pk)
    with acting_as(SYSTEM):
        assert to_pass_on() == []
        assert Match.objects.filter(state="proposed", application__in_runs__run=run).count() == 2
    lines = {name: person(run, name).line for name in scene.people}
    assert lines == {"Ali Demir": "proposed", "Noor Visser": "proposed", "Sem Bos": "unplaced"}
    kinds = [kind for kind, _ in stage.mails()]
    assert kinds.count("match_proposed_person") == 2
    assert kinds.count("round_unplaced_person") == 1
    with acting_as(SYSTEM):
        note = Match.objects.get(application=scene.applications["Ali Demir"]).note
    assert note.startswith("Uit de ronde ‘Ronde voorjaar’. Geef uiterlijk ")


def test_what_cannot_be_proposed_any_more_is_told_and_keeps_nobody_else(drafted):
    scene, run = drafted
    with acting_as(SYSTEM):
        type(scene.positions["Tekenaar"]).objects.filter(pk=scene.positions["Tekenaar"].pk).update(state="withdrawn")
    publish(scene, run)
    noor = person(run, "Noor Visser")
    assert (noor.line, noor.match_id) == ("refused", None)
    assert "ingetrokken" in noor.problem
    assert person(run, "Ali Demir").line == "proposed"


def test_published_is_published_once_and_for_all(drafted):
    scene, run = drafted
    other = scene.run()
    publish(scene, run)
    for refused in (run, other):
        with pytest.raises(Refusal, match="geen concept meer"):
            publish(scene, refused)
    with pytest.raises(Refusal, match="geen concept meer"):
        change(scene, run, "Ali Demir", "")
    with pytest.raises(Refusal, match="al een indeling gepubliceerd"):
        scene.ask()


def test_a_run_that_ends_after_the_publication_is_not_used(drafted):
    scene, run = drafted
    late = scene.ask()
    publish(scene, run)
    compute_run(late.pk)
    assert stage.now(late).state == "discarded"


# -- answers --------------------------------------------------------------------------------------------------------


def test_who_does_not_answer_is_reminded_once_a_term_and_a_company_in_one_mail(drafted, monkeypatch):
    scene, run = drafted
    publish(scene, run, days=8)
    with acting_as(SYSTEM):
        assert to_remind() == ([], [])
    tomorrow = localdate() + timedelta(days=1)
    monkeypatch.setattr("matching.services.answering.localdate", lambda: tomorrow)
    answers(scene, "Ali Demir", Side.STUDENT, Answer.YES)
    stage.forget_mails()
    for _ in range(2):
        with acting_as(SYSTEM):
            people, companies = to_remind()
            for key in people:
                remind_person(key)
            for address in companies:
                remind_company(address)
    kinds = [kind for kind, _ in stage.mails()]
    assert kinds == ["round_answer_person", "round_answer_company"]


def test_what_nobody_answered_lapses_with_a_message(drafted, monkeypatch):
    scene, run = drafted
    publish(scene, run, days=1)
    answers(scene, "Ali Demir", Side.STUDENT, Answer.YES)
    answers(scene, "Ali Demir", Side.COMPANY, Answer.YES)
    stage.forget_mails()
    later = localdate() + timedelta(days=2)
    monkeypatch.setattr("matching.services.answering.localdate", lambda: later)
    with acting_as(SYSTEM):
        keys = to_lapse()
        assert keys == [person(run, "Noor Visser").pk]
        lapse(keys[0])
        lapse(keys[0])
        lapse(person(run, "Ali Demir").pk)
    assert person(run, "Noor Visser").match.state == "cancelled"
    assert person(run, "Ali Demir").match.state == "confirmed"
    assert [kind for kind, _ in stage.mails()] == ["match_cancelled_person", "match_cancelled_company"]


# -- the next turn --------------------------------------------------------------------------------------------------


def test_whoever_is_left_goes_on_and_who_has_a_place_keeps_it(drafted):
    scene, run = drafted
    publish(scene, run)
    answers(scene, "Ali Demir", Side.STUDENT, Answer.YES)
    answers(scene, "Ali Demir", Side.COMPANY, Answer.YES)
    answers(scene, "Noor Visser", Side.STUDENT, Answer.NO)
    stage.forget_mails()
    with acting_as(scene.tenant.coordinator.actor):
        begin_turn(scene.round, closes_on=localdate(), number=2)
        begin_turn(scene.round, closes_on=localdate(), number=2)
    with acting_as(SYSTEM):
        assert to_tell() == [scene.round.pk]
        tell_opened(scene.round.pk)
        tell_opened(scene.round.pk)
    told = stage.mails("round_open_person", "round_open_company")
    assert [kind for kind, _ in told].count("round_open_person") == 2
    scene.close()
    second = scene.run()
    assert second.turn == 2
    assert scene.placed(second)["Ali Demir"] == "Uitvoerder"
    ali, noor, sem = (person(second, name) for name in ("Ali Demir", "Noor Visser", "Sem Bos"))
    assert ali.is_kept
    assert [each["why"] for each in noor.explanation["passed"]] == ["others_first", "forbidden"]
    assert sem.explanation["passed"][0]["pinned"] == 1
    publish(scene, second)
    assert person(second, "Ali Demir").line == "kept"
    assert person(second, "Noor Visser").line == "unplaced"


def test_a_pair_decided_beforehand_counts_in_the_next_turn_too(drafted):
    scene, run = drafted
    publish(scene, run)
    with acting_as(scene.tenant.coordinator.actor):
        begin_turn(scene.round, closes_on=localdate(), number=2)
    scene.position("Calculator")
    with acting_as(scene.tenant.coordinator.actor):
        decide_pair(
            scene.round, scene.applications["Sem Bos"], scene.offer("Calculator"),
            kind=PairKind.PINNED, reason="Zo.", who=rounds.WHO,
        )  # fmt: skip
    scene.close()
    assert scene.placed(scene.run())["Sem Bos"] == "Calculator"
