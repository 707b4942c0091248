"""The weeks of the practice: which count as weeks of actual instruction in a study year, which do not, and of which
nobody has said anything yet. Subsidieregeling praktijkleren, art. 1 c and m (PracticeTerms)."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum

from django.db import connection
from django.utils.timezone import localdate

from mkbroute.access.actor import PUBLIC, acting_as, current_actor
from routes.enums import PeriodKind
from routes.models import RhythmPeriod

from .models import Agreement, AttendanceWeek, Interruption, PracticeTerms

WEEK = timedelta(days=7)
THURSDAY = timedelta(days=3)  # after Monday: a week is of the year, and of the company, where its Thursday lies
WORKING_DAYS = 5


class Standing(Enum):
    """Of a week."""

    COUNTED = "it counts"
    NOT_COUNTED = "was written down as one that does not count"
    INTERRUPTED = "lies in an interruption"
    HOLIDAY = "lies in a holiday of the route"
    MISSING = "is over, and nobody wrote down who was at work"
    TO_COME = "is not over yet"


@dataclass(frozen=True)
class Week:
    """`is_begun`: its Monday has been, so that something can be written down of it. `is_over`: its Sunday has."""

    monday: date
    standing: Standing
    attendance: AttendanceWeek | None
    is_begun: bool = True
    is_over: bool = True

    @property
    def sunday(self) -> date:
        return self.monday + WEEK - timedelta(days=1)

    @property
    def number(self) -> int:
        """Of the ISO week."""
        return self.monday.isocalendar().week

    @property
    def can_be_written(self) -> bool:
        """It has begun, and is not free as a whole."""
        return self.is_begun and self.standing not in (Standing.INTERRUPTED, Standing.HOLIDAY)


@dataclass(frozen=True)
class Weeks:
    """Of one study year. `counted`: at most what the student has left of `of`; `earlier`: what counted before, at a
    former company or under a former agreement; `missing`: over, and not written down; `unconfirmed`: of those that
    count, not confirmed by the company yet."""

    counted: int
    not_counted: int
    missing: int
    of: int
    to_come: int = 0
    unconfirmed: int = 0
    earlier: int = 0

    @property
    def share(self) -> int:
        """Per cent."""
        return round(100 * self.counted / self.of)


def weeks_of(agreement: Agreement, study_year: int, within: Callable[[date], bool] = lambda monday: True) -> Weeks:
    """`study_year`: the calendar year in which it begins. `within`: whether the week that begins on a Monday is asked
    about, for a company where she learnt for part of the time.

    Subsidieregeling praktijkleren: a praktijkleerplaats is a student's, and holds at most 42 weeks in a study year
    (art. 1 c), or as many as were published for that year; each employer asks for the weeks that he gave himself
    (art. 6, 15). So weeks are counted per company, and together never more than one place per student: those of a
    former company come first.
    """
    most = weeks_of_full_place(study_year)
    found = [week for week in list_weeks(agreement, study_year) if within(week.monday)]
    earlier = _counted_earlier(agreement, study_year, found[0].monday) if found else set()
    amount = {standing: sum(week.standing == standing for week in found) for standing in Standing}
    counted = [week for week in found if week.standing == Standing.COUNTED and week.monday not in earlier]
    return Weeks(
        counted=max(0, min(len(counted), most - len(earlier))),
        earlier=len(earlier),
        not_counted=amount[Standing.NOT_COUNTED] + amount[Standing.INTERRUPTED] + amount[Standing.HOLIDAY],
        missing=amount[Standing.MISSING],
        of=most,
        to_come=amount[Standing.TO_COME],
        unconfirmed=sum(week.attendance is None or week.attendance.confirmed_at is None for week in counted),
    )


def _counted_earlier(agreement: Agreement, study_year: int, first: date) -> set[date]:
    """Mondays of weeks that count for the same student, under a former agreement or before the first that is asked."""
    return {
        monday
        for monday, key in counted_of_student(agreement)
        if year_of_week(monday) == study_year and (key < agreement.pk or (key == agreement.pk and monday < first))
    }


def counted_of_student(agreement: Agreement) -> list[tuple[date, int]]:
    """Of each week that counts, whatever the company: its Monday and the agreement. As the database counts it, for a
    company cannot read what was written down at another."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT monday, agreement_id FROM portal.weeks_of_student(%s)", [agreement.pk])
        return cursor.fetchall()


def places_of_student(agreement: Agreement, study_year: int) -> Decimal:
    """Full places up to and including a study year, at all companies together: art. 20 a bounds them per student by the
    length of the programme in years."""
    by_year: dict[int, set[date]] = {}
    for monday, _ in counted_of_student(agreement):
        by_year.setdefault(year_of_week(monday), set()).add(monday)
    parts = [(len(mondays), weeks_of_full_place(year)) for year, mondays in by_year.items() if year <= study_year]
    return sum((Decimal(min(number, most)) / most for number, most in parts), Decimal(0))


def year_of_week(monday: date) -> int:
    """The study year in which its Thursday lies."""
    return study_year_of(monday + THURSDAY)


def list_weeks(agreement: Agreement, study_year: int, today: date | None = None) -> list[Week]:
    """Each week of the study year with at least one working day of the practice. A week belongs to the study year in
    which its Thursday lies, as an ISO week belongs to a year."""
    first_day, last_day = practice_period(agreement)
    if not (first_day and last_day):
        return []
    year_first, year_last = bounds(study_year)
    mondays = [
        monday
        for monday in mondays_between(max(first_day, year_first - WEEK), min(last_day, year_last + WEEK))
        if year_first <= monday + THURSDAY <= year_last and _at_work(monday, first_day, last_day)
    ]
    return _weeks(agreement, mondays, first_day, last_day, today or localdate()) if mondays else []


def _weeks(agreement: Agreement, mondays: list[date], first_day: date, last_day: date, today: date) -> list[Week]:
    last = mondays[-1] + WEEK
    interrupted = {
        day for row in _interruptions(agreement, mondays[0], last) for day in days(row.begins_on, row.ends_on)
    }
    holidays = {day for row in _holidays(agreement, mondays[0], last) for day in days(row.first_day, row.last_day)}
    written = {row.monday: row for row in AttendanceWeek.objects.filter(agreement=agreement, monday__in=mondays)}
    found = []
    for monday in mondays:
        at_work = _at_work(monday, first_day, last_day)
        row = written.get(monday)
        standing = _standing(monday, at_work, interrupted, holidays, row, today)
        found.append(Week(monday, standing, row, is_begun=monday <= today, is_over=monday + WEEK <= today))
    return found


def _standing(
    monday: date,
    at_work: Collection[date],
    interrupted: Collection[date],
    holidays: Collection[date],
    row: AttendanceWeek | None,
    today: date,
) -> Standing:
    """A week of which part is free counts if somebody says so."""
    if all(day in holidays for day in at_work):
        return Standing.HOLIDAY
    if all(day in interrupted or day in holidays for day in at_work):
        return Standing.INTERRUPTED
    if row:
        return Standing.COUNTED if row.counts else Standing.NOT_COUNTED
    return Standing.MISSING if monday + WEEK <= today else Standing.TO_COME


def _at_work(monday: date, first_day: date, last_day: date) -> list[date]:
    friday = monday + timedelta(days=WORKING_DAYS - 1)
    return list(days(max(monday, first_day), min(friday, last_day)))


def _interruptions(agreement: Agreement, first: date, last: date) -> Collection[Interruption]:
    return Interruption.objects.filter(agreement=agreement, withdrawn_at=None, begins_on__lte=last, ends_on__gte=first)


def _holidays(agreement: Agreement, first: date, last: date) -> Collection[RhythmPeriod]:
    found = RhythmPeriod.objects.filter(
        route=agreement.route_id, kind=PeriodKind.HOLIDAY, first_day__lte=last, last_day__gte=first
    )
    actor = current_actor()
    if actor and actor.practice_hash:  # the holder of a link sees of a route what any visitor sees
        with acting_as(PUBLIC):
            return list(found)
    return found


# -- days ---------------------------------------------------------------------------------------------------------


def days(first: date, last: date) -> Iterator[date]:
    """Both included."""
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def mondays_between(first: date, last: date) -> list[date]:
    """Of every week that has a day from `first` to `last`, both included."""
    return [monday for monday in days(monday_of(first), last) if monday.weekday() == 0]


def weeks_of_full_place(study_year: int) -> int:
    """As it was published for that study year; before that as the regeling has it: the database's own rule, for not
    everybody who counts weeks reads what the subsidy gives."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT portal.weeks_of_full_place(%s)", [study_year])
        return cursor.fetchone()[0]


def terms_of(study_year: int) -> PracticeTerms:
    """That were in force when it ended."""
    return PracticeTerms.objects.filter(valid_from__lte=date(study_year + 1, 12, 31)).latest()


def bounds(study_year: int) -> tuple[date, date]:
    """Its first and last day."""
    terms = terms_of(study_year)
    first = date(study_year, terms.begins_month, terms.begins_day)
    return first, date(study_year + 1, terms.begins_month, terms.begins_day) - timedelta(days=1)


def bounds_of(study_years: Iterable[int]) -> dict[int, tuple[date, date]]:
    """As `bounds`, of many in one query."""
    known = list(PracticeTerms.objects.order_by("valid_from"))
    found = {}
    for year in study_years:
        terms = next(each for each in reversed(known) if each.valid_from <= date(year + 1, 12, 31))
        first = date(year, terms.begins_month, terms.begins_day)
        found[year] = (first, first.replace(year=year + 1) - timedelta(days=1))
    return found


def study_year_of(day: date) -> int:
    """The calendar year in which the study year begins that holds this day."""
    return day.year if day >= bounds(day.year)[0] else day.year - 1


def study_years(agreement: Agreement) -> list[int]:
    """Those in which somebody learns at work."""
    first_day, last_day = practice_period(agreement)
    if not (first_day and last_day):
        return []
    return list(range(study_year_of(first_day), study_year_of(last_day) + 1))


def begun_years(agreement: Agreement) -> list[int]:
    """Of those, the ones that have begun; of a practice that has not, the first one; without a practice this one."""
    now = study_year_of(localdate())
    every = study_years(agreement)
    return [year for year in every if year <= now] or every[:1] or [now]


# -- what was agreed ----------------------------------------------------------------------------------------------


def practice_period(agreement: Agreement) -> tuple[date | None, date | None]:
    """First and last day, with every addendum that was signed: the database's own rule, which also guards it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT first_day, last_day FROM portal.practice_period(%s)", [agreement.pk])
        return cursor.fetchone()


def practice_periods(agreements: Iterable[Agreement]) -> dict[int, tuple[date | None, date | None]]:
    """Of many, by key, in one query."""
    keys = [agreement.pk for agreement in agreements]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT key, p.first_day, p.last_day FROM unnest(%s::bigint[]) AS key, portal.practice_period(key) AS p",
            [keys],
        )
        return {key: (first, last) for key, first, last in cursor.fetchall()}


def agreed_term(agreement: Agreement) -> tuple[date | None, date | None]:
    """First and last day of the agreement, with every addendum that was signed and an end that is final: the database's
    own rule, which also guards the days of talks and of what is realised."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT first_day, last_day FROM portal.agreement_term(%s)", [agreement.pk])
        return cursor.fetchone()


def agreed_hours(agreement: Agreement, mondays: Collection[date]) -> Mapping[date, Decimal]:
    """Per week, as they stand on its Sunday: for the ordinary rhythm."""
    sundays = [monday + WEEK - timedelta(days=1) for monday in mondays]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT day - 6, portal.changed_by_addendum(%s, 'hours_per_week', day) FROM unnest(%s::date[]) AS day",
            [agreement.pk, sundays],
        )
        changed = dict(cursor.fetchall())
    usual = agreement.hours_per_week or Decimal(0)
    return {monday: Decimal(changed[monday]) if changed.get(monday) else usual for monday in mondays}


def agreed_text(agreement: Agreement, field: str, day: date | None = None) -> str:
    """A text field of the agreement as it stands on a day, also for who may not read the addenda."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT portal.changed_by_addendum(%s, %s, %s)", [agreement.pk, field, day or localdate()])
        (changed,) = cursor.fetchone()
    return getattr(agreement, field) if changed is None else changed
