"""Reading over open answers, and putting them under themes."""

from collections.abc import Collection, Iterable

from django import forms

from mkbroute.design.fields import ChoiceChecks
from mkbroute.organisations.models import Membership

from ..masking import NAMED, Candidate
from ..models import Theme
from .guarded import Lines

NONE = "geen"


class ReviewForm(forms.Form):
    """What could be a name, ticked by whoever reads; and what she sees beside."""

    pieces = forms.MultipleChoiceField(
        label="Wat mag er niet in blijven staan?",
        widget=ChoiceChecks,
        required=False,
        help_text="Het portaal wijst aan wat een naam kan zijn. Vink aan wat iemand of een bedrijf herkenbaar maakt.",
    )
    more = Lines(
        label="Nog iets anders",
        max_length=1000,
        help_text="Elk stukje tekst op een eigen regel, precies zoals het er staat. Het wordt [naam].",
    )
    seen = forms.CharField(widget=forms.HiddenInput, strip=False, required=False)

    def __init__(self, *args, found: Collection[Candidate], text: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.found, self.text = list(found), text
        self.fields["pieces"].choices = [
            (str(place), f"{each.text} ({each.why})") for place, each in enumerate(self.found)
        ]
        if not self.found:
            del self.fields["pieces"]
            self.fields["more"].label = "Wat mag er niet in blijven staan?"

    def clean_more(self) -> list[str]:
        pieces = [line.strip() for line in self.cleaned_data["more"].splitlines() if line.strip()]
        lacking = [piece for piece in pieces if piece.casefold() not in self.text.casefold()]
        if lacking:
            raise forms.ValidationError(f"Dit staat niet in het antwoord: {'; '.join(lacking)}.")
        return pieces

    @property
    def chosen(self) -> list[tuple[str, str]]:
        """What goes, and the mark in its place."""
        ticked = [self.found[int(place)] for place in self.cleaned_data.get("pieces", [])]
        return [(each.text, each.mark) for each in ticked] + [(piece, NAMED) for piece in self.cleaned_data["more"]]


class CodersForm(forms.Form):
    first = forms.ModelChoiceField(
        label="Eerste codeur", queryset=Membership.objects.none(), error_messages={"required": "Kies wie codeert."}
    )
    second = forms.ModelChoiceField(
        label="Tweede codeur",
        queryset=Membership.objects.none(),
        error_messages={"required": "Kies nog iemand: twee mensen coderen los van elkaar."},
    )

    def __init__(self, *args, members, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("first", "second"):
            self.fields[name].queryset = members
            self.fields[name].label_from_instance = lambda member: member.name

    def clean(self):
        cleaned = super().clean()
        first, second = cleaned.get("first"), cleaned.get("second")
        if first and second and first.user_id == second.user_id:
            self.add_error("second", "Kies iemand anders: twee mensen coderen los van elkaar.")
        return cleaned


class CodingForm(forms.Form):
    """Under which themes an answer comes. To choose nothing is no choice: "geen" says that no theme fits."""

    themes = forms.MultipleChoiceField(
        label="Waar gaat dit antwoord over?",
        widget=ChoiceChecks,
        help_text="Kies er een of meer.",
        error_messages={"required": "Kies een thema, of ‘Geen thema past’."},
    )

    def __init__(self, *args, themes: Iterable[Theme], given: Collection[int] | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        listed = list(themes)
        self.fields["themes"].choices = [*((str(each.pk), each.name) for each in listed), (NONE, "Geen thema past")]
        self.fields["themes"].widget.hints = {str(each.pk): each.description for each in listed}
        if given is not None:
            self.initial["themes"] = [str(pk) for pk in given] or [NONE]

    def clean_themes(self) -> list[int]:
        given = self.cleaned_data["themes"]
        if NONE in given and len(given) > 1:
            raise forms.ValidationError("U koos een thema én ‘Geen thema past’. Kies een van beide.")
        return [int(pk) for pk in given if pk != NONE]


class ThemeForm(forms.Form):
    name = forms.CharField(label="Naam", max_length=60, error_messages={"required": "Geef het thema een naam."})
    description = Lines(
        label="Wanneer kiest u dit thema?",
        rows=2,
        max_length=400,
        help_text="Wat hoort er wel bij en wat niet, zodat twee mensen hetzelfde kiezen.",
    )


class MergeForm(forms.Form):
    into = forms.ModelChoiceField(
        label="Samenvoegen met",
        queryset=Theme.objects.none(),
        to_field_name="public_id",
        error_messages={"required": "Kies met welk thema."},
    )

    def __init__(self, *args, theme: Theme, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = Theme.objects.filter(code=theme.code, merged_into=None).exclude(pk=theme.pk)
