"""Recording how an agreement ends, and answering to it."""

from django import forms

from mkbroute.design.fields import DateField

from ..endings import NO_HEALTH, Proposal
from ..enums import EndingKind, Manner, Role
from ..models import Agreement, Ending
from .paper import OnPaper, long_text
from .sending import ReasonForm

EARLY_FIELDS = ("ground", "manner", "noticed_on", "started_by")
KINDS = (EndingKind.GRADUATED, EndingKind.EARLY, EndingKind.TAKEOVER)  # the end date comes by itself


class EndingForm(OnPaper):
    kind = forms.ChoiceField(
        label="Waarom eindigt de overeenkomst?",
        choices=[(kind.value, kind.label) for kind in KINDS],
        widget=forms.RadioSelect,
        error_messages={"required": "Kies waarom de overeenkomst eindigt."},
    )
    last_day = DateField(
        label="Laatste dag",
        help_text="Bij een diploma: de dag waarop het is behaald. Tot en met deze dag geldt alles. Gaat de "
        "overeenkomst niet door? Kies dan de dag voor de begindatum.",
    )
    ground = forms.ChoiceField(
        label="Op welke grond?",
        required=False,
        widget=forms.RadioSelect,
        help_text="De gronden uit het sjabloon van deze overeenkomst. Nodig bij ‘eerder beëindigd’.",
    )
    manner = forms.ChoiceField(label="Op welke wijze?", required=False, widget=forms.RadioSelect, choices=Manner)
    started_by = forms.ChoiceField(label="Wie nam het initiatief?", required=False, widget=forms.RadioSelect)
    noticed_on = DateField(
        label="Wanneer is het gemeld?", required=False, help_text="De datum van de opzegging of van het gesprek."
    )
    explanation = long_text(label="Toelichting", max_length=2000, help_text=NO_HEALTH)

    def __init__(self, *args, agreement: Agreement, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["ground"].choices = [(ground, ground) for ground in agreement.template.grounds]
        roles = [Role.STUDENT, Role.COMPANY, Role.EMPLOYER, Role.HOGESCHOOL]
        if not agreement.employer_id:
            roles.remove(Role.EMPLOYER)
        self.fields["started_by"].choices = [(role.value, role.label) for role in roles]

    def clean(self):
        cleaned = super().clean()
        kind = cleaned.get("kind")
        if kind and EndingKind(kind).is_early:
            self._require_how(cleaned, kind)
        return cleaned

    def _require_how(self, cleaned, kind):
        asked = {
            "ground": "Kies de grond waarop de overeenkomst eerder eindigt.",
            "manner": "Kies op welke wijze.",
            "started_by": "Kies wie het initiatief nam.",
            "noticed_on": "Vul in wanneer het is gemeld.",
        }
        for name, message in asked.items():
            if name not in self.errors and not cleaned.get(name) and not (name == "ground" and kind != "early"):
                self.add_error(name, message)

    @property
    def proposal(self) -> Proposal:
        """What is asked of an early end only is left out of a diploma."""
        said = self.cleaned_data
        kind = EndingKind(said["kind"])
        how = {name: said[name] for name in EARLY_FIELDS} if kind.is_early else {}
        if kind == EndingKind.TAKEOVER:
            how["ground"] = ""
        return Proposal(kind, said["last_day"], explanation=said["explanation"], **how)


YES, NO = "ja", "nee"


class AnswerForm(OnPaper):
    answer = forms.ChoiceField(
        label="Wat is het antwoord?",
        choices=[(YES, "Ik heb dit gelezen en ben akkoord"), (NO, "Ik heb dit gelezen en ben niet akkoord")],
        widget=forms.RadioSelect,
        error_messages={"required": "Kies een van de twee antwoorden."},
    )
    reason = long_text(
        label="Waarom niet?",
        max_length=2000,
        help_text="Alleen bij niet akkoord. Alle partijen lezen dit. Schrijf niets over ziekte of gezondheid.",
    )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("answer") == NO and not cleaned.get("reason"):
            self.add_error("reason", "Schrijf op waarom het antwoord nee is, zodat de anderen het begrijpen.")
        return {"agreed": cleaned.get("answer") == YES, "reason": cleaned.get("reason", "")}


class AboutEnding(forms.Form):
    """About the ending that was shown: a page that lay open while that one went says nothing of the next."""

    einde = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, ending: Ending, **kwargs):
        super().__init__(*args, initial={"einde": ending.public_id}, **kwargs)
        self.ending = ending

    @property
    def is_about_another(self) -> bool:
        return self.is_bound and self.data.get("einde") != str(self.ending.public_id)


class EndingReasonForm(AboutEnding, ReasonForm):
    pass


class AnswerToEndingForm(AboutEnding, AnswerForm):
    """With an account; a personal link is of one ending."""
