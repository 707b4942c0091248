from collections.abc import Iterable, Sequence
from datetime import date

from django import forms

from mkbroute.design.fields import DateField, EmailField, FileField
from mkbroute.documents.characters import with_ink
from mkbroute.documents.render import unprintable

from .. import signed_on
from ..cautions import Caution
from ..enums import ReaderKind, Role
from ..models import Party
from ..readiness import refusal_of
from .sending import SendForm

MAX_MB = 8  # everybody gets it by mail, inside the sealed document


class ElsewhereForm(SendForm):
    """The scan, and the date beside each signature on it; of a draft also the reasons that sending asks.

    `fixed_on`: since when the text is as it is. A date before it is asked about: what was signed then may be another
    text, or the date a slip of the pen.
    """

    why = "Waarom legt u dit toch vast?"
    content_sha256 = forms.CharField(required=False, widget=forms.HiddenInput)  # judged by the service
    scan = FileField(label="Scan van het getekende exemplaar", accept=[".pdf", ".png", ".jpg", ".jpeg"], max_mb=MAX_MB)
    is_earlier = forms.BooleanField(
        label="De datum klopt: er is eerder op papier getekend, en op het papier staat precies deze tekst",
        required=False,
    )
    is_complete = forms.BooleanField(
        label="Op de scan staan alle handtekeningen, en de tekst is dezelfde als die in het portaal",
        error_messages={"required": "Zet een vinkje als dit klopt. Klopt het niet, upload dan niets."},
    )

    def __init__(self, *args, parties: Sequence[Party], cautions: Iterable[Caution], fixed_on: date, **kwargs):
        super().__init__(*args, cautions=cautions, **kwargs)
        self._fixed_on = fixed_on
        self._roles = [Role(party.role) for party in parties]
        for party in parties:
            name = f"on-{party.role}"
            self.fields[name] = DateField(
                label=f"Datum waarop {party.signer_name} tekende ({party.get_role_display()})"
            )

    @property
    def of_paper(self) -> list[forms.BoundField]:
        """In the order of the page; the reasons come after."""
        doubt = ["is_earlier"] if "is_earlier" in self.errors or self.data.get("is_earlier") else []
        return [self[name] for name in ("scan", *(f"on-{role}" for role in self._roles), *doubt, "is_complete")]

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        for role in self._roles:
            if problem := signed_on.problem_with(cleaned.get(f"on-{role}")):
                self.add_error(f"on-{role}", problem)
        if not cleaned.get("is_earlier") and (doubt := self._doubt(cleaned)):
            self.add_error("is_earlier", doubt)
        return cleaned

    def _doubt(self, cleaned: dict) -> str:
        days = [cleaned[f"on-{role}"] for role in self._roles if cleaned.get(f"on-{role}")]
        return signed_on.doubt_about(days, self._fixed_on)

    @property
    def dates(self) -> dict[str, date]:
        return {role: self.cleaned_data[f"on-{role}"] for role in self._roles}


class ReaderForm(forms.Form):
    name = forms.CharField(label="Naam", max_length=120)
    email = EmailField(label="E-mailadres")
    role = forms.CharField(
        label="Waarom?",
        max_length=120,
        help_text="Bijvoorbeeld praktijkbegeleider, of administratie. Partijen zien dit.",
    )
    kind = forms.ChoiceField(
        label="Wat krijgt deze persoon?",
        choices=[
            (ReaderKind.READS, "Een link om mee te lezen, en het verzegelde document"),
            (ReaderKind.COPY, "Alleen het verzegelde document"),
        ],
        initial=ReaderKind.READS,
        widget=forms.RadioSelect,
        error_messages={"required": "Maak een keuze."},
    )

    def clean_name(self) -> str:
        return self._written("name")

    def clean_role(self) -> str:
        return self._written("role")

    def _written(self, field: str) -> str:
        text = with_ink(self.cleaned_data[field]).strip()
        if letters := unprintable(text):
            raise forms.ValidationError(refusal_of(letters))
        return text
