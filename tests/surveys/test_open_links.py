"""A link for everybody: it bounds how often it is used, and what only it knew is no answer. Small counts are bands."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from mkbroute.access.actor import PUBLIC, SYSTEM, acting_as
from surveys import counts
from surveys.links import Link, begin_open
from surveys.models import SurveyTerms
from surveys.reading import fingerprint
from surveys.services import lists
from surveys.services.answering import OpenLinkFull, begin_answering
from tests import cast
from tests.built_once import built_once

from .waves import STUDENT_ADDRESS, list_of, sent, token_in_mail

pytestmark = pytest.mark.django_db
mine = built_once(cast.tenant)


@pytest.fixture
def wave(mine):
    return sent(mine)


@pytest.fixture
def token(wave, mine):
    found = list_of(wave, "teachers")
    with acting_as(mine.coordinator.actor):
        lists.set_open_link(found, on=True, who="Sanne")
    return list_of(wave, "teachers").open_token


def bound(**changed):
    with acting_as(SYSTEM):
        last = SurveyTerms.objects.latest()
        names = (
            "rest_days",
            "remind_days",
            "reminders",
            "minimum_cell",
            "open_link_least",
            "open_link_times",
            "open_link_per_hour",
        )
        fields = {name: getattr(last, name) for name in names}
        SurveyTerms.objects.create(**{**fields, **changed}, source="Test", valid_from="2026-06-01")


def begin(token):
    with acting_as(PUBLIC):
        return begin_answering(Link(begin_open(token)))


def test_it_takes_no_more_than_its_group_could_give(wave, token):
    bound(open_link_least=2, open_link_times=1)
    own = [begin(token).link, begin(token).link]
    with pytest.raises(OpenLinkFull):
        begin(token)
    refused = Client().post(reverse("surveys:answer_open", args=[token]))
    assert refused.status_code == 429
    assert "neemt nu geen nieuwe antwoorden aan" in refused.content.decode()
    with acting_as(PUBLIC):
        assert begin_answering(own[0]).has_begun  # who began goes on


def test_it_is_wider_where_more_stand_on_the_list(wave, token):
    bound(open_link_least=1, open_link_times=3)  # one stands on it
    for _ in range(3):
        begin(token)
    with pytest.raises(OpenLinkFull):
        begin(token)


def test_one_network_address_begins_so_often_in_an_hour(wave, token):
    cache.clear()
    bound(open_link_per_hour=2)
    url = reverse("surveys:answer_open", args=[token])
    assert [Client().post(url).status_code for _ in range(3)] == [302, 302, 429]
    assert Client().post(url, REMOTE_ADDR="192.0.2.7").status_code == 302


def test_what_the_link_knew_is_no_answer(wave):
    token = token_in_mail(STUDENT_ADDRESS)
    client = Client()
    page = reverse("surveys:questions", args=[token])
    client.post(page, {"scherm": "0", "S04": "1", "verder": ""})
    found = list_of(wave, "students")
    with acting_as(SYSTEM):
        assert counts.counts_of(wave)[found.pk].answered == 0
        assert fingerprint(found.population)[0] == 0
    client.post(page, {"scherm": "0", "S04": "1", "S01": "24", "verder": ""})
    with acting_as(SYSTEM):
        assert counts.counts_of(wave)[found.pk].answered == 1
        assert fingerprint(found.population)[0] == 1


@pytest.mark.parametrize(
    ("number", "said"),
    [(0, "nog geen"), (1, "minder dan 5"), (4, "minder dan 5"), (9, "ten minste 5"), (10, "ten minste 10")],
)
def test_counts_are_told_in_bands(number, said):
    assert counts.about(number) == said


def test_no_page_of_a_wave_tells_of_a_few(wave, mine):
    with acting_as(SYSTEM):
        found = list_of(wave, "teachers")
    client = Client()
    client.force_login(mine.coordinator.user)
    for page in (reverse("surveys:wave", args=[wave.public_id]), reverse("surveys:people", args=[found.public_id])):
        shown = client.get(page).content.decode()
        assert "nog geen" in shown.lower()
        assert "%)" not in shown
