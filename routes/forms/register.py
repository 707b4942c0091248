import re
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils import timezone

from mkbroute.design.fields import ChoiceCards, ChoiceChecks, DateField, EmailField, WholeNumberField
from mkbroute.organisations.models import BRIN

from ..enums import STOPPED, Audience, Connection, Degree, Form, Persona, Phase, Shape, State
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
# The helps beside the fields: Samen opleiden met het mkb, paragraph 3 and 5; Handreiking studentcommunicatie, tip 1, 2
# and 5.
CONNECTION_HINTS = {
    Connection.MOSTLY_AT_WORK: "Het werk zelf is de leerplek; school ondersteunt.",
    Connection.EMPLOYER_TAKES_PART: "Ruimte geven, coachen, en input bij de beoordeling.",
    Connection.ASSIGNMENTS: "De opdrachten helpen de opleiding én de werkplek vooruit.",
    Connection.QUESTIONS_FROM_WORK: "Wat er op de eigen werkplek speelt, is het vraagstuk.",
    Connection.HYBRID_TEACHERS: "Zij werken en geven les tegelijk.",
    Connection.OUTCOMES_TOGETHER: "Bedrijven bepalen mee wat iemand aan het eind kan.",
}
AUDIENCE_HINTS = {
    Audience.MBO4: "Bijvoorbeeld na een bbl-opleiding, al gewend aan werken en leren.",
    Audience.EMPLOYEE_MBO: "Werken al in het bedrijf. Zij zien zich eerder als werkende die leert dan als student.",
    Audience.EMPLOYEE_HBO: "Hebben de ervaring, en willen het diploma erbij. Eerder leren kan meetellen.",
    Audience.CAREER_CHANGER: "Werkend of werkzoekend, op weg naar een ander vak.",
    Audience.HAVO: "Zonder werkervaring; een goede begeleiding aan het begin telt dubbel.",
    Audience.FULLTIME_LEAVER: "Wilden iets praktischers dan een voltijdopleiding.",
}
FIRST_PHASES = [choice for choice in Phase.choices if choice[0] not in STOPPED]
FIRST_LABELS = [str(label) for _, label in FIRST_PHASES]
NOT_FIRST = (
    f"Een nieuwe route begint als {', '.join(FIRST_LABELS[:-1])} of {FIRST_LABELS[-1]}. Wat daarna komt, legt u vast "
    "op de bladzijde ‘Fase’."
)
ACCREDITED = [(True, "Ja"), (False, "Nog niet")]
ACCREDITED_HINTS = {
    True: "De NVAO heeft de opleiding geaccrediteerd: het diploma is een erkend hbo-diploma.",
    False: "De aanvraag loopt nog, of moet nog beginnen. U kunt de route wel alvast registreren.",
}
PROGRAMME_CODE = re.compile(r"\d{5}|\d{4}O\d{4}")  # CROHO, and its successor in RIO
LONGEST_AHEAD = timedelta(days=5 * 365)


def _several(label: str, choices: type[TextChoices], hints: dict | None = None, help_text: str = ""):
    widget = ChoiceChecks(hints=hints)
    return forms.MultipleChoiceField(
        label=label, choices=choices.choices, required=False, widget=widget, help_text=help_text
    )


class RouteForm(forms.ModelForm):
    """What a route is. Once recognised, what it was recognised as is no longer in the form."""

    accredited = forms.TypedChoiceField(
        label="Is de opleiding geaccrediteerd?",
        choices=ACCREDITED,
        coerce=lambda value: value == "True",
        required=False,
        empty_value=False,
        initial=False,
        widget=ChoiceCards(hints=ACCREDITED_HINTS),
    )
    connections = _several(
        "Vormen van verbinding", Connection, CONNECTION_HINTS, "Kruis aan wat nu al zo is. Meer dan één mag."
    )
    audiences = _several(
        "Doelgroepen",
        Audience,
        AUDIENCE_HINTS,
        "Voor wie is er ruimte én passende begeleiding? Bezoekers zoeken hierop.",
    )
    personas = _several(
        "Persona’s",
        Persona,
        help_text="Wie spreekt de route vooral aan? Uit de Handreiking studentcommunicatie (tip 1): zo kiest u de toon "
        "en de kanalen van uw werving.",
    )
    starts_on = DateField(label="Eerstvolgende start", help_text="De eerste dag van het onderwijs of het werk.")
    places = WholeNumberField(
        label="Aantal plaatsen",
        min_value=1,
        max_value=2000,
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
            "croho_code": forms.TextInput({"class": "input-short"}),
            "brin": forms.TextInput({"class": "input-4", "maxlength": None}),
            "city": forms.TextInput({"class": "input-medium"}),
            "province": forms.Select({"class": "input-medium"}),
            "sector": forms.Select({"class": "input-medium"}),
            "partner_role": forms.Select({"class": "input-medium"}),
        }
        help_texts = {
            "programme": "Zonder Ad of bachelor ervoor, bijvoorbeeld Bouwkunde.",
            "croho_code": "Vijf cijfers (CROHO), of de code uit RIO, bijvoorbeeld 1001O2345.",
            "brin": "Van uw hogeschool: twee cijfers en twee letters, bijvoorbeeld 00AA.",
            "summary": "In gewone taal, voor wie zich wil aanmelden: wat leer je, en wat kun je ermee?",
            "connection": "Bijvoorbeeld: opdrachten uit het eigen bedrijf, docenten uit het vak, feedback "
            "van de werkgever.",
            "costs": "In een paar zinnen, voor op de openbare pagina. Bedragen zet u daarna op de pagina van de route.",
            "partner_role": "Wat uw hogeschool met deze route in het landelijke programma doet.",
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
        if not self.instance.pk:
            self.fields["phase"] = forms.ChoiceField(
                label="Fase",
                choices=FIRST_PHASES,
                error_messages={"invalid_choice": NOT_FIRST},
                initial=Phase.DEVELOPING,
                widget=forms.Select({"class": "input-medium"}),
                help_text="Waar staat de route in haar ontwikkeling? Een latere stap legt u vast op de pagina ‘Fase’.",
            )

    @property
    def is_recognised(self) -> bool:
        return bool(self.instance.pk) and self.instance.state == State.RECOGNISED

    def clean_croho_code(self) -> str:
        code = self.cleaned_data["croho_code"].strip().upper()
        if code and not PROGRAMME_CODE.fullmatch(code):
            raise ValidationError(
                "Een CROHO-code heeft vijf cijfers; een RIO-code vier cijfers, de letter O en weer vier cijfers. Laat "
                "het veld leeg als u de code nog niet weet."
            )
        return code

    def clean_brin(self) -> str:
        brin = self.cleaned_data["brin"].strip().upper()
        if brin:
            BRIN(brin)
        return brin

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
    shape, degree, kind = (form.cleaned_data.get(name) for name in ("shape", "degree", "form"))
    if not (shape and degree and kind and weeks.is_valid()):
        return None
    chosen = weeks.chosen(Shape(shape), Degree(degree))
    weeks.complain(problems(Shape(shape), Degree(degree), chosen, Form(kind)))
    return (form.cleaned_data, chosen) if valid and weeks.is_valid() else None
