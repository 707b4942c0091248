from django import forms

from mkbroute.design.fields import ChoiceCards, EmailField, FileField, PhoneField
from mkbroute.organisations.enums import Province
from routes.enums import Channel
from routes.models import Route

from ..enums import Background, EmployerPlan, FileKind, Travel, Weekday
from ..models import GIVEN, Application
from ..queries import routes_to_offer_on
from .fields import PROVINCES, text_area

ALSO_AT_MOST = 4  # routes beside the first, in one form
ACCEPT = (".pdf", ".jpg", ".jpeg", ".png")
MAX_MB = 15


class PersonForm(forms.ModelForm):
    """What a person says of herself. The address of the log-in is her e-mail address."""

    phone = PhoneField(label="Telefoonnummer")
    background = forms.ChoiceField(
        label="Wat past het best bij jou?", choices=Background.choices, widget=forms.RadioSelect
    )
    province = forms.ChoiceField(label="Provincie", choices=PROVINCES)
    regions = forms.MultipleChoiceField(
        label="In welke provincies wil je werken?", choices=Province.choices, required=False,
        widget=forms.CheckboxSelectMultiple, help_text="Kies er gerust meer. Niets aangevinkt betekent: overal.",
    )  # fmt: skip
    travel_minutes = forms.TypedChoiceField(
        label="Hoe lang wil je reizen, enkele reis?", choices=[("", "Maakt niet uit"), *Travel.choices],
        coerce=int, empty_value=None, required=False, widget=forms.Select({"class": "input-medium"}),
    )  # fmt: skip
    days = forms.MultipleChoiceField(
        label="Op welke dagen kun je werken?", choices=Weekday.choices, required=False,
        widget=forms.CheckboxSelectMultiple, help_text="De schooldag hoef je niet mee te tellen.",
    )  # fmt: skip
    employer_plan = forms.ChoiceField(
        label="Waar wil je leren?",
        choices=EmployerPlan.choices,
        initial=EmployerPlan.SEEKS,
        widget=ChoiceCards(
            hints={
                EmployerPlan.SEEKS: "Je kiest straks uit plekken bij bedrijven, en bedrijven kunnen jou vinden.",
                EmployerPlan.OWN: "Je hebt al werk dat past. Dan gaat het meteen door naar de overeenkomst.",
                EmployerPlan.UNSURE: "De hogeschool denkt met je mee.",
            }
        ),
    )
    employer_email = EmailField(
        label="E-mailadres van die persoon", required=False,
        help_text="De hogeschool vraagt hier de gegevens voor de overeenkomst. Overleg dus eerst met je werkgever.",
    )  # fmt: skip

    class Meta:
        model = Application
        fields = GIVEN
        labels = {
            "name": "Voor- en achternaam",
            "city": "Woonplaats",
            "prior_education": "Hoogste opleiding die je hebt afgemaakt",
            "prior_learning": "Wat kun je al door werk of cursussen?",
            "employer_name": "Waar werk je nu?",
            "employer_kvk": "KvK-nummer van je werkgever",
            "employer_contact": "Met wie kan de hogeschool daar overleggen?",
            "motivation": "Waarom wil je dit leren?",
        }
        help_texts = {
            "prior_education": "Bijvoorbeeld: mbo 4 Middenkader bouw, of havo.",
            "prior_learning": "Certificaten, een ervaringscertificaat (EVC) of werk: het kan je studie korter maken.",
            "employer_name": "Misschien kun je bij je eigen werkgever leren. De hogeschool overlegt eerst met jou.",
            "employer_kvk": "8 cijfers. Het staat op de website of op een factuur. Weet je het niet? Laat het leeg.",
            "motivation": "Een paar zinnen is genoeg. Een bedrijf leest dit pas als je daar wordt voorgesteld.",
        }
        widgets = {
            "name": forms.TextInput({"autocomplete": "name"}),
            "city": forms.TextInput({"autocomplete": "address-level2", "class": "input-medium"}),
            "employer_name": forms.TextInput({"autocomplete": "organization"}),
            "employer_kvk": forms.TextInput({"inputmode": "numeric", "class": "input-medium"}),
            "prior_learning": text_area(3),
            "motivation": text_area(6),
        }

    def clean(self):
        data = super().clean()
        own = data.get("employer_plan") == EmployerPlan.OWN
        if own and not data.get("employer_name") and "employer_name" not in self.errors:
            self.add_error("employer_name", "Vul in bij welke werkgever je wilt leren.")
        return data

    @property
    def knows_employer(self) -> bool:
        names = ("employer_kvk", "employer_contact", "employer_email")
        return any(self[name].value() or name in self.errors for name in names)

    @property
    def details(self) -> dict:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class ApplicationForm(PersonForm):
    """Applying: to the route of the page, and to others at once."""

    channel = forms.ChoiceField(
        label="Hoe hoorde je van deze opleiding?", required=False,
        choices=[("", "Zeg ik liever niet"), *Channel.choices], widget=forms.Select({"class": "input-medium"}),
        help_text="Je hoeft dit niet in te vullen. De hogeschool weet zo waar ze mensen bereikt.",
    )  # fmt: skip
    cv = FileField(
        label="Je cv", accept=ACCEPT, max_mb=MAX_MB, required=False,
        help_text="PDF, JPG of PNG. Alleen jij en de hogeschool kunnen het openen. Het kan ook later.",
    )  # fmt: skip
    routes = forms.ModelMultipleChoiceField(
        label="Ook voor andere opleidingen?", queryset=Route.objects.none(), to_field_name="public_id", required=False,
        error_messages={"invalid_choice": "Deze opleiding neemt nu geen aanmeldingen aan."},
    )  # fmt: skip

    class Meta(PersonForm.Meta):
        fields = (*GIVEN, "channel")

    def __init__(self, *args, route, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["routes"].queryset = routes_to_offer_on().exclude(pk=route.pk)
        self.route = route

    def clean_routes(self):
        chosen = self.cleaned_data["routes"]
        if len(chosen) > ALSO_AT_MOST:
            raise forms.ValidationError(f"Kies hooguit {ALSO_AT_MOST} andere opleidingen tegelijk.")
        return chosen

    @property
    def chosen_routes(self) -> list[Route]:
        return [self.route, *self.cleaned_data["routes"]]

    @property
    def ticked(self) -> list[str]:
        return [str(key) for key in self["routes"].value() or []]


class FileForm(forms.Form):
    kind = forms.ChoiceField(
        label="Wat is het?", choices=FileKind.choices, widget=forms.Select({"class": "input-medium"})
    )
    upload = FileField(label="Bestand", accept=ACCEPT, max_mb=MAX_MB)


class ReasonForm(forms.Form):
    """Why: read by others, so `help_text` says by whom."""

    reason = forms.CharField(label="Reden", max_length=1000, widget=text_area(4))

    def __init__(self, *args, help_text, required=True, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = help_text
        self.fields["reason"].required = required
        self.fields["reason"].error_messages["required"] = "Schrijf in een paar woorden waarom."
