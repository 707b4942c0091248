"""What a respondent fills in: the items of one screen, without script. Lists of radio buttons, never a matrix."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django import forms

from mkbroute.design.fields import AffixedInput

from ..asking.answers import Raw, WrongAnswer, judge, judge_text
from ..asking.items import CHOICES, OTHER, SCALES, Item, Kind, Language
from ..asking.routing import is_answered

if TYPE_CHECKING:
    from ..asking.conditions import Value

WORDS = {
    "nl": {"mandatory": "verplicht", "lacking": "Beantwoord deze vraag om verder te gaan.", "other": "Namelijk"},
    "en": {"mandatory": "required", "lacking": "Answer this question to go on.", "other": "Namely"},
}


class AnswerForm(forms.Form):
    """`raw`: what was typed before. After is_valid(): `answers`, and `typed` to carry along.

    `demands=False`: what is mandatory may wait, for who goes back.
    """

    def __init__(
        self,
        data=None,
        *,
        items: Sequence[Item],
        raw: Mapping[str, Any],
        language: str = Language.NL,
        demands: bool = True,
        **kwargs,
    ):
        super().__init__(data, **kwargs)
        self.items, self.language, self.demands = items, language, demands
        for item in items:
            self._add(item)
        self.initial = {**_initial(items, raw), **self.initial}

    def _add(self, item: Item) -> None:
        if item.kind == Kind.STATEMENT:
            return
        if item.kind == Kind.TABLE:
            for row in item.rows:
                self.fields[f"{item.code}{row.code}"] = self._number(item, row.text.said(self.language), is_row=True)
            return
        label = item.text.said(self.language)
        if item.is_mandatory:
            label += f" ({WORDS[self.language]['mandatory']})"
        self.fields[item.code] = self._field(item, label)
        if item.open_option:
            other = forms.CharField(label=WORDS[self.language]["other"], required=False)
            self.fields[item.code + OTHER] = other

    def _field(self, item: Item, label: str) -> forms.Field:
        help_text = self._help(item)
        if item.kind == Kind.OPEN:
            return forms.Field(label=label, help_text=help_text, required=False, widget=forms.Textarea({"rows": 4}))
        if item.kind in CHOICES or item.kind in SCALES:
            widget = forms.CheckboxSelectMultiple if item.kind == Kind.MULTIPLE else forms.RadioSelect
            choices = widget(choices=self._choices(item))
            return forms.Field(label=label, help_text=help_text, required=False, widget=choices)
        return self._number(item, label)

    def _choices(self, item: Item) -> list[tuple[str, str]]:
        if item.kind in SCALES:
            return [(str(value), str(value)) for value in item.values]
        return [(str(option.code), option.text.said(self.language)) for option in item.options]

    def _number(self, item: Item, label: str, *, is_row: bool = False) -> forms.Field:
        unit = "%" if item.kind == Kind.PERCENTAGE else item.unit.said(self.language)
        attrs = {"inputmode": "decimal" if item.decimals else "numeric"}
        widget = AffixedInput(attrs, suffix=unit) if unit else forms.TextInput({**attrs, "class": "input-number"})
        return forms.Field(label=label, help_text="" if is_row else self._help(item), required=False, widget=widget)

    def _help(self, item: Item) -> str:
        poles = ""
        if item.kind in SCALES:
            low, high = item.low.said(self.language), item.high.said(self.language)
            poles = f"1 = {low}, {SCALES[item.kind]} = {high}"
        return ". ".join(filter(None, (item.help.said(self.language), poles)))

    # -- what was answered ----------------------------------------------------------------------------------------

    def clean(self):
        self.answers: dict[str, Value] = {}
        for item in self.items:
            self._judge(item)
            if self.demands and item.is_mandatory and not is_answered(item, self.answers):
                self._lacks(item)
        return super().clean()

    def _judge(self, item: Item) -> None:
        try:
            if (value := judge(item, self._raw(item))) is not None:
                self.answers[item.code] = value
            if item.open_option and (text := judge_text(self.data.get(item.code + OTHER, ""))):
                self.answers[item.code + OTHER] = text
        except WrongAnswer as wrong:
            self.add_error(f"{item.code}{wrong.at}", wrong.message)

    def _lacks(self, item: Item) -> None:
        names = [f"{item.code}{row.code}" for row in item.rows] or [item.code]
        for name in names:
            if not self.data.get(name) and name not in self.errors:
                self.add_error(name, WORDS[self.language]["lacking"])

    def _raw(self, item: Item) -> Raw:
        match item.kind:
            case Kind.MULTIPLE:
                return self.data.getlist(item.code)
            case Kind.TABLE:
                return {row.code: self.data.get(f"{item.code}{row.code}", "") for row in item.rows}
        return self.data.get(item.code, "")

    @property
    def typed(self) -> dict[str, Any]:
        raw = {item.code: self._raw(item) for item in self.items if item.kind != Kind.STATEMENT}
        others = [item.code + OTHER for item in self.items if item.open_option]
        return {**raw, **{name: self.data.get(name, "") for name in others}}

    @property
    def sound(self) -> dict[str, Any]:
        """Of what was typed: the items in which nothing is wrong. What is only lacking is sound."""
        typed, wrong = self.typed, {item.code for item in self.items if self._is_wrong(item)}
        return {code: raw for code, raw in typed.items() if code.removesuffix(OTHER) not in wrong}

    def _is_wrong(self, item: Item) -> bool:
        names = [item.code, item.code + OTHER, *(f"{item.code}{row.code}" for row in item.rows)]
        lacking = WORDS[self.language]["lacking"]
        return any(message != lacking for name in names for message in self.errors.get(name, ()))

    # -- the page -------------------------------------------------------------------------------------------------

    @property
    def blocks(self) -> list[dict[str, Any]]:
        """Per item what the page shows of it."""
        return [self._block(item) for item in self.items]

    def _block(self, item: Item) -> dict[str, Any]:
        names = [f"{item.code}{row.code}" for row in item.rows] if item.kind == Kind.TABLE else [item.code]
        if item.open_option:
            names.append(item.code + OTHER)
        return {
            "text": item.text.said(self.language),
            "help": self._help(item),
            "is_statement": item.kind == Kind.STATEMENT,
            "is_table": item.kind == Kind.TABLE,
            "scale": SCALES.get(item.kind, 0),
            "fields": [self[name] for name in names if name in self.fields],
        }


def _initial(items: Sequence[Item], raw: Mapping[str, Any]) -> dict[str, Any]:
    initial = {code: value for code, value in raw.items() if not isinstance(value, Mapping)}
    for item in items:
        if item.kind == Kind.TABLE and isinstance(table := raw.get(item.code), Mapping):
            initial |= {f"{item.code}{row}": text for row, text in table.items()}
    return initial
