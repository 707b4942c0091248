"""Open answers: who reads them, names taken out, quotes released and withdrawn."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from matching.services.refusal import Refusal
from mkbroute.access.actor import SYSTEM, acting_as
from surveys.masking import candidates, masked
from surveys.models import Coding, OpenAnswer, OpenEvent, OpenQuestion, Quote, Verbatim, Wave
from surveys.services import keeping, opening, releasing
from tests import cast
from tests.built_once import built_once

from . import written

pytestmark = pytest.mark.django_db
mine = built_once(cast.tenant)
WHO = "Ada Mulder, Programmateam"
OF_THE_TEST = 4  # queries: a transaction inside that of the test


def client_of(person) -> Client:
    client = Client()
    client.force_login(person.user)
    return client


def made(tenant, **fields) -> OpenQuestion:
    with acting_as(SYSTEM):
        return written.question(tenant, **fields)


# -- opening ----------------------------------------------------------------------------------------------------------


def test_open_answers_are_torn_from_the_others_once_the_wave_is_closed(mine):
    with acting_as(SYSTEM):
        population = written.closed(mine, state="closing", closed_at=None)
        assert population.pk not in opening.to_open()
        Wave.objects.filter(pk=population.wave_id).update(state="closed", closed_at="2026-01-01T00:00Z")
        assert population.pk in opening.to_open()
        assert opening.open_answers(population.pk) == 9
        assert opening.open_answers(population.pk) == 0
        assert not OpenAnswer.objects.filter(response__population=population).exists()
        found = Verbatim.objects.filter(question__population=population)
        assert found.filter(hogeschool=mine.hogeschool).count() == 6
        assert found.filter(hogeschool=None).count() == 3
    assert {field.name for field in Verbatim._meta.get_fields()}.isdisjoint({"response", "route", "submitted_in"})


def test_too_few_answers_stay_closed(mine):
    with acting_as(SYSTEM):
        population = written.closed(mine, by_house=2, without_route=2)
        assert opening.open_answers(population.pk) == 0
        assert not OpenQuestion.objects.filter(population=population).exists()


def test_a_hogeschool_of_which_few_wrote_reads_nothing_and_the_team_does_not_see_which(mine):
    question = made(mine, by_house=4, without_route=3)
    with acting_as(mine.assessor.actor):
        assert set(question.verbatims.values_list("hogeschool", flat=True)) == {None}
        assert question.verbatims.count() == 7
    with acting_as(mine.coordinator.actor):
        assert OpenQuestion.objects.filter(pk=question.pk).exists()
        assert not Verbatim.objects.filter(question=question).exists()


def test_who_reads_what(mine):
    question = made(mine)
    page = reverse("surveys:read_answers", args=[question.public_id])
    assert client_of(mine.assessor).get(page).content.decode().count("Antwoord ") == 9
    assert client_of(mine.coordinator).get(page).content.decode().count("Antwoord ") == 6
    assert client_of(mine.colleague).get(page).status_code == 404


# -- names ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "known", "found"),
    [
        ("Mail jan@bedrijf.nl of bel 06-12345678.", (), ["jan@bedrijf.nl", "06-12345678"]),
        ("Mijn begeleider Karim van den Berg helpt.", (), ["Karim van den Berg"]),
        ("Karim helpt goed.", (), []),  # begins a sentence: a word with a capital in any case
        ("Karim helpt goed.", ["Karim"], ["Karim"]),
        ("Het gaat goed bij bouwbedrijf smit.", ["Bouwbedrijf Smit"], ["bouwbedrijf smit"]),
        ("De Mkb-route in het HBO bevalt. Ik blijf.", (), []),
        ("🙂 مرحبا", (), []),
    ],
)
def test_what_could_be_a_name_is_pointed_out(text, known, found):
    assert [each.text for each in candidates(text, known)] == found


def test_a_name_is_masked_wherever_it_stands_as_a_whole():
    assert masked("Jan, jan en Janneke.", [("Jan", "[naam]")]) == ("[naam], [naam] en Janneke.", 2)
    assert masked("Jan Bos en Jan", [("Jan", "[x]"), ("Jan Bos", "[naam]")]) == ("[naam] en [x]", 2)


def test_masking_replaces_for_good(mine):
    question = made(mine)
    with acting_as(mine.assessor.actor):
        verbatim = question.verbatims.first()
        before = verbatim.text
        pieces = [("Karim van Dijk", "[naam]"), ("Bouwbedrijf Smit", "[naam]")]
        assert releasing.review_verbatim(verbatim, pieces, seen=before, who=WHO) == 2
        verbatim.refresh_from_db()
        assert verbatim.text.startswith("[naam] van [naam] helpt goed")
        with pytest.raises(Refusal, match="intussen gewijzigd"):
            releasing.review_verbatim(verbatim, [], seen=before, who=WHO)
        assert "Karim" not in "".join(OpenEvent.objects.filter(verbatim=verbatim).values_list("text", flat=True))


def test_names_are_ticked_on_the_page_and_what_is_not_there_is_refused(mine):
    question = made(mine)
    with acting_as(mine.assessor.actor):
        verbatim = question.verbatims.first()
    page = reverse("surveys:review", args=[question.public_id, verbatim.public_id])
    team = client_of(mine.assessor)
    shown = team.get(page)
    assert "06-12345678" in shown.content.decode()
    wrong = team.post(page, {"seen": verbatim.text, "more": "Annemarie"})
    assert wrong.status_code == 422
    assert "Dit staat niet in het antwoord: Annemarie." in wrong.content.decode()
    places = [value for value, _ in shown.context["form"].fields["pieces"].choices]
    assert team.post(page, {"seen": verbatim.text, "pieces": places, "more": "helpt goed"}).status_code == 302
    with acting_as(mine.assessor.actor):
        verbatim.refresh_from_db()
    assert "Karim" not in verbatim.text
    assert "06-12345678" not in verbatim.text
    assert "helpt goed" not in verbatim.text


# -- quotes -----------------------------------------------------------------------------------------------------------


def test_a_quote_is_released_once_it_was_read_over_and_withdrawn(mine):
    question = made(mine)
    with acting_as(mine.assessor.actor):
        verbatim = question.verbatims.first()
        with pytest.raises(Refusal, match="Kijk eerst na"):
            releasing.release_quote(verbatim, seen=verbatim.text, who=WHO)
        releasing.review_verbatim(verbatim, [("Karim van Dijk", "[naam]")], seen=verbatim.text, who=WHO)
        verbatim.refresh_from_db()
        releasing.release_quote(verbatim, seen=verbatim.text, who=WHO)
        with pytest.raises(Refusal, match="Trek het citaat eerst in"):
            releasing.review_verbatim(verbatim, [], seen=verbatim.text, who=WHO)
    themes = reverse("surveys:themes", args=[question.population.wave.public_id])
    assert "[naam] van Bouwbedrijf" in client_of(mine.coordinator).get(themes).content.decode()
    with acting_as(mine.assessor.actor):
        releasing.withdraw_quote(verbatim, who=WHO)
        assert not Quote.objects.filter(question=question).exists()
        said = list(OpenEvent.objects.filter(verbatim=verbatim).values_list("who", "text"))
    assert said[0] == (WHO, "Citaat ingetrokken.")
    assert said[1] == (WHO, "Vrijgegeven als citaat.")


def test_the_database_refuses_a_quote_that_was_not_read_over(mine):
    question = made(mine)
    with acting_as(SYSTEM):
        verbatim = question.verbatims.first()
        released = {"state": "released", "released_by": WHO, "released_at": "2026-01-01T00:00Z"}
        with pytest.raises(IntegrityError), transaction.atomic():
            Verbatim.objects.filter(pk=verbatim.pk).update(**released)
        said = {"verbatim_key": verbatim.pk, "text": verbatim.text, "released_by": WHO, "released_on": "2026-01-01"}
        with pytest.raises(IntegrityError, match="nagekeken en vrijgegeven"), transaction.atomic():
            Quote.objects.create(question=question, **said)


def test_a_coordinator_releases_answers_to_the_hogeschools_own_question_only(mine):
    client = client_of(mine.coordinator)
    with acting_as(SYSTEM):
        own = mine.own_question.verbatims.get()
        standard = mine.open_question.verbatims.filter(state="released").get()
    withdraw = reverse("surveys:withdraw_quote", args=[mine.open_question.public_id, standard.public_id])
    assert client.post(withdraw).status_code == 403
    withdraw = reverse("surveys:withdraw_quote", args=[mine.own_question.public_id, own.public_id])
    assert client.post(withdraw).status_code == 302
    release = reverse("surveys:release_quote", args=[mine.own_question.public_id, own.public_id])
    client.post(release, {"seen": "iets anders"})
    with acting_as(mine.coordinator.actor):
        own.refresh_from_db()
        assert own.state == "reviewed"
    client.post(release, {"seen": own.text})
    with acting_as(mine.coordinator.actor):
        assert Quote.objects.filter(question=mine.own_question, text=own.text).exists()
        assert Verbatim.objects.filter(pk=standard.pk).update(released_by="Ik") == 0


# -- keeping ----------------------------------------------------------------------------------------------------------


def test_words_go_when_their_term_has_passed(mine):
    recent, old = made(mine), made(mine, name="Meting 2020", closed_at="2020-01-01T00:00Z")
    with acting_as(SYSTEM):
        Coding.objects.create(question=old, verbatim=old.verbatims.first(), coder=mine.assessor.user)
        assert keeping.forget_words() == (9, 0)
        assert not old.verbatims.exists()
        assert recent.verbatims.count() == 9


# -- what it costs ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", ["open_answers", "themes", "interviews"])
def test_a_page_of_words_asks_little_of_the_database(mine, page, django_assert_max_num_queries):
    question, client = made(mine), client_of(mine.assessor)
    url = reverse(f"surveys:{page}", args=[question.population.wave.public_id])
    client.get(url)
    with django_assert_max_num_queries(9 + OF_THE_TEST):
        assert client.get(url).status_code == 200
