import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse

from mkbroute.access.actor import SYSTEM, acting_as
from routes import queries
from routes.enums import QuestionState, State
from routes.models import DossierQuestion, QuestionPost, Route
from routes.services import answer_questions, ask_questions, close_question

from . import rounds
from .rounds import body, fresh, mails
from .scene import ASSESSOR, WHO


def answer(scene, answers):
    with acting_as(scene.coordinator.actor):
        route = next(iter(answers)).route
        return answer_questions(route, answers, who=WHO)


def turn_of(person, route):
    with acting_as(person.actor):
        return queries.turn(queries.since_last_step(Route.objects.all()).get(pk=route.pk))


def test_a_round_is_one_mail_with_every_question(scene):
    rounds.asked(scene, (2, 4))
    assert mails("route_questions") == ["sanne@voorbeeld.test"]
    assert "Hoe zit 2?" in body("route_questions")
    assert "Hoe zit 4?" in body("route_questions")


def test_asking_takes_the_dossier_up(scene):
    route, _ = rounds.asked(scene)
    assert route.state == State.ASSESSING


def test_open_question_turns_the_turn_on_both_sides(scene):
    route, questions = rounds.asked(scene)
    for person in (scene.coordinator, scene.assessor):
        turn = turn_of(person, route)
        assert (turn.kind, turn.what) == ("hogeschool", "beantwoordt 2 vragen van het programmateam")
    answer(scene, dict.fromkeys(questions, "Zo."))
    assert turn_of(scene.coordinator, route).kind == "programme"


def test_programme_team_is_told_once_when_none_is_open(scene):
    _, (first, second) = rounds.asked(scene)
    answer(scene, {first: "Zo."})
    assert mails("route_answers") == []
    answer(scene, {second: "En zo."})
    assert mails("route_answers") == [scene.programme.email]


def test_answered_thread_goes_on(scene):
    route, (first, second) = rounds.asked(scene)
    answer(scene, {first: "Zo.", second: "Zo."})
    with acting_as(scene.assessor.actor):
        ask_questions(route, {}, again={first: "En bij deeltijd?"}, who=ASSESSOR)
    with acting_as(SYSTEM):
        assert list(first.posts.values_list("by_programme", flat=True)) == [True, False, True]
        assert DossierQuestion.objects.get(pk=first.pk).state == QuestionState.OPEN


def test_colleague_who_answered_first_is_not_written_over(scene):
    _, (first, _) = rounds.asked(scene)
    answer(scene, {first: "Van de eerste."})
    with pytest.raises(ValidationError, match="intussen veranderd"):
        answer(scene, {first: "Van de tweede."})
    with acting_as(SYSTEM):
        assert QuestionPost.objects.filter(by_programme=False).count() == 1


@pytest.mark.parametrize("new", [{}, {1: "  "}])
def test_empty_round_is_refused(scene, new):
    route = scene.submit()
    with acting_as(scene.assessor.actor), pytest.raises(ValidationError, match="minstens één"):
        ask_questions(route, new, who=ASSESSOR)
    assert fresh(route).state == State.SUBMITTED


def test_decision_closes_what_was_open(scene):
    route, (first, _) = rounds.asked(scene)
    rounds.judge(scene.assessor, route, decision=State.RECOGNISED)
    with acting_as(SYSTEM):
        assert set(DossierQuestion.objects.values_list("state", flat=True)) == {"closed"}
    with pytest.raises(ValidationError):
        answer(scene, {first: "Te laat."})
    with acting_as(scene.assessor.actor), pytest.raises(ValidationError):
        close_question(first, who=ASSESSOR)


def test_neither_side_speaks_for_the_other(scene):
    route, (first, _) = rounds.asked(scene)
    owners = {"question": first, "route": route, "hogeschool_id": route.hogeschool_id, "text": "x", "who": "x"}
    for person, by_programme in ((scene.coordinator, True), (scene.assessor, False)):
        with acting_as(person.actor), pytest.raises(DatabaseError, match="row-level"), transaction.atomic():
            QuestionPost.objects.create(**owners, by_programme=by_programme)


class TestPages:
    def url(self, route):
        return reverse("routes:questions", args=[route.public_id])

    def test_asks_and_answers(self, client, scene):
        route = scene.submit()
        client.force_login(scene.assessor.user)
        assert client.post(self.url(route), {"c3": "Wie bewaakt het?"}).status_code == 302
        client.force_login(scene.coordinator.user)
        with acting_as(SYSTEM):
            question = DossierQuestion.objects.get()
        sent = {f"q{question.public_id}": "De coördinator."}
        assert client.post(self.url(route), sent).status_code == 302
        again = client.post(self.url(route), sent)
        assert again.status_code == 422
        assert "intussen veranderd" in again.content.decode()
        assert "De coördinator." in again.content.decode()

    def test_nothing_typed_is_told(self, client, scene):
        route, _ = rounds.asked(scene)
        for person in (scene.assessor, scene.coordinator):
            client.force_login(person.user)
            response = client.post(self.url(route), {})
            assert response.status_code == 422
            assert "minstens één" in response.content.decode()

    def test_closing(self, client, scene):
        _, (first, _) = rounds.asked(scene)
        client.force_login(scene.assessor.user)
        url = reverse("routes:close_question", args=[first.public_id])
        assert client.post(url).status_code == 302
        assert "is intussen veranderd" in client.post(url, follow=True).content.decode()

    def test_decided_route_takes_no_more(self, client, scene):
        client.force_login(scene.coordinator.user)
        assert client.post(self.url(scene.recognise()), {}).status_code == 409
