"""The coordinator proposes."""

from django import forms
from django.utils.formats import date_format, number_format

from mkbroute.design.fields import ChoiceCards

from ..models import Offer
from .fields import text_area


class PlaceForm(forms.Form):
    """Which leerwerkplek to propose: one of `offers`; `met`: those whose companies and candidate met already."""

    offer = forms.ChoiceField(
        label="Leerwerkplek", widget=ChoiceCards, error_messages={"required": "Kies een leerwerkplek."}
    )
    note = forms.CharField(
        label="Toelichting", max_length=1000, required=False, widget=text_area(4),
        help_text="Waarom passen ze bij elkaar? De kandidaat en het bedrijf lezen dit allebei.",
    )  # fmt: skip

    def __init__(self, *args, offers, met=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.offers = {str(offer.position.public_id): offer for offer in offers}
        self.fields["offer"].choices = [(key, _named(offer)) for key, offer in self.offers.items()]
        self.fields["offer"].widget.hints = {
            key: _described(offer, offer.pk in met) for key, offer in self.offers.items()
        }

    @property
    def chosen(self):
        return self.offers[self.cleaned_data["offer"]]


def _named(offer: Offer) -> str:
    return f"{offer.position.title} bij {offer.position.organisation.name}"


def _described(offer: Offer, met: bool) -> str:
    position = offer.position
    free = "nog 1 plaats vrij" if position.free == 1 else f"nog {position.free} plaatsen vrij"
    hours = number_format(position.hours_per_week.normalize())
    start = date_format(position.starts_on)
    first = "Zij maakten kennis en willen allebei verder. " if met else ""
    return f"{first}{position.workplace.city}, {hours} uur per week, vanaf {start}, {free}"
