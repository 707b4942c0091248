from django import forms

from mkbroute.design.fields import ChoiceCards

from ..models import Profile
from .fields import text_area

ALL, ASKED = "all", "asked"


class ProfileForm(forms.ModelForm):
    """What companies read of someone, and which companies."""

    to = forms.ChoiceField(
        label="Welke bedrijven mogen dit lezen?",
        choices=[
            (ALL, "Alle bedrijven met een leerwerkplek op mijn route"),
            (ASKED, "Alleen bedrijven die ik zelf vraag om kennis te maken"),
        ],
        widget=ChoiceCards(
            hints={
                ALL: "Zij kunnen je vinden en uitnodigen. Ook je huidige werkgever, als die een plek aanbiedt.",
                ASKED: "Niemand vindt je vanzelf. Jij kiest per bedrijf.",
            }
        ),
    )

    class Meta:
        model = Profile
        fields = ("first_name", "pitch")
        labels = {"first_name": "Je voornaam", "pitch": "Wat wil je bedrijven over jezelf vertellen?"}
        help_texts = {
            "pitch": "Een paar zinnen: wat kun je, wat wil je leren? Noem geen achternaam, adres of telefoonnummer."
        }
        widgets = {
            "first_name": forms.TextInput({"autocomplete": "given-name", "class": "input-medium"}),
            "pitch": text_area(5),
        }

    def __init__(self, *args, application, **kwargs):
        super().__init__(*args, **kwargs)
        shown = self.instance.pk
        self.initial.setdefault("to", ASKED if shown and not self.instance.is_visible else ALL if shown else "")
        if not shown:
            self.initial.setdefault("first_name", application.name.split(" ")[0])

    @property
    def said(self) -> dict:
        data = self.cleaned_data
        return {"first_name": data["first_name"], "pitch": data["pitch"], "to_all": data["to"] == ALL}
