"""Judging a dossier, and withdrawing a route."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from mkbroute.access.actor import SYSTEM, acting_as
from routes.enums import EventKind, Phase, State
from routes.judgements import verdict_revision
from routes.models import CriterionAssessment, CriterionJudgement, Decision, Route
from routes.revisions import Overtaken
from routes.services import (
    Judgement,
    assess_criterion,
    recognise_route,
    reject_route,
    return_route,
    review_route,
    submit_route,
    update_route,
    withdraw_route,
)
from routes.services.letters import write_letter

from .aftermath import body, complaint, fresh, mails, said
from .scene import ASSESSOR, WHO


class TestReview:
    def test_recognition_makes_the_route_public_and_tells_the_contact(self, scene):
        route = scene.recognise()
        assert fresh(route).state == State.RECOGNISED
        assert fresh(route).public_since
        with acting_as(SYSTEM):
            write_letter(Decision.objects.get().pk)
        assert mails("route_recognised") == ["sanne@voorbeeld.test"]
        assert f"/opleidingen/{route.slug}/" in body("route_recognised")
        assert said(route)[-2:] == [EventKind.ASSESSED, EventKind.RECOGNISED]

    def test_recognition_waits_for_every_verdict(self, scene):
        route = scene.submit()
        with acting_as(scene.assessor.actor):
            assess_criterion(CriterionAssessment.objects.filter(route=route).first(), verdict="meets", who=ASSESSOR)
            with pytest.raises(ValidationError) as error:
                recognise_route(route, who=ASSESSOR)
        assert "Nog open: 2, 3, 4, 5." in complaint(error)
        assert fresh(route).public_since is None

    def test_recognition_is_refused_while_one_does_not_meet(self, scene):
        route = scene.judge(scene.submit(), "not_yet", "Er is geen salaris.")
        with acting_as(scene.assessor.actor), pytest.raises(ValidationError) as error:
            recognise_route(route, who=ASSESSOR)
        assert "nog niet voldoet" in complaint(error)

    def test_partly_is_enough(self, scene):
        route = scene.judge(scene.submit(), "partly", "Nog niet overal.")
        with acting_as(scene.assessor.actor):
            assert recognise_route(route, who=ASSESSOR).state == State.RECOGNISED

    @pytest.mark.parametrize("verdict", ["partly", "not_yet"])
    def test_less_than_meets_is_motivated(self, scene, verdict):
        route = scene.submit()
        with acting_as(scene.assessor.actor), pytest.raises(ValidationError):
            review_route(route, {1: Judgement("meets"), 2: Judgement(verdict, " ")}, who=ASSESSOR)
        with acting_as(SYSTEM):
            assert not CriterionJudgement.objects.exists(), "all or nothing"

    def test_refused_decision_takes_its_verdicts_along(self, scene):
        route = scene.submit()
        with acting_as(scene.assessor.actor), pytest.raises(ValidationError):
            review_route(route, {1: Judgement("meets")}, who=ASSESSOR, decision=State.RECOGNISED)
        with acting_as(SYSTEM):
            assert not CriterionJudgement.objects.exists()

    def test_asking_for_more_carries_reason_and_verdicts(self, scene):
        route = scene.judge(scene.submit(), "partly", "Het salaris is onduidelijk.")
        with acting_as(scene.assessor.actor):
            return_route(route, reason="Voeg een loonstrook toe.", who=ASSESSOR)
        assert fresh(route).state == State.RETURNED
        assert "Voeg een loonstrook toe." in body("route_returned")
        assert "4. Salaris van de werkgever: voldoet deels. Het salaris is onduidelijk." in body("route_returned")

    @pytest.mark.parametrize("decide", [return_route, reject_route])
    def test_refusal_without_a_reason_is_refused(self, scene, decide):
        route = scene.judge(scene.submit())
        with acting_as(scene.assessor.actor), pytest.raises(ValidationError):
            decide(route, reason="  ", who=ASSESSOR)

    def test_rejection_keeps_the_route_alive_as_one_in_development(self, scene):
        route = scene.judge(scene.submit(phase="starting"), "not_yet", "Geen werkplek in het mkb.")
        with acting_as(scene.assessor.actor):
            reject_route(route, reason="Nog te schools.", who=ASSESSOR)
        assert (fresh(route).state, fresh(route).phase) == (State.REJECTED, Phase.DEVELOPING)
        with acting_as(scene.coordinator.actor):
            update_route(route, who=WHO, connection="Nu echt in het bedrijf.")
            assert submit_route(route, who=WHO).state == State.SUBMITTED

    def test_verdicts_of_an_earlier_submission_do_not_count(self, scene):
        route = scene.judge(scene.submit())
        with acting_as(scene.assessor.actor):
            return_route(route, reason="Nog een vraag.", who=ASSESSOR)
        with acting_as(scene.coordinator.actor):
            submit_route(route, who=WHO)
        with acting_as(scene.assessor.actor):
            with pytest.raises(ValidationError):
                recognise_route(route, who=ASSESSOR)
            scene.judge(route)
            assert recognise_route(route, who=ASSESSOR).state == State.RECOGNISED

    def test_second_reviewer_is_told_and_overwrites_nothing(self, scene):
        route = scene.submit()
        with acting_as(scene.assessor.actor):
            seen = dict.fromkeys(range(1, 6), verdict_revision(None))
            review_route(route, {2: Judgement("meets", "Van de eerste")}, who="Eerste", seen=seen)
            with pytest.raises(Overtaken):
                review_route(route, {2: Judgement("partly", "Van de tweede")}, who="Tweede", seen=seen)
        with acting_as(SYSTEM):
            assert CriterionJudgement.objects.get(route=route, criterion__number=2).motivation == "Van de eerste"

    def test_decision_after_the_decision_says_who_took_it(self, scene):
        route = scene.recognise()
        with acting_as(scene.assessor.actor), pytest.raises(ValidationError) as error:
            reject_route(route, reason="Toch niet.", who="Tweede")
        assert "‘erkend’" in complaint(error)
        assert ASSESSOR in complaint(error)
        assert fresh(route).state == State.RECOGNISED


class TestWithdraw:
    def test_needs_a_reason(self, scene):
        route = scene.register()
        with acting_as(scene.coordinator.actor), pytest.raises(ValidationError):
            withdraw_route(route, reason="", who=WHO)

    def test_concept_is_no_news_for_the_programme_team(self, scene):
        route = scene.register()
        with acting_as(scene.coordinator.actor):
            withdraw_route(route, reason="Dubbel ingevoerd.", who=WHO)
        assert mails("route_withdrawn") == ["sanne@voorbeeld.test"]

    def test_programme_team_withdraws_a_recognised_route(self, scene):
        route = scene.recognise()
        with acting_as(scene.assessor.actor):
            withdraw_route(route, reason="Gestopt.", who=ASSESSOR)
        assert fresh(route).state == State.WITHDRAWN
        assert sorted(mails("route_withdrawn")) == sorted(["sanne@voorbeeld.test", scene.programme.email])

    def test_is_for_good(self, scene):
        route = scene.register()
        with acting_as(scene.coordinator.actor):
            withdraw_route(route, reason="Klaar.", who=WHO)
            for again in (lambda: submit_route(route, who=WHO), lambda: withdraw_route(route, reason="x", who=WHO)):
                with pytest.raises(ValidationError):
                    again()

    @pytest.mark.parametrize("to", ["recognised", "returned", "rejected"])
    def test_database_refuses_a_coordinator_who_skips_the_service(self, scene, to):
        route = scene.submit()
        with (
            acting_as(scene.coordinator.actor),
            pytest.raises(IntegrityError, match="may not take the step"),
            transaction.atomic(),
        ):
            Route.objects.filter(pk=route.pk).update(state=to)
