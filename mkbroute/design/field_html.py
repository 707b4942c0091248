"""One form field: label, help and error above the control, tied to it for screen readers."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import DecimalValidator, MaxValueValidator, MinValueValidator
from django.forms import BaseForm, BaseFormSet, BoundField
from django.utils.formats import localize
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe

OPTIONAL = ' <span class="optional">(niet verplicht)</span>'
REQUIRED = {
    forms.CheckboxInput: "Zet een vinkje om verder te gaan.",
    forms.CheckboxSelectMultiple: "Kies er minstens één.",
    forms.RadioSelect: "Maak een keuze.",
    forms.Select: "Maak een keuze.",
    forms.FileInput: "Kies een bestand.",
    forms.Widget: "Vul dit in.",
}


class Mistake(NamedTuple):
    target: str  # the id of the control, "" when the error belongs to the whole form
    label: str
    message: str

    @property
    def text(self) -> str:
        if not self.label:
            return self.message
        return f"{self.label} {self.message}" if self.label.endswith("?") else f"{self.label}: {self.message}"


def field_html(field: BoundField, *, mark_optional: bool = True) -> SafeString:
    if field.is_hidden:
        return mark_safe(str(field))
    if isinstance(field.field.widget, forms.Textarea):
        # a browser cuts off what is pasted beyond it without a word; the server says so, and keeps it all
        field.field.widget.attrs.pop("maxlength", None)
    if isinstance(field.field.widget, forms.CheckboxInput):
        return mark_safe(_checkbox_field(field))
    label = conditional_escape(field.label) + (OPTIONAL if mark_optional and _can_stay_open(field) else "")
    css = "field field-wrong" if field.errors else "field"
    if field.use_fieldset:
        described = f' aria-describedby="{described}"' if (described := field.aria_describedby) else ""
        legend = f'<legend class="form-label">{label}</legend>'
        return mark_safe(f'<fieldset class="{css}"{described}>{legend}{_notes(field)}{field}</fieldset>')
    label = f'<label class="form-label" for="{field.id_for_label}">{label}</label>'
    return mark_safe(f'<div class="{css}">{label}{_notes(field)}{field}</div>')


def _can_stay_open(field: BoundField) -> bool:
    """Radio buttons of which one is chosen cannot be let go of."""
    is_chosen = isinstance(field.field.widget, forms.RadioSelect) and field.value() not in (None, "")
    return not field.field.required and not is_chosen


def _checkbox_field(field: BoundField) -> str:
    css = "field field-wrong" if field.errors else "field"
    label = f'<label for="{field.id_for_label}">{conditional_escape(field.label)}</label>'
    return f'<div class="{css}">{_notes(field)}<div class="choice">{field}{label}</div></div>'


def _notes(field: BoundField) -> str:
    notes = ""
    if field.help_text:
        notes = f'<div class="form-help" id="{field.auto_id}_helptext">{conditional_escape(field.help_text)}</div>'
    if field.errors:
        lines = "<br>".join(map(escape, _messages(field)))
        notes += (
            f'<p class="form-error" id="{field.auto_id}_error"><span class="visually-hidden">Fout: </span>{lines}</p>'
        )
    return notes


def mistakes_in(source: BaseForm | BaseFormSet) -> Iterator[Mistake]:
    """Every error of a form or formset, in the order of the page.

    A form that asks the same of several things says in `about` which of them a field belongs to: {name: "bedrijf"}.
    """
    if isinstance(source, BaseFormSet):
        yield from (Mistake("", "", str(error)) for error in source.non_form_errors())
        for form in source.forms:
            yield from mistakes_in(form)
        return
    yield from (Mistake("", "", str(error)) for error in source.non_field_errors())
    about = getattr(source, "about", {})
    for name in source.errors:
        if name in source.fields:
            field = source[name]
            label = f"{field.label} ({about[name]})" if name in about else str(field.label)
            yield from (Mistake(_anchor(field), label, message) for message in _messages(field))


DECIMALS = DecimalValidator.messages
# What Django says, and what to do. Own messages of a field are kept. Pairs: its messages with a plural are all equal.
SAID: list[tuple[Any, Callable[[Mapping[str, Any]], str]]] = [
    (MaxValueValidator.message, lambda about: f"Vul hoogstens {localize(about['limit_value'])} in."),
    (MinValueValidator.message, lambda about: f"Vul minstens {localize(about['limit_value'])} in."),
    (DECIMALS["max_decimal_places"], lambda about: _decimals(about["max"])),
    (DECIMALS["max_digits"], lambda about: f"Vul hoogstens {about['max']} cijfers in, met die achter de komma."),
    (DECIMALS["max_whole_digits"], lambda about: f"Vul hoogstens {about['max']} cijfers vóór de komma in."),
]
OF_SIZE = ("max_value", "min_value")
OF_LENGTH = ("max_digits", "max_whole_digits")


def _messages(field: BoundField) -> list[str]:
    """What is wrong, in words that say what to do; once, where a number is too large and so too long."""
    errors = field.errors.as_data()
    if any(error.code in OF_SIZE for error in errors):
        errors = [error for error in errors if error.code not in OF_LENGTH]
    return [message for error in errors for message in _said(error, field.field.widget)]


def _said(error: ValidationError, widget: forms.Widget) -> list[str]:
    if (error.code, error.message) == ("required", forms.Field.default_error_messages["required"]):
        return [_required(widget)]
    ours = next((say for theirs, say in SAID if theirs is error.message), None)
    return [ours(error.params or {})] if ours else error.messages


def _decimals(places: int) -> str:
    if places == 0:
        return "Vul een heel getal in."
    return (
        "Vul hoogstens één cijfer achter de komma in."
        if places == 1
        else f"Vul hoogstens {places} cijfers achter de komma in."
    )


def _required(widget: forms.Widget) -> str:
    return next(sentence for kind, sentence in REQUIRED.items() if isinstance(widget, kind))


def _anchor(field: BoundField) -> str:
    if field.is_hidden:
        return ""
    return field.id_for_label or f"{field.auto_id}_0"
