from django import forms

from mkbroute.design.fields import ChoiceCards, MoneyField, NumberField

PARTNERS = [
    ("none", "Nee", "Mijn bedrijf staat op zichzelf."),
    (
        "included",
        "Ja, en hun cijfers zitten in mijn antwoorden",
        "Verbonden bedrijven telde ik helemaal mee, partners naar hun aandeel.",
    ),
    ("missing", "Ja, maar hun cijfers zitten er nog niet in", "Tel ze dan eerst mee."),
]


class MkbForm(forms.Form):
    """The four questions of Recommendation 2003/361/EC, annex, articles 2 to 6."""

    persons = NumberField(
        label="Hoeveel mensen werken er?", suffix="fte", decimal_places=1, max_digits=8, min_value=0,
        help_text="In voltijdbanen over het laatste boekjaar: twee mensen die ieder de helft werken zijn samen 1. "
        "Een halve mag ook: 12,5. Eigenaren die meewerken tellen mee; stagiairs en leerlingen met een "
        "leerovereenkomst niet.",
    )  # fmt: skip
    turnover_eur = MoneyField(
        label="Hoe groot was de omzet in het laatste boekjaar?", max_digits=14,
        help_text="Zonder btw; het staat in de winst-en-verliesrekening. Net begonnen? Geef een eerlijke schatting.",
    )  # fmt: skip
    balance_eur = MoneyField(
        label="Hoe groot was het balanstotaal?", max_digits=14,
        help_text="Alles wat het bedrijf bezit, aan het eind van dat boekjaar. Het staat onderaan de balans.",
    )  # fmt: skip
    partners = forms.ChoiceField(
        label="Heeft uw bedrijf partner- of verbonden ondernemingen?",
        choices=[(value, label) for value, label, _ in PARTNERS],
        widget=ChoiceCards(hints={value: hint for value, _, hint in PARTNERS}),
        help_text="Verbonden: het ene bedrijf heeft meer dan de helft van de stemmen in het andere, zoals een moeder "
        "of dochter. Partner: het ene bedrijf bezit 25 tot en met 50 procent van het andere.",
    )  # fmt: skip

    def clean_partners(self) -> str:
        if self.cleaned_data["partners"] == "missing":
            raise forms.ValidationError(
                "Tel eerst hun mensen, omzet en balans mee in de drie antwoorden hierboven. "
                "Kies daarna ‘hun cijfers zitten in mijn antwoorden’."
            )
        return self.cleaned_data["partners"]

    @property
    def answers(self) -> dict:
        data = self.cleaned_data
        return {
            "persons": int(
                data["persons"]
            ),  # every threshold is "fewer than" a whole number: half a job decides nothing
            "turnover_eur": data["turnover_eur"],
            "balance_eur": data["balance_eur"],
            "has_partners": data["partners"] == "included",
        }
