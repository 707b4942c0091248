"""Writes Django's stock widgets in Python. Widget templates are the dearest part of a form: most of its CPU time.

The context of a widget is Django's own, so ids, values, aria attributes and localisation are too.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe


class Renderer(DjangoTemplates):
    def render(self, template_name: str, context: dict[str, Any], request: object = None) -> SafeString:
        write = WRITERS.get(template_name)
        if write is None:
            return mark_safe(super().render(template_name, context, request))
        return mark_safe(write(context["widget"]))


Widget = Mapping[str, Any]


def attributes(attrs: Mapping[str, Any], *, css: str = "", without: tuple[str, ...] = ()) -> str:
    """HTML attributes with a leading space each; `css` goes before the widget's own class."""
    parts = []
    classes = f"{css} {attrs.get('class') or ''}".strip()
    if classes:
        parts.append(f' class="{escape(classes)}"')
    for name, value in attrs.items():
        if value is True:
            parts.append(f" {name}")
        elif value not in (False, None) and name != "class" and name not in without:
            parts.append(f' {name}="{escape(value)}"')
    return "".join(parts)


def control_class(widget: Widget, base: str) -> str:
    return f"{base} is-invalid" if widget["attrs"].get("aria-invalid") else base


def value_attribute(widget: Widget) -> str:
    return "" if widget["value"] is None else f' value="{escape(widget["value"])}"'


def text_input(widget: Widget) -> str:
    attrs = attributes(widget["attrs"], css=control_class(widget, "form-control"))
    return f'<input type="{widget["type"]}" name="{widget["name"]}"{value_attribute(widget)}{attrs}>'


def hidden_input(widget: Widget) -> str:
    return f'<input type="hidden" name="{widget["name"]}"{value_attribute(widget)}{attributes(widget["attrs"])}>'


def affixed_input(widget: Widget) -> str:
    """A number with its unit; the unit is read out with the label through aria-describedby."""
    unit_id = f"{widget['attrs'].get('id', widget['name'])}_unit"
    described = f"{widget['attrs'].get('aria-describedby') or ''} {unit_id}".strip()
    control = text_input({**widget, "attrs": {**widget["attrs"], "aria-describedby": described}})
    prefix, suffix = widget["prefix"], widget["suffix"]
    unit = f'<span class="input-group-text" id="{unit_id}">{conditional_escape(prefix or suffix)}</span>'
    return f'<div class="input-group">{unit + control if prefix else control + unit}</div>'


def textarea(widget: Widget) -> str:
    attrs = attributes(widget["attrs"], css=control_class(widget, "form-control"))
    return f'<textarea name="{widget["name"]}"{attrs}>\n{escape(widget["value"] or "")}</textarea>'


def checkbox(widget: Widget) -> str:
    attrs = attributes(widget["attrs"], css=control_class(widget, "form-check-input"))
    return f'<input type="checkbox" name="{widget["name"]}"{value_attribute(widget)}{attrs}>'


def select(widget: Widget) -> str:
    options = []
    for group, members, _ in widget["optgroups"]:
        lines = "".join(map(_select_option, members))
        options.append(f'<optgroup label="{escape(group)}">{lines}</optgroup>' if group else lines)
    attrs = attributes(widget["attrs"], css=control_class(widget, "form-select"))
    return f'<select name="{widget["name"]}"{attrs}>{"".join(options)}</select>'


def _select_option(option: Widget) -> str:
    attrs = attributes(option["attrs"])
    return f'<option value="{escape(option["value"])}"{attrs}>{conditional_escape(option["label"])}</option>'


def choices(widget: Widget) -> str:
    """Radio buttons or checkboxes, one under the other. An option may carry a hint (fields.ChoiceCards)."""
    lines = []
    for group, members, _ in widget["optgroups"]:
        if group:
            lines.append(f'<p class="choice-group">{conditional_escape(group)}</p>')
        lines.extend(map(_choice, members))
    css = "choices choices-cards" if widget.get("cards") else "choices"
    return f'<div class="{css}">{"".join(lines)}</div>'


def _choice(option: Widget) -> str:
    id_ = option["attrs"].get("id", "")
    control = (
        f'<input type="{option["type"]}" name="{option["name"]}" value="{escape(option["value"])}"'
        f"{attributes(option['attrs'], css='form-check-input', without=('aria-invalid',))}>"
    )
    hint = option.get("hint")
    small = f'<span class="choice-hint">{conditional_escape(hint)}</span>' if hint else ""
    return f'<div class="choice">{control}<label for="{id_}">{conditional_escape(option["label"])}{small}</label></div>'


def file_input(widget: Widget) -> str:
    attrs = attributes(widget["attrs"], css=control_class(widget, "form-control"))
    control = f'<input type="file" name="{widget["name"]}"{attrs}>'
    if not widget.get("is_initial"):
        return control
    current = f'<p class="form-help">Nu: <a href="{escape(widget["value"].url)}">{escape(widget["value"])}</a></p>'
    if widget["required"]:
        return current + control
    id_ = widget["checkbox_id"]
    box = f'<input type="checkbox" class="form-check-input" name="{widget["checkbox_name"]}" id="{id_}">'
    return f'{current}{control}<div class="choice">{box}<label for="{id_}">Verwijder dit bestand</label></div>'


def day_month_year(widget: Widget) -> str:
    boxes = zip(("Dag", "Maand", "Jaar"), widget["subwidgets"], strict=True)
    parts = (f'<div><label for="{box["attrs"]["id"]}">{label}</label>{text_input(box)}</div>' for label, box in boxes)
    return f'<div class="date-parts">{"".join(parts)}</div>'


def signature(widget: Widget) -> str:
    return f'<div class="signature">{text_input(widget)}</div>'


def combobox(widget: Widget) -> str:
    """ARIA 1.2 combobox with a list; portal.js moves through it. Without script it is a plain search field."""
    id_ = widget["attrs"]["id"]
    name = widget["name"]
    attrs = attributes(widget["attrs"], css=control_class(widget, "form-control"), without=("required",))
    required = ' aria-required="true"' if widget["attrs"].get("required") else ""
    return (
        f'<div class="combobox" data-combobox>'
        f'<input type="text" name="{name}_text" value="{escape(widget["text"])}"{attrs}{required} role="combobox"'
        f' autocomplete="off" aria-autocomplete="list" aria-expanded="false" aria-controls="{id_}_list"'
        f' hx-get="{escape(widget["url"])}" hx-trigger="input changed delay:200ms" hx-target="#{id_}_list"'
        f' hx-params="{name}_text" hx-sync="this:replace">'
        f'<ul class="combobox-list" role="listbox" id="{id_}_list" aria-label="Voorstellen" hidden></ul>'
        f'<input type="hidden" name="{name}" value="{escape(widget["chosen"])}">'
        f'<span class="visually-hidden" role="status" data-combobox-count></span></div>'
    )


_STOCK = "django/forms/widgets/"
WRITERS: dict[str, Callable[[Widget], str]] = {
    **dict.fromkeys(
        (
            _STOCK + f"{kind}.html"
            for kind in ("text", "number", "email", "url", "tel", "search", "password", "date", "datetime", "time")
        ),
        text_input,
    ),
    _STOCK + "hidden.html": hidden_input,
    _STOCK + "textarea.html": textarea,
    _STOCK + "checkbox.html": checkbox,
    _STOCK + "select.html": select,
    _STOCK + "radio.html": choices,
    _STOCK + "checkbox_select.html": choices,
    _STOCK + "file.html": file_input,
    _STOCK + "clearable_file_input.html": file_input,
    "design/affixed.html": affixed_input,
    "design/day_month_year.html": day_month_year,
    "design/signature.html": signature,
    "design/combobox.html": combobox,
}
