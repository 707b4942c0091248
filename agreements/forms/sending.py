from django import forms

from mkbroute.design.fields import EmailField


class SendForm(forms.Form):
    content_sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)


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
