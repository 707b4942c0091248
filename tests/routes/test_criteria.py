import pytest

from mkbroute.access.actor import PUBLIC, acting_as
from routes.models import CriteriaSet, Criterion


@pytest.fixture(autouse=True)
def as_visitor(db):
    with acting_as(PUBLIC):
        yield


def test_five_criteria_of_the_nulmeting_stand():
    standing = CriteriaSet.objects.get(standing=True)
    assert standing.code == "nulmeting-2022"
    assert "21 juli 2022" in standing.source
    titles = [str(criterion) for criterion in standing.criteria.all()]
    assert titles == [
        "1. Ad of bachelor, leren en werken verbonden",
        "2. Leerwerkplek in het mkb",
        "3. Tripartiete overeenkomst",
        "4. Salaris van de werkgever",
        "5. Samen vormgegeven",
    ]


def test_each_standing_criterion_says_what_it_asks_and_which_evidence_helps():
    for criterion in Criterion.objects.filter(criteria_set__standing=True):
        assert criterion.text.endswith(".")
        assert "Bewijs:" in criterion.hint


@pytest.mark.parametrize(("code", "number"), [("katapult-2022", 5), ("handreiking", 6)])
def test_other_wordings_are_kept_as_sources(code, number):
    criteria_set = CriteriaSet.objects.get(code=code)
    assert not criteria_set.standing
    assert criteria_set.criteria.count() == number


def test_wording_of_katapult_keeps_most_learning_at_work():
    assert Criterion.objects.filter(criteria_set__code="katapult-2022", text__contains="grootste deel").count() == 1
