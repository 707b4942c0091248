"""What can be learned at a leerwerkplek, of the learning outcomes of its routes."""

from collections.abc import Collection, Mapping

from django import forms

from ..models import Offer


class OutcomesForm(forms.Form):
    """One field for each offer, named after its route. What was chosen and left the list since can still be kept."""

    def __init__(self, *args, offers: Collection[Offer], outcomes: Mapping[int, list[str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.offers = {f"route_{offer.route_id}": offer for offer in offers}
        for name, offer in self.offers.items():
            texts = list(dict.fromkeys([*outcomes.get(offer.route_id, []), *offer.outcomes]))
            self.fields[name] = forms.MultipleChoiceField(
                label=f"{offer.route.title}, {offer.route.hogeschool.name}",
                choices=[(str(number), text) for number, text in enumerate(texts)],
                initial=[str(texts.index(text)) for text in offer.outcomes],
                widget=forms.CheckboxSelectMultiple,
                required=False,
            )

    @property
    def chosen(self) -> list[tuple[Offer, list[str]]]:
        """By offer, in the order of the list."""
        return [
            (offer, [text for key, text in self.fields[name].choices if key in self.cleaned_data[name]])
            for name, offer in self.offers.items()
        ]
