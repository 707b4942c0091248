from django import forms

from mkbroute.design.fields import ChoiceCards, CodeField, EmailField, FileField, SignatureField, WholeNumberField
from mkbroute.documents.characters import with_ink
from mkbroute.documents.render import unprintable

from .. import statements
from ..drawings import NoDrawing, path_data
from ..enums import Role
from ..models import Signing, SigningStatements
from ..readiness import refusal_of

MAX_MB = 20  # of a file to verify; our own documents stay far below
OTHER_PERSON = "Iemand anders moet tekenen."
MUST_DECLARE = "Zet een vinkje als dit klopt."


class CodeForm(forms.Form):
    code = CodeField(label="Code uit de mail", help_text="Zes cijfers.")


class StatementsForm(forms.Form):
    """Carries which version of the statements is on the page: other words are not signed unread."""

    statements = WholeNumberField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, words: SigningStatements, **kwargs):
        super().__init__(*args, **kwargs)
        self.words = words
        self.initial["statements"] = words.number

    def clean_statements(self) -> int:
        if self.cleaned_data["statements"] != self.words.number:
            self.data = {**self.data.dict(), "statements": self.words.number}  # what she reads from now on
            self.add_error(None, "De verklaring is zojuist gewijzigd. Lees die opnieuw en teken dan.")
        return self.words.number


class SignForm(StatementsForm):
    """The statements are those of the signer, word for word; they are kept as evidence. She types her name, or draws
    her signature where a script and a pointer are at hand."""

    drawing = forms.CharField(required=False, widget=forms.HiddenInput, strip=True)
    content_sha256 = forms.CharField(required=False, widget=forms.HiddenInput)  # judged by the service
    identity = forms.BooleanField(error_messages={"required": MUST_DECLARE})
    authority = forms.BooleanField(error_messages={"required": MUST_DECLARE})
    typed_name = SignatureField()
    is_my_name = forms.BooleanField(required=False)

    def __init__(self, *args, signing: Signing, words: SigningStatements, **kwargs):
        super().__init__(*args, words=words, **kwargs)
        self.signing = signing
        self.fields["typed_name"].required = not self._is_drawn  # one of the two
        self.fields["typed_name"].error_messages["required"] = f"Typ {_your(signing)} naam om te tekenen."
        self.fields["identity"].label = statements.identity(signing, words).removesuffix(".")
        self.fields["authority"].label = statements.authority(signing, words).removesuffix(".")
        self.fields["typed_name"].label = f"Typ {_your(signing)} naam"
        self.fields["typed_name"].help_text = f"Dit is {_your(signing)} handtekening. Voluit: {signing.name}."
        self.fields["is_my_name"].label = f"Dit is mijn naam; ik ben dezelfde persoon als {signing.name}."
        if not statements.for_organisation(signing):
            del self.fields["authority"]
        if not self.name_differs:
            del self.fields["is_my_name"]

    @property
    def name_differs(self) -> bool:
        typed = self.data.get("typed_name", "").strip()
        return bool(typed) and not self._is_drawn and not statements.same_name(typed, self.signing.name)

    @property
    def _is_drawn(self) -> bool:
        return bool(self.data.get("drawing", "").strip())

    def clean_drawing(self) -> str:
        sent = self.cleaned_data["drawing"]
        try:
            return path_data(sent) if sent else ""
        except NoDrawing as error:
            self.add_error("typed_name", str(error))
            return ""

    def clean_typed_name(self) -> str:
        """What she sees is what is kept."""
        name = with_ink(self.cleaned_data["typed_name"]).strip()
        if not name and not self._is_drawn:
            raise forms.ValidationError(self.fields["typed_name"].error_messages["required"])
        return name

    def clean(self):
        cleaned = super().clean()
        if "typed_name" in cleaned and self.name_differs and not cleaned.get("is_my_name"):
            self.add_error(
                "typed_name",
                f"In de overeenkomst staat {self.signing.name}. Verbeter de naam, of zet hieronder een vinkje als dit "
                f"{_your(self.signing)} naam is.",
            )
        return cleaned


class ForwardForm(forms.Form):
    """Who may sign in her place."""

    name = forms.CharField(label="Naam", max_length=120, help_text="Voornaam en achternaam.")
    function = forms.CharField(label="Functie", max_length=120, help_text="Bijvoorbeeld directeur.")
    email = EmailField(label="E-mailadres", help_text="Een eigen adres: daar gaan de link en de code naartoe.")
    reason = forms.CharField(
        label="Waarom tekent deze persoon?",
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        help_text="Alle partijen kunnen dit lezen in het bewijs achter de overeenkomst.",
        error_messages={"required": "Schrijf kort op waarom."},
    )

    def clean_name(self) -> str:
        return self._written("name")

    def clean_function(self) -> str:
        return self._written("function")

    def clean_reason(self) -> str:
        return with_ink(self.cleaned_data["reason"]).strip()

    def _written(self, field: str) -> str:
        """As it can stand on paper."""
        text = with_ink(self.cleaned_data[field]).strip()
        if letters := unprintable(text):
            raise forms.ValidationError(refusal_of(letters))
        return text


class DeclineForm(forms.Form):
    kind = forms.ChoiceField(
        choices=[("disagree", "Ik ga niet akkoord"), ("other", "Iemand anders moet tekenen")],
        error_messages={"required": "Maak een keuze."},
    )
    reason = forms.CharField(
        label="Toelichting",
        max_length=2000,
        widget=forms.Textarea({"rows": 5}),
        help_text="Wat moet er anders? Of wie moet tekenen: naam, functie en e-mailadres. Alle partijen lezen dit.",
        error_messages={"required": "Schrijf kort op waarom. Dan kan de hogeschool er iets mee."},
    )

    def __init__(self, *args, signing: Signing, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].label = "Waarom teken je niet?" if _is_student(signing) else "Waarom tekent u niet?"
        self.fields["kind"].widget = ChoiceCards(
            choices=self.fields["kind"].choices,
            hints={
                "disagree": "Er klopt iets niet, of dit is niet wat is afgesproken.",
                "other": "Ik ben niet degene die hiervoor mag of moet tekenen.",
            },
        )

    @property
    def full_reason(self) -> str:
        reason = self.cleaned_data["reason"]
        return f"{OTHER_PERSON} {reason}" if self.cleaned_data["kind"] == "other" else reason


class VerifyForm(forms.Form):
    file = FileField(label="PDF-bestand", accept=[".pdf"], max_mb=MAX_MB)


def _is_student(signing: Signing) -> bool:
    return signing.role == Role.STUDENT


def _your(signing: Signing) -> str:
    return "je" if _is_student(signing) else "uw"
