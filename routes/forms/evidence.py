from typing import Any

from django import forms

from mkbroute.design.fields import ChoiceCards, FileField

from ..enums import EvidenceKind
from ..indicators import CHOICES

HINTS = {
    EvidenceKind.FILE: "Een plan, verslag, model of foto. Alleen uw hogeschool en het programmateam kunnen het openen.",
    EvidenceKind.LINK: "Een pagina op het web die het programmateam kan openen.",
    EvidenceKind.FIGURE: "Het portaal telt het zelf, en bewaart de stand bij elke indiening.",
}


class EvidenceForm(forms.Form):
    kind = forms.ChoiceField(
        label="Wat voegt u toe?",
        choices=EvidenceKind.choices,
        widget=ChoiceCards(hints=HINTS),
        initial=EvidenceKind.FILE,
    )
    title = forms.CharField(
        label="Titel",
        required=False,
        max_length=200,
        help_text="Bij een bestand of link: waaraan herkent het programmateam dit stuk? Mag leeg blijven.",
    )
    file = FileField(
        label="Bestand",
        required=False,
        accept=[".pdf", ".png", ".jpg", ".jpeg"],
        max_mb=15,
        help_text="Bij ‘Bestand’. PDF tot 15 MB, PNG of JPEG tot 5 MB. Word of Excel bewaart u eerst als PDF.",
    )
    url = forms.URLField(
        label="Webadres",
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text="Bij ‘Link’.",
        error_messages={
            "invalid": "Vul een volledig webadres in, bijvoorbeeld https://www.hogeschool.nl/opleidingsplan."
        },
    )
    indicator = forms.ChoiceField(
        label="Cijfer",
        required=False,
        choices=[("", "Kies een cijfer"), *CHOICES],
        help_text="Bij ‘Cijfer van het portaal’.",
    )

    def clean(self) -> dict[str, Any]:
        needed = {
            EvidenceKind.FILE: ("file", "Kies het bestand."),
            EvidenceKind.LINK: ("url", "Vul het webadres in."),
            EvidenceKind.FIGURE: ("indicator", "Kies welk cijfer."),
        }
        name, message = needed.get(self.cleaned_data.get("kind"), ("", ""))
        if name and name not in self.errors and not self.cleaned_data.get(name):
            self.add_error(name, message)
        return self.cleaned_data
