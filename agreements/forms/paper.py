"""Forms for what comes on paper, and for what two people may edit."""

from django import forms
from django.core.signing import BadSignature

from mkbroute.design.merging import pack, snapshot, unpack
from mkbroute.documents.characters import with_ink
from mkbroute.documents.render import unprintable

from ..readiness import refusal_of


class OnPaper(forms.Form):
    """What is typed here comes in a document that people sign: marks without ink go, and what cannot be printed is
    refused by name."""

    def clean(self):
        cleaned = super().clean()
        written = {name: cleaned[name] for name in cleaned if isinstance(self.fields[name], forms.CharField)}
        for name, value in written.items():
            if not isinstance(value, str) or self.fields[name].widget.is_hidden:
                continue
            cleaned[name] = with_ink(value)
            if letters := unprintable(value):
                self.add_error(name, refusal_of(letters))
        return cleaned


class Guarded(OnPaper):
    """Knows what stood on the page when it was opened, so that nobody overwrites what someone else wrote meanwhile."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def guard(self, now: dict) -> None:
        """`now`: the values as they are stored."""
        self.now = now
        self.initial.setdefault("seen", pack(snapshot(now)))

    def clean_seen(self):
        try:
            return unpack(self.cleaned_data["seen"])
        except BadSignature as error:
            message = (
                "Deze pagina is niet meer geldig. Kopieer wat u schreef, open de pagina opnieuw en vul het daar in."
            )
            raise forms.ValidationError(message) from error

    @property
    def values(self) -> dict:
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}


def long_text(**kwargs) -> forms.CharField:
    rows = kwargs.pop("rows", 4)
    return _Lines(required=False, widget=forms.Textarea({"rows": rows}), **kwargs)


class _Lines(forms.CharField):
    def to_python(self, value):
        return "\n".join(super().to_python(value).splitlines())
