"""To whom an item is asked, by choosing: first the earlier question, then the answer."""

from decimal import Decimal

from django import forms

from mkbroute.design.fields import NumberField

from ..asking.conditions import Comparison, Join, Operator
from ..asking.describing import name_of
from ..asking.items import CHOICES, RANGED, SCALES, Content, Item, Kind
from ..asking.validity import operators
from .guarded import ask_reason

WHOLE = ("answered",)


def earlier(content: Content, at: str, before: Content | None) -> dict[str, Item]:
    """What is asked before the item `at`, or before the section `at`; each row of a table by itself."""
    found = list(before.items) if before else []
    for section in content.sections:
        if section.key == at:
            break
        codes = [item.code for item in section.items]
        found += section.items[: codes.index(at)] if at in codes else section.items
        if at in codes:
            break
    return {code: item for item in found for code in _askable(item)}


def _askable(item: Item) -> list[str]:
    if item.kind == Kind.STATEMENT:
        return []
    return item.column_codes if item.kind == Kind.TABLE else [item.code]


class QuestionForm(forms.Form):
    """Which earlier question it depends on."""

    vraag = forms.ChoiceField(label="Hangt af van het antwoord op")

    def __init__(self, *args, offered: dict[str, Item], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["vraag"].choices = [
            ("", "Kies een vraag"),
            *((code, name_of(code, offered[code])) for code in offered),
        ]


class ComparisonForm(forms.Form):
    """What must have been answered to it."""

    operator = forms.ChoiceField(label="Het antwoord", widget=forms.RadioSelect)

    def __init__(self, *args, code: str, item: Item, is_asking_reason=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.code, self.item = code, item
        self.fields["operator"].choices = [(each.value, _said(each)) for each in operators(item, code)]
        if field := _value_field(item):
            self.fields["value"] = field
        if is_asking_reason:
            ask_reason(self)

    def clean(self):
        cleaned = super().clean()
        is_about_value = cleaned.get("operator") not in (None, *WHOLE)
        if is_about_value and cleaned.get("value") in (None, "") and "value" not in self.errors:
            self.add_error("value", "Zeg welk antwoord.")
        return cleaned

    @property
    def comparison(self) -> Comparison:
        operator = Operator(self.cleaned_data["operator"])
        value = self.cleaned_data.get("value")
        return Comparison(self.code, operator, None if operator in WHOLE else Decimal(value))


def _said(operator: Operator) -> str:
    return {"includes": "bevat", "answered": "is ingevuld, wat het ook is"}.get(operator.value, operator.label)


def _value_field(item: Item) -> forms.Field | None:
    if item.kind in CHOICES and item.options:
        choices = [(str(option.code), option.text.nl) for option in item.options]
        return forms.ChoiceField(label="Welk antwoord?", choices=choices, widget=forms.RadioSelect, required=False)
    if item.kind in RANGED or item.kind in SCALES:
        low, high = item.bounds
        return NumberField(
            label="Welk getal?", min_value=low, max_value=high, decimal_places=item.decimals, required=False,
            suffix=item.unit.nl or ("%" if item.kind == Kind.PERCENTAGE else ""),
        )  # fmt: skip
    return None


class JoinForm(forms.Form):
    """Where there is more than one."""

    join = forms.ChoiceField(
        label="Wanneer wel?",
        choices=[(Join.ALL.value, "Als dit allemaal klopt"), (Join.ANY.value, "Als een van deze dingen klopt")],
        widget=forms.RadioSelect,
    )
