"""What a visitor looks for among the leerwerkplekken."""

from django import forms

from mkbroute.design.listing import searched
from mkbroute.organisations.enums import Province
from routes.enums import Sector
from routes.models import Route

from ..open_places import Wanted


class OpenPlaceFilter(forms.Form):
    """What makes no sense counts as not asked."""

    zoek = forms.CharField(label="Zoek op functie, bedrijf of opleiding", required=False, max_length=100)
    provincie = forms.ChoiceField(
        label="Provincie", choices=[("", "Heel Nederland"), *Province.choices], required=False
    )
    sector = forms.ChoiceField(label="Sector", choices=[("", "Alle sectoren"), *Sector.choices], required=False)
    opleiding = forms.SlugField(required=False, widget=forms.HiddenInput)

    def wanted(self) -> Wanted:
        asked = self.cleaned_data if self.is_valid() else getattr(self, "cleaned_data", {})
        return Wanted(
            text=searched(asked.get("zoek", "")),
            province=asked.get("provincie", ""),
            sector=asked.get("sector", ""),
            route_id=route.pk if (route := self.route) else None,
        )

    @property
    def route(self) -> Route | None:
        slug = getattr(self, "cleaned_data", {}).get("opleiding", "")
        return Route.objects.filter(slug=slug).first() if slug else None
