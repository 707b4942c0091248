"""The forms of a gegevenskaart, and of whoever asks for one."""

from typing import Any

from django import forms

from matching.dates import far_off
from mkbroute.design.fields import BirthDateField, ChoiceCards, DateField, EmailField, NumberField, PhoneField
from mkbroute.organisations.models import KVK_NUMBER, VESTIGINGSNUMMER

from .. import cards
from ..cards import EMPLOYMENT, Step
from ..enums import Contract, Role, YesNo
from ..models import PartyCard
from .paper import Guarded, OnPaper


class CardForm(Guarded):
    """One page of a card. Nothing is asked that cannot be left for later: what is right is kept, also where something
    else on the page is not."""

    def __init__(self, *args: Any, card: PartyCard, step: Step, values: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.card, self.step = card, step
        for name in step.fields:
            self.fields[name] = FIELDS[name](card.role)
        for name in step.optional:
            self.fields[name].required = False
        self.guard({name: values[name] for name in step.fields})
        self.initial = {**{name: cards.read(name, text) for name, text in self.now.items()}, **self.initial}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.step == EMPLOYMENT:
            self._require_last_day(cleaned)
            self._require_pay(cleaned)
        return cleaned

    def _require_last_day(self, cleaned: dict[str, Any]) -> None:
        last, has_one = cleaned.get("contract_ends_on"), cleaned.get("contract_term") == Contract.TEMPORARY
        if not has_one:
            cleaned["contract_ends_on"] = None
        elif problem := far_off(last):
            self.add_error("contract_ends_on", problem)
        elif not last and "contract_ends_on" not in self.errors:
            self.add_error("contract_ends_on", "Vul de laatste dag van het contract in.")

    def _require_pay(self, cleaned: dict[str, Any]) -> None:
        if cleaned.get("salary_agreed") == YesNo.NO:
            cleaned["salary"] = ""
        elif cleaned.get("salary_agreed") and not cleaned.get("salary") and "salary" not in self.errors:
            self.add_error("salary", "Vul in wat het loon is, of waar dat staat: cao en schaal.")

    @property
    def kept(self) -> dict[str, Any]:
        """What can be kept of what was typed, the page being right or not."""
        cleaned = getattr(self, "cleaned_data", {})
        return {name: cleaned[name] for name in self.step.fields if name in cleaned and name not in self.errors}

    @property
    def seen_before(self) -> dict[str, str]:
        return self.cleaned_data["seen"] if "seen" in self.cleaned_data else dict(self.now)


def _text(text: str, *, max_length: int, help_text: str = "", **attrs: str):
    def made(role: str) -> forms.Field:
        widget = forms.TextInput(attrs) if attrs else forms.TextInput()
        return forms.CharField(label=text, max_length=max_length, help_text=help_text, widget=widget)

    return made


def _legal_name(role: str) -> forms.Field:
    if role == Role.STUDENT:
        return forms.CharField(
            label="Je naam", max_length=120, help_text="Zoals op je identiteitsbewijs.", widget=_filled_by("name")
        )
    return forms.CharField(
        label="Naam", max_length=200, help_text="Zoals in het handelsregister.", widget=_filled_by("organization")
    )


def _address(role: str) -> forms.Field:
    if role == Role.STUDENT:
        return forms.CharField(label="Woonplaats", max_length=100, widget=_filled_by("address-level2"))
    help_text = "Straat, nummer, postcode en plaats van de vestiging."
    return forms.CharField(label="Adres", max_length=300, help_text=help_text, widget=_filled_by("street-address"))


def _signer_email(role: str) -> forms.Field:
    if role == Role.STUDENT:
        help_text = "Hier krijg je straks de link om te tekenen. Kies een adres dat je blijft gebruiken."
        return EmailField(label="E-mailadres", help_text=help_text)
    help_text = "Hier komt straks de persoonlijke link om te tekenen. Geef een eigen postvak op, geen gedeeld adres."
    return EmailField(label="E-mailadres van wie tekent", help_text=help_text)


def _kvk(role: str) -> forms.Field:
    return forms.CharField(
        label="KvK-nummer", max_length=8, validators=[KVK_NUMBER],
        help_text="8 cijfers. Staat op kvk.nl bij uw bedrijf.",
        widget=forms.TextInput({"inputmode": "numeric", "class": "input-medium"}),
    )  # fmt: skip


def _vestigingsnummer(role: str) -> forms.Field:
    return forms.CharField(
        label="Vestigingsnummer", max_length=12, validators=[VESTIGINGSNUMMER],
        help_text="12 cijfers, van de vestiging waar de student werkt. Staat ook op kvk.nl.",
        widget=forms.TextInput({"inputmode": "numeric", "class": "input-medium"}),
    )  # fmt: skip


def _hours(role: str) -> forms.Field:
    return NumberField(
        label="Werkuren per week", suffix="uur per week", max_digits=3, decimal_places=1, min_value=1, max_value=40,
        help_text="Gemiddeld, zonder de uren op school.",
    )  # fmt: skip


def _contract(role: str) -> forms.Field:
    return forms.ChoiceField(
        label="Wat voor arbeidsovereenkomst is het?",
        choices=Contract.choices,
        widget=ChoiceCards(choices=Contract.choices),
    )


def _last_day(role: str) -> forms.Field:
    help_text = "Alleen bij een contract tot een einddatum. Hogescholen adviseren minstens twee jaar."
    return DateField(label="Laatste dag van het contract", help_text=help_text)


def _paid(role: str) -> forms.Field:
    return forms.ChoiceField(
        label="Betaalt u salaris?",
        choices=YesNo.choices,
        widget=ChoiceCards(choices=YesNo.choices),
        help_text="In een Mkb-route betaalt de werkgever salaris.",
    )


def _filled_by(name: str) -> forms.TextInput:
    return forms.TextInput({"autocomplete": name})


FIELDS = {
    "legal_name": _legal_name,
    "kvk_number": _kvk,
    "vestigingsnummer": _vestigingsnummer,
    "address": _address,
    "born_on": lambda role: BirthDateField(label="Geboortedatum"),
    "student_number": _text("Studentnummer", max_length=20, help_text="Als je het al hebt."),
    "signer_name": _text("Naam van wie tekent", max_length=120, help_text="De tekenbevoegde, voor- en achternaam."),
    "signer_function": _text("Functie", max_length=120, help_text="Bijvoorbeeld: directeur of eigenaar."),
    "signer_email": _signer_email,
    "supervisor_name": _text("Naam van de praktijkbegeleider", max_length=100),
    "supervisor_function": _text("Functie", max_length=90, help_text="Bijvoorbeeld: werkvoorbereider."),
    "supervisor_email": lambda role: EmailField(label="E-mailadres", help_text="Voor afspraken over de begeleiding."),
    "supervisor_phone": lambda role: PhoneField(label="Telefoonnummer"),
    "workplace_address": _text(
        "Adres van de werkplek", max_length=300,
        help_text="Wisselt het? Noem de plek waar de meeste dagen wordt gewerkt."
    ),
    "hours_per_week": _hours,
    "working_days": _text("Werkdagen", max_length=120, help_text="Bijvoorbeeld: maandag tot en met donderdag."),
    "contract_term": _contract,
    "contract_ends_on": _last_day,
    "salary_agreed": _paid,
    "salary": _text(
        "Loon", max_length=200, help_text="Als u salaris betaalt: een bedrag, of een verwijzing naar cao en schaal.",
    ),
}  # fmt: skip


class PassOnForm(OnPaper):
    """To whoever can fill it in better."""

    name = forms.CharField(label="Naam", max_length=120)
    email = EmailField(label="E-mailadres", help_text="Hier sturen we een nieuwe persoonlijke link naartoe.")

    def __init__(self, *args: Any, now: str, **kwargs: Any) -> None:
        """`now`: the address that the link went to."""
        super().__init__(*args, **kwargs)
        self.now = now.casefold()

    def clean_email(self) -> str:
        email = self.cleaned_data["email"]
        if email.casefold() == self.now:
            raise forms.ValidationError("De link is al naar dit adres gestuurd. Vul het adres van iemand anders in.")
        return email


class AskForm(OnPaper):
    """Whom the hogeschool asks."""

    name = forms.CharField(label="Naam", max_length=120)
    email = EmailField(label="E-mailadres", help_text="Hier komt de persoonlijke link. Een account is niet nodig.")
