"""The opleidingsplan and the rotation: rows that are saved together."""

from datetime import date
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory

from mkbroute.design.fields import DateField

from ..enums import Place
from ..services.training import in_order, require_in_a_row
from .paper import OnPaper

MOST_ROWS = 40
MOST_PERIODS = 12
REVERSED = "De laatste dag ligt vóór de eerste. Draai de data om."


class PlanRowForm(OnPaper):
    outcome = forms.CharField(label="Leeruitkomst", max_length=300)
    place = forms.ChoiceField(label="Plaats", required=False, choices=[("", "Nog niet bekend"), *Place.choices])
    place_name = forms.CharField(
        label="Welk bedrijf of welke plaats?",
        max_length=160,
        required=False,
        help_text="Nodig bij ‘ergens anders’; bij een rotatie: welk bedrijf.",
    )
    begins_on = DateField(label="Van", required=False)
    ends_on = DateField(label="Tot en met", required=False)
    assessment = forms.CharField(
        label="Beoordeling",
        max_length=300,
        required=False,
        help_text="Hoe, en door wie. Bijvoorbeeld: portfolio, docent.",
    )

    def __init__(self, *args: Any, period: tuple[date | None, date | None] = (None, None), **kwargs: Any) -> None:
        """`period`: of the work at the company, which a new row begins with."""
        super().__init__(*args, **kwargs)
        if not self.initial:
            self.fields["begins_on"].initial, self.fields["ends_on"].initial = period

    def has_changed(self) -> bool:
        """A new row with nothing but its period was left empty."""
        prefilled = set() if self.initial else {"begins_on", "ends_on"}
        return bool(set(self.changed_data) - prefilled)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("place") == Place.ELSEWHERE and not cleaned.get("place_name"):
            self.add_error("place_name", "Schrijf erbij waar dat is.")
        _require_order(self, cleaned)
        return cleaned


class PeriodForm(OnPaper):
    begins_on = DateField(label="Van")
    ends_on = DateField(label="Tot en met")
    company_name = forms.CharField(label="Bedrijf", max_length=160)
    workplace_address = forms.CharField(label="Adres van de werkplek", max_length=300)
    supervisor = forms.CharField(label="Praktijkbegeleider", max_length=200, help_text="Naam en functie.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        _require_order(self, cleaned)
        return cleaned


def _require_order(form: forms.Form, cleaned: dict[str, Any]) -> None:
    first, last = cleaned.get("begins_on"), cleaned.get("ends_on")
    if first and last and last < first:
        form.add_error("ends_on", REVERSED)


class Rows(BaseFormSet):
    """What is left empty or taken out does not count."""

    @property
    def filled(self) -> list[dict[str, Any]]:
        return [
            {name: value for name, value in form.cleaned_data.items() if name != "DELETE"}
            for form in self.forms
            if form.cleaned_data and not form.cleaned_data.get("DELETE")
        ]

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = "Haal deze eruit"


class Periods(Rows):
    def clean(self) -> None:
        if any(self.errors):
            return
        require_in_a_row(in_order(self.filled))


def _rows(form: type[forms.Form], formset: type[Rows], most: int) -> Any:
    return formset_factory(
        form,
        formset=formset,
        extra=3,
        max_num=most,
        absolute_max=most,
        validate_max=True,
        can_delete=True,
        can_delete_extra=False,
    )


PlanFormSet = _rows(PlanRowForm, Rows, MOST_ROWS)
RotationFormSet = _rows(PeriodForm, Periods, MOST_PERIODS)
