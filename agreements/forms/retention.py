"""A term of one's own, and keeping one agreement longer."""

from datetime import date

from django import forms
from django.utils import timezone

from mkbroute.design import fields
from mkbroute.documents.enums import Unit
from mkbroute.documents.retention import Standing

from ..services.holds import MOST_YEARS


class OwnTermForm(forms.Form):
    number = fields.WholeNumberField(label="Uw termijn")
    reason = forms.CharField(
        label="Waarom is deze termijn voor uw hogeschool anders?",
        help_text="Bijvoorbeeld de selectielijst of het besluit waarin dit staat. Landelijk? Schrijf dan waarom u "
        "teruggaat.",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, standing: Standing, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        term, unit = standing.term, Unit(standing.term.unit)
        least, most = term.least or term.number, term.most or term.number
        self.fields["number"] = fields.WholeNumberField(
            label=f"Uw termijn, in {unit.label}",
            help_text=f"Van {unit.counted(least)} tot {unit.counted(most)}. Landelijk is het {term.said}.",
            min_value=least,
            max_value=most,
            suffix=unit.label,
        )
        self.initial.setdefault("number", standing.number)


class HoldForm(forms.Form):
    reason = forms.CharField(
        label="Waarom moet deze overeenkomst blijven?",
        help_text="Bijvoorbeeld: lopende klacht, procedure of controle. Alleen uw hogeschool leest dit.",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    until = forms.DateField(
        label="Bewaren tot en met",
        help_text=f"Hoogstens {MOST_YEARS} jaar vooruit. Daarna geldt de gewone termijn weer.",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def clean_until(self) -> date:
        until, today = self.cleaned_data["until"], timezone.localdate()
        if until < today:
            raise forms.ValidationError("Deze dag is al voorbij. Kies een dag in de toekomst.")
        if until.year - today.year > MOST_YEARS:
            raise forms.ValidationError(f"Kies een dag binnen {MOST_YEARS} jaar.")
        return until
