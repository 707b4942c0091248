from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q

from mkbroute.design.fields import ChoiceCards, ComboboxField
from mkbroute.design.listing import searched
from mkbroute.organisations.enums import Kind
from mkbroute.organisations.models import Organisation

from ..enums import Involvement
from ..models import Route, RoutePartner

ROLE_HINTS = {
    Involvement.EXECUTES: "Een andere hogeschool die de opleiding samen met u geeft.",
    Involvement.SHAPES: "Een bedrijf of branche dat meebepaalt wat er wordt geleerd.",
    Involvement.RECRUITS: "Bijvoorbeeld een branche die leden benadert.",
    Involvement.EMPLOYS: "Een opleidingsbedrijf: de student werkt bij een ander bedrijf.",
    Involvement.DEVELOPS: "Werkt de opleiding of het lesmateriaal mee uit.",
    Involvement.KNOWLEDGE: "Deelt kennis of onderzoek, zonder de route zelf te geven.",
}


class PartnerForm(forms.Form):
    role = forms.ChoiceField(
        label="Rol in de route", choices=Involvement, initial=Involvement.SHAPES, widget=ChoiceCards(hints=ROLE_HINTS)
    )
    contribution = forms.CharField(
        label="Bijdrage aan de route",
        max_length=300,
        help_text="Bijvoorbeeld: denkt mee over de inhoud, levert gastdocenten, werft leerwerkplekken.",
    )

    def __init__(self, *args: Any, route: Route, options_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.route = route
        organisation = ComboboxField(
            label="Branche, bedrijf, opleidingsbedrijf of hogeschool",
            search=lambda text: partner_options(route, text),
            label_of=lambda key: _label_of(route, key),
            url=options_url,
            help_text="Typ een deel van de naam.",
        )
        self.fields = {"organisation": organisation, **self.fields}

    def clean_organisation(self) -> Organisation:
        return _possible_partners(self.route).get(public_id=self.cleaned_data["organisation"])


class ShownForm(forms.Form):
    """The consent of a company to be named, and under which name."""

    agrees = forms.BooleanField(label="Ja, noem ons bedrijf op de openbare pagina", required=False)
    shown_as = forms.CharField(
        label="Naam zoals die op de pagina komt",
        max_length=120,
        required=False,
        help_text="Meestal de handelsnaam. Er komt niets anders van uw bedrijf op de pagina.",
    )

    def __init__(self, *args: Any, partner: RoutePartner, **kwargs: Any) -> None:
        initial = {"agrees": bool(partner.shown_as), "shown_as": partner.shown_as or partner.organisation.name}
        super().__init__(*args, initial=initial, **kwargs)

    def clean_shown_as(self) -> str:
        name = self.cleaned_data["shown_as"]
        if self.cleaned_data.get("agrees") and not name:
            raise ValidationError("Vul de naam in die op de pagina komt, of haal het vinkje weg.")
        return " ".join(name.split())

    @property
    def name(self) -> str:
        return self.cleaned_data["shown_as"] if self.cleaned_data["agrees"] else ""


def partner_options(route: Route, text: str) -> list[tuple[str, str]]:
    typed = searched(text)
    found = _possible_partners(route).filter(name__icontains=typed).order_by("name")[:12]
    return [(str(organisation.public_id), _label(organisation)) for organisation in found]


def _possible_partners(route: Route):
    named = RoutePartner.objects.filter(route=route).values("organisation_id")
    kinds = [Kind.BRANCHE, Kind.COMPANY, Kind.EMPLOYER, Kind.HOGESCHOOL]
    return Organisation.objects.filter(kind__in=kinds).exclude(Q(pk=route.hogeschool_id) | Q(pk__in=named))


def _label_of(route: Route, key: str) -> str:
    try:
        return _label(_possible_partners(route).get(public_id=key))
    except (Organisation.DoesNotExist, ValidationError):
        return ""


def _label(organisation: Organisation) -> str:
    where = f", {organisation.city}" if organisation.city else ""
    return f"{organisation.name}{where} ({organisation.get_kind_display().lower()})"
