"""Dates and days of a programme."""

from calendar import monthrange
from datetime import date, timedelta
from decimal import Decimal

from django.utils.formats import localize
from django.utils.translation import override

from routes.enums import Degree
from routes.models import Route

from .enums import Language
from .wording import WORDINGS, Wording


def study_year(day: date) -> str:
    """The one in which someone begins who begins on that day: an hbo study year runs from September to August, and a
    start in August belongs to the year that is about to begin."""
    first = day.year if day.month >= 8 else day.year - 1
    return f"{first}-{first + 1}"


def programme_ends_on(route: Route, starts_on: date | None = None) -> date:
    """The last day of the nominal length."""
    starts_on = starts_on or route.starts_on
    year = starts_on.year + Degree(route.degree).years
    try:
        return starts_on.replace(year=year) - timedelta(days=1)
    except ValueError:  # begun on 29 February
        return date(year, 2, 28)


def last_day_of(first: date, months: int) -> date:
    """Of so many months that begin on `first`."""
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    day = min(first.day, monthrange(year, month + 1)[1])
    return date(year, month + 1, day) - timedelta(days=1)


def school_days(route: Route, language: str = Language.NL) -> str:
    """Per week, in the words of an agreement in that language."""
    words = WORDINGS[Language(language)]
    days = {year.year: year.days_school for year in route.years.all()}
    if not days:
        return ""
    with override(language):
        if len(set(days.values())) == 1:
            return _days(next(iter(days.values())), words)
        return "; ".join(words.in_year.format(year, _days(number, words)) for year, number in days.items())


def _days(number: Decimal, words: Wording) -> str:
    return words.day_a_week if number == 1 else words.days_a_week.format(shown_number(number))


def shown_number(value: Decimal | int) -> str:
    """32 or 32,5, in the language of the moment."""
    return localize(value).removesuffix(",0").removesuffix(".0")
