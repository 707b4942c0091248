from django import forms

from mkbroute.design.fields import EmailField


class SaveSearchForm(forms.Form):
    email = EmailField(
        label="Je e-mailadres", max_length=254,
        help_text="We mailen je eerst om te vragen of je dit wilt. Je adres gebruiken we nergens anders voor.",
    )  # fmt: skip
