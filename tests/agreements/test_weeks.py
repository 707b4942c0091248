"""The weeks of a study year: what counts, what does not, and what nobody wrote down."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from agreements import weeks
from agreements.models import AttendanceWeek, PracticeTerms
from agreements.services import practice as services
from agreements.services.practice import WeekSaid
from agreements.weeks import Standing, Weeks, list_weeks, weeks_of
from mkbroute.access.actor import SYSTEM, acting_as
from routes.models import RhythmPeriod
from tests.built_once import built_once

from .practice import COMPANY, FIRST, WHO, in_practice
from .sealed import seal_addendum

YEAR = 2025


mine = built_once(in_practice)


def written(mine, *mondays, hours=32, counts=True):
    said = {monday: WeekSaid(Decimal(hours), counts) for monday in mondays}
    with acting_as(mine.contact.actor):
        services.record_weeks(mine.agreement, said, who=COMPANY, by_company=True)


def counted(mine) -> Weeks:
    with acting_as(mine.coordinator.actor):
        return weeks_of(mine.agreement, YEAR)


def standings(mine, today=date(2026, 8, 1)) -> dict[date, Standing]:
    with acting_as(mine.coordinator.actor):
        return {week.monday: week.standing for week in list_weeks(mine.agreement, YEAR, today)}


def holiday(mine, first_day, last_day):
    with acting_as(SYSTEM):
        RhythmPeriod.objects.filter(route=mine.route).delete()
        RhythmPeriod.objects.create(
            route=mine.route, hogeschool=mine.hogeschool, year=YEAR, kind="holiday", name="Kerst",
            first_day=first_day, last_day=last_day,
        )  # fmt: skip


def off(mine, begins_on, ends_on):
    with acting_as(mine.coordinator.actor):
        return services.record_interruption(mine.agreement, begins_on=begins_on, ends_on=ends_on, who=WHO)


def test_a_new_year_has_everything_open(mine):
    found = counted(mine)
    assert (found.counted, found.not_counted, found.of) == (0, 0, 42)
    assert found.missing == 52  # 1 September 2025 to 31 August 2026, all of it over


def test_what_was_written_counts(mine):
    written(mine, FIRST, FIRST + weeks.WEEK)
    found = counted(mine)
    assert (found.counted, found.unconfirmed, found.missing) == (2, 0, 50)


def test_weeks_beyond_a_full_place_do_not_count(mine):
    written(mine, *(FIRST + weeks.WEEK * number for number in range(45)))
    assert counted(mine).counted == 42


def test_a_week_that_somebody_says_does_not_count(mine):
    written(mine, FIRST, hours=8, counts=False)
    assert (counted(mine).counted, counted(mine).not_counted) == (0, 1)


def test_an_interrupted_week_does_not_count_whatever_was_written(mine):
    written(mine, FIRST)
    off(mine, FIRST, FIRST + timedelta(days=4))
    assert standings(mine)[FIRST] == Standing.INTERRUPTED
    assert (counted(mine).counted, counted(mine).not_counted) == (0, 1)


def test_of_a_week_with_some_days_off_somebody_says_whether_it_counts(mine):
    off(mine, FIRST, FIRST + timedelta(days=2))
    assert standings(mine)[FIRST] == Standing.MISSING
    written(mine, FIRST, hours=12)
    assert standings(mine)[FIRST] == Standing.COUNTED


def test_days_off_that_are_withdrawn_count_again(mine):
    row = off(mine, FIRST, FIRST + timedelta(days=4))
    with acting_as(mine.coordinator.actor):
        services.withdraw_interruption(row, who=WHO)
    assert standings(mine)[FIRST] == Standing.MISSING


def test_a_holiday_of_the_route_does_not_count(mine):
    holiday(mine, date(2025, 12, 22), date(2026, 1, 4))
    found = standings(mine)
    assert [monday for monday, each in found.items() if each == Standing.HOLIDAY] == [
        date(2025, 12, 22),
        date(2025, 12, 29),
    ]


def test_a_holiday_and_days_off_together_fill_a_week(mine):
    holiday(mine, date(2025, 12, 22), date(2025, 12, 24))
    off(mine, date(2025, 12, 25), date(2025, 12, 26))
    assert standings(mine)[date(2025, 12, 22)] == Standing.INTERRUPTED


def test_a_week_that_is_not_over_is_yet_to_come(mine):
    found = standings(mine, today=date(2025, 9, 12))
    assert found[date(2025, 9, 1)] == Standing.MISSING
    assert found[date(2025, 9, 8)] == Standing.TO_COME


def test_a_week_belongs_to_the_study_year_of_its_thursday(db):
    """1 September 2027 is a Wednesday: that week is of the new year."""
    mine = in_practice(ends_on=date(2029, 8, 31), practice_ends_on=date(2029, 7, 15))
    with acting_as(mine.coordinator.actor):
        old, new = list_weeks(mine.agreement, 2026), list_weeks(mine.agreement, 2027)
    assert old[-1].monday == date(2027, 8, 23)
    assert new[0].monday == date(2027, 8, 30)


@pytest.mark.parametrize("study_year", range(2025, 2029))
def test_every_week_of_the_practice_is_in_one_study_year(mine, study_year):
    with acting_as(mine.coordinator.actor):
        years = [week.monday for year in weeks.study_years(mine.agreement) for week in list_weeks(mine.agreement, year)]
        first_day, last_day = weeks.practice_period(mine.agreement)
    assert sorted(set(years)) == years
    assert years == weeks.mondays_between(first_day, last_day)


def test_weeks_before_and_after_the_practice_are_none(mine):
    with acting_as(mine.coordinator.actor):
        assert list_weeks(mine.agreement, 2024) == []
        assert weeks_of(mine.agreement, 2035).missing == 0


def test_an_addendum_that_ends_the_practice_earlier_ends_the_weeks(mine):
    seal_addendum(mine, mine.agreement, date(2026, 3, 2), practice_ends_on=date(2026, 3, 31))
    with acting_as(mine.coordinator.actor):
        assert weeks.practice_period(mine.agreement)[1] == date(2026, 3, 31)
        assert list_weeks(mine.agreement, YEAR)[-1].monday == date(2026, 3, 30)


def test_hours_follow_an_addendum_from_the_day_that_it_holds(mine):
    seal_addendum(mine, mine.agreement, date(2026, 2, 2), hours_per_week=Decimal(24))
    before, after = date(2026, 1, 26), date(2026, 2, 2)
    with acting_as(mine.coordinator.actor):
        assert weeks.agreed_hours(mine.agreement, [before, after]) == {before: Decimal(32), after: Decimal(24)}


def test_the_holder_of_a_link_counts_the_same(mine):
    """Who may not read the rhythm or the addenda."""
    holiday(mine, date(2025, 12, 22), date(2026, 1, 4))
    off(mine, FIRST, FIRST + timedelta(days=4))
    written(mine, FIRST + weeks.WEEK)
    expected = counted(mine)
    assert expected.not_counted == 3
    with acting_as(mine.link_holder()):
        assert weeks_of(mine.agreement, YEAR) == expected


def test_terms_have_a_source_and_are_written_once(mine):
    with acting_as(mine.coordinator.actor):
        terms = weeks.terms_of(YEAR)
    assert terms.weeks == 42
    assert "BWBR0034144" in terms.source
    with acting_as(SYSTEM), pytest.raises(IntegrityError, match="written once"), transaction.atomic():
        PracticeTerms.objects.update(weeks=40)


def test_new_terms_count_from_the_study_year_in_which_they_hold(mine):
    with acting_as(SYSTEM):
        PracticeTerms.objects.create(
            weeks=40, begins_month=9, begins_day=1, source="Nieuwe regeling", valid_from=date(2027, 1, 1)
        )
    with acting_as(mine.coordinator.actor):
        assert (weeks.terms_of(2025).weeks, weeks.terms_of(2027).weeks) == (42, 40)


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"monday": date(2025, 9, 2)}, "attendance_week_begins_on_monday"),
        ({"hours": Decimal(61)}, "attendance_hours_fit_the_week"),
        ({"hours": Decimal(0)}, "attendance_counts_with_hours"),
        ({"monday": date(2025, 8, 18)}, "attendance_week_is_in_practice"),
        ({"monday": date(2027, 7, 19)}, "attendance_week_is_in_practice"),
    ],
)
def test_impossible_weeks_are_refused_by_the_database(mine, fields, name):
    row = {
        "monday": FIRST, "hours": Decimal(32), "counts": True, "recorded_by": WHO, "agreement": mine.agreement,
        "hogeschool": mine.hogeschool, "organisation": mine.company, "student": mine.student.user,
    }  # fmt: skip
    with acting_as(SYSTEM), pytest.raises(IntegrityError) as refused, transaction.atomic():
        AttendanceWeek.objects.create(**{**row, **fields})
    assert refused.value.__cause__.diag.constraint_name == name
