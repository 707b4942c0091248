"""Above the lists."""

from collections.abc import Mapping

from django import forms
from django.core.exceptions import ValidationError

from ..enums import State

ASKED_AS = {"zoek": "text", "status": "state"}


class FilterForm(forms.Form):
    """Above a list. What does not exist counts as not asked, so that an old link still opens."""

    def __init__(self, asked: Mapping[str, str], **options: list[tuple[str, str]]) -> None:
        """`options`: more choices of a field, by its name."""
        super().__init__()
        for name, more in options.items():
            self.fields[name].choices += more
        self.data = {name: asked[name] for name, field in self.fields.items() if _fits(field, asked.get(name, ""))}
        self.is_bound = bool(self.data)

    def found(self) -> dict[str, str]:
        """What is asked, under the names that queries know."""
        answers = self.cleaned_data if self.is_valid() else {}
        return {ASKED_AS.get(name, name): value for name, value in answers.items() if value}


def _fits(field: forms.Field, value: str) -> bool:
    try:
        return bool(field.clean(value))
    except ValidationError:
        return False


class ListFilter(FilterForm):
    zoek = forms.CharField(label="Zoek op opleiding of plaats", required=False, max_length=100)
    status = forms.ChoiceField(label="Status", required=False, choices=[("", "Alle"), *State.choices])


class ReviewFilter(FilterForm):
    zoek = forms.CharField(label="Zoek op opleiding of hogeschool", required=False, max_length=100)
    status = forms.ChoiceField(
        label="Status",
        required=False,
        choices=[("", "Alle"), *(choice for choice in State.choices if choice[0] != State.CONCEPT)],
    )
