from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from mkbroute.design.fields import (
    ChoiceCards,
    DateField,
    EmailField,
    MoneyField,
    NumberField,
    PhoneField,
    WholeNumberField,
)
from mkbroute.organisations.enums import Kind
from mkbroute.organisations.models import POSTCODE, VESTIGINGSNUMMER, Organisation
from routes.models import Route

from ..dates import far_off
from ..enums import PayPeriod
from ..models import TERMS, Position
from ..models.salary import BELIEVABLE, FULL_WEEKS, in_euro
from ..queries import routes_to_offer_on
from .fields import PROVINCES, text_area

NEW = "new"
NEW_WORKPLACE = ("name", "vestigingsnummer", "street", "postcode", "city", "province")
NEEDED_OF_WORKPLACE = ("name", "street", "postcode", "city", "province")


class PositionForm(forms.ModelForm):
    """A leerwerkplek, where it is, and on which routes. `terms`, `place` and `routes` are what the service wants."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    hours_per_week = NumberField(
        label="Uren per week", suffix="uur per week", min_value=1, max_value=40, max_digits=3, decimal_places=1,
        help_text="Hoeveel uur werkt de kandidaat bij u? Tel de schooldag niet mee.",
    )  # fmt: skip
    contract_months = WholeNumberField(
        label="Duur van het arbeidscontract", min_value=1, max_value=120, initial=24, suffix="maanden",
        help_text="Hogescholen adviseren een contract van twee jaar (24 maanden).",
    )  # fmt: skip
    capacity = WholeNumberField(
        label="Aantal plaatsen", min_value=1, max_value=50, initial=1, suffix="plaatsen",
        help_text="Hoeveel kandidaten kunt u op deze plek tegelijk opleiden?",
    )  # fmt: skip
    salary_from = MoneyField(
        label="Bruto salaris, vanaf", required=False, max_digits=9,
        help_text="Wie ziet wat het verdient, reageert eerder. Weet u het nog niet? Laat het leeg.",
    )  # fmt: skip
    salary_to = MoneyField(
        label="Tot en met", required=False, max_digits=9, help_text="Laat leeg als het één bedrag is."
    )
    salary_per = forms.ChoiceField(
        label="Per maand of per uur?", choices=PayPeriod.choices, required=False, widget=forms.RadioSelect
    )
    salary_hours = NumberField(
        label="Bij een volle werkweek van", suffix="uur per week", required=False, max_digits=3, decimal_places=1,
        min_value=FULL_WEEKS[0], max_value=FULL_WEEKS[1],
        help_text="Alleen bij een salaris per maand. Ook als de kandidaat minder uren werkt: zo zijn plekken te "
        "vergelijken.",
    )  # fmt: skip
    salary_note = forms.CharField(
        label="Opmerking bij het salaris", required=False, max_length=200,
        help_text="Bijvoorbeeld: volgens de cao Bouw & Infra, of met reiskostenvergoeding.",
    )  # fmt: skip
    starts_on = DateField(label="Vanaf wanneer?")
    closes_on = DateField(
        label="Tot wanneer staat de plek open?", required=False,
        help_text="Na deze dag stelt niemand u nog iemand voor. Laat leeg als u dat nog niet weet.",
    )  # fmt: skip
    is_public = forms.BooleanField(
        label="Ook bezoekers zonder account mogen deze plek zien", required=False, initial=True,
        help_text="Met de naam en het adres van uw bedrijf. Namen van mensen, mailadressen en telefoonnummers staan er "
        "niet bij.",
    )  # fmt: skip
    formal_employer = forms.ModelChoiceField(
        label="Bij wie komt de kandidaat in dienst?", queryset=Organisation.objects.none(), required=False,
        to_field_name="public_id", empty_label="Bij ons bedrijf",
        help_text="Bij detachering is een opleidingsbedrijf de werkgever; die tekent de overeenkomst mee. Staat het er "
        "niet bij? Vraag de hogeschool om het toe te voegen.",
    )  # fmt: skip
    supervisor_email = EmailField(label="E-mailadres")
    supervisor_phone = PhoneField(label="Telefoon", required=False)
    signatory_email = EmailField(
        label="E-mailadres", help_text="Een eigen adres: hier komt straks de persoonlijke link om te tekenen."
    )
    workplace = forms.ChoiceField(label="Op welke vestiging?", widget=ChoiceCards)
    name = forms.CharField(label="Naam van de vestiging", max_length=120, required=False)
    vestigingsnummer = forms.CharField(
        label="Vestigingsnummer", max_length=12, required=False, validators=[VESTIGINGSNUMMER],
        widget=forms.TextInput({"inputmode": "numeric", "class": "input-medium"}),
        help_text="12 cijfers, van de Kamer van Koophandel. Weet u het niet? Laat het leeg.",
    )  # fmt: skip
    street = forms.CharField(label="Straat en huisnummer", max_length=200, required=False)
    postcode = forms.CharField(
        label="Postcode", max_length=7, required=False, validators=[POSTCODE],
        widget=forms.TextInput({"class": "input-short"}),
    )  # fmt: skip
    city = forms.CharField(label="Plaats", max_length=100, required=False)
    province = forms.ChoiceField(label="Provincie", choices=PROVINCES, required=False)
    routes = forms.ModelMultipleChoiceField(
        label="Op welke routes?", queryset=Route.objects.none(), to_field_name="public_id",
        error_messages={"required": "Kies minstens één route. Zoek op opleiding, hogeschool of plaats."},
    )  # fmt: skip

    class Meta:
        model = Position
        fields = TERMS
        labels = {
            "title": "Functie",
            "tasks": "Wat gaat de kandidaat doen?",
            "learning": "Wat valt er te leren?",
            "working_days": "Werkdagen",
            "requirements": "Wat vraagt u van de kandidaat?",
            "accessibility": "Is de werkplek toegankelijk?",
            "supervisor_name": "Naam",
            "supervisor_function": "Functie",
            "signatory_name": "Naam",
            "signatory_function": "Functie",
        }
        help_texts = {
            "title": "Bijvoorbeeld: assistent-werkvoorbereider.",
            "tasks": "Een paar zinnen over het dagelijkse werk. Dit leest de kandidaat.",
            "learning": "Denk aan opdrachten en projecten waar de opleiding om vraagt.",
            "working_days": "Bijvoorbeeld: maandag tot en met donderdag.",
            "requirements": "Bijvoorbeeld: rijbewijs B, of ervaring op de bouw. Vraag alleen wat echt nodig is.",
            "accessibility": "Bijvoorbeeld: rolstoeltoegankelijk, een rustige werkplek kan, goed te bereiken met "
            "het openbaar vervoer.",
        }
        widgets = {
            "tasks": text_area(),
            "learning": text_area(),
            "requirements": text_area(3),
            "accessibility": text_area(2),
        }

    # who is asked for more than once, in the list of what is wrong
    about = {
        **dict.fromkeys(("supervisor_name", "supervisor_function", "supervisor_email"), "praktijkbegeleider"),
        **dict.fromkeys(("signatory_name", "signatory_function", "signatory_email"), "tekenbevoegde"),
    }

    def __init__(self, *args, organisation, initial=None, copy_of=None, **kwargs):
        """`copy_of`: a leerwerkplek of the company that this one begins as."""
        super().__init__(*args, **kwargs)
        self.workplaces = {str(row.public_id): row for row in organisation.workplaces.all()}
        self.fields["workplace"].choices = [
            *((key, f"{row.name}, {row.address}") for key, row in self.workplaces.items()),
            (NEW, "Een andere vestiging"),
        ]
        self.fields["workplace"].required = bool(self.workplaces)
        self.fields["formal_employer"].queryset = Organisation.objects.filter(kind=Kind.EMPLOYER).order_by("name")
        self.fields["routes"].queryset = routes_to_offer_on(self.instance if self.instance.pk else None)
        self._begin(organisation, initial, copy_of)

    def _begin(self, organisation, typed, copy_of):
        initial = {"key": self.instance.public_id if self.instance.pk else uuid4()}
        source = copy_of or (self.instance if self.instance.pk else None)
        if source:
            initial |= _said_of(source)
        if copy_of:  # a new one begins anew
            initial |= {name: getattr(copy_of, name) for name in TERMS if name not in initial} | {"closes_on": None}
        elif self.workplaces:
            initial["workplace"] = next(iter(self.workplaces))
        else:  # the seat, to begin with
            initial |= {name: getattr(organisation, name) for name in NEEDED_OF_WORKPLACE}
        self.initial = {**self.initial, **initial, **(typed or {})}
        if not self.workplaces:
            for name in NEEDED_OF_WORKPLACE:
                self.fields[name].required = True

    @property
    def chosen_routes(self) -> list[str]:
        return [str(key) for key in self["routes"].value() or []]

    @property
    def adds_workplace(self) -> bool:
        return not self.workplaces or self["workplace"].value() == NEW

    def clean_starts_on(self) -> date:
        if problem := far_off(self.cleaned_data["starts_on"]):
            raise ValidationError(problem)
        day = self.cleaned_data["starts_on"]
        has_somebody = self.instance.taken or day == self.instance.starts_on
        if day < timezone.localdate() - timedelta(days=365) and not has_somebody:
            raise ValidationError(
                "Deze datum ligt meer dan een jaar terug. Dat kan alleen bij een plek waar al iemand werkt. Controleer "
                "het jaartal."
            )
        return day

    def clean_closes_on(self) -> date | None:
        day = self.cleaned_data["closes_on"]
        if problem := far_off(day):
            raise ValidationError(problem)
        if day and day < timezone.localdate() and day != self.instance.closes_on:
            raise ValidationError("Deze dag is al voorbij. Kies een latere dag, of laat dit leeg.")
        return day

    def clean_capacity(self) -> int:
        capacity = self.cleaned_data["capacity"]
        if capacity < self.instance.taken:
            raise ValidationError(
                f"Er zijn al {self.instance.taken} plaatsen bezet of voorgesteld. Vul minstens dat aantal in."
            )
        return capacity

    def clean(self):
        data = super().clean()
        if not {"salary_from", "salary_to", "salary_per", "salary_hours"} & self.errors.keys():
            self._judge_salary(data)
        if self.adds_workplace:
            for name in NEEDED_OF_WORKPLACE:
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, "Vul dit in voor de nieuwe vestiging.")
            if (problem := self._of_another(data)) and "name" not in self.errors:
                self.add_error("name", problem)
        return data

    def _judge_salary(self, data) -> None:
        """An amount is per something; what goes with an amount says nothing without one."""
        low, high, per = data["salary_from"], data["salary_to"], data["salary_per"]
        if low is None:
            data |= {"salary_per": "", "salary_hours": None}
            if high is not None:
                self.add_error("salary_from", "Vul ook het laagste bedrag in, of alleen dit veld.")
            return
        if not per:
            self.add_error("salary_per", "Kies of het bedrag per maand of per uur is.")
            return
        if per == PayPeriod.HOUR:
            data["salary_hours"] = None
        elif data["salary_hours"] is None:
            self.add_error("salary_hours", "Vul in bij hoeveel uur per week dit het maandsalaris is, bijvoorbeeld 40.")
        self._judge_amounts({"salary_from": low, "salary_to": high}, PayPeriod(per))

    def _judge_amounts(self, amounts: dict[str, Decimal | None], per: PayPeriod) -> None:
        least, most = BELIEVABLE[per]
        for name, amount in amounts.items():
            if amount is not None and not least <= amount <= most:
                self.add_error(name, f"{per.label} verwachten we {_euros(least)} tot {_euros(most)}. Klopt het bedrag?")
        low, high = amounts.values()
        if low is not None and high is not None and high < low and "salary_to" not in self.errors:
            self.add_error("salary_to", "Dit bedrag is lager dan het eerste. Draai ze om.")

    def _of_another(self, data) -> str:
        """One that is as it was, is the same: the form was sent before."""
        known = [row for row in self.workplaces.values() if row.name.lower() == (data.get("name") or "").lower()]
        same = all(getattr(row, name) == data.get(name) for row in known for name in NEW_WORKPLACE)
        if same:
            return ""
        return "U hebt al een vestiging met deze naam. Kies haar in de lijst, of geef deze een andere naam."

    @property
    def terms(self):
        return {name: self.cleaned_data[name] for name in TERMS}

    @property
    def place(self):
        if self.adds_workplace:
            return {name: self.cleaned_data[name] for name in NEW_WORKPLACE}
        return self.workplaces[self.cleaned_data["workplace"]]


def _euros(amount: int) -> str:
    return in_euro(Decimal(amount))


def _said_of(position: Position) -> dict[str, Any]:
    """What a ModelForm does not know of it by itself."""
    employer = position.formal_employer
    standing = position.offers.filter(withdrawn_at=None)
    return {
        "workplace": str(position.workplace.public_id),
        "formal_employer": employer.public_id if employer else None,
        "routes": list(standing.values_list("route__public_id", flat=True)),
    }
