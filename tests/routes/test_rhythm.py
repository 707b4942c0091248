"""The rhythm of a study year: what fits, how a year is copied, what its weeks add up to."""

from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from routes.enums import PeriodKind
from routes.rhythm import Period, bounds, by_month, in_words, next_year, study_year, usual_year, week_sums, wrong_with

YEARS = some.integers(2020, 2040)


@some.composite
def periods(draw, kinds=tuple(PeriodKind)) -> tuple[int, list[Period]]:
    """A year, and periods of it of which none overlaps another of its kind."""
    year = draw(YEARS)
    first, last = bounds(year)
    days = (last - first).days
    found: list[Period] = []
    for number in range(draw(some.integers(1, 12))):
        begin = draw(some.integers(0, days))
        length = draw(some.integers(0, min(80, days - begin)))
        period = Period(
            draw(some.sampled_from(kinds)),
            f"Periode {number}",
            first + timedelta(days=begin),
            first + timedelta(days=begin + length),
        )
        if not wrong_with(period, found):
            found.append(period)
    return year, found


def overlap(one: Period, other: Period) -> bool:
    days = {one.first_day + timedelta(days=number) for number in range((one.last_day - one.first_day).days + 1)}
    return any(other.first_day <= day <= other.last_day for day in days)


@given(periods(), some.sampled_from(PeriodKind), some.integers(0, 364), some.integers(0, 40))
def test_what_fits_shares_no_day_with_its_kind(made, kind, begin, length):
    year, found = made
    first = bounds(year)[0] + timedelta(days=begin)
    period = Period(kind, "Nieuw", first, first + timedelta(days=length))
    same_kind = [other for other in found if other.kind == kind]
    inside = period.last_day <= bounds(period.year)[1]
    fits = inside and not any(overlap(period, other) for other in same_kind)
    assert (wrong_with(period, found) == "") == fits


@given(periods())
def test_copied_year_keeps_weekdays_and_shares_no_day(made):
    year, found = made
    copied = next_year(found, year)
    first, last = bounds(year + 1)
    assert all(first <= period.first_day <= period.last_day <= last for period in copied)
    for before in found:
        for after in (period for period in copied if (period.kind, period.name) == (before.kind, before.name)):
            assert after.first_day.weekday() == before.first_day.weekday()
            assert after.last_day in (last, after.first_day + (before.last_day - before.first_day))
    for one, other in combinations(copied, 2):
        assert one.kind != other.kind or not overlap(one, other)
    lost = [period for period in found if period.name not in {after.name for after in copied}]
    assert all(period.first_day + timedelta(weeks=53) > last for period in lost)


@given(periods())
def test_each_working_week_is_counted_once(made):
    year, found = made
    weeks = [week for month in by_month(found, year) for week in month.weeks]
    mondays = [week.monday for week in weeks]
    assert mondays == [mondays[0] + timedelta(weeks=number) for number in range(len(mondays))]
    assert len(weeks) in (52, 53)
    assert sum(number for _, number in week_sums(found, year)) == sum(bool(week.face) for week in weeks)


@given(YEARS, some.sampled_from([PeriodKind.LESSONS, PeriodKind.EXAMS, PeriodKind.HOLIDAY]), some.integers(1, 40))
def test_whole_weeks_of_one_kind_add_up(year, kind, number):
    monday = date.fromisocalendar(year, 40, 1)
    period = Period(kind, "Weken", monday, monday + timedelta(weeks=number, days=-1))
    assert dict(week_sums([period], year))[kind] == number


@given(YEARS)
def test_usual_year_fits(year):
    found = usual_year(year)
    for number, period in enumerate(found):
        assert wrong_with(period, found[:number]) == ""
        assert study_year(period.first_day) == year
    assert dict(week_sums(found, year)) | {PeriodKind.HOLIDAY: 0} == {
        PeriodKind.LESSONS: 32,
        PeriodKind.EXAMS: 8,
        PeriodKind.HOLIDAY: 0,
    }


def test_holiday_frees_from_lessons_and_an_exam_goes_before():
    lessons = Period(PeriodKind.LESSONS, "Les", date(2026, 10, 5), date(2026, 10, 25))
    holiday = Period(PeriodKind.HOLIDAY, "Vrij", date(2026, 10, 12), date(2026, 10, 18))
    day_off = Period(PeriodKind.HOLIDAY, "Dag", date(2026, 10, 5), date(2026, 10, 5))
    exams = Period(PeriodKind.EXAMS, "Tentamens", date(2026, 10, 19), date(2026, 10, 25))
    found = by_month([lessons, holiday, day_off, exams], 2026)
    october = next(month for month in found if month.first_day.month == 10)
    faces = {week.number: week.face for week in october.weeks}
    assert {number: faces[number] for number in (41, 42, 43)} == {41: "lessons", 42: "holiday", 43: "exams"}
    assert [week.letter for week in october.weeks if week.number == 42] == ["V"]


@pytest.mark.parametrize(
    ("first", "last", "says"),
    [
        (date(2026, 9, 10), date(2026, 9, 9), "vóór de eerste"),
        (date(2027, 8, 20), date(2027, 9, 1), "uiterlijk op 31 augustus 2027"),
        (date(2026, 9, 10), date(2026, 9, 10), ""),
        (date(2026, 9, 1), date(2027, 8, 31), ""),
    ],
)
def test_bounds_of_the_year(first, last, says):
    assert says in wrong_with(Period(PeriodKind.BLOCK, "Blok", first, last), [])


def test_week_begins_in_the_month_of_its_first_working_day():
    months = by_month([], 2026)  # 1 September 2026 is a Tuesday
    assert months[0].first_day == date(2026, 9, 1)
    assert months[0].weeks[0].monday == date(2026, 8, 31)
    assert [month.first_day.month for month in months] == [9, 10, 11, 12, 1, 2, 3, 4, 5, 6, 7, 8]


@pytest.mark.parametrize(
    ("kind", "weeks", "words"),
    [
        (PeriodKind.LESSONS, 1, "1 lesweek"),
        (PeriodKind.EXAMS, 8, "8 tentamenweken"),
        (PeriodKind.HOLIDAY, 1, "1 week vakantie"),
        (PeriodKind.HOLIDAY, 0, "0 weken vakantie"),
    ],
)
def test_sums_in_words(kind, weeks, words):
    assert in_words(kind, weeks) == words
