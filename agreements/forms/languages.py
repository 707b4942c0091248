"""In which language an agreement is drawn up, where its template leaves a choice."""

from collections.abc import Sequence

from django import forms

from ..enums import Language


def offer_languages(form: forms.BaseForm, languages: Sequence[Language]) -> None:
    """One language is no choice."""
    field: forms.ChoiceField = form.fields["language"]  # type: ignore[assignment]
    field.required = False
    field.choices = [(language.value, language.label) for language in languages]
    if len(languages) == 1:
        del form.fields["language"]


class InLanguage(forms.Form):
    """Call `offer_languages` with those of the template."""

    language = forms.ChoiceField(
        label="Taal van de overeenkomst",
        choices=Language.choices,
        initial=Language.NL,
        widget=forms.RadioSelect,
        help_text="In die taal staan de artikelen, en die tekst wordt getekend. Wat u invult, wordt niet vertaald.",
    )

    @property
    def chosen_language(self) -> str:
        return self.cleaned_data.get("language") or Language.NL
