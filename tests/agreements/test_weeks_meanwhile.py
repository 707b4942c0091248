"""Two who fill in the same weeks: nobody overwrites what she did not see, and nothing that was typed is lost."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from agreements.models import AttendanceWeek
from agreements.services import practice as services
from agreements.services.practice import WeekSaid, as_seen
from agreements.weeks import WEEK, monday_of, year_of_week
from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.design.merging import Clash
from tests.built_once import built_once
from tests.races import at_once

from .practice import COMPANY, FIRST, WHO, in_practice
from .test_practice_pages import YEAR, client_of, of, text_of, url, weeks_as_shown

SECOND, THIRD = FIRST + WEEK, FIRST + 2 * WEEK
FULL, HALF = WeekSaid(Decimal(32)), WeekSaid(Decimal(16))
HOURS = f"hours-{FIRST}"

mine = built_once(in_practice)


def by_company(mine, *mondays, said=HALF, seen=None):
    with acting_as(mine.contact.actor):
        weeks = dict.fromkeys(mondays, said)
        return services.record_weeks(mine.agreement, weeks, who=COMPANY, by_company=True, seen=seen)


def by_hogeschool(mine, said, seen=None):
    with acting_as(mine.coordinator.actor):
        return services.record_weeks(mine.agreement, said, who=WHO, by_company=False, seen=seen)


def standing(mine, monday=FIRST) -> tuple[Decimal, bool, bool]:
    with acting_as(SYSTEM):
        row = AttendanceWeek.objects.get(agreement=mine.agreement, monday=monday)
    return row.hours, row.counts, bool(row.confirmed_at)


def seen_now(mine) -> dict[str, str]:
    with acting_as(SYSTEM):
        return as_seen(AttendanceWeek.objects.filter(agreement=mine.agreement))


# -- the service --------------------------------------------------------------------------------------------------


def test_a_stale_page_leaves_what_the_company_wrote_and_confirmed(mine):
    by_hogeschool(mine, {FIRST: FULL, SECOND: FULL})
    seen = seen_now(mine)
    by_company(mine, FIRST)
    assert by_hogeschool(mine, {FIRST: FULL, SECOND: HALF}, seen) == 1
    assert standing(mine) == (16, True, True)
    assert standing(mine, SECOND) == (16, True, False)


def test_the_same_week_changed_by_both_is_a_clash_and_writes_nothing(mine):
    by_hogeschool(mine, {FIRST: FULL, SECOND: FULL})
    seen = seen_now(mine)
    by_company(mine, FIRST)
    with pytest.raises(Clash) as clash:
        by_hogeschool(mine, {FIRST: WeekSaid(Decimal(24)), SECOND: HALF}, seen)
    assert clash.value.merge.clashes == {str(FIRST)}
    assert standing(mine) == (16, True, True)
    assert standing(mine, SECOND) == (32, True, False)


def test_what_the_page_only_offered_gives_way(mine):
    by_company(mine, FIRST)
    offered = WeekSaid(Decimal(32), is_typed=False)
    assert by_hogeschool(mine, {FIRST: offered, SECOND: offered}, {}) == 1
    assert standing(mine) == (16, True, True)


def test_the_company_confirms_what_it_saw_and_not_what_it_did_not(mine):
    by_hogeschool(mine, {FIRST: FULL, SECOND: FULL})
    seen = seen_now(mine)
    by_hogeschool(mine, {FIRST: HALF})
    assert by_company(mine, FIRST, SECOND, said=FULL, seen=seen) == 1
    assert standing(mine) == (16, True, False)
    assert standing(mine, SECOND) == (32, True, True)


# -- the pages ----------------------------------------------------------------------------------------------------


@pytest.fixture(params=["coordinator", "contact", "link"])
def page(request, mine):
    """A client, and where it fills in the weeks."""
    if request.param == "link":
        return Client(), f"{url('attendance_link', mine.link())}?jaar={YEAR}"
    return client_of(getattr(mine, request.param)), of(mine, "attendance", YEAR)


def test_an_old_page_sent_as_it_was_changes_nothing_of_another(mine, page):
    by_hogeschool(mine, {FIRST: FULL})
    client, address = page
    sent = weeks_as_shown(client, address)
    by_company(mine, FIRST, SECOND)
    assert client.post(address, sent).status_code in (200, 302)
    assert standing(mine) == standing(mine, SECOND) == (16, True, True)
    assert standing(mine, THIRD)[:2] == (32, True)


def test_a_clash_is_shown_and_what_was_typed_kept(mine, page):
    """And what another wrote elsewhere is not overwritten by saving once more."""
    client, address = page
    sent = {**weeks_as_shown(client, address), HOURS: "24,5", f"hours-{THIRD}": "8"}
    by_company(mine, FIRST, SECOND)
    answer = client.post(address, sent)
    assert answer.status_code == 422
    assert f"{COMPANY} schreef intussen 16 uur, telt mee" in text_of(answer)
    form = answer.context["form"]
    assert [form[f"hours-{monday}"].value() for monday in (FIRST, SECOND, THIRD)] == ["24,5", "16", "8"]
    assert standing(mine) == (16, True, True)
    again = {name: form[name].value() for name in sent if form[name].value() not in (None, False)}
    client.post(address, again)
    assert standing(mine)[:2] == (Decimal("24.5"), True)
    assert standing(mine, SECOND) == (16, True, True)
    assert standing(mine, THIRD)[:2] == (8, True)


def test_a_page_without_what_stood_on_it_is_refused(mine, page):
    client, address = page
    sent = {**weeks_as_shown(client, address), "seen": "onzin"}
    assert client.post(address, sent).status_code == 422


@pytest.mark.django_db
def test_of_a_week_that_is_not_over_no_hours_are_offered():
    """One click does not record hours that nobody has made yet; who knows them may fill them in."""
    today = timezone.localdate()
    monday = monday_of(today)
    mine = in_practice(practice_ends_on=today + timedelta(days=40), ends_on=today + timedelta(days=60))
    with acting_as(SYSTEM):
        year = year_of_week(monday)
    client, address = client_of(mine.contact), of(mine, "attendance", year)
    sent = weeks_as_shown(client, address)
    assert sent[f"hours-{monday}"] == ""
    assert sent[f"hours-{monday - WEEK}"] == "32"
    assert "loopt nog" in text_of(client.get(address))
    client.post(address, sent)
    assert monday not in mondays(mine)
    client.post(address, {**weeks_as_shown(client, address), f"hours-{monday}": "8"})
    assert standing(mine, monday) == (8, True, True)


def mondays(mine) -> set[date]:
    with acting_as(SYSTEM):
        return set(AttendanceWeek.objects.filter(agreement=mine.agreement).values_list("monday", flat=True))


# -- at once ------------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_race_of_one_week_one_wins_and_the_other_is_told():
    mine = in_practice()
    outcomes = at_once(
        lambda: by_hogeschool(mine, {FIRST: FULL, SECOND: FULL}, {}),
        lambda: by_company(mine, FIRST, THIRD, seen={}),
    )
    assert sum(isinstance(outcome, Clash) for outcome in outcomes) == 1
    assert outcomes.count(2) == 1
    assert len(mondays(mine)) == 2


@pytest.mark.django_db(transaction=True)
def test_race_of_an_old_page_and_the_company_keeps_what_the_company_wrote():
    mine = in_practice()
    by_hogeschool(mine, {FIRST: FULL, SECOND: FULL})
    seen = seen_now(mine)
    outcomes = at_once(
        lambda: by_hogeschool(mine, {FIRST: FULL, SECOND: HALF}, seen),
        lambda: by_company(mine, FIRST, seen=seen),
    )
    assert outcomes == [1, 1]
    assert standing(mine) == (16, True, True)
    assert standing(mine, SECOND) == (16, True, False)
