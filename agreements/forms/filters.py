from django import forms

from routes.forms.filters import RouteFilter

from ..enums import State


class FilterForm(RouteFilter):
    q = forms.CharField(label="Zoek op student, bedrijf of opleiding", required=False, max_length=100)
    state = forms.ChoiceField(label="Stand", required=False, choices=[("", "Alle"), *State.choices])
