"""What the hogeschool and the programme team say about each criterion."""

from typing import Any

from django import forms

from mkbroute.design.fields import ChoiceCards

from ..enums import State, Verdict
from ..models import Criterion, CriterionAssessment


class StatementForm(forms.ModelForm):
    class Meta:
        model = CriterionAssessment
        fields = ("statement", "evidence", "own_verdict")
        widgets = {"statement": forms.Textarea({"rows": 8}), "evidence": forms.Textarea({"rows": 4})}
        help_texts = {
            "statement": "Hoe voldoet de route hieraan? Schrijf voor iemand die de route niet kent.",
            "evidence": "Welk document, welke afspraak of welk cijfer laat dat zien? Stukken voegt u er los bij.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["own_verdict"] = _verdict_field("Uw eigen oordeel")


class VerdictForm(forms.Form):
    motivation = forms.CharField(
        label="Motivering",
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        help_text="Nodig bij ‘deels’ en ‘nog niet’. De hogeschool leest dit.",
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, criterion: Criterion, **kwargs: Any) -> None:
        super().__init__(*args, prefix=f"c{criterion.number}", **kwargs)
        self.criterion = criterion
        self.fields = {"verdict": _verdict_field(f"Oordeel over criterium {criterion.number}"), **self.fields}

    def clean(self) -> dict[str, Any]:
        verdict = self.cleaned_data.get("verdict")
        if verdict in (Verdict.PARTLY, Verdict.NOT_YET) and not self.cleaned_data.get("motivation", "").strip():
            self.add_error("motivation", f"Motiveer waarom criterium {self.criterion.number} niet helemaal voldoet.")
        return self.cleaned_data


class DecisionForm(forms.Form):
    LATER = "later"
    DECISIONS = [
        (LATER, "Nog niet besluiten"),
        (State.RECOGNISED, "Erkennen"),
        (State.RETURNED, "Aanvulling vragen"),
        (State.REJECTED, "Nog niet erkennen"),
    ]
    HINTS = {
        LATER: "Bewaar alleen uw oordelen. U of een collega besluit later.",
        State.RECOGNISED: "De route komt in het openbare overzicht. Kan als elk criterium (deels) voldoet.",
        State.RETURNED: "De hogeschool past het dossier aan en dient opnieuw in.",
        State.REJECTED: "De route blijft in het register als ontwikkelroute. De hogeschool kan later opnieuw indienen.",
    }
    decision = forms.ChoiceField(
        label="Besluit",
        choices=DECISIONS,
        widget=ChoiceCards(hints=HINTS),
        initial=LATER,
        error_messages={"required": "Kies wat u besluit."},
    )
    reason = forms.CharField(
        label="Toelichting bij het besluit",
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        help_text="Nodig bij ‘aanvulling vragen’ en ‘nog niet erkennen’. Staat in de mail aan de contactpersoon.",
    )

    without = forms.CharField(
        label="Waarom besluit u zonder het oordeel van uw collega?",
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 2}),
        help_text="Alleen nodig als u nu besluit. Dit blijft binnen het programmateam.",
    )

    def __init__(self, *args: Any, with_colleague: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not with_colleague:
            del self.fields["without"]

    def clean(self) -> dict[str, Any]:
        decision = self.cleaned_data.get("decision")
        reason = self.cleaned_data.get("reason", "").strip()
        if decision in (State.RETURNED, State.REJECTED) and not reason:
            self.add_error("reason", "Schrijf op waarom: de hogeschool moet ermee verder kunnen.")
        if decision == self.LATER and reason:
            self.add_error("reason", "Een toelichting hoort bij een besluit. Kies er een, of maak dit veld leeg.")
        return self.cleaned_data

    @property
    def chosen(self) -> State | None:
        decision = self.cleaned_data["decision"]
        return None if decision == self.LATER else State(decision)


def _verdict_field(label: str) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=Verdict.choices, required=False, widget=forms.RadioSelect)


class ReasonForm(forms.Form):
    reason = forms.CharField(label="Reden", max_length=2000, widget=forms.Textarea({"rows": 4}))

    def __init__(self, *args: Any, help_text: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = help_text
