"""A leerwerkplek for longer."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from mkbroute.design.fields import DateField

from ..dates import far_off


class ExtendForm(forms.Form):
    starts_on = DateField(label="Vanaf wanneer kan iemand beginnen?")
    closes_on = DateField(
        label="Tot wanneer staat de plek open?", required=False,
        help_text="Na deze dag stelt niemand u nog iemand voor. Laat leeg als u dat nog niet weet.",
    )  # fmt: skip

    def clean_starts_on(self) -> date:
        day = self.cleaned_data["starts_on"]
        if problem := far_off(day):
            raise ValidationError(problem)
        return day

    def clean_closes_on(self) -> date | None:
        day = self.cleaned_data["closes_on"]
        if day and day < timezone.localdate():
            raise ValidationError("Deze dag is al voorbij. Kies een latere dag, of laat dit leeg.")
        if problem := far_off(day):
            raise ValidationError(problem)
        return day
