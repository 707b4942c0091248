from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routes.enums import Degree, Form, Shape
from routes.weeks import Week, in_days, problems, share_at_work, summary, usual_weeks

DAYS = st.integers(0, 12).map(lambda halves: Decimal(halves) / 2)


def weeks(*rows):
    return [Week(year, *(Decimal(str(days)) for days in row)) for year, row in enumerate(rows, start=1)]


@pytest.mark.parametrize(("shape", "degree"), [*product(Shape, Degree)])
def test_usual_weeks_are_a_week_of_their_own_shape(shape, degree):
    usual = usual_weeks(shape, degree)
    assert [week.year for week in usual] == list(range(1, degree.years + 1))
    assert problems(shape, degree, usual) == {}
    assert all(week.days == 5 for week in usual)


def test_growing_bachelor_grows_to_four_days():
    assert [week.company for week in usual_weeks(Shape.GROWING, Degree.BACHELOR)] == [0, 2, 3, 4]


@pytest.mark.parametrize(
    ("rows", "year", "says"),
    [
        ([(2, 4), (1, 4)], 1, "telt 6 dagen"),
        ([(1, 4), (0, 0)], 2, "geen dagen"),
        ([(1, 4), ("1.2", 3)], 2, "hele en halve dagen"),
        ([(1, 4)], 2, "studiejaar 2 in"),
        ([(1, 4), (1, 4), (1, 4)], 3, "Laat studiejaar 3 leeg"),
        ([(1, 4), (3, 2)], 2, "meer dagen in het bedrijf"),
        ([(1, 3, 1), (0, 1, 4)], 2, "dan op school en elders samen"),
        ([(1, 4), (0, "0.5")], 2, "telt 0,5 dag. Werken en leren samen zijn bij duaal ten minste 3 dagen per week"),
        ([(1, 4), (0, 2)], 2, "telt 2 dagen"),
    ],
)
def test_week_of_an_ad_that_works_throughout_is_refused_when(rows, year, says):
    found = problems(Shape.THROUGHOUT, Degree.AD, weeks(*rows))
    assert list(found) == [year]
    assert says in found[year]


@pytest.mark.parametrize(
    ("shape", "rows"),
    [
        (Shape.FIRST_LEARN, [(1, 4), (1, 4)]),
        (Shape.FIRST_LEARN, [(4, 1), (4, 1)]),
        (Shape.GROWING, [(3, 2), (4, 1)]),
        (Shape.GROWING, [(1, 4), (1, 4)]),
        (Shape.ELSEWHERE, [(1, 4), (1, 4)]),
    ],
)
def test_week_that_is_of_another_shape_is_refused(shape, rows):
    assert len(problems(shape, Degree.AD, weeks(*rows))) == 1


@pytest.mark.parametrize("shape", Shape)
def test_route_that_ends_without_days_in_the_company_is_refused_whatever_its_shape(shape):
    found = problems(shape, Degree.AD, weeks((1, 3, 1), (4, 0, 1)))
    assert "werkt de student niet in het bedrijf" in found[2]


def test_deeltijd_may_be_two_days_and_no_less():
    assert problems(Shape.THROUGHOUT, Degree.AD, weeks(("0.5", "1.5"), (0, 2)), Form.DEELTIJD) == {}
    found = problems(Shape.THROUGHOUT, Degree.AD, weeks(("0.5", 1), (0, 2)), Form.DEELTIJD)
    assert "ten minste 2 dagen per week" in found[1]


@pytest.mark.parametrize(
    ("shape", "rows"),
    [
        (Shape.THROUGHOUT, [(2, 3), (1, 3, 1)]),
        (Shape.FIRST_LEARN, [(3, 2), (1, 4)]),
        (Shape.FIRST_LEARN, [(4, 0), (1, 3, 1)]),
        (Shape.GROWING, [(5, 0), (1, 4)]),
        (Shape.ELSEWHERE, [(3, 0, 2), (1, 3, 1)]),
        (Shape.ELSEWHERE, [(1, 2, 2), (1, 2, 2)]),
    ],
)
def test_what_schools_do_stays_possible(shape, rows):
    assert problems(shape, Degree.AD, weeks(*rows)) == {}


@given(st.sampled_from(Shape), st.sampled_from(Degree), st.lists(st.tuples(DAYS, DAYS, DAYS), max_size=5))
def test_problems_name_a_year_and_say_so_in_a_sentence(shape, degree, rows):
    for year, message in problems(shape, degree, weeks(*rows)).items():
        assert year in range(1, 6)
        assert message.endswith(".")


@given(st.lists(st.tuples(DAYS, DAYS, DAYS), max_size=4))
def test_share_at_work_is_a_percentage(rows):
    share = share_at_work(weeks(*rows))
    assert share is None or 0 <= share <= 100


def test_share_at_work_counts_the_whole_programme():
    assert share_at_work(weeks((4, 1), (1, 4))) == 50


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([(1, 4), (1, 4)], "4 dagen werken, 1 dag studeren"),
        ([(1, 3, 1), (1, 3, 1)], "3 dagen werken, 1 dag studeren, 1 dag elders leren"),
        ([(5, 0), (1, 4)], "Opbouwend tot 4 dagen werken per week"),
        ([(4, 1), (1, 4)], "Van 1 naar 4 dagen werken per week"),
        ([(1, 4), (2, 3)], "3 tot 4 dagen werken per week"),
        ([(1, 4), (0, 4)], "4 dagen werken per week"),
        ([], ""),
    ],
)
def test_summary_says_the_week_in_one_line(rows, words):
    assert summary(weeks(*rows)) == words


@pytest.mark.parametrize(
    ("days", "words"), [("0.5", "0,5 dag"), ("1", "1 dag"), ("1.0", "1 dag"), ("1.5", "1,5 dag"), ("2", "2 dagen")]
)
def test_days_are_written_the_dutch_way(days, words):
    assert in_days(Decimal(days)) == words
