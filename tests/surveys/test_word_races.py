"""Two people at the same moment at open answers, each with a connection of its own."""

import pytest

from matching.services.refusal import Refusal
from mkbroute.access.actor import SYSTEM, acting_as
from surveys.enums import QuestionState
from surveys.models import OpenQuestion, Quote
from surveys.services import releasing
from tests import races

from . import written

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def mine():
    return written.in_coding()


def test_two_coders_finish_at_the_same_moment(mine):
    with acting_as(SYSTEM):
        differs = mine.asked.verbatims.first().pk
    written.code_each(mine, mine.assessor)
    written.code_each(mine, mine.other, but=[differs])
    answers = races.at_once(*(lambda each=each: written.finish(mine, each) for each in (mine.assessor, mine.other)))
    assert answers == [None, None]
    with acting_as(SYSTEM):
        found = OpenQuestion.objects.get(pk=mine.asked.pk)
    assert (found.state, found.first_done, found.second_done) == (QuestionState.SETTLING, True, True)


def test_a_quote_is_released_once(mine):
    with acting_as(mine.assessor.actor):
        verbatim = mine.asked.verbatims.first()
        releasing.review_verbatim(verbatim, [("Karim van Dijk", "[naam]")], seen=verbatim.text, who=written.WHO)
        verbatim.refresh_from_db()

    def release(person):
        with acting_as(person.actor):
            releasing.release_quote(verbatim, seen=verbatim.text, who=written.WHO)

    answers = races.at_once(*(lambda each=each: release(each) for each in (mine.assessor, mine.other)))
    assert sorted(map(type, answers), key=str) == sorted([type(None), Refusal], key=str)
    with acting_as(SYSTEM):
        assert Quote.objects.filter(verbatim_key=verbatim.pk).count() == 1
