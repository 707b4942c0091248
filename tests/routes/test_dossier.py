"""What a hogeschool says of each criterion, and handing it in."""

import pytest
from django.core.exceptions import ValidationError
from django.db import ProgrammingError, transaction

from mkbroute.access.actor import acting_as
from routes import queries
from routes.enums import EventKind, State
from routes.models import CriterionAssessment, CriterionJudgement, RouteYear
from routes.revisions import Overtaken
from routes.services import add_link, state_criterion, submit_route

from .aftermath import body, complaint, fresh, mails, said
from .scene import WHO


class TestDossier:
    def test_statement_is_kept_and_told_once(self, scene):
        route = scene.complete()
        assert said(route) == [EventKind.REGISTERED, EventKind.STATED]

    def test_colleague_who_wrote_first_is_not_overwritten(self, scene):
        route = scene.register()
        with acting_as(scene.coordinator.actor):
            found = CriterionAssessment.objects.filter(route=route).first()
            seen = queries.statement_revision(found)
            state_criterion(found, statement="Van de eerste", who=WHO, seen=seen)
            with pytest.raises(Overtaken):
                state_criterion(found, statement="Van de tweede", who=WHO, seen=seen)
            found.refresh_from_db()
        assert found.statement == "Van de eerste"

    @pytest.mark.parametrize("made", ["submit", "recognise"])
    def test_dossier_is_closed_while_it_is_judged_and_after(self, scene, made):
        route = getattr(scene, made)()
        with acting_as(scene.coordinator.actor), pytest.raises(ValidationError):
            state_criterion(CriterionAssessment.objects.filter(route=route).first(), statement="Toch anders", who=WHO)

    def test_coordinator_cannot_write_a_verdict(self, scene):
        route = scene.complete()
        with (
            acting_as(scene.coordinator.actor),
            pytest.raises(ProgrammingError, match="permission denied"),
            transaction.atomic(),
        ):
            CriterionJudgement.objects.filter(route=route).update(verdict="meets")


class TestSubmit:
    def test_says_everything_that_is_missing(self, scene):
        route = scene.register()
        with acting_as(scene.coordinator.actor), pytest.raises(ValidationError) as error:
            submit_route(route, who=WHO)
        assert len(error.value.messages) == 5
        assert "Criterium 4. Salaris van de werkgever. Nog nodig: de toelichting, het bewijs en uw eigen oordeel." in (
            error.value.messages
        )

    def test_link_is_evidence_too(self, scene):
        route = scene.complete()
        with acting_as(scene.coordinator.actor):
            found = CriterionAssessment.objects.filter(route=route).first()
            state_criterion(found, statement="Zo", own_verdict="meets", who=WHO)
            add_link(found, "https://voorbeeld.test/plan", who=WHO)
            assert submit_route(route, who=WHO).state == State.SUBMITTED

    @pytest.mark.parametrize("lacking", ["statement", "evidence", "own_verdict"])
    def test_is_refused_while_one_thing_lacks(self, scene, lacking):
        route = scene.complete()
        whole = {"statement": "Zo", "evidence": "Plan", "own_verdict": "meets", lacking: ""}
        with acting_as(scene.coordinator.actor):
            state_criterion(CriterionAssessment.objects.filter(route=route).first(), who=WHO, **whole)
            with pytest.raises(ValidationError) as error:
                submit_route(route, who=WHO)
        assert len(error.value.messages) == 1
        assert fresh(route).state == State.CONCEPT

    def test_is_refused_while_a_year_lacks(self, scene):
        route = scene.complete()
        with acting_as(scene.coordinator.actor):
            RouteYear.objects.filter(route=route, year=2).delete()
            with pytest.raises(ValidationError) as error:
                submit_route(route, who=WHO)
        assert "studiejaar 2" in complaint(error)

    def test_is_mailed_to_the_programme_team(self, scene):
        route = scene.submit()
        assert mails("route_submitted") == [scene.programme.email]
        assert f"/routes/{route.public_id}/beoordeling/" in body("route_submitted")

    def test_twice_is_refused(self, scene):
        route = scene.submit()
        with acting_as(scene.coordinator.actor), pytest.raises(ValidationError):
            submit_route(route, who=WHO)
        assert len(mails("route_submitted")) == 1
