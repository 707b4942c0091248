"""Above the catalogue. Everything is in the address, so that it can be shared."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.formats import date_format

from mkbroute.design.fields import ComboboxField
from mkbroute.organisations.enums import Province

from .. import catalogue
from ..enums import Audience, Degree, Form, Sector

Options = list[tuple[str, str]]
IN_SIGHT = ("zoek", "provincie", "sector")
ORDERS = [("", "Naam"), ("start", "Eerstvolgende start"), ("plaats", "Plaats"), ("hogeschool", "Hogeschool")]
ASKED_AS = {
    "zoek": "text", "provincie": "province", "plaats": "cities", "sector": "sector", "graad": "degree", "vorm": "form",
    "hogeschool": "hogescholen", "doelgroep": "audience", "start": "starts_from", "volgorde": "order",
}  # fmt: skip


class TypedField(ComboboxField):
    """What was chosen, or everything that fits what was typed: a list of keys."""

    def clean(self, value: Any) -> list[str] | None:
        chosen, text = value if isinstance(value, tuple) else (str(value or ""), "")
        if (label := self.label_of(chosen)) and text in ("", label):
            return [chosen]
        return [key for key, _ in self.search(text)] if text else None


class OneField(forms.ChoiceField):
    """One out of few, as a list of one key."""

    def clean(self, value: Any) -> list[str] | None:
        chosen = super().clean(value)
        return [chosen] if chosen else None


class MonthField(forms.ChoiceField):
    """From a month on. One that nothing begins in any more still counts: an old link finds what comes after it."""

    def valid_value(self, value: str) -> bool:
        return bool(re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", value))

    def clean(self, value: Any) -> date | None:
        chosen = super().clean(value)
        return date.fromisoformat(f"{chosen}-01") if chosen else None


def _choice(label: str, everything: str, choices: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, choices=[("", everything), *choices])


class CatalogueFilter(forms.Form):
    """What makes no sense counts as not asked, so that an old link still opens."""

    zoek = forms.CharField(label="Waar zoek je naar?", required=False, max_length=100)
    provincie = _choice("Provincie", "Alle provincies", Province.choices)
    sector = _choice("Sector", "Alle sectoren", Sector.choices)
    graad = _choice("Graad", "Ad en bachelor", Degree.choices)
    vorm = _choice("Vorm", "Duaal en deeltijd", Form.choices)
    doelgroep = _choice("Voor wie", "Iedereen", Audience.choices)
    start = MonthField(label="Begint vanaf", required=False)
    volgorde = forms.ChoiceField(label="Volgorde", required=False, choices=ORDERS)

    field_order = ["zoek", "provincie", "sector", "plaats", "graad", "vorm", "doelgroep", "hogeschool", "start"]

    def __init__(self, asked: Mapping[str, str], *, hogeschool_id: int | None = None) -> None:
        super().__init__()
        self.hogeschool_id = hogeschool_id
        self.fields["plaats"] = _few_or_typed("Plaats", "Alle plaatsen", self._cities, "routes:cities")
        if not hogeschool_id:
            self.fields["hogeschool"] = _few_or_typed(
                "Hogeschool", "Alle hogescholen", catalogue.hogescholen, "routes:hogescholen"
            )
        self.fields["start"].choices = [("", "Maakt niet uit"), *self._months(asked.get("start", ""))]
        self.order_fields(self.field_order)
        self.data = {key: value for name in self.fields for key, value in self._fitting(name, asked)}
        self.is_bound = bool(self.data)

    @property
    def out_of_sight(self) -> list[str]:
        return [name for name in self.fields if name not in IN_SIGHT]

    def wanted(self) -> catalogue.Wanted:
        answers = self.cleaned_data if self.is_valid() else {}
        given = {ASKED_AS[name]: value for name, value in answers.items() if value not in (None, "")}
        return catalogue.Wanted(**given)

    def chosen(self) -> list[tuple[str, str, str]]:
        """(name, label, value in words) of every filter that is on."""
        asked = [name for name in self.fields if name != "volgorde" and self._has(name)]
        return [(name, self.fields[name].label, self._in_words(name)) for name in asked]

    def _has(self, name: str) -> bool:
        return bool(self.data.get(name) or self.data.get(f"{name}_text"))

    def _in_words(self, name: str) -> str:
        field, value = self.fields[name], self.data.get(name, "")
        if isinstance(field, ComboboxField):
            return self.data.get(f"{name}_text") or field.label_of(value)
        return str(dict(getattr(field, "choices", ())).get(value, value))

    def _fitting(self, name: str, asked: Mapping[str, str]) -> Options:
        """What was asked of one field, when the field can do something with it."""
        field = self.fields[name]
        value = field.widget.value_from_datadict(asked, {}, name)
        try:
            if field.clean(value) in (None, ""):
                return []
        except ValidationError:
            return []
        keys = [name, f"{name}_text"] if isinstance(field, ComboboxField) else [name]
        return [(key, asked[key]) for key in keys if asked.get(key)]

    def _cities(self, text: str = "", limit: int | None = None) -> Options:
        return catalogue.cities(text, limit, self.hogeschool_id)

    def _months(self, asked: str) -> Options:
        months = {first.isoformat()[:7]: first for first in catalogue.starts(self.hogeschool_id)}
        if MonthField().valid_value(asked):
            months.setdefault(asked, date.fromisoformat(f"{asked}-01"))
        return [(key, date_format(months[key], "F Y")) for key in sorted(months)]


def _few_or_typed(label: str, everything: str, search: Callable[..., Options], url_name: str) -> forms.Field:
    few = search(limit=catalogue.FEW + 1)
    if len(few) <= catalogue.FEW:
        return OneField(label=label, required=False, choices=[("", everything), *few])
    known = dict(few)
    field = TypedField(
        label=label,
        required=False,
        search=search,
        label_of=lambda key: known.get(key, "") or (dict(search()).get(key, "") if key else ""),
        url=reverse(url_name),
    )
    field.widget.attrs["placeholder"] = everything
    return field
