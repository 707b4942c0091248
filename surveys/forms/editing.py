"""Writing a questionnaire: by people who know what they want to ask, not code."""

from django import forms

from mkbroute.design.fields import ChoiceCards, FileField, NumberField

from ..asking.items import CHOICES, LABELS, Item, Kind, Origin
from ..asking.reading import MAX_WORDING
from ..asking.validity import FILLS, MAX_DECIMALS
from ..values import OWN, WrongLine, content_values, item_values, options_of, rows_of, section_values
from .guarded import Guarded, Lines, ask_reason, text

HINTS = {
    Kind.SINGLE: "Ja of nee, een opleiding, een bedrijfstak.",
    Kind.MULTIPLE: "Redenen om te kiezen, manieren van werven.",
    Kind.NUMBER: "Jaren, uren per week, aantal werknemers; met eenheid en grenzen.",
    Kind.YEAR: "Het jaar waarin iemand begon.",
    Kind.AGREEMENT: "Van 1 helemaal oneens tot 7 helemaal eens.",
    Kind.SATISFACTION: "Van 1 niet tevreden tot 10 heel tevreden.",
    Kind.TABLE: "Voor elke regel een aantal: hoeveel studenten vielen uit, hoeveel zijn klaar.",
    Kind.PERCENTAGE: "Van 0 tot en met 100.",
    Kind.OPEN: "Pluspunten, redenen, wat iemand kwijt wil.",
    Kind.STATEMENT: "Een inleiding op een blok stellingen of scores.",
}
MARKED = "Eén per regel. {} ervoor is de code in de gegevens: laat dat staan. Een nieuwe regel krijgt er vanzelf een."


class GeneralForm(Guarded):
    title = text("Titel", max_length=200)
    intro = Lines(label="Inleiding", max_length=MAX_WORDING, rows=5, help_text="Staat boven de eerste vraag.")
    thanks = Lines(label="Dankwoord", max_length=MAX_WORDING, help_text="Staat na de laatste vraag.")
    title_en = text("Titel in het Engels", max_length=200)
    intro_en = Lines(label="Inleiding in het Engels", max_length=MAX_WORDING, rows=5)
    thanks_en = Lines(label="Dankwoord in het Engels", max_length=MAX_WORDING)

    def __init__(self, *args, content, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["title"].required = True
        self.guard(content_values(content))


class SectionForm(Guarded):
    title = text("Titel", max_length=200)
    intro = Lines(label="Inleiding", max_length=MAX_WORDING, help_text="Staat boven de eerste vraag van dit onderdeel.")
    title_en = text("Titel in het Engels", max_length=200)
    intro_en = Lines(label="Inleiding in het Engels", max_length=MAX_WORDING)

    def __init__(self, *args, section, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["title"].required = True
        self.guard(section_values(section))


class KindForm(forms.Form):
    soort = forms.ChoiceField(
        label="Wat voor vraag?",
        choices=[(kind.value, LABELS[kind]) for kind in Kind],
        widget=ChoiceCards(choices=[(kind.value, LABELS[kind]) for kind in Kind], hints=HINTS),
    )

    def __init__(self, *args, is_asking_reason=False, **kwargs):
        super().__init__(*args, **kwargs)
        if is_asking_reason:
            ask_reason(self)

    @property
    def kind(self) -> Kind:
        return Kind(self.cleaned_data["soort"])


class ItemForm(Guarded):
    """Has the fields that its kind has."""

    def __init__(self, *args, item: Item, is_standard: bool, is_asking_reason=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.item = item
        self.fields.update(_fields(item))
        if not is_standard:
            del self.fields["origin"], self.fields["place"]
        if is_asking_reason:
            ask_reason(self)
        self.guard({name: value for name, value in item_values(item).items() if name in self.fields})

    @property
    def dutch(self) -> str:
        """Names of the fields in the order of the page."""
        last = ("reason", "is_mandatory", "origin", "place")
        return " ".join(name for name in self.fields if not name.endswith("_en") and name not in (*last, "seen"))

    @property
    def english(self) -> str:
        return " ".join(name for name in self.fields if name.endswith("_en"))

    @property
    def rest(self) -> str:
        return " ".join(name for name in ("is_mandatory", "origin", "place") if name in self.fields)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("fill", OWN) != OWN and "options" in self.errors:
            del self.errors["options"]  # the portal's list comes in place of what was typed
            cleaned["options"] = ""
        self._try_lines(cleaned)
        low, high = cleaned.get("minimum"), cleaned.get("maximum")
        if low is not None and high is not None and low >= high:
            self.add_error("maximum", "Kies een getal dat groter is dan het kleinste.")
        return cleaned

    def _try_lines(self, cleaned):
        for name, make in (("options", _try_options), ("rows", rows_of)):
            if name in cleaned:
                try:
                    make(cleaned[name], cleaned.get(f"{name}_en", ""))
                except WrongLine as wrong:
                    self.add_error(name, str(wrong))


def _try_options(lines, english):
    return options_of(lines, english, has_other=False)


def _fields(item: Item) -> dict[str, forms.Field]:
    is_statement = item.kind == Kind.STATEMENT
    fields = {
        "text": Lines(label="Tekst" if is_statement else "Vraag", max_length=MAX_WORDING, rows=3, required=True),
        "help": Lines(label="Toelichting", max_length=MAX_WORDING, rows=2, help_text="Staat onder de vraag."),
        **_of_kind(item.kind),
        "is_mandatory": forms.BooleanField(label="Verplicht om verder te gaan", required=False),
        "text_en": Lines(label="In het Engels", max_length=MAX_WORDING, rows=3),
        "help_en": Lines(label="Toelichting in het Engels", max_length=MAX_WORDING, rows=2),
        **_english_of(item.kind),
        "origin": forms.ChoiceField(
            label="Herkomst",
            choices=[(each.value, each.label.capitalize()) for each in Origin],
            help_text="Letterlijk in het rapport van de nulmeting, daaruit afgeleid, of van het programmateam zelf.",
        ),
        "place": text("Plaats in de bron", max_length=200, help_text="Bijvoorbeeld: paragraaf 2.2, tabel 1, p. 12."),
    }
    if is_statement:
        del fields["is_mandatory"]
    return fields


def _of_kind(kind: Kind) -> dict[str, forms.Field]:
    fields: dict[str, forms.Field] = {}
    if kind in CHOICES:
        lists = [
            (OWN, "De antwoorden hierboven"),
            *((code, f"Van het portaal: {name}") for code, name in FILLS.items()),
        ]
        fields = {
            "options": Lines(
                label="Antwoorden", max_length=8000, rows=6, required=True, help_text=MARKED.format("Het nummer")
            ),
            "has_other": forms.BooleanField(
                label="Wie het laatste antwoord kiest, kan er zelf iets bij invullen", required=False
            ),
            "fill": forms.ChoiceField(label="Waaruit wordt gekozen?", choices=lists),
        }
    if kind in (Kind.AGREEMENT, Kind.SATISFACTION):
        highest = 7 if kind == Kind.AGREEMENT else 10
        fields = {"low": _required("Wat betekent 1?"), "high": _required(f"Wat betekent {highest}?")}
    if kind == Kind.TABLE:
        fields["rows"] = Lines(
            label="Regels", max_length=4000, rows=5, required=True, help_text=MARKED.format("De letter")
        )
    if kind in (Kind.NUMBER, Kind.YEAR, Kind.TABLE):
        fields |= {"minimum": _bound("Kleinste", kind), "maximum": _bound("Grootste", kind)}
    if kind in (Kind.NUMBER, Kind.TABLE):
        fields["unit"] = text("Eenheid", max_length=40, help_text="Bijvoorbeeld jaar, uur per week of studenten.")
    if kind in (Kind.NUMBER, Kind.PERCENTAGE):
        counts = [(str(count), f"{count}" if count else "0: een heel getal") for count in range(MAX_DECIMALS + 1)]
        fields["decimals"] = forms.ChoiceField(label="Cijfers achter de komma", choices=counts)
    return fields


def _english_of(kind: Kind) -> dict[str, forms.Field]:
    fields: dict[str, forms.Field] = {}
    if kind in CHOICES:
        fields["options_en"] = Lines(label="Antwoorden in het Engels", max_length=8000, rows=6)
    if kind in (Kind.AGREEMENT, Kind.SATISFACTION):
        fields = {"low_en": text("De laagste score in het Engels"), "high_en": text("De hoogste score in het Engels")}
    if kind == Kind.TABLE:
        fields["rows_en"] = Lines(label="Regels in het Engels", max_length=4000, rows=5)
    if kind in (Kind.NUMBER, Kind.TABLE):
        fields["unit_en"] = text("Eenheid in het Engels", max_length=40)
    return fields


def _required(label: str) -> forms.CharField:
    return forms.CharField(label=label, max_length=100)


def _bound(label: str, kind: Kind) -> forms.Field:
    places = 2 if kind == Kind.NUMBER else 0
    return NumberField(label=f"{label} antwoord", min_value=-32000, max_value=32767, decimal_places=places)


class PublishForm(forms.Form):
    seen = forms.CharField(widget=forms.HiddenInput)
    changed = Lines(
        label="Wat is er anders dan in de vorige versie, en waarom?",
        max_length=1000,
        required=True,
        help_text="Onderzoekers lezen dit bij de versie. De verschillen zelf houdt het portaal al bij.",
    )
    is_looked_at = forms.BooleanField(label="Deze vragen vragen nog hetzelfde als in de vorige versie")

    def __init__(self, *args, revision: str, to_look_at: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("seen", revision)
        if not to_look_at:
            del self.fields["is_looked_at"]


class ImportForm(forms.Form):
    bestand = FileField(
        label="Bestand",
        accept=[".json", ".txt", ".tsv"],
        max_mb=1,
        help_text="JSON uit dit portaal, of een vragenlijst uit LimeSurvey als ‘Tab Separated Values’ (TXT).",
    )

    def __init__(self, *args, is_asking_reason=False, **kwargs):
        super().__init__(*args, **kwargs)
        if is_asking_reason:
            ask_reason(self)
