"""Forms of what two people may write at once."""

from django import forms
from django.core.signing import BadSignature

from mkbroute.design.merging import pack, snapshot, unpack

UNREADABLE = "Deze pagina is niet meer geldig. Kopieer wat u schreef, open de pagina opnieuw en vul het daar in."


class Guarded(forms.Form):
    """Knows what stood on the page when it was opened, so that nobody overwrites what someone else wrote meanwhile."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def guard(self, now: dict) -> None:
        """`now`: the values as they are stored."""
        self.now = now
        self.initial = {**now, "seen": pack(snapshot(now)), **self.initial}

    def clean_seen(self):
        try:
            return unpack(self.cleaned_data["seen"])
        except BadSignature as error:
            raise forms.ValidationError(UNREADABLE) from error

    @property
    def values(self) -> dict:
        cleaned = {name: self.cleaned_data[name] for name in self.now if name in self.cleaned_data}
        return {name: ("ja" if value else "") if isinstance(value, bool) else value for name, value in cleaned.items()}


class Lines(forms.CharField):
    """Running text: line ends are the same whoever typed them."""

    def __init__(self, *, rows: int = 3, **kwargs):
        super().__init__(widget=forms.Textarea({"rows": rows}), required=kwargs.pop("required", False), **kwargs)

    def to_python(self, value):
        return "\n".join(super().to_python(value).splitlines())


def text(label: str, **kwargs) -> forms.CharField:
    return forms.CharField(label=label, max_length=kwargs.pop("max_length", 300), required=False, **kwargs)


REASON = "Waarom kan dit niet anders?"


def reason_field() -> forms.CharField:
    return forms.CharField(
        label=REASON,
        max_length=300,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text="Onderzoekers lezen dit bij de vraag en in de vergelijking van versies.",
    )


def ask_reason(form: forms.Form) -> None:
    """Once a change turned out to break comparability."""
    form.fields["reason"] = reason_field()


class ReasonForm(forms.Form):
    reason = reason_field()
