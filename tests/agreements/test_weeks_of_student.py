"""What the database counts for a student over all companies is what each page counts of its own agreement."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from agreements.models import AttendanceWeek, Ending, Interruption
from agreements.services.copying import owners_of
from agreements.weeks import WEEK, Standing, counted_of_student, list_weeks
from mkbroute.access.actor import SYSTEM, acting_as
from routes.models import RhythmPeriod
from tests.built_once import built_once

from .practice import COMPANY, WHO, Practised, in_practice

FIRST_DAY = date(2025, 9, 3)  # a Wednesday
MONDAY = date(2025, 9, 1)
WEEKS = 6
# of each working day of a week: at work, interrupted, holiday
WEEK_OF_DAYS = st.text("wih", min_size=5, max_size=5) | st.text("ih", min_size=5, max_size=5)

mine = built_once(lambda: in_practice(practice_starts_on=FIRST_DAY))


def fill(mine: Practised, weeks: list[str], not_counted: set[int], last_day: date) -> None:
    owners = {"agreement": mine.agreement, **owners_of(mine.agreement)}
    route = {"route": mine.route, "hogeschool": mine.hogeschool, "kind": "holiday", "name": "Vrij", "year": 2025}
    RhythmPeriod.objects.filter(route=mine.route).delete()
    for number, days in enumerate(weeks):
        for weekday, kind in enumerate(days):
            day = MONDAY + number * WEEK + timedelta(days=weekday)
            if kind == "i" and day >= FIRST_DAY:
                Interruption.objects.create(**owners, begins_on=day, ends_on=day, recorded_by=WHO)
            if kind == "h":
                RhythmPeriod.objects.create(**route, first_day=day, last_day=day)
        AttendanceWeek.objects.create(
            **owners, monday=MONDAY + number * WEEK, hours=32, counts=number not in not_counted, recorded_by=COMPANY
        )
    Ending.objects.create(**owners, kind="graduated", last_day=last_day, state="final", closed_at=timezone.now())


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    weeks=st.lists(WEEK_OF_DAYS, min_size=WEEKS, max_size=WEEKS),
    not_counted=st.sets(st.integers(0, WEEKS - 1), max_size=2),
    last=st.integers(10, WEEKS * 7),
)
@example(weeks=["wwwww"] * WEEKS, not_counted=set(), last=23)  # ended after the third week
@example(weeks=["wwiii", "iihhi", "iiiii", "hhhhh", "iiiih", "whiiw"], not_counted=set(), last=40)
@example(weeks=["iihhh", "wwwww", "wwwww", "wwwww", "wwwww", "iiwww"], not_counted=set(), last=36)
def test_database_and_page_count_the_same_weeks(mine, weeks, not_counted, last):
    with transaction.atomic(), acting_as(SYSTEM):
        fill(mine, weeks, not_counted, MONDAY + timedelta(days=last))
        page = [week.monday for week in list_weeks(mine.agreement, 2025) if week.standing == Standing.COUNTED]
        assert [monday for monday, _ in counted_of_student(mine.agreement)] == page
        transaction.set_rollback(True)


@pytest.mark.parametrize(("days", "number"), [("wwwww", 3), ("iiihh", 0), ("hhhhh", 0)])
def test_weeks_after_the_end_and_free_ones_are_not_counted(mine, days, number):
    with acting_as(SYSTEM):
        fill(mine, [days] * WEEKS, set(), date(2025, 9, 19))
        assert len(counted_of_student(mine.agreement)) == number
