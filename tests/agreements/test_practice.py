"""Days that do not count, weeks at work and what is realised: who may write them, and what the database refuses."""

from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from agreements import events
from agreements.enums import EventKind
from agreements.models import Agreement, AttendanceWeek, Interruption, RealisedOutcome
from agreements.services import practice as services
from agreements.services.copying import owners_of
from agreements.services.practice import (
    AlreadyRealised,
    AlreadyWithdrawn,
    NotRunning,
    OutsidePractice,
    OutsideTerm,
    Overlaps,
    WeekSaid,
)
from agreements.weeks import WEEK, monday_of
from mkbroute.access.actor import SYSTEM, acting_as
from tests.built_once import built_once
from tests.races import at_once

from .practice import COMPANY, FIRST, WHO, in_practice
from .sealed import seal_addendum

OFF = (date(2026, 1, 5), date(2026, 1, 9))
FULL = WeekSaid(Decimal(32))


mine = built_once(in_practice)


def off(mine, actor=None, begins_on=OFF[0], ends_on=OFF[1]) -> Interruption:
    with acting_as(actor or mine.coordinator.actor):
        return services.record_interruption(mine.agreement, begins_on=begins_on, ends_on=ends_on, who=WHO)


def written(mine, actor, said, by_company) -> int:
    with acting_as(actor):
        return services.record_weeks(mine.agreement, said, who=WHO, by_company=by_company)


def realised(mine, outcome="Rekenen", **fields) -> RealisedOutcome:
    details = {"realised_on": date(2026, 6, 1), "assessed_by": "Sanne de Wit", **fields}
    with acting_as(mine.coordinator.actor):
        return services.realise_outcome(mine.agreement, outcome=outcome, who=WHO, **details)


def week(mine, monday=FIRST) -> AttendanceWeek:
    with acting_as(SYSTEM):
        return AttendanceWeek.objects.get(agreement=mine.agreement, monday=monday)


def log(mine) -> list[str]:
    with acting_as(SYSTEM):
        assert events.verify_chain(Agreement.objects.get(pk=mine.agreement.pk)) == []
        return list(mine.agreement.events.order_by("sequence").values_list("kind", flat=True))


# -- days that do not count ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("part", ["coordinator", "contact"])
def test_hogeschool_and_company_record_and_withdraw_each_others_days(mine, part):
    row = off(mine, getattr(mine, part).actor)
    other = {"coordinator": mine.contact, "contact": mine.coordinator}[part]
    with acting_as(other.actor):
        services.withdraw_interruption(row, who=COMPANY)
        with pytest.raises(AlreadyWithdrawn):
            services.withdraw_interruption(row, who=COMPANY)
    assert log(mine)[-2:] == [EventKind.INTERRUPTED, EventKind.RESUMED]


def test_a_student_sees_them_and_records_none(mine):
    off(mine)
    with acting_as(mine.student.actor):
        assert mine.agreement.interruptions.count() == 1
        with pytest.raises(DatabaseError), transaction.atomic():
            services.record_interruption(mine.agreement, begins_on=FIRST, ends_on=FIRST, who="Joris")
    with acting_as(mine.link_holder()), pytest.raises(DatabaseError), transaction.atomic():
        services.record_interruption(mine.agreement, begins_on=FIRST, ends_on=FIRST, who="Wim")


def test_there_is_no_place_to_say_why():
    """Whatever is added here may be about health."""
    texts = {
        field.name for field in Interruption._meta.fields if field.get_internal_type() in ("TextField", "CharField")
    }
    assert texts == {"recorded_by", "withdrawn_by"}


@pytest.mark.parametrize(
    ("begins_on", "ends_on"),
    [
        (FIRST - timedelta(days=1), FIRST),
        (date(2027, 7, 15), date(2027, 7, 16)),
        (OFF[1], OFF[0]),
    ],
)
def test_days_outside_the_practice_are_refused_by_service_and_database(mine, begins_on, ends_on):
    with pytest.raises(OutsidePractice):
        off(mine, begins_on=begins_on, ends_on=ends_on)
    with acting_as(SYSTEM), pytest.raises(IntegrityError), transaction.atomic():
        _interruption(mine, begins_on, ends_on)


def test_days_that_an_addendum_added_count_as_practice(mine):
    late = date(2027, 8, 2)
    with pytest.raises(OutsidePractice):
        off(mine, begins_on=late, ends_on=late)
    seal_addendum(mine, mine.agreement, date(2027, 7, 1), practice_ends_on=date(2027, 8, 31))
    off(mine, begins_on=late, ends_on=late)


def test_the_same_days_do_not_stand_there_twice(mine):
    row = off(mine)
    with pytest.raises(Overlaps):
        off(mine, begins_on=OFF[1], ends_on=OFF[1])
    with acting_as(SYSTEM), pytest.raises(IntegrityError, match="interruption_does_not_overlap"), transaction.atomic():
        _interruption(mine, OFF[1], OFF[1])
    with acting_as(mine.coordinator.actor):
        services.withdraw_interruption(row, who=WHO)
    off(mine)


@pytest.mark.parametrize("fields", [{"begins_on": FIRST}, {"ends_on": FIRST}, {"recorded_by": "Een ander"}])
def test_what_was_recorded_stays(mine, fields):
    row = off(mine)
    for actor in (mine.coordinator.actor, SYSTEM):
        with acting_as(actor), pytest.raises(DatabaseError), transaction.atomic():
            Interruption.objects.filter(pk=row.pk).update(**fields)


def _interruption(mine, begins_on, ends_on):
    fields = {**owners_of(mine.agreement), "begins_on": begins_on, "ends_on": ends_on, "recorded_by": WHO}
    return Interruption.objects.create(agreement=mine.agreement, **fields)


# -- weeks at work ------------------------------------------------------------------------------------------------


def test_what_the_company_writes_it_confirms_by_that(mine):
    assert written(mine, mine.contact.actor, {FIRST: FULL}, True) == 1
    assert week(mine).confirmed_at


def test_what_the_hogeschool_writes_waits_for_the_company(mine):
    written(mine, mine.coordinator.actor, {FIRST: FULL, FIRST + WEEK: FULL}, False)
    assert not week(mine).confirmed_at
    with acting_as(mine.contact.actor):
        shown = services.as_seen(services.unconfirmed(mine.agreement))
        assert services.confirm_weeks(mine.agreement, who=COMPANY, shown=shown) == 2
        assert services.confirm_weeks(mine.agreement, who=COMPANY, shown=shown) == 0
    assert week(mine).confirmed_by == COMPANY
    assert log(mine)[-1] == EventKind.ATTENDED


def test_who_changes_the_hours_takes_the_confirmation_away(mine):
    written(mine, mine.contact.actor, {FIRST: FULL}, True)
    written(mine, mine.coordinator.actor, {FIRST: WeekSaid(Decimal(16))}, False)
    assert week(mine).hours == 16
    assert not week(mine).confirmed_at


def test_the_same_again_changes_nothing(mine):
    written(mine, mine.contact.actor, {FIRST: FULL}, True)
    assert written(mine, mine.coordinator.actor, {FIRST: FULL}, False) == 0
    assert week(mine).confirmed_at
    assert log(mine).count(EventKind.ATTENDANCE) == 1


def test_a_hogeschool_confirms_nothing(mine):
    written(mine, mine.coordinator.actor, {FIRST: FULL}, False)
    with acting_as(mine.coordinator.actor):
        with pytest.raises(DatabaseError), transaction.atomic():
            AttendanceWeek.objects.update(confirmed_at=timezone.now(), confirmed_by=WHO)
        with transaction.atomic():
            AttendanceWeek.objects.create(
                agreement=mine.agreement, **owners_of(mine.agreement), monday=FIRST + WEEK, hours=32,
                recorded_by=WHO, confirmed_at=timezone.now(), confirmed_by=WHO,
            )  # fmt: skip
    assert not week(mine, FIRST + WEEK).confirmed_at


@pytest.mark.parametrize("monday", [FIRST - WEEK, FIRST + timedelta(days=1), date(2027, 7, 19)])
def test_weeks_outside_the_practice_and_days_that_are_no_monday_are_refused(mine, monday):
    with pytest.raises(OutsidePractice):
        written(mine, mine.contact.actor, {FIRST: FULL, monday: FULL}, True)
    with acting_as(SYSTEM):
        assert not AttendanceWeek.objects.filter(agreement=mine.agreement).exists()


def test_a_week_that_is_yet_to_come_is_refused(mine):
    with pytest.raises(OutsidePractice):
        written(mine, mine.contact.actor, {monday_of(timezone.localdate()) + WEEK: FULL}, True)


def test_a_student_writes_no_weeks(mine):
    with pytest.raises(DatabaseError), transaction.atomic():
        written(mine, mine.student.actor, {FIRST: FULL}, False)


def test_a_link_of_a_talk_writes_no_weeks(mine):
    from .test_moments import planned

    moment = planned(mine)
    with pytest.raises(DatabaseError), transaction.atomic():
        written(mine, mine.link_holder(moment), {FIRST: FULL}, True)
    assert written(mine, mine.link_holder(), {FIRST: FULL}, True) == 1


def test_nothing_is_written_of_an_agreement_that_does_not_run(mine):
    cancelled = mine.tenant.agreement
    with acting_as(mine.contact.actor):
        for call in (
            lambda: services.record_weeks(cancelled, {FIRST: FULL}, who=COMPANY, by_company=True),
            lambda: services.record_interruption(cancelled, begins_on=FIRST, ends_on=FIRST, who=COMPANY),
            lambda: services.confirm_weeks(cancelled, who=COMPANY, shown={}),
        ):
            with pytest.raises(NotRunning):
                call()


# -- what is realised ---------------------------------------------------------------------------------------------


def test_an_outcome_is_realised_once_and_withdrawn_with_a_reason(mine):
    row = realised(mine)
    with pytest.raises(AlreadyRealised):
        realised(mine)
    with acting_as(mine.coordinator.actor):
        services.withdraw_realised(row, why="De verkeerde.", who=WHO)
        with pytest.raises(AlreadyWithdrawn):
            services.withdraw_realised(row, why="Nog eens.", who=WHO)
    again = realised(mine)
    with acting_as(SYSTEM):
        assert mine.agreement.realised.count() == 2
        assert mine.agreement.realised.get(withdrawn_at=None) == again
        event = mine.agreement.events.get(kind=EventKind.UNREALISED)
    assert event.reason == "De verkeerde."


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"outcome": "Vliegen"}, AlreadyRealised),
        ({"realised_on": timezone.localdate() + timedelta(days=2)}, OutsideTerm),
    ],
)
def test_what_cannot_be_is_refused(mine, fields, error):
    with pytest.raises(error):
        realised(mine, **fields)


@pytest.mark.parametrize("part", ["contact", "student"])
def test_only_the_hogeschool_says_so(mine, part):
    with acting_as(getattr(mine, part).actor), pytest.raises(DatabaseError), transaction.atomic():
        services.realise_outcome(
            mine.agreement, outcome="Rekenen", realised_on=FIRST, assessed_by="Ikzelf", who="Ikzelf"
        )


def test_what_was_realised_stays_as_it_was_written(mine):
    row = realised(mine)
    with acting_as(SYSTEM):
        for fields in ({"outcome": "Tekenen"}, {"realised_on": FIRST}, {"assessed_by": "Een ander"}):
            with pytest.raises(DatabaseError), transaction.atomic():
                RealisedOutcome.objects.filter(pk=row.pk).update(**fields)
        with pytest.raises(IntegrityError, match="realised_outcome_withdrawn_with_reason"), transaction.atomic():
            RealisedOutcome.objects.filter(pk=row.pk).update(withdrawn_at=timezone.now(), withdrawn_by=WHO)


# -- at once ------------------------------------------------------------------------------------------------------


def as_actor(actor, call):
    def run():
        with acting_as(actor):
            return call()

    return run


@pytest.mark.django_db(transaction=True)
def test_two_that_record_the_same_days_at_once_leave_one():
    mine = in_practice()
    outcomes = at_once(lambda: off(mine), lambda: off(mine, mine.contact.actor))
    assert sum(isinstance(outcome, Overlaps) for outcome in outcomes) == 1
    assert log(mine).count(EventKind.INTERRUPTED) == 1


@pytest.mark.django_db(transaction=True)
def test_hogeschool_company_and_link_that_fill_the_same_weeks_at_once_lose_nothing():
    mine = in_practice()
    said = {FIRST + WEEK * number: FULL for number in range(6)}
    holder = mine.link_holder()
    outcomes = at_once(
        lambda: written(mine, mine.coordinator.actor, said, False),
        lambda: written(mine, mine.contact.actor, said, True),
        lambda: written(mine, holder, said, True),
    )
    assert not [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    with acting_as(SYSTEM):
        rows = AttendanceWeek.objects.filter(agreement=mine.agreement)
        assert rows.count() == 6
        assert not rows.filter(confirmed_at=None).exists()
    log(mine)


@pytest.mark.django_db(transaction=True)
def test_one_outcome_that_two_realise_at_once_is_realised_once():
    mine = in_practice()
    outcomes = at_once(lambda: realised(mine), lambda: realised(mine))
    assert sum(isinstance(outcome, AlreadyRealised) for outcome in outcomes) == 1


@pytest.mark.django_db(transaction=True)
def test_a_change_of_the_hogeschool_and_a_confirmation_at_once_confirm_what_was_seen():
    """Either the company confirmed what then changed, and it is open again; or it is told that it changed."""
    mine = in_practice()
    written(mine, mine.coordinator.actor, {FIRST: FULL}, False)
    less = {FIRST: WeekSaid(Decimal(16))}
    shown = {str(FIRST): str(FULL)}

    def go() -> None:
        with suppress(services.WeeksChanged):
            services.confirm_weeks(mine.agreement, who=COMPANY, shown=shown)

    at_once(as_actor(mine.contact.actor, go), lambda: written(mine, mine.coordinator.actor, less, False))
    assert week(mine).hours == 16
    assert not week(mine).confirmed_at
    assert log(mine)[-1] == EventKind.ATTENDANCE
