from django import forms
from django.utils.timezone import localdate

from routes.forms.filters import RouteFilter

from ..term import study_year


class LeadTimeFilter(RouteFilter):
    """By route and by the study year in which the agreement begins."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["q"]
        this = int(study_year(localdate())[:4])
        years = [(year, f"{year}-{year + 1}") for year in range(this + 1, this - 7, -1)]
        self.fields["year"] = forms.TypedChoiceField(
            label="Studiejaar", required=False, choices=[("", "Alle"), *years], coerce=int, empty_value=None
        )


class StuckFilter(forms.Form):
    alles = forms.ChoiceField(
        label="Toon", required=False, choices=[("", "Wat te lang wacht"), ("ja", "Alles wat op iemand wacht")]
    )

    @property
    def wants_all(self) -> bool:
        return self.is_bound and self.is_valid() and self.cleaned_data["alles"] == "ja"
