"""What is the same for a whole class."""

from collections.abc import Sequence
from copy import deepcopy
from typing import Any

from django import forms

from ..sendable import Sendable, Shared, shared_cautions
from .drafting import AgreementForm
from .paper import OnPaper

FILLED = (
    "guidance", "assessment", "learning_outcomes", "school_supervisor", "termination_grounds", "termination_manner",
    "study_costs", "school_days", "other_arrangements",
)  # fmt: skip


class FillForm(OnPaper):
    """An empty field leaves every draft as it is."""

    replace = forms.BooleanField(
        label="Vervang ook wat er al staat",
        required=False,
        help_text="Zonder vinkje vult het portaal alleen wat leeg is.",
    )
    plan = forms.BooleanField(
        label="Zet de leeruitkomsten van de route in elk opleidingsplan",
        required=False,
        help_text="Alleen wat er nog niet in staat; wat u zelf invulde blijft.",
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)  # of what would happen; sent by who confirms

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in FILLED:
            self.fields[name] = deepcopy(AgreementForm.base_fields[name])
            self.fields[name].required = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not cleaned.get("plan") and not any(cleaned.get(name) for name in FILLED):
            raise forms.ValidationError("Vul minstens één veld in, of kies de leeruitkomsten van de route.")
        return cleaned

    @property
    def values(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in FILLED if self.cleaned_data[name]}

    @property
    def chosen(self) -> dict[str, bool]:
        return {"replace": self.cleaned_data["replace"], "plan": self.cleaned_data["plan"]}


class SendManyForm(forms.Form):
    """Which drafts, and for each caution one reason for all that it is about."""

    chosen = forms.MultipleChoiceField(
        label="Welke overeenkomsten?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Kies minstens één overeenkomst.",
            "invalid_choice": "Een van de gekozen overeenkomsten is intussen gewijzigd of verstuurd. Kies opnieuw.",
        },
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, ready: Sequence[Sendable], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ready = ready
        chosen: Any = self.fields["chosen"]
        chosen.choices = [(each.key, each.label) for each in ready]
        chosen.initial = [each.key for each in ready]
        self.shared = shared_cautions(ready)
        for shared in self.shared:
            self.fields[f"reason-{shared.caution.code}"] = forms.CharField(
                label="Waarom verstuurt u toch?",
                max_length=1000,
                widget=forms.Textarea({"rows": 2}),
                required=False,
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for shared in shared_cautions(self.picked):
            name = f"reason-{shared.caution.code}"
            if not (cleaned.get(name) or "").strip():
                self.add_error(name, f"{shared.caution.title}: schrijf kort op waarom u toch doorgaat.")
        return cleaned

    @property
    def typed(self) -> dict[str, Any]:
        """What was posted, to begin another form with: what was unticked stays so."""
        return {**self.data.dict(), "chosen": self.data.getlist("chosen")}

    @property
    def picked(self) -> list[Sendable]:
        keys = set(self.cleaned_data.get("chosen", []))
        return [each for each in self.ready if each.key in keys]

    @property
    def reasons(self) -> dict[str, str]:
        return {shared.caution.code: self.cleaned_data[f"reason-{shared.caution.code}"] for shared in self.shared}

    @property
    def asked(self) -> list[tuple[Shared, str]]:
        """Each caution with the field for its reason."""
        return [(shared, f"reason-{shared.caution.code}") for shared in self.shared]


SECTIONS = [
    ("Begeleiding", "guidance school_supervisor"),
    ("Kwaliteiten en beoordeling", "learning_outcomes assessment"),
    ("Voortijdige beëindiging", "termination_grounds termination_manner"),
    ("Verder", "school_days study_costs other_arrangements"),
]


def name_of(field: str) -> str:
    return str(AgreementForm.base_fields[field].label)
