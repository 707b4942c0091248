"""One form field: label, help and error above the control, tied to it for screen readers."""

from collections.abc import Iterator
from typing import NamedTuple

from django import forms
from django.forms import BaseForm, BaseFormSet, BoundField
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


def field_html(field: BoundField, *, mark_optional: bool = True) -> SafeString:
    if field.is_hidden:
        return mark_safe(str(field))
    if isinstance(field.field.widget, forms.CheckboxInput):
        return mark_safe(_checkbox_field(field))
    label = conditional_escape(field.label) + (OPTIONAL if mark_optional and not field.field.required else "")
    css = "field field-wrong" if field.errors else "field"
    if field.use_fieldset:
        described = f' aria-describedby="{described}"' if (described := field.aria_describedby) else ""
        legend = f'<legend class="form-label">{label}</legend>'
        return mark_safe(f'<fieldset class="{css}"{described}>{legend}{_notes(field)}{field}</fieldset>')
    label = f'<label class="form-label" for="{field.id_for_label}">{label}</label>'
    return mark_safe(f'<div class="{css}">{label}{_notes(field)}{field}</div>')


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
    """Every error of a form or formset, in the order of the page."""
    if isinstance(source, BaseFormSet):
        yield from (Mistake("", "", str(error)) for error in source.non_form_errors())
        for form in source.forms:
            yield from mistakes_in(form)
        return
    yield from (Mistake("", "", str(error)) for error in source.non_field_errors())
    for name in source.errors:
        if name in source.fields:
            field = source[name]
            yield from (Mistake(_anchor(field), str(field.label), message) for message in _messages(field))


def _messages(field: BoundField) -> list[str]:
    """What is wrong, in words that say what to do. Django's own for an empty field only says that it is required."""
    told = "required", forms.Field.default_error_messages["required"]
    return [
        message
        for error in field.errors.as_data()
        for message in ([_required(field.field.widget)] if (error.code, error.message) == told else error.messages)
    ]


def _required(widget: forms.Widget) -> str:
    return next(sentence for kind, sentence in REQUIRED.items() if isinstance(widget, kind))


def _anchor(field: BoundField) -> str:
    if field.is_hidden:
        return ""
    return field.id_for_label or f"{field.auto_id}_0"
