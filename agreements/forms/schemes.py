"""What RVO published of a study year of the Subsidieregeling praktijkleren."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone

from mkbroute.design.fields import DateField, MoneyField, WholeNumberField
from routes.enums import Sector

from ..models import SubsidyScheme
from .paper import OnPaper

CLOSES_AT = time(17, 0)
YEARS_BACK, YEARS_AHEAD = 3, 6
STAYING = ("amount_eur", "weeks", "sectors", "sectors_to_check", "apply_url")  # most often, from year to year


class SchemeForm(OnPaper):
    study_year = forms.TypedChoiceField(label="Studiejaar", coerce=int)
    amount_eur = MoneyField(label="Bedrag per volle plaats, ten hoogste", max_digits=8, min_value=1)
    weeks = WholeNumberField(label="Weken van een volle plaats", suffix="weken", min_value=1, max_value=53)
    sectors = forms.MultipleChoiceField(
        label="Sectoren die zeker meedoen", choices=Sector.choices, widget=forms.CheckboxSelectMultiple
    )
    sectors_to_check = forms.MultipleChoiceField(
        label="Sectoren die misschien meedoen",
        help_text="Daarvan zegt het portaal dat het register het moet uitwijzen.",
        choices=Sector.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    opens_on = DateField(
        label="Aanvragen kan vanaf", required=False, help_text="Nog niet bekend? Laat de drie vakken dan leeg."
    )
    closes_on = DateField(label="Aanvragen kan tot en met", required=False)
    closes_at = forms.TimeField(
        label="Tot hoe laat, op die dag?",
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time", "class": "input-short"}),
        error_messages={"invalid": "Vul een tijd in, bijvoorbeeld 17:00."},
    )
    apply_url = forms.URLField(label="Waar aanvragen?", max_length=200, assume_scheme="https")
    source = forms.CharField(
        label="Bron", max_length=300, help_text="Artikel, Staatscourant of de pagina van RVO. Iedereen leest dit."
    )
    published_on = DateField(label="Bekendgemaakt op", help_text="De nieuwste gegevens van een studiejaar gelden.")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        this = timezone.localdate().year
        # the year that the page is about is among them, however long ago: a browser else shows the first
        years = {*range(this - YEARS_BACK, this + YEARS_AHEAD), self.initial.get("study_year", this)}
        self.fields["study_year"].choices = [(year, f"{year}-{year + 1}") for year in sorted(years)]

    def clean_published_on(self) -> date:
        day = self.cleaned_data["published_on"]
        if day > timezone.localdate():
            raise forms.ValidationError("Deze dag moet nog komen. Vul de dag in waarop het bekend werd.")
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        opens, closes = cleaned.get("opens_on"), cleaned.get("closes_on")
        if bool(opens) != bool(closes) and not {"opens_on", "closes_on"} & self.errors.keys():
            self.add_error("closes_on" if opens else "opens_on", "Vul beide dagen in, of laat beide leeg.")
        elif opens and closes and closes <= opens:
            self.add_error("closes_on", "De aanvraag sluit na de dag waarop zij opengaat.")
        elif opens and cleaned.get("study_year") and opens.year < cleaned["study_year"]:
            self.add_error("opens_on", "Aanvragen kan niet vóór het studiejaar begint. Klopt het jaartal?")
        if both := set(cleaned.get("sectors") or []) & set(cleaned.get("sectors_to_check") or []):
            named = ", ".join(sorted(Sector(each).label for each in both))
            self.add_error("sectors_to_check", f"Kies één van beide: {named} staat al bij wat zeker meedoet.")
        return cleaned

    @property
    def facts(self) -> dict[str, Any]:
        """As the service wants them."""
        said = {name: value for name, value in self.cleaned_data.items() if name not in ("closes_on", "closes_at")}
        day = self.cleaned_data["closes_on"]
        at = datetime.combine(day, self.cleaned_data["closes_at"] or CLOSES_AT) if day else None
        return {**said, "closes_at": timezone.make_aware(at) if at else None}


def initial_of(scheme: SubsidyScheme | None, study_year: int) -> dict[str, Any]:
    """What stands of that year, or the same as the newest but for its days. What is new has a source of its own."""
    known: dict[str, Any] = {"study_year": study_year, "closes_at": CLOSES_AT, "published_on": timezone.localdate()}
    if scheme is None:
        return known
    known |= {name: getattr(scheme, name) for name in STAYING}
    if scheme.study_year == study_year and scheme.closes_at:
        closes = timezone.localtime(scheme.closes_at)
        known |= {"opens_on": scheme.opens_on, "closes_on": closes.date(), "closes_at": closes.time()}
    return known
