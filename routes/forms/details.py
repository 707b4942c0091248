"""Locations, contacts and costs of a route: small forms of their own."""

from typing import Any

from django import forms

from mkbroute.design.fields import ChoiceCards, EmailField, MoneyField, PhoneField

from ..enums import CostPer, LocationUse, Payer
from ..models import RouteContact, RouteCost, RouteLocation

SHOWN = "Toon dit op de openbare pagina van de route"


class LocationForm(forms.ModelForm):
    class Meta:
        model = RouteLocation
        fields = ("name", "use", "street", "postcode", "city", "province")
        widgets = {
            "use": ChoiceCards(
                hints={
                    LocationUse.SCHOOL: "Bijvoorbeeld een tweede vestiging.",
                    LocationUse.ELSEWHERE: "Bijvoorbeeld een ontwikkelbedrijf, een praktijkcentrum of de branche.",
                }
            ),
            "postcode": forms.TextInput({"class": "input-short"}),
            "city": forms.TextInput({"class": "input-medium"}),
            "province": forms.Select({"class": "input-medium"}),
        }
        help_texts = {"name": "Bijvoorbeeld: Praktijkcentrum Robotica."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _without_dashes(self, "use", "province")


class ContactForm(forms.ModelForm):
    email = EmailField(label="E-mailadres", required=False)
    phone = PhoneField(label="Telefoon", required=False)
    is_public = forms.BooleanField(label=SHOWN, required=False, help_text="Vraag deze persoon of dat mag.")

    class Meta:
        model = RouteContact
        fields = ("name", "role", "email", "phone", "is_public")
        help_texts = {"role": "Bijvoorbeeld: accountmanager bedrijven, projectleider, coördinator praktijkleren."}


class CostForm(forms.ModelForm):
    amount_eur = MoneyField(
        label="Bedrag", required=False, max_digits=8, help_text="In euro. Weet u het niet precies, leg het dan uit."
    )
    is_public = forms.BooleanField(label=SHOWN, required=False, initial=True)

    class Meta:
        model = RouteCost
        fields = ("what", "amount_eur", "per", "payer", "note", "is_public")
        widgets = {"per": forms.Select({"class": "input-medium"}), "payer": ChoiceCards()}
        help_texts = {
            "what": "Bijvoorbeeld: collegegeld, laptop, boeken, de doorbetaalde schooldag, begeleiding op de werkplek.",
            "payer": "De werkgever betaalt meestal collegegeld, laptop en schooldag (nulmeting, paragraaf 4.1).",
            "note": "Bijvoorbeeld: de werkgever schiet voor, de branche vergoedt de helft.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["per"].choices = [("", "Kies"), *CostPer.choices]
        self.fields["payer"].choices = Payer.choices


def _without_dashes(form: forms.ModelForm, *names: str) -> None:
    for name in names:
        real = [choice for choice in form.fields[name].choices if choice[0]]
        is_list = isinstance(form.fields[name].widget, forms.RadioSelect)
        form.fields[name].choices = real if is_list else [("", "Kies"), *real]
