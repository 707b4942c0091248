from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from mkbroute.design.fields import ChoiceCards, DateField, EmailField

from ..enums import Degree, Form, Shape, State
from ..models import Route
from ..queries import EDITED
from ..services.register import RECOGNISED_AS
from ..weeks import Week, problems
from .weeks import WeeksForm

DEGREE_HINTS = {
    Degree.AD: "Twee jaar, niveau 5: tussen mbo-4 en bachelor.",
    Degree.BACHELOR: "Vier jaar, niveau 6.",
}
FORM_HINTS = {
    Form.DUAAL: "Werken is deel van de opleiding. De tripartiete overeenkomst is verplicht (WHW artikel 7.7 lid 5).",
    Form.DEELTIJD: "Onderwijs naast het werk. U sluit een samenwerkingsovereenkomst tussen dezelfde drie partijen.",
}
SHAPE_HINTS = {
    Shape.THROUGHOUT: "Vanaf de eerste dag drie of vier dagen in het bedrijf, een of twee op school.",
    Shape.FIRST_LEARN: "Het eerste jaar (Ad) of de eerste twee (bachelor) vooral school, daarna vooral het bedrijf.",
    Shape.GROWING: "Beginnen met leren, bijvoorbeeld een jaar voltijd, en elk jaar meer dagen werken.",
    Shape.ELSEWHERE: "Ook leren buiten school en bedrijf, bijvoorbeeld een dag bij een ontwikkelbedrijf of de branche.",
}
LONGEST_AHEAD = timedelta(days=5 * 365)


class RouteForm(forms.ModelForm):
    """What a route is. Once recognised, what it was recognised as is no longer in the form."""

    starts_on = DateField(label="Eerstvolgende start", help_text="De eerste dag van het onderwijs of het werk.")
    places = forms.IntegerField(
        label="Aantal plaatsen",
        min_value=1,
        max_value=2000,
        widget=forms.TextInput({"class": "input-number", "inputmode": "numeric"}),
        help_text="Hoeveel mensen kunnen bij deze start beginnen?",
        error_messages={"min_value": "Geef minstens één plaats op.", "max_value": "Dit is meer dan een route aankan."},
    )
    contact_email = EmailField(label="E-mailadres van de contactpersoon")

    class Meta:
        model = Route
        fields = EDITED
        widgets = {
            "summary": forms.Textarea({"rows": 5}),
            "connection": forms.Textarea({"rows": 5}),
            "costs": forms.Textarea({"rows": 3}),
            "degree": ChoiceCards(hints=DEGREE_HINTS),
            "form": ChoiceCards(hints=FORM_HINTS),
            "shape": ChoiceCards(hints=SHAPE_HINTS),
            "croho_code": forms.TextInput({"class": "input-short", "inputmode": "numeric"}),
            "city": forms.TextInput({"class": "input-medium"}),
            "province": forms.Select({"class": "input-medium"}),
            "sector": forms.Select({"class": "input-medium"}),
            "phase": forms.Select({"class": "input-medium"}),
            "partner_role": forms.Select({"class": "input-medium"}),
        }
        help_texts = {
            "programme": "Zonder Ad of bachelor ervoor, bijvoorbeeld Bouwkunde.",
            "croho_code": "Vijf cijfers uit het register van opleidingen.",
            "summary": "In gewone taal, voor wie zich wil aanmelden: wat leer je, en wat kun je ermee?",
            "connection": "Bijvoorbeeld: opdrachten uit het eigen bedrijf, docenten uit het vak, feedback "
            "van de werkgever.",
            "costs": "Collegegeld, boeken, laptop: wat kost het en wie betaalt?",
            "phase": "Waar staat de route in haar ontwikkeling?",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("degree", "form", "shape"):
            self.fields[name].choices = [choice for choice in self.fields[name].choices if choice[0]]
        for name in ("sector", "province"):
            self.fields[name].choices = [("", "Kies"), *[choice for choice in self.fields[name].choices if choice[0]]]
        if self.is_recognised:
            for name in RECOGNISED_AS:
                del self.fields[name]

    @property
    def is_recognised(self) -> bool:
        return bool(self.instance.pk) and self.instance.state == State.RECOGNISED

    def clean_croho_code(self) -> str:
        code = self.cleaned_data["croho_code"].strip()
        if code and not (code.isdigit() and len(code) == 5):
            raise ValidationError("Een opleidingscode heeft vijf cijfers. Laat het veld leeg als u haar nog niet weet.")
        return code

    def clean_starts_on(self) -> date:
        starts_on = self.cleaned_data["starts_on"]
        today = timezone.localdate()
        if starts_on != self.initial.get("starts_on") and starts_on < today:
            raise ValidationError("Deze datum is voorbij. Vul de eerstvolgende start in.")
        if starts_on > today + LONGEST_AHEAD:
            raise ValidationError("Deze start ligt meer dan vijf jaar vooruit. Controleer het jaartal.")
        return starts_on


def complete(form: RouteForm, weeks: WeeksForm) -> tuple[dict[str, Any], list[Week] | None] | None:
    """The values for the service, or None with the mistakes in the forms. A recognised route has no `weeks` to give."""
    valid = form.is_valid()
    if form.is_recognised:
        return (form.cleaned_data, None) if valid else None
    valid = weeks.is_valid() and valid
    shape, degree = form.cleaned_data.get("shape"), form.cleaned_data.get("degree")
    if not (shape and degree and weeks.is_valid()):
        return None
    chosen = weeks.chosen(Shape(shape), Degree(degree))
    weeks.complain(problems(Shape(shape), Degree(degree), chosen))
    return (form.cleaned_data, chosen) if valid and weeks.is_valid() else None
