"""The learning outcomes of a route, one on a line."""

import re

from django import forms
from django.core.exceptions import ValidationError

from mkbroute.design.fields import WholeNumberField
from mkbroute.documents.characters import with_ink

MOST = 40
LONGEST = 300
BULLET = re.compile(r"^(?:[-•*–]|\d+[.)])\s+")


class OutcomesForm(forms.Form):
    """Cleaned: `outcomes` as a list."""

    seen = WholeNumberField(widget=forms.HiddenInput, min_value=0, required=False)
    outcomes = forms.CharField(
        label="Leeruitkomsten",
        max_length=MOST * LONGEST,
        widget=forms.Textarea({"rows": 14}),
        help_text="Eén per regel, zoals in de OER of het studieplan. Bijvoorbeeld: Stelt een begroting op voor een "
        "klein bouwproject.",
    )

    def clean_outcomes(self) -> list[str]:
        lines = [BULLET.sub("", line.strip()) for line in with_ink(self.cleaned_data["outcomes"]).splitlines()]
        found = list(dict.fromkeys(filter(None, lines)))
        if not found:
            raise ValidationError("Schrijf minstens één leeruitkomst.")
        if len(found) > MOST:
            raise ValidationError(f"Dit zijn er {len(found)}. Houd het bij hooguit {MOST}.")
        if long := [line for line in found if len(line) > LONGEST]:
            raise ValidationError(f"Korter graag (hooguit {LONGEST} tekens): ‘{long[0][:60]}…’.")
        return found

    def clean_seen(self) -> int:
        return self.cleaned_data["seen"] or 0
