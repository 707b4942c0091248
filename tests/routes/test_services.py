from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, ProgrammingError, transaction

from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.mail.models import Message, MessageBody
from routes import queries
from routes.enums import EventKind, Phase, State
from routes.judgements import verdict_revision
from routes.models import (
    CriterionAssessment,
    CriterionJudgement,
    Decision,
    Route,
    RouteEvent,
    RoutePartner,
    RouteYear,
)
from routes.revisions import Overtaken
from routes.services import (
    Judgement,
    add_link,
    add_partner,
    assess_criterion,
    confirm_partnership,
    recognise_route,
    register_route,
    reject_route,
    remove_partner,
    return_route,
    review_route,
    state_criterion,
    submit_route,
    update_route,
    withdraw_route,
)
from routes.services.letters import write_letter
from routes.weeks import Week

from .scene import ASSESSOR, WHO, fields
from .scene import scene as make_scene


def mails(kind):
    with acting_as(SYSTEM):
        return list(Message.objects.filter(kind=kind).values_list("to_email", flat=True))


def body(kind):
    with acting_as(SYSTEM):
        return MessageBody.objects.get(message__kind=kind).text


def said(route):
    with acting_as(SYSTEM):
        return list(RouteEvent.objects.filter(route=route).order_by("at").values_list("kind", flat=True))


def fresh(route):
    with acting_as(SYSTEM):
        return Route.objects.get(pk=route.pk)


def complaint(error):
    return " ".join(error.value.messages)


@pytest.fixture
def coordinator(scene):
    with acting_as(scene.coordinator.actor):
        yield scene


class TestRegister:
    def test_route_begins_as_concept_with_the_usual_week_and_an_empty_dossier(self, coordinator):
        route = register_route(coordinator.hogeschool, who=WHO, **fields())
        assert route.state == State.CONCEPT
        assert [week.words for week in queries.weeks_of(route)] == ["4 dagen werken, 1 dag studeren"] * 2
        assert CriterionAssessment.objects.filter(route=route, statement="", own_verdict="").count() == 5
        assert said(route) == [EventKind.REGISTERED]

    def test_bachelor_has_four_years(self, coordinator):
        route = register_route(coordinator.hogeschool, who=WHO, **fields(degree="bachelor", shape="growing"))
        assert [week.company for week in queries.weeks_of(route)] == [0, 2, 3, 4]

    def test_own_week_is_kept(self, coordinator):
        weeks = [Week(1, Decimal("1.5"), Decimal("3.5")), Week(2, Decimal(1), Decimal(4))]
        route = register_route(coordinator.hogeschool, who=WHO, weeks=weeks, **fields())
        assert queries.weeks_of(route) == weeks

    def test_week_of_six_days_is_refused_and_nothing_is_made(self, coordinator):
        weeks = [Week(1, Decimal(2), Decimal(4)), Week(2, Decimal(1), Decimal(4))]
        with pytest.raises(ValidationError) as error:
            register_route(coordinator.hogeschool, who=WHO, weeks=weeks, **fields())
        assert "Studiejaar 1 telt 6 dagen" in complaint(error)
        assert not Route.objects.exists()

    def test_second_route_of_the_same_name_gets_the_next_address(self, coordinator):
        first, second = (register_route(coordinator.hogeschool, who=WHO, **fields()) for _ in range(2))
        assert second.slug == f"{first.slug}-2"

    def test_address_that_another_hogeschool_has_is_passed_over(self, scene):
        other = make_scene("Andere")
        with acting_as(SYSTEM):
            type(other.hogeschool).objects.filter(pk=other.hogeschool.pk).update(name=scene.hogeschool.name)
            other.hogeschool.refresh_from_db()
        mine, theirs = scene.register(), other.register()
        assert theirs.slug == f"{mine.slug}-2"

    def test_coordinator_cannot_register_for_another_hogeschool(self, scene):
        other = make_scene("Andere")
        with (
            acting_as(scene.coordinator.actor),
            pytest.raises(ProgrammingError, match="row-level security"),
            transaction.atomic(),
        ):
            register_route(other.hogeschool, who=WHO, **fields())


class TestUpdate:
    def test_change_is_kept_and_named(self, scene):
        route = scene.register()
        with acting_as(scene.coordinator.actor):
            update_route(route, who=WHO, costs="Collegegeld", places=12)
        assert (fresh(route).costs, fresh(route).places) == ("Collegegeld", 12)
        with acting_as(SYSTEM):
            assert RouteEvent.objects.latest("at").text == "Gegevens gewijzigd: kosten, aantal plaatsen"

    def test_nothing_changed_leaves_no_trace(self, scene):
        route = scene.register()
        with acting_as(scene.coordinator.actor):
            update_route(route, who=WHO, places=20)
        assert said(route) == [EventKind.REGISTERED]

    def test_other_degree_needs_its_own_weeks(self, scene):
        route = scene.register()
        with acting_as(scene.coordinator.actor), pytest.raises(ValidationError) as error:
            update_route(route, who=WHO, degree="bachelor")
        assert "studiejaar 3" in complaint(error)

    def test_weeks_are_replaced(self, scene):
        route = scene.register()
        weeks = [Week(1, Decimal(2), Decimal(3)), Week(2, Decimal(2), Decimal(3))]
        with acting_as(scene.coordinator.actor):
            update_route(route, who=WHO, weeks=weeks)
            assert queries.weeks_of(fresh(route)) == weeks
            assert RouteYear.objects.count() == 2

    def test_colleague_who_saved_first_is_not_overwritten(self, scene):
        route = scene.register()
        with acting_as(scene.coordinator.actor):
            seen = queries.revision_of(route)
            update_route(route, who=WHO, seen=seen, costs="Van de eerste")
            with pytest.raises(Overtaken):
                update_route(route, who=WHO, seen=seen, costs="Van de tweede")
        assert fresh(route).costs == "Van de eerste"

    def test_route_under_review_stays_as_it_was_submitted(self, scene):
        route = scene.submit()
        with acting_as(scene.coordinator.actor), pytest.raises(ValidationError) as error:
            update_route(route, who=WHO, places=1)
        assert "‘ingediend’" in complaint(error)
        assert "Sanne de Wit" in complaint(error)

    def test_recognised_route_keeps_what_it_was_recognised_as(self, scene):
        route = scene.recognise()
        with acting_as(scene.coordinator.actor):
            update_route(route, who=WHO, places=30)
            with pytest.raises(ValidationError):
                update_route(route, who=WHO, form="deeltijd")
            with pytest.raises(ValidationError):
                update_route(route, who=WHO, weeks=[Week(year, Decimal(2), Decimal(3)) for year in (1, 2)])
        assert (fresh(route).places, fresh(route).form) == (30, "duaal")


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


class TestPartners:
    def add(self, scene, route, organisation=None):
        with acting_as(scene.coordinator.actor):
            return add_partner(route, organisation or scene.branche, contribution="Denkt mee.", who=WHO)

    def test_partner_is_asked_by_mail(self, scene):
        partner = self.add(scene, scene.register())
        assert mails("partner_asked") == [scene.branche.email]
        assert f"/routes/partner/{partner.public_id}/" in body("partner_asked")

    def test_other_hogeschool_is_asked_too(self, scene):
        other = make_scene("Andere").hogeschool
        self.add(scene, scene.register(), other)
        assert mails("partner_asked") == [other.email]

    def test_twice_is_refused(self, scene):
        route = scene.register()
        self.add(scene, route)
        with pytest.raises(ValidationError) as error:
            self.add(scene, route)
        assert "staat al bij de route" in complaint(error)

    def test_own_hogeschool_is_refused(self, scene):
        with pytest.raises(ValidationError):
            self.add(scene, scene.register(), scene.hogeschool)

    @pytest.mark.parametrize("who", ["adviser", "contact"])
    def test_partner_confirms_itself_and_the_dossier_knows(self, scene, who):
        route = scene.register()
        partners = {"adviser": self.add(scene, route), "contact": self.add(scene, route, scene.company)}
        with acting_as(getattr(scene, who).actor):
            confirm_partnership(RoutePartner.objects.get(pk=partners[who].pk), who="Piet")
        with acting_as(scene.coordinator.actor):
            facts = queries.dossier(route)[4].facts
        name = partners[who].organisation.name
        assert facts == [f"Betrokkenheid zelf bevestigd door 1 van 2 bedrijven en branches: {name}"]
        assert mails("partner_confirmed") == ["sanne@voorbeeld.test"]
        assert EventKind.PARTNER_CONFIRMED in said(route)

    def test_confirming_twice_says_who_did(self, scene):
        partner = self.add(scene, scene.register())
        with acting_as(scene.adviser.actor):
            confirm_partnership(partner, who="Piet Jonker")
            with pytest.raises(ValidationError) as error:
                confirm_partnership(partner, who="Jan")
        assert "Piet Jonker" in complaint(error)

    def test_removed_partner_is_told_so(self, scene):
        partner = self.add(scene, scene.register())
        with acting_as(scene.coordinator.actor):
            remove_partner(partner, who=WHO)
        with acting_as(scene.adviser.actor), pytest.raises(ValidationError) as error:
            confirm_partnership(partner, who="Piet")
        assert "van de route gehaald" in complaint(error)

    def test_nobody_confirms_for_another(self, scene):
        partner = self.add(scene, scene.register())
        for stranger in (scene.contact, scene.coordinator, scene.assessor):
            with acting_as(stranger.actor), pytest.raises((ValidationError, ProgrammingError)), transaction.atomic():
                confirm_partnership(partner, who="Een ander")
        with acting_as(SYSTEM):
            assert RoutePartner.objects.get(pk=partner.pk).confirmed_at is None
