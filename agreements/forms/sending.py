from collections.abc import Iterable

from django import forms

from mkbroute.design.fields import EmailField

from ..cautions import Caution


class SendForm(forms.Form):
    """With the text that the sender has before her, and for each caution why she sends it all the same."""

    why = "Waarom verstuurt u toch?"
    content_sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args, cautions: Iterable[Caution], **kwargs):
        super().__init__(*args, **kwargs)
        self.cautions = list(cautions)
        for caution in self.cautions:
            self.fields[f"reason-{caution.code}"] = forms.CharField(
                label=self.why,
                max_length=1000,
                widget=forms.Textarea({"rows": 2}),
                error_messages={"required": f"{caution.title}: schrijf kort op waarom u toch doorgaat."},
            )

    def to_send(self, content_sha256: str, cautions: Iterable[Caution]) -> "SendForm":
        """What to show: with its mistakes; or for the text and the cautions as they are now, with what was typed."""
        if self.errors:
            return self
        typed = {name: self.data.get(name, self.initial.get(name, "")) for name in self.fields}
        return SendForm(cautions=cautions, initial={**typed, "content_sha256": content_sha256})

    @property
    def reasons(self) -> dict[str, str]:
        return {caution.code: self.cleaned_data[f"reason-{caution.code}"] for caution in self.cautions}

    @property
    def asked(self) -> list[tuple[Caution, str]]:
        """Each caution, and the field for its reason."""
        return [(caution, f"reason-{caution.code}") for caution in self.cautions]


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="Reden",
        max_length=1000,
        widget=forms.Textarea({"rows": 4}),
        help_text="Alle partijen kunnen dit lezen.",
        error_messages={"required": "Schrijf kort op waarom, zodat de anderen het begrijpen."},
    )


class ResendForm(forms.Form):
    email = EmailField(label="E-mailadres")
