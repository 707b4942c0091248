"""Drafting where there is no match, and for a whole class."""

from typing import Any

from django import forms

from matching.models import Application
from mkbroute.design.fields import EmailField
from mkbroute.organisations.models import KVK_NUMBER

from .forms import OnPaper
from .models import Agreement
from .services.drafting import Signer


class SignerFields(OnPaper):
    """Who signs for the hogeschool."""

    signer_name = forms.CharField(label="Naam", max_length=120)
    signer_function = forms.CharField(label="Functie", max_length=120, required=False)
    signer_email = EmailField(label="E-mailadres", help_text="Hier komt de persoonlijke link om te tekenen.")

    @property
    def signer(self) -> Signer:
        cleaned = self.cleaned_data
        return Signer(cleaned["signer_name"], cleaned["signer_email"], cleaned["signer_function"])


SIGNER = "signer_name signer_function signer_email"


class OwnEmployerForm(SignerFields):
    """Little is needed: the employer fills in the rest itself."""

    name = forms.CharField(label="Naam van de werkgever", max_length=200)
    kvk_number = forms.CharField(
        label="KvK-nummer", max_length=8, validators=[KVK_NUMBER],
        help_text="8 cijfers; op te zoeken op kvk.nl. Zo herkent het portaal een bedrijf dat al meedoet.",
        widget=forms.TextInput({"inputmode": "numeric", "class": "input-medium"}),
    )  # fmt: skip
    contact_name = forms.CharField(label="Naam", max_length=120)
    contact_email = EmailField(
        label="E-mailadres", help_text="Hier komt de persoonlijke link van de gegevenskaart. Een account is niet nodig."
    )
    copy_of = forms.ModelChoiceField(
        Agreement.objects.none(),
        label="Begin met de tekst van een andere overeenkomst",
        required=False,
        empty_label="Nee, met wat de route zegt",
    )
    about = dict.fromkeys(("contact_name", "contact_email"), "werkgever")

    def __init__(self, *args: Any, application: Application, copies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.application = application
        copy_of: Any = self.fields["copy_of"]
        copy_of.queryset, copy_of.to_field_name = copies, "public_id"
        if not copies:
            del self.fields["copy_of"]

    def clean_signer_email(self) -> str:
        email = self.cleaned_data["signer_email"]
        if email.casefold() == self.application.email.casefold():
            raise forms.ValidationError("Met dit adres tekent de student al. Ieder tekent vanuit een eigen postvak.")
        return email

    @property
    def contact(self) -> Signer:
        return Signer(self.cleaned_data["contact_name"], self.cleaned_data["contact_email"])
