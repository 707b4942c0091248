"""Putting rows in an order by typing numbers."""

from collections.abc import Iterable
from typing import NamedTuple

from django import forms

from mkbroute.design.fields import WholeNumberField

from ..ordering import Groups, grouped
from .fields import PROVINCES

ANYWHERE = [("", "Heel Nederland"), *PROVINCES[1:]]

MOST = 999


class Ranked(NamedTuple):
    """A row that stands in the order."""

    key: str
    name: str
    rank: int


class OrderForm(forms.Form):
    """A number for each row that stands in the order; empty takes it out, and what was not sent along stays."""

    def __init__(self, *args, ranked: Iterable[Ranked], **kwargs):
        super().__init__(*args, **kwargs)
        self.keys = {}
        for row in ranked:
            field = WholeNumberField(label=f"Plaats van {row.name}", min_value=1, max_value=MOST, required=False)
            field.initial = row.rank
            name = f"plaats-{row.key}"
            self.fields[name], self.keys[name] = field, row.key

    @property
    def groups(self) -> Groups:
        numbers = {key: self._number(name) for name, key in self.keys.items()}
        return grouped({key: number for key, number in numbers.items() if number})

    def _number(self, name: str) -> int | None:
        return self.cleaned_data.get(name) if name in self.data else self.fields[name].initial

    def bound(self, key: str):
        return self[f"plaats-{key}"]


class PlaceFilter(forms.Form):
    """In the address of the page."""

    q = forms.CharField(label="Zoek op functie, bedrijf of plaats", required=False, max_length=100)
    provincie = forms.ChoiceField(label="Provincie", choices=ANYWHERE, required=False)

    @property
    def asked(self) -> dict:
        return self.cleaned_data if self.is_bound and self.is_valid() else {}


class RegionFilter(forms.Form):
    provincie = forms.ChoiceField(label="Wil werken in", choices=ANYWHERE, required=False)

    @property
    def asked(self) -> dict:
        return self.cleaned_data if self.is_bound and self.is_valid() else {}
