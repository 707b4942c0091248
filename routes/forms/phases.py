from typing import Any

from django import forms

from mkbroute.design.fields import ChoiceCards

from ..enums import STOPPED, Phase

HINTS = {
    Phase.EXPLORING: "U onderzoekt met bedrijven of de route er kan komen.",
    Phase.DEVELOPING: "De route wordt gemaakt.",
    Phase.STARTING: "De eerste groepen zijn bezig.",
    Phase.GROWN: "De route draait jaar na jaar.",
    Phase.STALLED: "Er begint voorlopig niemand, en aanmelden kan niet. De route kan later verder.",
    Phase.ENDED: "Er begint niemand meer, en aanmelden kan niet.",
}


class PhaseForm(forms.Form):
    phase = forms.ChoiceField(label="Nieuwe fase", choices=Phase, widget=ChoiceCards(hints=HINTS))
    reason = forms.CharField(
        label="Reden",
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        help_text="Nodig als de route stilligt of stopt. Het programmateam leest dit.",
    )

    def __init__(self, *args: Any, now: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phase"].choices = [choice for choice in Phase.choices if choice[0] != now]

    def clean(self) -> dict[str, Any]:
        stops = self.cleaned_data.get("phase") in STOPPED
        if stops and not self.cleaned_data.get("reason", "").strip():
            self.add_error("reason", "Schrijf op waarom de route stilligt of stopt.")
        return self.cleaned_data
