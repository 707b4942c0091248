"""Answering by a link, in the browser's words: GET and POST."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from mkbroute.access.actor import SYSTEM, acting_as
from surveys import tasks
from surveys.asking.columns import NOT_APPLICABLE, columns, decode
from surveys.enums import InvitationState
from surveys.links import Link
from surveys.models import Approached, OpenAnswer, Response, WavePopulation
from surveys.services import closing, lists
from tests import cast
from tests.built_once import built_once
from tests.races import at_once

from .waves import PEOPLE, WHO, invitation_to, list_of, sent, token_in_mail

pytestmark = pytest.mark.django_db
mine = built_once(cast.tenant)
STUDENT, COMPANY = PEOPLE["students"]["email"], PEOPLE["companies"]["email"]
HUGE = "z" * 5_000
EMOJI = "Goed 👩🏽‍🔧 en مرحبا بالعالم"


class Phone:
    """Somebody with a link: one page at a time, without script."""

    def __init__(self, token: str) -> None:
        self.client, self.token = Client(), token
        self.page = self.get()

    def get(self, place: int | None = None):
        url = reverse("surveys:questions", args=[self.token])
        self.page = self.client.get(url, {} if place is None else {"scherm": place}, follow=True)
        return self.page

    @property
    def text(self) -> str:
        return self.page.content.decode()

    def hidden(self) -> dict[str, str]:
        names = ("gezien", "scherm", "taal")
        found = {name: re.search(rf'name="{name}" value="([^"]*)"', self.text) for name in names}
        return {name: match[1] for name, match in found.items() if match}

    def post(self, button: str = "verder", **answers):
        url = reverse("surveys:questions", args=[self.token])
        self.page = self.client.post(url, {**self.hidden(), **answers, button: "1"}, follow=True)
        return self.page


def response(token: str) -> Response | None:
    with acting_as(SYSTEM):
        found = Response.objects.filter(resume_key=Link(token).answer_key).first()
        if found:
            found.population = WavePopulation.objects.get(pk=found.population_id)
        return found


def stored(token: str) -> dict:
    found = response(token)
    with acting_as(SYSTEM):
        own = found.population.supplements.filter(hogeschool=found.hogeschool_id).first()
        content = own.after(found.population) if own else found.population.asked
        texts = dict(OpenAnswer.objects.filter(response=found.pk).values_list("code", "text"))
    return decode(content, found.answers, texts)


@pytest.fixture
def wave(mine):
    return sent(mine)


@pytest.fixture
def student(wave):
    return token_in_mail(STUDENT)


def test_looking_writes_nothing_and_the_first_step_does(student, wave):
    phone = Phone(student)
    Client().get(reverse("surveys:answer", args=[student]))
    assert response(student) is None
    assert invitation_to(STUDENT, wave).state == InvitationState.SENT
    phone.post(S01="24", S02="1", S03="2", S05="1")
    assert stored(student)["S01"] == 24
    assert invitation_to(STUDENT, wave).state == InvitationState.OPENED


def test_the_programme_of_who_was_asked_is_filled_in(student):
    assert re.search(r'name="S04" value="1"[^>]*checked', Phone(student).text)


def fill(phone: Phone, **answers) -> None:
    """To the last page; what is mandatory and not among the answers gets its first one."""
    for _ in range(40):
        if "versturen" in phone.text:
            return
        names = set(re.findall(r'name="([BSDH]S?\d+\w*)"', phone.text))
        given = {name: value for name, value in answers.items() if name in names}
        if phone.page.status_code == 422:
            given |= dict.fromkeys(re.findall(r'href="#id_(\w+?)(?:_0)?"', phone.text), "1")
        phone.post(**given)
    raise AssertionError("no end to it")


def test_handing_in_keeps_the_link_and_the_answers_can_change(student, wave):
    phone = Phone(student)
    fill(phone, S01="24", S04="1", S05="1", S07="2", S11="2", S24=EMOJI)
    phone.post("versturen")
    assert invitation_to(STUDENT, wave).state == InvitationState.SUBMITTED
    assert stored(student)["S24"] == EMOJI
    assert response(student).submitted_in.weekday() == 0
    again = Phone(student)
    again.get(0)
    again.post(S01="25", S04="1")
    assert stored(student)["S01"] == 25
    assert response(student).submitted_in


def test_what_does_not_apply_does_not_count_and_comes_back(student):
    """S08 and S09 are asked to who worked there already (S07)."""
    phone = Phone(student)
    fill(phone, S01="24", S04="1", S05="1", S07="1", S08="3", S11="2")
    assert stored(student)["S08"]
    place = next_place(student, "S07")
    phone.get(place)
    phone.post(S07="2")
    found = response(student)
    names = [column.name for column in columns(found.population.asked)]
    assert found.answers[names.index("S08")] == NOT_APPLICABLE
    phone.get(place)
    phone.post(S07="1")
    assert stored(student)["S08"] == 3


def next_place(token: str, code: str) -> int:
    from surveys.trying import Walk

    screens = Walk(response(token).population.asked).screens
    return next(place for place, screen in enumerate(screens) if any(item.code == code for item in screen.items))


@pytest.mark.parametrize("value", ["-5", "900", "veel", "1e9", "24 jaar of zo", "9" * 50])
def test_what_cannot_be_is_refused_and_the_rest_is_kept(student, value):
    phone = Phone(student)
    phone.post(S01=value, S03="2", S04="1")
    assert phone.page.status_code == 422
    assert value in phone.text
    assert "S01" not in stored(student)
    assert stored(student)["S03"] == 2


def test_a_huge_text_is_refused_and_shown_again(student):
    phone = Phone(student)
    fill(phone, S01="24", S04="1", S05="1", S07="2", S11="2")
    phone.get(next_place(student, "S24"))
    phone.post(S24=HUGE)
    assert phone.page.status_code == 422
    assert HUGE in phone.text
    assert "S24" not in stored(student)


def test_what_is_mandatory_cannot_be_skipped_by_any_way(student):
    phone = Phone(student)
    client, url = Client(), reverse("surveys:questions", args=[student])
    client.post(url, {"verder": "1", "scherm": "0", "S04": "", "gezien": "", "S01": "24"})
    phone.get(30)
    assert 'name="S05"' in phone.text
    client.post(url, {"versturen": "1", "scherm": "30"})
    client.post(url, {"verder": "1", "scherm": "30", "S24": "gesprongen"})
    assert response(student).submitted_in is None
    assert "S24" not in stored(student)


def test_back_keeps_what_was_typed_and_asks_nothing(student):
    phone = Phone(student)
    phone.post(S01="24", S04="1", S05="1")
    name = re.search(r'name="(S\d+)"', phone.text)[1]
    phone.post("terug", **{name: "1"})
    assert 'value="24"' in phone.text
    assert stored(student)[name]


def test_two_devices_lose_nothing_and_the_last_word_counts(student):
    first, second = Phone(student), Phone(student)
    first.post(S01="24", S04="1")
    second.post(S02="1", S04="1")
    assert (stored(student)["S01"], stored(student)["S02"]) == (24, 1)
    third, fourth = Phone(student), Phone(student)
    third.get(0), fourth.get(0)
    third.post(S01="30", S02="1", S04="1")
    fourth.post(S01="31", S02="1", S04="1")
    assert stored(student)["S01"] == 31


def test_tampered_memory_of_the_page_is_all_new(student):
    phone = Phone(student)
    phone.post(S01="24", S04="1")
    phone.get(0)
    url = reverse("surveys:questions", args=[student])
    phone.client.post(url, {"verder": "1", "scherm": "0", "gezien": "vals", "S01": "26", "S04": "1"})
    assert stored(student)["S01"] == 26


def test_a_closed_wave_takes_no_answers(student, wave, mine):
    phone = Phone(student)
    phone.post(S01="24", S04="1")
    with acting_as(mine.assessor.actor):
        closing.ask_to_close(wave, who=WHO)
    phone.post(S02="1")
    assert "gesloten" in phone.text
    assert phone.page.status_code == 410
    tasks.sweep()
    assert Client().get(reverse("surveys:answer", args=[student])).status_code == 404
    with acting_as(SYSTEM):
        kept = Response.objects.get(population__wave=wave)
        assert (kept.resume_key, kept.set_aside, kept.place) == (None, None, None)


def test_who_opened_and_said_nothing_is_no_response(wave, mine):
    token = token_in_mail(COMPANY)
    Phone(token).post("terug", B01="")
    assert response(token)
    with acting_as(mine.assessor.actor):
        closing.ask_to_close(wave, who=WHO)
    tasks.sweep()
    with acting_as(SYSTEM):
        assert not Response.objects.filter(population__wave=wave).exists()


def test_a_company_is_told_that_a_part_counts(wave):
    phone = Phone(token_in_mail(COMPANY))
    assert "een deel invullen telt ook mee" in phone.text
    start = Client().get(reverse("surveys:answer", args=[phone.token])).content.decode()
    assert "Een deel invullen telt ook mee" in start


def test_declining_wipes_and_may_be_for_ever(student, wave):
    phone = Phone(student)
    phone.post(S01="24", S04="1")
    url = reverse("surveys:decline", args=[student])
    assert phone.client.get(url).status_code == 200
    assert response(student)
    phone.client.post(url, {"nooit": "1"})
    assert response(student) is None
    assert invitation_to(STUDENT, wave).state == InvitationState.DECLINED
    with acting_as(SYSTEM):
        assert Approached.objects.filter(stopped_on__isnull=False).count() == 1
    phone.get(0)
    phone.post(S01="24", S04="1")
    assert invitation_to(STUDENT, wave).state == InvitationState.OPENED


def test_an_open_link_gives_each_her_own(wave, mine):
    found = list_of(wave, "teachers")
    with acting_as(mine.coordinator.actor):
        lists.set_open_link(found, on=True, who="Sanne")
    found = list_of(wave, "teachers")
    url = reverse("surveys:answer_open", args=[found.open_token])
    tokens = set()
    for _ in range(2):
        client = Client()
        assert client.get(url).status_code == 200
        came = client.post(url)
        tokens.add(came["Location"].split("/")[2])
    assert len(tokens) == 2
    for token in tokens:
        Phone(token).post(D01="1", D02="1")
        assert stored(token)["D02"] == 1
    with acting_as(mine.coordinator.actor):
        lists.set_open_link(found, on=False, who="Sanne")
    assert client.get(url).status_code == 404
    assert client.get(reverse("surveys:answer", args=[tokens.pop()])).status_code == 404


@pytest.mark.parametrize("token", ["x", "x.y", "a" * 64, ".", "é"])
def test_a_link_that_is_none_says_what_to_do(db, token):
    for name in ("answer", "questions", "decline"):
        answer = Client().get(reverse(f"surveys:{name}", args=[token]))
        assert answer.status_code == 404
        assert "Deze link werkt niet" in answer.content.decode()


@pytest.mark.django_db(transaction=True)
def test_races(request):
    mine = cast.tenant()
    wave = sent(mine)
    token = token_in_mail(STUDENT)
    phones = [Phone(token) for _ in range(2)]
    answers = [{"S01": "24", "S04": "1"}, {"S03": "2", "S04": "1"}]
    at_once(*(lambda phone=phone, said=said: phone.post(**said) for phone, said in zip(phones, answers, strict=True)))
    assert (stored(token)["S01"], stored(token)["S03"]) == (24, 2)
    with acting_as(mine.assessor.actor):
        closing.ask_to_close(wave, who=WHO)
    other = Phone(token)
    at_once(tasks.sweep, tasks.sweep, lambda: other.post(S02="1"))
    with acting_as(SYSTEM):
        assert Response.objects.get(population__wave=wave).resume_key is None
