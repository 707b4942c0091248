"""The days of the week, per study year."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from django import forms

from mkbroute.design.fields import NumberField

from ..enums import Degree, Shape
from ..weeks import WORKING_DAYS, Week, usual_weeks

YEARS = range(1, 5)
PLACES = {"school": "Op school", "company": "In het bedrijf", "elsewhere": "Elders"}


class WeeksForm(forms.Form):
    """The days per study year. A year left empty gets the usual week of the chosen shape."""

    def __init__(self, *args: Any, degree: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.degree = degree
        self.about = {name: f"studiejaar {year}" for year in YEARS for name in _names(year)}
        for year in YEARS:
            for name, label in zip(_names(year), PLACES.values(), strict=True):
                self.fields[name] = _days_field(label)

    @property
    def rows(self) -> Iterator[tuple[int, list[forms.BoundField]]]:
        """The years of the degree, and any other that something was typed in."""
        expected = Degree(self.degree).years if self.degree in Degree.values else max(YEARS)
        for year in YEARS:
            fields = [self[name] for name in _names(year)]
            if year <= expected or any(field.value() not in (None, "") for field in fields):
                yield year, fields

    def chosen(self, shape: Shape, degree: Degree) -> list[Week]:
        usual = {week.year: week for week in usual_weeks(shape, degree)}
        weeks = []
        for year in YEARS:
            days = [self.cleaned_data.get(name) for name in _names(year)]
            if any(number is not None for number in days):
                weeks.append(Week(year, *(number or Decimal(0) for number in days)))
            elif year in usual:
                weeks.append(usual[year])
        return weeks

    def complain(self, wrong: dict[int, str]) -> None:
        for year, message in wrong.items():
            self.add_error(_names(year)[1], message)


def weeks_initial(weeks: Iterable[Week]) -> dict[str, Decimal]:
    return {name: days.normalize() for week in weeks for name, days in zip(_names(week.year), week[1:], strict=True)}


def refilled_weeks(asked: Mapping[str, str], shape: Shape, degree: Degree) -> WeeksForm:
    """For a shape or degree chosen anew: what was typed stays, what the portal had filled in (`week_of`) follows."""
    typed = WeeksForm(asked)
    typed.is_valid()
    filled_in = weeks_initial(_usual_weeks_of(asked.get("week_of", "")))
    initial: dict[str, Any] = {}
    for week in usual_weeks(shape, degree):
        names = _names(week.year)
        untouched = all(typed.cleaned_data.get(name) in (None, filled_in.get(name)) for name in names)
        kept = {name: asked.get(name, "") for name in names}
        initial |= weeks_initial([week]) if untouched and not set(names) & set(typed.errors) else kept
    return WeeksForm(initial=initial, degree=degree)


def _usual_weeks_of(week_of: str) -> list[Week]:
    shape, _, degree = week_of.partition(":")
    known = shape in Shape.values and degree in Degree.values
    return usual_weeks(Shape(shape), Degree(degree)) if known else []


def _names(year: int) -> list[str]:
    return [f"year{year}_{place}" for place in PLACES]


def _days_field(label: str) -> NumberField:
    errors = {"min_value": "Vul 0 of meer in.", "max_value": "Een werkweek heeft ten hoogste vijf dagen."}
    return NumberField(
        label=label,
        required=False,
        min_value=0,
        max_value=WORKING_DAYS,
        max_digits=2,
        decimal_places=1,
        error_messages=errors,
    )
