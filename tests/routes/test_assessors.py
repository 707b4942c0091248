"""Taking over, second rounds, and what the hogeschool reads of two who judged."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.documents.services import read
from mkbroute.mail.models import MessageBody
from mkbroute.organisations.services.people import end_membership
from routes import judgements, queries, second_round
from routes.enums import EventKind, State
from routes.models import Decision, RouteAssessor, RouteEvent
from routes.services import (
    Judgement,
    ask_assessor,
    reopen_route,
    request_reconsideration,
    return_route,
    state_criterion,
    submit_route,
    take_over_route,
    take_up_route,
)
from routes.tasks import call_back_assessors_of
from tests.documents.papers import faults
from tests.documents.test_render import text_of

from . import rounds
from .rounds import ALL_MEET, COLLEAGUE, body, fresh, judge, mails
from .scene import ASSESSOR, WHO

PROOF = "Bewijs van de loonschaal ontbreekt."


def url(name, route):
    return reverse(f"routes:{name}", args=[route.public_id])


def text(response):
    return response.content.decode()


def complaint(error) -> str:
    return " ".join(error.value.messages)


def sitting(route):
    with acting_as(SYSTEM):
        seats = judgements.seats_of(queries.latest_version(route))
        return [seat.name for seat in seats if seat.sits]


def seat_of(route, name="Ada Mulder"):
    with acting_as(SYSTEM):
        return RouteAssessor.objects.get(version=queries.latest_version(route), name=name).pk


def leave(scene):
    with acting_as(scene.assessor.actor):
        end_membership(scene.assessor.membership)


def taken_up(scene):
    route = scene.submit()
    judge(scene.assessor, route, {1: Judgement("partly", "Mager.")})
    return fresh(route)


class TestTakingOver:
    def take_over(self, person, route, reason="Ada is ziek."):
        with acting_as(person.actor):
            return take_over_route(route, assessor_id=seat_of(route), reason=reason, who=COLLEAGUE)

    def test_colleague_judges_and_decides_from_then_on(self, scene):
        route, second = taken_up(scene), rounds.colleague(scene)
        self.take_over(second, route)
        assert sitting(route) == ["Nel Vos"]
        with pytest.raises(ValidationError, match="Nel Vos beoordeelt dit dossier"):
            judge(scene.assessor, route)
        assert judge(second, route, who=COLLEAGUE, decision=State.RECOGNISED).state == State.RECOGNISED

    def test_is_told_logged_and_the_reason_stays_inside(self, scene):
        route, second = taken_up(scene), rounds.colleague(scene)
        self.take_over(second, route)
        with acting_as(scene.coordinator.actor):
            event = RouteEvent.objects.get(kind=EventKind.TAKEN_OVER)
        assert (event.text, event.who, event.reason) == ("Beoordeling overgenomen van Ada Mulder", COLLEAGUE, "")
        assert mails("assessor_relieved") == [scene.assessor.user.email]
        assert "Ada is ziek." in body("assessor_relieved")
        with acting_as(SYSTEM):
            excused = RouteAssessor.objects.get(name="Ada Mulder")
        assert (excused.excused_reason, excused.excused_by) == ("Ada is ziek.", COLLEAGUE)

    def test_untouched_dossier_that_waits_for_a_former_assessor_is_taken_up_by_it(self, scene):
        route, second = rounds.submitted_again(scene), rounds.colleague(scene)
        call_back_assessors_of(route.pk)
        assert self.take_over(second, route).state == State.ASSESSING

    def test_she_can_take_it_back_or_be_asked_again(self, scene):
        route, second = taken_up(scene), rounds.colleague(scene)
        self.take_over(second, route)
        with acting_as(second.actor):
            ask_assessor(route, scene.assessor.membership, who=COLLEAGUE)
        assert sitting(route) == ["Ada Mulder", "Nel Vos"]
        third = rounds.colleague(scene)
        self.take_over(third, route)
        with acting_as(scene.assessor.actor):
            take_over_route(route, assessor_id=seat_of_member(third, route), reason="Ik ben er weer.", who=ASSESSOR)
        assert sitting(route) == ["Ada Mulder", "Nel Vos"]

    @pytest.mark.parametrize("reason", ["", "  "])
    def test_needs_a_reason(self, scene, reason):
        route, second = taken_up(scene), rounds.colleague(scene)
        with pytest.raises(ValidationError, match="Schrijf op waarom"):
            self.take_over(second, route, reason)
        assert sitting(route) == ["Ada Mulder"]

    def test_nobody_takes_over_from_herself_or_from_who_sits_no_more(self, scene):
        route, second = taken_up(scene), rounds.colleague(scene)
        with pytest.raises(ValidationError, match="al"):
            self.take_over(scene.assessor, route)
        hers = seat_of(route)
        self.take_over(second, route)
        third = rounds.colleague(scene)
        with acting_as(third.actor), pytest.raises(ValidationError, match="niet meer"):
            take_over_route(route, assessor_id=hers, reason="x", who=COLLEAGUE)

    def test_dossier_of_who_left_is_free(self, scene):
        route, second = taken_up(scene), rounds.colleague(scene)
        leave(scene)
        assert sitting(route) == []
        judge(second, route, who=COLLEAGUE)
        with acting_as(SYSTEM):
            assert RouteEvent.objects.filter(kind=EventKind.TAKEN_OVER, text="Beoordeling voortgezet").count() == 1
        assert judge(second, route, {}, who=COLLEAGUE, decision=State.RECOGNISED, reason="Toch.").state == "recognised"

    def test_decision_does_not_wait_for_who_left(self, scene):
        route, second = rounds.with_two(scene)
        leave(scene)
        assert judge(second, route, who=COLLEAGUE, decision=State.RECOGNISED).state == State.RECOGNISED

    def test_place_of_who_left_is_free_for_a_second(self, scene):
        route, second = rounds.with_two(scene)
        third = rounds.colleague(scene)
        leave(scene)
        with acting_as(second.actor):
            ask_assessor(route, third.membership, who=COLLEAGUE)
        assert len(sitting(route)) == 2


def seat_of_member(person, route):
    with acting_as(SYSTEM):
        return RouteAssessor.objects.get(version=queries.latest_version(route), membership=person.membership).pk


class TestPages:
    def test_take_over_on_its_page(self, client, scene):
        route, second = taken_up(scene), rounds.colleague(scene)
        client.force_login(second.user)
        assert url("take_over", route) in text(client.get(url("review", route)))
        assert "Ada Mulder beoordeelt nu het dossier" in text(client.get(url("take_over", route)))
        refused = client.post(url("take_over", route), {"assessor": seat_of(route), "reason": " "})
        assert refused.status_code == 422
        assert "Schrijf op waarom u overneemt." in text(refused)
        sent = {"assessor": seat_of(route), "reason": "Ada is met verlof."}
        shown = text(client.post(url("take_over", route), sent, follow=True))
        assert 'name="c1-verdict"' in shown
        assert "Ada is met verlof." in shown
        again = client.post(url("take_over", route), sent, follow=True)
        assert "U hoeft de beoordeling niet over te nemen" in text(again)

    def test_which_of_two_is_chosen(self, client, scene):
        route, _ = rounds.with_two(scene)
        third = rounds.colleague(scene)
        client.force_login(third.user)
        shown = text(client.get(url("take_over", route)))
        assert shown.count('type="radio"') == 2
        assert client.post(url("take_over", route), {"assessor": "1", "reason": "x"}).status_code == 422

    def test_decided_dossier_cannot_be_taken_over(self, client, scene):
        route = scene.recognise()
        client.force_login(rounds.colleague(scene).user)
        assert client.get(url("take_over", route)).status_code == 409

    def test_questions_offer_no_button_that_is_refused(self, client, scene):
        route, second = taken_up(scene), rounds.colleague(scene)
        client.force_login(second.user)
        shown = text(client.get(url("questions", route)))
        assert "Vragen versturen" not in shown
        assert url("take_over", route) in shown
        late = client.post(url("questions", route), {"c1": "Mijn lange vraag"})
        assert late.status_code == 422
        assert "Mijn lange vraag" in text(late)
        client.force_login(scene.assessor.user)
        assert "Vragen versturen" in text(client.get(url("questions", route)))

    def test_nobody_is_offered_herself_as_a_second(self, client, scene):
        route, second = scene.submit(), rounds.colleague(scene)
        client.force_login(scene.assessor.user)
        form = client.get(url("review", route)).context["ask_form"]
        assert list(form.team) == [str(second.membership.public_id)]
        sent = {"membership": scene.assessor.membership.public_id}
        assert "Kies een collega" in text(client.post(url("ask_assessor", route), sent, follow=True))
        with acting_as(scene.assessor.actor), pytest.raises(ValidationError, match="Vraag een collega"):
            ask_assessor(route, scene.assessor.membership, who=ASSESSOR)
        assert fresh(route).state == State.SUBMITTED

    def test_page_says_what_waits_for_a_colleague_and_what_does_not(self, client, scene):
        route, _ = rounds.with_two(scene)
        client.force_login(scene.assessor.user)
        assert "Een aanvulling vragen kan meteen" in text(client.get(url("review", route)))

    def test_who_decided_is_told_to_leave_an_objection_to_another(self, client, scene):
        route, second = rounds.rejected(scene), rounds.colleague(scene)
        with acting_as(scene.coordinator.actor):
            request_reconsideration(route, reason="Het salaris staat in elk contract.", who=WHO)
        for person, told in ((scene.assessor, True), (second, False)):
            client.force_login(person.user)
            assert ("U oordeelde eerder over dit dossier" in text(client.get(url("review", route)))) == told

    def test_reopened_route_is_no_objection(self, client, scene):
        route = scene.recognise()
        with acting_as(scene.assessor.actor):
            reopen_route(route, reason="Te weinig mkb.", who=ASSESSOR)
        client.force_login(scene.assessor.user)
        assert "U oordeelde eerder" not in text(client.get(url("review", route)))


def returned_by_two(scene):
    """Both judged; what the second asks for is given at criterion 4."""
    route, second = rounds.with_two(scene)
    judge(second, route, {**ALL_MEET, 4: Judgement("partly", PROOF)}, who=COLLEAGUE)
    judge(scene.assessor, route)
    with acting_as(scene.assessor.actor):
        return_route(route, reason="Vul criterium 4 aan.", who=ASSESSOR)
    return fresh(route), second


def handed_in_again(scene, route):
    with acting_as(scene.coordinator.actor):
        found = rounds.criterion(route, 4)
        state_criterion(found, statement="Nu met schaal.", evidence="Zie bijlage.", own_verdict="meets", who=WHO)
        return submit_route(fresh(route), who=WHO)


class TestSecondRound:
    def test_both_are_called_back_and_told(self, scene):
        route, second = returned_by_two(scene)
        handed_in_again(scene, route)
        for _ in range(2):
            call_back_assessors_of(route.pk)
        assert sitting(route) == ["Ada Mulder", "Nel Vos"]
        assert sorted(mails("assessor_called_back")) == sorted([scene.assessor.user.email, second.user.email])

    def test_first_who_opens_it_calls_the_other_when_nobody_was_woken(self, scene):
        route, second = returned_by_two(scene)
        handed_in_again(scene, route)
        with acting_as(scene.assessor.actor):
            assert take_up_route(route, who=ASSESSOR).state == State.ASSESSING
        assert sitting(route) == ["Ada Mulder", "Nel Vos"]
        assert mails("assessor_called_back") == [second.user.email]

    def test_who_left_is_not_called(self, scene):
        route, second = returned_by_two(scene)
        with acting_as(second.actor):
            end_membership(scene.assessor.membership)
        handed_in_again(scene, route)
        call_back_assessors_of(route.pk)
        assert sitting(route) == ["Nel Vos"]

    def test_objection_and_a_later_submission_begin_afresh(self, scene):
        route = rounds.rejected(scene)
        with acting_as(scene.coordinator.actor):
            submit_route(route, who=WHO)
        call_back_assessors_of(route.pk)
        assert sitting(route) == []

    def test_own_verdicts_stand_where_nothing_changed(self, client, scene):
        route, second = returned_by_two(scene)
        handed_in_again(scene, route)
        client.force_login(second.user)
        page = client.get(url("review", route))
        shown = {row.item.number: row.form["verdict"].value() or "" for row in page.context["rows"]}
        assert shown == {1: "meets", 2: "meets", 3: "meets", 4: "", 5: "meets"}
        assert text(page).count("Dit vond u van de vorige versie.") == 4
        with acting_as(second.actor):
            assert sorted(second_round.kept_judgements(queries.latest_version(route))) == [1, 2, 3, 5]

    def test_nothing_is_kept_until_it_is_saved(self, scene):
        route, second = returned_by_two(scene)
        handed_in_again(scene, route)
        with acting_as(second.actor):
            take_up_route(route, who=COLLEAGUE)
            own = judgements.own_seat(judgements.seats_of(queries.latest_version(route)))
        assert own.judgements == {}


class TestWhatTheHogeschoolReads:
    def test_decision_keeps_both(self, scene):
        returned_by_two(scene)
        with acting_as(SYSTEM):
            found = Decision.objects.latest().findings
        assert found[3] == {
            "number": 4, "title": "Salaris van de werkgever", "by": "Ada Mulder", "verdict": "meets", "motivation": "",
            "others": [{"by": "Nel Vos", "verdict": "partly", "motivation": PROOF}],
        }  # fmt: skip

    def test_pages_and_mail_name_both(self, client, scene):
        route, _ = returned_by_two(scene)
        assert f"Nel Vos: voldoet deels. {PROOF}" in body("route_returned")
        with acting_as(SYSTEM):
            assert PROOF in MessageBody.objects.get(message__kind="route_returned").html
        client.force_login(scene.coordinator.user)
        fourth = reverse("routes:criterion", args=[route.public_id, 4])
        first = reverse("routes:version", args=[route.public_id, 1])
        for page in (url("dossier", route), url("overview", route), fourth, first):
            shown = text(client.get(page))
            assert "Nel Vos: voldoet deels." in shown
            assert PROOF in shown
        said = " ".join(text_of(client.get(url("overview_pdf", route)).content).split())
        assert f"Nel Vos: voldoet deels. {PROOF}" in said

    def test_letter_names_both(self, scene):
        route, second = rounds.with_two(scene)
        judge(second, route, {**ALL_MEET, 4: Judgement("partly", PROOF)}, who=COLLEAGUE)
        judge(scene.assessor, route, decision=State.RECOGNISED, reason="Wij spraken het door.")
        rounds.write_letters()
        with acting_as(SYSTEM):
            pdf = read(Decision.objects.latest().document)
        assert faults(pdf) == []
        said = " ".join(text_of(pdf).split())
        assert "Ada Mulder: voldoet." in said
        assert f"Nel Vos: voldoet deels. {PROOF}" in said

    def test_what_only_the_colleague_found_goes_along_with_a_request(self, scene):
        route, second = rounds.with_two(scene)
        judge(second, route, {4: Judgement("partly", PROOF)}, who=COLLEAGUE)
        judge(scene.assessor, route, {}, decision=State.RETURNED, reason="Vul aan.")
        with acting_as(scene.coordinator.actor):
            found = queries.findings_of(route)[4]
        assert (found.verdict, found.motivation) == ("partly", PROOF)
        assert [opinion.by for opinion in found.found.opinions] == ["Nel Vos"], "not the word of who decided"

    def test_one_assessor_is_the_programme_team(self, scene):
        route = scene.judge(scene.submit(), "partly", "Mager.")
        with acting_as(scene.assessor.actor):
            return_route(route, reason="Vul aan.", who=ASSESSOR)
        with acting_as(scene.coordinator.actor):
            assert queries.findings_of(route)[1].found.opinions == []
        assert "Ada Mulder: " not in body("route_returned")
