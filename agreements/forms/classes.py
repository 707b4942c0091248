"""Drafting where there is no match, and for a whole class."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from matching.models import Application
from mkbroute.design.fields import EmailField
from mkbroute.documents.uploads import clean_name
from mkbroute.exports.reading import MAX_BYTES, read_table, unread_heads
from mkbroute.exports.refusal import NotATable
from mkbroute.organisations.models import KVK_NUMBER

from ..classes import Candidate
from ..enums import Language
from ..models import Agreement
from ..planned import EXAMPLE, MAX_ROWS, key_of
from ..services.bulk import UploadRows
from ..services.drafting import Signer
from .languages import InLanguage, offer_languages
from .paper import OnPaper


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


class OwnEmployerForm(InLanguage, SignerFields):
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

    def __init__(
        self, *args: Any, application: Application, languages: list[Language], copies: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offer_languages(self, languages)
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

    def clean_contact_email(self) -> str:
        email = self.cleaned_data["contact_email"]
        if email.casefold() == self.application.email.casefold():
            raise forms.ValidationError("Dit is het adres van de student. Vul dat van iemand bij de werkgever in.")
        return email

    @property
    def contact(self) -> Signer:
        return Signer(self.cleaned_data["contact_name"], self.cleaned_data["contact_email"])


ASK = forms.BooleanField(
    label="Vraag de partijen meteen om hun gegevens",
    required=False,
    help_text="Student en bedrijf krijgen elk een mail met een eigen link. Dat kan ook later.",
)


class ClassForm(InLanguage, SignerFields):
    """Whom to draft for."""

    chosen = forms.MultipleChoiceField(
        label="Voor wie?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Kies minstens één student.",
            "invalid_choice": "Een van de gekozen studenten heeft intussen een overeenkomst. Kies opnieuw.",
        },
    )
    ask = ASK

    def __init__(self, *args: Any, candidates: list[Candidate], languages: list[Language], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_languages(self, languages)
        chosen: Any = self.fields["chosen"]
        chosen.choices = [(each.key, f"{each.application.name}, {each.company}") for each in candidates]
        chosen.initial = [each.key for each in candidates]


class CarryOutForm(InLanguage, SignerFields):
    ask = ASK
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, languages: list[Language], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_languages(self, languages)


class ClassUploadForm(forms.Form):
    """Cleaned: `file` as `UploadRows`; then `file_name` and `unread` (heads of columns left alone) are known."""

    file = forms.FileField(
        label="Bestand met de klas",
        help_text=f"XLSX of CSV, hooguit {MAX_BYTES // 1_000_000} MB en {MAX_ROWS} studenten.",
        widget=forms.FileInput({"accept": ".xlsx,.csv"}),
        error_messages={"empty": "Dit bestand is leeg. Kies een bestand met een kop en minstens één regel."},
    )

    def clean_file(self) -> UploadRows:
        file = self.cleaned_data["file"]
        if (file.size or 0) > MAX_BYTES:
            raise ValidationError(f"Dit bestand is te groot. Het mag hooguit {MAX_BYTES // 1_000_000} MB zijn.")
        self.file_name = clean_name(file.name or "", "")
        try:
            lines = read_table(file.read(), max_rows=MAX_ROWS)
        except NotATable as refusal:
            raise ValidationError(str(refusal)) from refusal
        head = [key_of(cell) for cell in lines[0].cells]
        if "email" not in head:
            raise ValidationError("Op de eerste regel ontbreekt de kolom ‘E-mailadres student’. Gebruik het sjabloon.")
        if twice := [key for key in head if key and head.count(key) > 1]:
            raise ValidationError(f"De kolom ‘{twice[0]}’ staat twee keer in het bestand. Houd er één over.")
        rows = [(line.number, _cells(head, line.cells)) for line in lines[1:]]
        rows = [(number, cells) for number, cells in rows if any(cells.values()) and cells["email"] != EXAMPLE[0]]
        if not rows:
            raise ValidationError("Onder de kop staan geen studenten. Vul minstens één regel in.")
        self.unread = list(unread_heads(lines, head))
        return rows


def _cells(head: list[str], cells: list[str]) -> dict[str, str]:
    return {key: cells[place] if place < len(cells) else "" for place, key in enumerate(head) if key}
