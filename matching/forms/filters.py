from django import forms

from routes.forms.filters import RouteFilter

from ..enums import ApplicationState


class ApplicationFilter(RouteFilter):
    state = forms.ChoiceField(
        label="Status", choices=[("", "Alle statussen"), *ApplicationState.choices], required=False
    )


class OfferFilter(RouteFilter):
    room = forms.ChoiceField(
        label="Plaatsen", choices=[("", "Met vrije plaatsen"), ("all", "Ook volle")], required=False
    )
    check = forms.ChoiceField(
        label="Controle",
        choices=[
            ("", "Gepubliceerd"), ("waiting", "Te controleren"), ("changed", "Gewijzigd, nog bekijken"),
            ("returned", "Teruggestuurd"),
        ],
        required=False,
    )  # fmt: skip
