import pytest
from django.core.exceptions import ValidationError

from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.mail.models import Message
from routes import queries
from routes.enums import EventKind, State
from routes.judgements import verdict_revision
from routes.models import (
    CriterionAssessment,
    CriterionJudgement,
    Decision,
    Route,
    RouteAssessor,
    RouteEvent,
    RouteIndicator,
    RoutePartner,
)
from routes.revisions import Overtaken
from routes.services import (
    Judgement,
    add_partner,
    answer_questions,
    confirm_partnership,
    register_route,
    review_route,
    state_criterion,
    submit_route,
    update_route,
    withdraw_route,
)
from routes.services.flags import keep_figures
from routes.services.letters import write_letter
from tests.races import at_once

from . import rounds
from .scene import WHO, fields
from .scene import scene as make_scene

pytestmark = pytest.mark.django_db(transaction=True)
ALL_MEET = {number: Judgement("meets") for number in range(1, 6)}


@pytest.fixture
def scene(transactional_db):
    return make_scene()


def acting(person, work):
    def run():
        with acting_as(person.actor):
            return work()

    return run


def kinds(found):
    return sorted(type(answer).__name__ for answer in found)


def events(kind):
    with acting_as(SYSTEM):
        return RouteEvent.objects.filter(kind=kind).count()


def mails(kind):
    with acting_as(SYSTEM):
        return Message.objects.filter(kind=kind).count()


def write_letters():
    with acting_as(SYSTEM):
        for decision in Decision.objects.all():
            write_letter(decision.pk)


def test_two_reviewers_decide_at_once_and_one_is_told(scene):
    route = scene.submit()
    decisions = [(State.RECOGNISED, ""), (State.REJECTED, "Nog te schools."), (State.RETURNED, "Vul aan.")]
    found = at_once(
        *[
            acting(
                scene.assessor,
                lambda decision=decision, reason=reason: (
                    review_route(route, ALL_MEET, who=decision.label, decision=decision, reason=reason).state
                ),
            )
            for decision, reason in decisions
        ]
    )
    decided = [answer for answer in found if isinstance(answer, str)]
    assert len(decided) == 1
    assert kinds(found).count("ValidationError") == 2
    with acting_as(SYSTEM):
        assert Route.objects.get().state == decided[0]
    assert sum(events(kind) for kind in (EventKind.RECOGNISED, EventKind.REJECTED, EventKind.RETURNED)) == 1
    with acting_as(SYSTEM):
        assert Decision.objects.get().outcome == decided[0]
    write_letters()
    assert sum(mails(kind) for kind in ("route_recognised", "route_rejected", "route_returned")) == 1


def test_two_reviewers_judge_at_once_and_none_is_overwritten(scene):
    route = scene.submit()
    with acting_as(scene.assessor.actor):
        seen = dict.fromkeys(range(1, 6), verdict_revision(None))
    found = at_once(
        *[
            acting(
                scene.assessor,
                lambda name=name: review_route(route, {1: Judgement("partly", name)}, who=name, seen=seen) and name,
            )
            for name in ("eerste", "tweede")
        ]
    )
    kept = [answer for answer in found if isinstance(answer, str)]
    assert len(kept) == 1
    assert kinds(found) == ["Overtaken", "str"]
    with acting_as(SYSTEM):
        assert CriterionJudgement.objects.get(criterion__number=1).motivation == kept[0]


def test_sixteen_clicks_submit_once(scene):
    route = scene.complete()
    found = at_once(*[acting(scene.coordinator, lambda: submit_route(route, who=WHO))] * 16)
    assert kinds(found).count("Route") == 1
    assert (events(EventKind.SUBMITTED), mails("route_submitted")) == (1, 1)


def test_dossier_saved_while_it_is_submitted_is_saved_before_or_refused(scene):
    route = scene.complete()
    with acting_as(SYSTEM):
        assessment = CriterionAssessment.objects.select_related("route").filter(route=route).first()
    found = at_once(
        acting(scene.coordinator, lambda: submit_route(route, who=WHO)),
        acting(
            scene.coordinator,
            lambda: state_criterion(assessment, statement="Toch anders", evidence="x", own_verdict="partly", who=WHO),
        ),
    )
    with acting_as(SYSTEM):
        saved = CriterionAssessment.objects.get(pk=assessment.pk).statement == "Toch anders"
    assert saved == (not isinstance(found[1], ValidationError))


def test_two_coordinators_save_at_once_and_one_is_told(scene):
    route = scene.register()
    with acting_as(scene.coordinator.actor):
        seen = queries.revision_of(route)
    found = at_once(
        *[
            acting(scene.coordinator, lambda costs=costs: update_route(route, who=WHO, seen=seen, costs=costs).costs)
            for costs in ("eerste", "tweede")
        ]
    )
    assert sum(isinstance(answer, Overtaken) for answer in found) == 1
    with acting_as(SYSTEM):
        assert Route.objects.get().costs in found


def test_same_name_registered_at_once_gets_addresses_of_its_own(scene):
    found = at_once(
        *[acting(scene.coordinator, lambda: register_route(scene.hogeschool, who=WHO, **fields()).slug)] * 4
    )
    assert len(set(found)) == 4
    assert all(isinstance(slug, str) for slug in found)


def test_partner_named_twice_at_once_stands_once(scene):
    route = scene.register()
    found = at_once(
        *[
            acting(scene.coordinator, lambda: add_partner(route, scene.branche, contribution="Denkt mee.", who=WHO)),
        ]
        * 4
    )
    assert kinds(found).count("RoutePartner") == 1
    assert mails("partner_asked") == 1


def test_partner_confirms_once_whoever_clicks(scene):
    with acting_as(scene.coordinator.actor):
        partner = add_partner(scene.register(), scene.branche, contribution="Denkt mee.", who=WHO)
    found = at_once(*[acting(scene.adviser, lambda: confirm_partnership(partner, who="Piet"))] * 8)
    assert kinds(found).count("RoutePartner") == 1
    assert (events(EventKind.PARTNER_CONFIRMED), mails("partner_confirmed")) == (1, 1)
    with acting_as(SYSTEM):
        assert RoutePartner.objects.get().confirmed_by == "Piet"


def test_two_of_the_team_take_it_up_at_once_and_one_judges(scene):
    route, second = scene.submit(), rounds.colleague(scene)
    found = at_once(
        *[
            acting(person, lambda who=who: review_route(route, ALL_MEET, who=who).state)
            for person, who in ((scene.assessor, "Ada"), (second, "Nel"))
        ]
    )
    assert sorted(isinstance(answer, str) for answer in found) == [False, True]
    assert kinds(found).count("ValidationError") == 1
    with acting_as(SYSTEM):
        assert RouteAssessor.objects.count() == 1
        assert CriterionJudgement.objects.count() == 5


def test_withdrawn_while_it_is_recognised_is_one_or_the_other(scene):
    route = scene.submit()
    found = at_once(
        acting(
            scene.assessor,
            lambda: review_route(route, ALL_MEET, who="Ada", decision=State.RECOGNISED).state,
        ),
        acting(scene.coordinator, lambda: withdraw_route(route, reason="Gestopt.", who=WHO).state),
    )
    with acting_as(SYSTEM):
        state, decisions = Route.objects.get().state, Decision.objects.count()
    assert state == State.WITHDRAWN, "a recognised route can be withdrawn after all"
    assert decisions == (found[0] == State.RECOGNISED)


def test_question_answered_by_two_at_once_has_one_answer(scene):
    _, (question,) = rounds.asked(scene, (2,))
    found = at_once(
        *[
            acting(scene.coordinator, lambda text=text: answer_questions(question.route, {question: text}, who=WHO))
            for text in ("eerste", "tweede")
        ]
    )
    assert kinds(found) == ["ValidationError", "list"]
    assert mails("route_answers") == 1


def test_letter_written_by_two_workers_is_one_letter(scene):
    scene.recognise()
    with acting_as(SYSTEM):
        decision = Decision.objects.get()

    def write():
        with acting_as(SYSTEM):
            return write_letter(decision.pk)

    found = at_once(write, write)
    assert sum(answer is None for answer in found) == 1
    assert mails("route_recognised") == 1


def test_figures_counted_twice_at_once_are_kept_once(scene):
    route = scene.recognise()

    def count():
        with acting_as(SYSTEM):
            keep_figures([route.pk])

    assert at_once(*[count] * 4) == [None] * 4
    with acting_as(SYSTEM):
        kept = list(RouteIndicator.objects.filter(route=route).values_list("code", flat=True))
    assert kept
    assert len(kept) == len(set(kept))
