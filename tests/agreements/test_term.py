from datetime import date

import pytest

from agreements.term import programme_ends_on, school_days, study_year
from mkbroute.access.actor import SYSTEM, acting_as
from routes.models import Route, RouteYear
from tests import cast


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(2027, 9, 1), "2027-2028"),
        (date(2027, 8, 30), "2027-2028"),
        (date(2028, 2, 1), "2027-2028"),
        (date(2028, 7, 31), "2027-2028"),
    ],
)
def test_study_year_begins_after_the_summer(day, year):
    assert study_year(day) == year


@pytest.mark.parametrize(
    ("degree", "start", "end"),
    [
        ("ad", date(2027, 9, 1), date(2029, 8, 31)),
        ("bachelor", date(2027, 2, 1), date(2031, 1, 31)),
        ("ad", date(2028, 2, 29), date(2030, 2, 28)),
    ],
)
def test_nominal_end(degree, start, end):
    assert programme_ends_on(Route(degree=degree, starts_on=start)) == end


@pytest.mark.django_db
def test_school_days_that_differ_are_listed_per_year():
    mine = cast.tenant()
    with acting_as(SYSTEM):
        RouteYear.objects.filter(route=mine.route, year=2).update(days_school="2.5", days_company=2)
        assert school_days(mine.route) == "jaar 1: 1 dag per week; jaar 2: 2,5 dagen per week"
        mine.route.years.all().delete()
        assert school_days(mine.route) == ""
