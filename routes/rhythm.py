"""The rhythm of a study year, 1 September to 31 August: periods of days, and the weeks they make."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from .enums import PeriodKind

WORKING_DAYS = 5
# what a day is when several hold: a holiday frees from lessons, an exam goes before a lesson
FACES = (PeriodKind.HOLIDAY, PeriodKind.EXAMS, PeriodKind.LESSONS)
MOST_ASKING = (PeriodKind.EXAMS, PeriodKind.LESSONS, PeriodKind.HOLIDAY)
ONE_WEEK = {PeriodKind.LESSONS: "lesweek", PeriodKind.EXAMS: "tentamenweek"}
BLOCKS, LESSON_WEEKS, EXAM_WEEKS, CHRISTMAS_WEEKS = 4, 8, 2, 2


class Period(NamedTuple):
    """Both days are included."""

    kind: PeriodKind
    name: str
    first_day: date
    last_day: date

    @property
    def year(self) -> int:
        return study_year(self.first_day)

    def holds(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day


class Week(NamedTuple):
    monday: date
    face: str  # a PeriodKind, or "" when nothing is planned
    block: str  # the name of the block it lies in, or ""
    begins_block: bool

    @property
    def number(self) -> int:
        """As calendars in the Netherlands count (ISO 8601)."""
        return self.monday.isocalendar().week

    @property
    def letter(self) -> str:
        """Beside the colour, so that the picture can be read without."""
        return PeriodKind(self.face).label[0] if self.face else ""


class Month(NamedTuple):
    first_day: date
    weeks: list[Week]


def study_year(day: date) -> int:
    """By the calendar year in which it begins."""
    return day.year if day.month >= 9 else day.year - 1


def name_of(year: int) -> str:
    return f"{year}-{year + 1}"


def bounds(year: int) -> tuple[date, date]:
    return date(year, 9, 1), date(year + 1, 8, 31)


def wrong_with(period: Period, others: Iterable[Period]) -> str:
    """What to mend, in Dutch; "" when it fits among the `others`."""
    if period.last_day < period.first_day:
        return "De laatste dag ligt vóór de eerste. Draai de data om."
    if period.last_day > bounds(period.year)[1]:
        last = f"31 augustus {period.year + 1}"
        return f"Een studiejaar loopt tot en met 31 augustus. Laat de periode uiterlijk op {last} eindigen."
    for other in others:
        if other.kind == period.kind and other.first_day <= period.last_day and period.first_day <= other.last_day:
            return (
                f"Deze dagen vallen samen met ‘{other.name}’. Twee keer {period.kind.label.lower()} tegelijk kan niet."
            )
    return ""


def next_year(periods: Iterable[Period], year: int) -> list[Period]:
    """The same weekdays a year on. What no longer fits in that year is cut off at its bounds."""
    found = list(periods)
    if not found:
        return []
    first, last = bounds(year + 1)
    begin = min(period.first_day for period in found)
    weeks = 52 if begin + timedelta(weeks=52) >= first else 53
    shift = timedelta(weeks=weeks)
    moved = (
        period._replace(first_day=period.first_day + shift, last_day=min(period.last_day + shift, last))
        for period in found
    )
    return [period for period in moved if period.first_day <= period.last_day]


def usual_year(year: int) -> list[Period]:
    """To begin with: four blocks of lessons and then exams (nulmeting, paragraph 4.1), Christmas and the summer."""
    monday = _monday(bounds(year)[0] + timedelta(days=6))  # the first one in September
    christmas = _monday(date(year, 12, 25))
    holiday = Period(
        PeriodKind.HOLIDAY, "Kerstvakantie", christmas, christmas + timedelta(weeks=CHRISTMAS_WEEKS, days=-1)
    )
    periods = [holiday]
    for number in range(1, BLOCKS + 1):
        lessons_end = _after(monday, LESSON_WEEKS, holiday)
        exams_end = _after(lessons_end, EXAM_WEEKS, holiday)
        periods += [
            _until(PeriodKind.BLOCK, f"Blok {number}", monday, exams_end),
            _until(PeriodKind.LESSONS, f"Lesweken blok {number}", monday, lessons_end),
            _until(PeriodKind.EXAMS, f"Tentamens blok {number}", lessons_end, exams_end),
        ]
        monday = exams_end
    summer = max(monday, date(year + 1, 7, 1))
    return sorted([*periods, Period(PeriodKind.HOLIDAY, "Zomervakantie", summer, bounds(year)[1])], key=_by_day)


def by_month(periods: Iterable[Period], year: int) -> list[Month]:
    """Every week of the year with a working day in it, in the month of its first."""
    found = list(periods)
    months: list[Month] = []
    block = ""
    for days in _working_weeks(year):
        week = _week(days, found, block)
        block = week.block
        if not months or months[-1].first_day.month != days[0].month:
            months.append(Month(days[0].replace(day=1), []))
        months[-1].weeks.append(week)
    return months


def week_sums(periods: Iterable[Period], year: int) -> list[tuple[PeriodKind, int]]:
    """How many weeks of each face, in the order of the year's duties."""
    counted = Counter(week.face for month in by_month(periods, year) for week in month.weeks)
    return [(kind, counted[kind]) for kind in (PeriodKind.LESSONS, PeriodKind.EXAMS, PeriodKind.HOLIDAY)]


def in_words(kind: PeriodKind, weeks: int) -> str:
    """ "29 lesweken", "1 week vakantie" """
    if kind == PeriodKind.HOLIDAY:
        return f"{weeks} {'week' if weeks == 1 else 'weken'} vakantie"
    return f"{weeks} {ONE_WEEK[kind] if weeks == 1 else kind.label.lower()}"


def _week(days: list[date], periods: list[Period], block_before: str) -> Week:
    faces = Counter(face for face in (_face(day, periods) for day in days) if face)
    face = max(faces, key=lambda kind: (faces[kind], -MOST_ASKING.index(kind)), default="")
    blocks = [
        period.name for day in days for period in periods if period.kind == PeriodKind.BLOCK and period.holds(day)
    ]
    block = blocks[-1] if blocks else ""
    return Week(_monday(days[0]), face, block, begins_block=bool(block) and block != block_before)


def _face(day: date, periods: list[Period]) -> PeriodKind | None:
    kinds = {period.kind for period in periods if period.holds(day)}
    return next((kind for kind in FACES if kind in kinds), None)


def _working_weeks(year: int) -> Iterable[list[date]]:
    first, last = bounds(year)
    monday = _monday(first)
    while monday <= last:
        days = [monday + timedelta(days=number) for number in range(WORKING_DAYS)]
        inside = [day for day in days if first <= day <= last]
        if inside:
            yield inside
        monday += timedelta(weeks=1)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _after(monday: date, weeks: int, holiday: Period) -> date:
    """The Monday after so many weeks, not counting those of the holiday."""
    while weeks:
        weeks -= not holiday.holds(monday)
        monday += timedelta(weeks=1)
    return monday


def _until(kind: PeriodKind, name: str, monday: date, next_monday: date) -> Period:
    return Period(kind, name, monday, next_monday - timedelta(days=1))


def _by_day(period: Period) -> tuple[date, date]:
    return period.first_day, period.last_day
