"""Two people in one form. The second keeps what she typed, and gets from the first what she herself left alone.

    context |= {"seen": seen(request, revision), "shown": shown(request, form)}     for templates/routes/_seen.html
    except Overtaken:
        found = beside(request.POST, SomeForm(instance=now))
        form = SomeForm(found.data, instance=now)

`shown` travels with the form as a fingerprint of each field as it was when the page opened.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import NamedTuple

from django.forms import BaseForm, BoundField, CheckboxInput
from django.forms.widgets import ChoiceWidget
from django.http import QueryDict
from django.utils.formats import date_format


class Theirs(NamedTuple):
    """What a colleague saved in one field."""

    label: str
    value: str
    is_clash: bool  # the reader changed it too: her own text stands in the form


@dataclass(frozen=True)
class Beside:
    data: QueryDict  # for the form: hers, and theirs where she typed nothing
    theirs: list[Theirs]
    shown: str

    def context(self, seen: str) -> dict:
        """For the template, with the revision that she now has before her."""
        return {"seen": seen, "shown": self.shown, "theirs": self.theirs}


def shown(request, *forms: BaseForm) -> str:
    """What the page shows before anyone types; on a POST as it was when the page opened."""
    return request.POST.get("shown", "") if request.method == "POST" else _written(forms)


def beside(sent: QueryDict, *now: BaseForm) -> Beside:
    """`now`: the forms as they show what is stored now. What both typed alike is no news."""
    began = dict(part.split(":", 1) for part in sent.get("shown", "").split() if ":" in part)
    data, theirs = sent.copy(), []
    for form, field in _fields(now):
        stands, typed, before = as_sent(field), sent.getlist(field.html_name), began.get(field.html_name)
        if _print(stands) in (before, _print(typed)):
            continue
        is_clash = _print(typed) != before
        theirs.append(Theirs(_label(form, field), _words(field), is_clash))
        if not is_clash:
            data.setlist(field.html_name, stands)
    return Beside(data, theirs, _written(now))


def as_sent(field: BoundField) -> list[str]:
    """What a browser sends of a field that nobody touches."""
    widget, value = field.field.widget, field.value()
    if isinstance(widget, CheckboxInput):
        return ["on"] if widget.check_test(value) else []
    found = widget.format_value(value)
    return list(found) if isinstance(widget, ChoiceWidget) else [found or ""]


def _fields(forms: Iterable[BaseForm]) -> Iterator[tuple[BaseForm, BoundField]]:
    return ((form, field) for form in forms for field in form if not field.is_hidden)


def _written(forms: Iterable[BaseForm]) -> str:
    return " ".join(f"{field.html_name}:{_print(as_sent(field))}" for _, field in _fields(forms))


def _print(texts: Iterable[str]) -> str:
    """With one way to write a line break, and nothing for what is empty."""
    plain = sorted("\n".join(text.strip().splitlines()) for text in texts if text.strip())
    return sha256(repr(plain).encode()).hexdigest()[:10]


def _label(form: BaseForm, field: BoundField) -> str:
    about = getattr(form, "about", {}).get(field.name)  # of which study year
    return f"{field.label}, {about}" if about else str(field.label)


def _words(field: BoundField) -> str:
    widget, value = field.field.widget, field.value()
    if isinstance(widget, CheckboxInput):
        return "ja" if widget.check_test(value) else "nee"
    if isinstance(value, date):
        return date_format(value, "j F Y")
    texts = as_sent(field)
    if isinstance(widget, ChoiceWidget):
        labels = {str(key): str(label) for key, label in _choices(widget)}
        texts = [labels.get(text, text) for text in texts if text]
    return "; ".join(texts) or "leeg"


def _choices(widget: ChoiceWidget) -> Iterator[tuple]:
    for key, label in widget.choices:
        yield from label if isinstance(label, list | tuple) else [(key, label)]
