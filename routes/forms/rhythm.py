from typing import Any

from django import forms

from mkbroute.design.fields import ChoiceCards, DateField

from ..enums import PeriodKind
from ..rhythm import Period

KIND_HINTS = {
    PeriodKind.BLOCK: "Een blok of kwartaal, van de eerste tot en met de laatste dag.",
    PeriodKind.LESSONS: "Weken met lessen: de gewone studiedagen.",
    PeriodKind.EXAMS: "Weken met toetsen: de student heeft meer ruimte voor de studie nodig.",
    PeriodKind.HOLIDAY: "Geen school: de student kan meer dagen werken, of zelf vrij zijn.",
}


class PeriodForm(forms.Form):
    kind = forms.ChoiceField(label="Soort", choices=PeriodKind, widget=ChoiceCards(hints=KIND_HINTS))
    name = forms.CharField(
        label="Naam", max_length=80, help_text="Bijvoorbeeld: Blok 1, Tentamens blok 1, Herfstvakantie."
    )
    first_day = DateField(label="Eerste dag")
    last_day = DateField(label="Laatste dag", help_text="Deze dag telt mee.")

    @property
    def period(self) -> Period:
        values = self.cleaned_data
        return Period(PeriodKind(values["kind"]), values["name"], values["first_day"], values["last_day"])

    def clean(self) -> dict[str, Any]:
        first, last = self.cleaned_data.get("first_day"), self.cleaned_data.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", "De laatste dag ligt vóór de eerste. Draai de data om.")
        return self.cleaned_data
