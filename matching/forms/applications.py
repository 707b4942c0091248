from django import forms

from mkbroute.design.fields import PhoneField
from routes.enums import Channel

from ..enums import Background
from ..models import Application
from .fields import PROVINCES, text_area


class ApplicationForm(forms.ModelForm):
    """Applying. The address of the log-in is the applicant's e-mail address."""

    phone = PhoneField(label="Telefoonnummer")
    background = forms.ChoiceField(
        label="Wat past het best bij jou?", choices=Background.choices, widget=forms.RadioSelect
    )
    province = forms.ChoiceField(label="Provincie", choices=PROVINCES)
    channel = forms.ChoiceField(
        label="Hoe hoorde je van deze opleiding?", required=False,
        choices=[("", "Zeg ik liever niet"), *Channel.choices], widget=forms.Select({"class": "input-medium"}),
        help_text="Je hoeft dit niet in te vullen. De hogeschool weet zo waar ze mensen bereikt.",
    )  # fmt: skip

    class Meta:
        model = Application
        fields = (
            "name", "phone", "city", "province", "background", "prior_education", "employer_name", "motivation",
            "channel",
        )  # fmt: skip
        labels = {
            "name": "Voor- en achternaam",
            "city": "Woonplaats",
            "prior_education": "Hoogste opleiding die je hebt afgemaakt",
            "employer_name": "Waar werk je nu?",
            "motivation": "Waarom wil je dit leren?",
        }
        help_texts = {
            "prior_education": "Bijvoorbeeld: mbo 4 Middenkader bouw, of havo.",
            "employer_name": "Misschien kun je bij je eigen werkgever leren. De hogeschool overlegt eerst met jou.",
            "motivation": "Een paar zinnen is genoeg. Een bedrijf leest dit pas als je daar wordt voorgesteld.",
        }
        widgets = {
            "name": forms.TextInput({"autocomplete": "name"}),
            "city": forms.TextInput({"autocomplete": "address-level2", "class": "input-medium"}),
            "employer_name": forms.TextInput({"autocomplete": "organization"}),
            "motivation": text_area(6),
        }


class ReasonForm(forms.Form):
    """Why: read by others, so `help_text` says by whom."""

    reason = forms.CharField(label="Reden", max_length=1000, widget=text_area(4))

    def __init__(self, *args, help_text, required=True, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = help_text
        self.fields["reason"].required = required
        self.fields["reason"].error_messages["required"] = "Schrijf in een paar woorden waarom."
