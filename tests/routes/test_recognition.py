"""Taking up, two assessors, decisions with their letter, and reconsideration."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, ProgrammingError, transaction
from django.utils import timezone

from matching.services.applications import submit_application
from mkbroute.access.actor import PUBLIC, SYSTEM, acting_as
from mkbroute.documents.models import Document
from mkbroute.documents.services import read
from mkbroute.mail.models import MessageBody
from routes import judgements, queries
from routes.catalogue import recognised
from routes.enums import EventKind, State
from routes.models import CriterionJudgement, Decision, DossierVersion, Route, RouteAssessor, RouteEvent
from routes.services import (
    Judgement,
    ask_assessor,
    recognise_route,
    reject_route,
    reopen_route,
    request_reconsideration,
    return_route,
    submit_route,
    take_up_route,
    withdraw_route,
)
from routes.services.letters import write_letter
from routes.tasks import sweep_letters
from tests import cast
from tests.documents.papers import faults
from tests.documents.test_render import text_of

from . import rounds
from .rounds import ALL_MEET, COLLEAGUE, fresh, judge, mails
from .scene import ASSESSOR, WHO


def complaint(error) -> str:
    return " ".join(error.value.messages)


def the_decision() -> Decision:
    with acting_as(SYSTEM):
        return Decision.objects.select_related("document", "version").latest()


class TestTakingUp:
    def test_names_who_judges(self, scene):
        route = scene.submit()
        with acting_as(scene.assessor.actor):
            assert take_up_route(route, who=ASSESSOR).state == State.ASSESSING
            assert [assessor.name for assessor in RouteAssessor.objects.all()] == ["Ada Mulder"]
        with acting_as(SYSTEM):
            event = RouteEvent.objects.get(kind=EventKind.TAKEN_UP)
        assert event.who == ASSESSOR

    def test_twice_changes_nothing(self, scene):
        route = scene.submit()
        for _ in range(2):
            with acting_as(scene.assessor.actor):
                take_up_route(route, who=ASSESSOR)
        with acting_as(SYSTEM):
            assert RouteAssessor.objects.count() == 1

    def test_colleague_does_not_judge_unasked(self, scene):
        route, second = scene.submit(), rounds.colleague(scene)
        judge(scene.assessor, route, {1: Judgement("meets")})
        with pytest.raises(ValidationError) as error:
            judge(second, route, who=COLLEAGUE)
        assert "Ada Mulder beoordeelt dit dossier" in complaint(error)

    @pytest.mark.parametrize("made", ["complete", "recognise"])
    def test_is_for_what_lies_there(self, scene, made):
        route = getattr(scene, made)()
        with acting_as(scene.assessor.actor), pytest.raises((ValidationError, Route.DoesNotExist)):
            take_up_route(route, who=ASSESSOR)

    def test_coordinator_cannot(self, scene):
        route = scene.submit()
        with acting_as(scene.coordinator.actor), pytest.raises(DatabaseError), transaction.atomic():
            take_up_route(route, who=WHO)


class TestTwoAssessors:
    def test_second_is_asked_by_mail(self, scene):
        _, second = rounds.with_two(scene)
        assert mails("assessor_asked") == [second.user.email]

    def test_third_is_refused(self, scene):
        route, _ = rounds.with_two(scene)
        third = rounds.colleague(scene)
        with acting_as(scene.assessor.actor), pytest.raises(ValidationError) as error:
            ask_assessor(route, third.membership, who=ASSESSOR)
        assert "hooguit twee" in complaint(error)

    def test_nobody_is_asked_twice(self, scene):
        route, second = rounds.with_two(scene)
        with acting_as(scene.assessor.actor), pytest.raises(ValidationError):
            ask_assessor(route, second.membership, who=ASSESSOR)

    def test_outsider_cannot_be_asked(self, scene):
        route = scene.submit()
        with (
            acting_as(scene.assessor.actor),
            pytest.raises(ProgrammingError, match="row-level security"),
            transaction.atomic(),
        ):
            ask_assessor(route, scene.coordinator.membership, who=ASSESSOR)

    def test_decision_waits_for_the_colleague(self, scene):
        route, _ = rounds.with_two(scene)
        with pytest.raises(ValidationError) as error:
            judge(scene.assessor, route, decision=State.RECOGNISED)
        assert "Nel Vos gaf nog geen oordeel over criteria 1, 2, 3, 4, 5" in complaint(error)
        assert fresh(route).state == State.ASSESSING

    def test_decision_without_the_colleague_says_why(self, scene):
        route, _ = rounds.with_two(scene)
        judge(scene.assessor, route, decision=State.RECOGNISED, without="Zij is ziek.")
        with acting_as(SYSTEM):
            excused = RouteAssessor.objects.get(name="Nel Vos")
        assert (excused.excused_reason, excused.excused_by) == ("Zij is ziek.", ASSESSOR)
        assert the_decision().assessors == ["Ada Mulder"]

    def test_refused_decision_excuses_nobody(self, scene):
        route, _ = rounds.with_two(scene)
        not_yet = {**ALL_MEET, 2: Judgement("not_yet", "Nee.")}
        with pytest.raises(ValidationError):
            judge(scene.assessor, route, not_yet, decision=State.RECOGNISED, without="Zij is ziek.")
        with acting_as(SYSTEM):
            assert not RouteAssessor.objects.exclude(excused_at=None).exists()

    def test_difference_is_shown_and_explained(self, scene):
        route, second = rounds.with_two(scene)
        judge(second, route, {**ALL_MEET, 2: Judgement("partly", "Mager.")}, who=COLLEAGUE)
        with pytest.raises(ValidationError) as error:
            judge(scene.assessor, route, decision=State.RECOGNISED)
        assert "verschillen over criterium 2" in complaint(error)
        judge(scene.assessor, route, decision=State.RECOGNISED, reason="Wij spraken het door.")
        assert sorted(the_decision().assessors) == ["Ada Mulder", "Nel Vos"]

    def test_each_keeps_her_own_judgement(self, scene):
        route, second = rounds.with_two(scene)
        judge(scene.assessor, route)
        judge(second, route, {1: Judgement("partly", "Mager.")}, who=COLLEAGUE)
        with acting_as(scene.assessor.actor):
            seats = judgements.seats_of(queries.latest_version(route))
        assert [seat.verdict_on(1) for seat in seats] == ["meets", "partly"]
        assert judgements.differing(seats, [1, 2]) == [1]

    def test_hogeschool_sees_no_judgement_before_or_beside_the_decision(self, scene):
        route, second = rounds.with_two(scene)
        judge(second, route, who=COLLEAGUE)
        judge(scene.assessor, route, decision=State.RECOGNISED)
        with acting_as(scene.coordinator.actor):
            assert len(queries.findings_of(route)) == 5
            for model in (CriterionJudgement, RouteAssessor):
                with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                    list(model.objects.all())


class TestDecision:
    def test_is_kept_with_what_was_found(self, scene):
        route = scene.judge(scene.submit(), "partly", "Nog niet overal.")
        with acting_as(scene.assessor.actor):
            recognise_route(route, who=ASSESSOR)
        decision = the_decision()
        assert decision.outcome == State.RECOGNISED
        assert decision.findings[1] == {
            "number": 2,
            "title": "Leerwerkplek in het mkb",
            "by": "",
            "verdict": "partly",
            "motivation": "Nog niet overal.",
            "others": [],
        }
        assert decision.reference.startswith(f"MR-{timezone.localdate().year}-")

    def test_judgements_stay_as_they_were_decided_on(self, scene):
        route = scene.recognise()
        with acting_as(scene.assessor.actor):
            assert CriterionJudgement.objects.filter(route=route).update(motivation="Achteraf") == 0
        with acting_as(SYSTEM), pytest.raises(IntegrityError, match="does not change"), transaction.atomic():
            Decision.objects.update(reason="Achteraf")

    def test_against_gives_a_term_of_six_weeks(self, scene):
        rounds.rejected(scene)
        assert the_decision().reconsider_until == timezone.localdate() + timedelta(weeks=6)

    def test_one_per_version(self, scene):
        scene.recognise()
        decision = the_decision()
        decision.pk, decision.public_id, decision.reference = None, None, "MR-2"
        with acting_as(SYSTEM), pytest.raises(IntegrityError), transaction.atomic():
            decision.save(force_insert=True)


class TestLetter:
    def test_is_stored_by_hash_mailed_and_made_once(self, scene):
        route = scene.recognise()
        rounds.write_letters()
        first = the_decision().document
        rounds.write_letters()
        with acting_as(SYSTEM):
            assert Document.objects.filter(kind="decision").count() == 1
            assert MessageBody.objects.get(message__kind="route_recognised").attachment_id == first.pk
        assert mails("route_recognised") == [route.contact_email]
        for person in (scene.coordinator, scene.assessor):
            with acting_as(person.actor):
                assert read(Document.objects.get(pk=first.pk)).startswith(b"%PDF")
        for person in (scene.contact, scene.adviser):
            with acting_as(person.actor):
                assert not Document.objects.filter(pk=first.pk).exists()

    def test_is_found_by_the_sweep_when_nobody_was_woken(self, scene):
        scene.recognise()
        sweep_letters()
        sweep_letters()
        assert the_decision().document
        assert len(mails("route_recognised")) == 1

    def test_asking_for_more_needs_none(self, scene):
        route = scene.submit()
        judge(scene.assessor, route, {}, decision=State.RETURNED, reason="Vul aan.")
        with acting_as(SYSTEM):
            assert write_letter(the_decision().pk) is None
        assert len(mails("route_returned")) == 1

    def test_of_recognition_can_be_read_aloud_and_says_everything(self, scene):
        route = scene.submit()
        judge(scene.assessor, route, {**ALL_MEET, 4: Judgement("partly", "Eén bedrijf mist.")}, decision="recognised")
        rounds.write_letters()
        decision = the_decision()
        with acting_as(SYSTEM):
            pdf = read(decision.document)
        said = " ".join(text_of(pdf).split())
        assert faults(pdf) == []
        for words in (decision.reference, "is erkend als Mkb-route", "Eén bedrijf mist.", "Salaris van de werkgever",
                      decision.version.content_sha256[:20], "Ada Mulder"):  # fmt: skip
            assert words in said

    def test_of_refusal_says_how_to_ask_again(self, scene):
        rounds.rejected(scene)
        decision = the_decision()
        with acting_as(SYSTEM):
            pdf = read(decision.document)
        said = " ".join(text_of(pdf).split())
        assert faults(pdf) == []
        assert "nog niet erkend" in said
        assert "Vraag de heroverweging aan op de pagina van de route" in said
        assert "ontwikkelroute" in said


class TestReconsideration:
    def ask(self, scene, route, reason="Het salaris staat in elk contract."):
        with acting_as(scene.coordinator.actor):
            return request_reconsideration(route, reason=reason, who=WHO)

    def reopen(self, scene, route, reason="Te weinig mkb."):
        with acting_as(scene.assessor.actor):
            return reopen_route(route, reason=reason, who=ASSESSOR)

    def test_hogeschool_asks_and_it_is_judged_anew(self, scene):
        route = self.ask(scene, rounds.rejected(scene))
        assert (route.state, route.reconsidered_from) == (State.RECONSIDERING, State.REJECTED)
        assert mails("route_objection") == [scene.programme.email]
        with pytest.raises(ValidationError, match="oordeel over elk criterium"):
            judge(scene.assessor, route, {}, decision=State.RECOGNISED)
        assert judge(scene.assessor, route, decision=State.RECOGNISED).state == State.RECOGNISED
        with acting_as(SYSTEM):
            assert [v.occasion for v in DossierVersion.objects.all()] == ["submission", "objection"]
        assert fresh(route).reconsidered_from == ""

    def test_needs_a_reason(self, scene):
        with pytest.raises(ValidationError):
            self.ask(scene, rounds.rejected(scene), reason=" ")

    def test_after_the_term_is_refused_and_says_what_can_be_done(self, scene, monkeypatch):
        route = rounds.rejected(scene)
        later = timezone.localdate() + timedelta(weeks=6, days=1)
        monkeypatch.setattr("routes.services.recognition.timezone.localdate", lambda: later)
        with pytest.raises(ValidationError) as error:
            self.ask(scene, route)
        assert "termijn voor heroverweging is voorbij" in complaint(error)
        assert "opnieuw indienen" in complaint(error)

    @pytest.mark.parametrize("made", ["complete", "submit", "recognise"])
    def test_is_for_a_route_that_was_refused(self, scene, made):
        with pytest.raises(ValidationError):
            self.ask(scene, getattr(scene, made)())

    def test_reopened_route_stays_recognised_until_the_new_decision(self, scene):
        route = self.reopen(scene, scene.recognise())
        assert mails("route_reopened") == [route.contact_email]
        with acting_as(PUBLIC):
            assert [found.pk for found in recognised()] == [route.pk]
        judge(scene.assessor, route, dict.fromkeys(range(1, 6), Judgement("not_yet", "Nee.")), decision=State.REJECTED,
              reason="Niet meer in het mkb.")  # fmt: skip
        with acting_as(PUBLIC):
            assert not recognised().exists()

    def test_someone_can_apply_meanwhile(self, scene):
        route = self.reopen(scene, scene.recognise())
        person = cast.person("Joris Kok")
        details = {
            "name": "Joris Kok", "phone": "06 12345678", "background": "mbo4", "city": "Tilburg",
            "province": "noord-brabant", "prior_education": "Mbo 4", "motivation": "Ik wil verder.",
            "employer_name": "",
        }  # fmt: skip
        with acting_as(person.actor):
            found = Route.objects.get(pk=route.pk)
            application, _ = submit_application(
                found, student_id=person.user.pk, email=person.user.email, details=details
            )
        assert application.pk

    def test_reopening_is_for_the_programme_team_and_a_recognised_route(self, scene):
        with pytest.raises(ValidationError):
            self.reopen(scene, scene.submit())
        route = scene.recognise()
        with acting_as(scene.coordinator.actor), pytest.raises(IntegrityError), transaction.atomic():
            reopen_route(route, reason="Zelf", who=WHO)

    def test_route_can_be_withdrawn_and_returned_from_it(self, scene):
        first = self.ask(scene, rounds.rejected(scene))
        with acting_as(scene.coordinator.actor):
            assert withdraw_route(first, reason="Gestopt.", who=WHO).state == State.WITHDRAWN
        second = self.ask(scene, rounds.rejected(scene))
        with acting_as(scene.assessor.actor):
            assert return_route(second, reason="Vul aan.", who=ASSESSOR).state == State.RETURNED
        with acting_as(scene.coordinator.actor):
            assert submit_route(fresh(second), who=WHO).state == State.SUBMITTED

    def test_database_knows_from_where(self, scene):
        route = scene.recognise()
        with acting_as(SYSTEM), pytest.raises(IntegrityError, match="reconsidered_after"), transaction.atomic():
            Route.objects.filter(pk=route.pk).update(state=State.RECONSIDERING)


def test_every_step_that_the_states_allow_has_a_service(scene):
    """Each decision from each state in which the programme team has the dossier."""
    for outcome, work in ((State.RETURNED, return_route), (State.REJECTED, reject_route)):
        route = scene.judge(scene.submit(), "not_yet", "Nee.")
        with acting_as(scene.assessor.actor):
            assert work(route, reason="Daarom.", who=ASSESSOR).state == outcome
