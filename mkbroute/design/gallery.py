"""What the gallery shows: invented people, companies and figures in every component."""

from datetime import timedelta
from functools import cache

from django import forms
from django.utils import timezone

from . import fields
from .listing import Column
from .theme import Theme, stylesheet

# House styles that are hard to keep readable.
AWKWARD = {"oranje": ("#ff6600", "#00d1ff"), "geel": ("#ffe600", "#ff00aa"), "grijs": ("#8a8a8a", "#c0c0c0")}

COMPANIES = [
    ("b1", "Bouwbedrijf De Linde, Ede"), ("b2", "Bouwbedrijf Van Dam, Breda"), ("b3", "Machinefabriek Holtman, Zwolle"),
    ("b4", "Jachtwerf De Geul, Heeg"), ("b5", "Softwarehuis Kade 9, Amsterdam"),
]  # fmt: skip
LABELS = dict(COMPANIES)


def search_companies(text: str) -> list[tuple[str, str]]:
    return [(key, label) for key, label in COMPANIES if text.casefold() in label.casefold()]


@cache
def awkward_themes() -> dict[str, Theme]:
    return {name: stylesheet(brand, accent, 4) for name, (brand, accent) in AWKWARD.items()}


class ExampleForm(forms.Form):
    name = forms.CharField(label="Naam van de route", max_length=80, help_text="Zoals studenten hem leren kennen.")
    explanation = forms.CharField(label="Toelichting", widget=forms.Textarea({"rows": 4}), required=False)
    form_of_study = forms.ChoiceField(
        label="Vorm",
        choices=[("duaal", "Duaal"), ("deeltijd", "Deeltijd")],
        widget=fields.ChoiceCards(
            hints={
                "duaal": "Werken hoort bij de opleiding. De overeenkomst volgt WHW artikel 7.7.",
                "deeltijd": "Studeren naast het werk, met een samenwerkingsovereenkomst.",
            }
        ),
    )
    sector = forms.ChoiceField(label="Sector", choices=[("", "Kies een sector"), ("bouw", "Bouw"), ("ict", "ICT")])
    days = forms.MultipleChoiceField(
        label="Schooldagen",
        choices=[("ma", "Maandag"), ("di", "Dinsdag"), ("wo", "Woensdag")],
        widget=forms.CheckboxSelectMultiple,
        help_text="Kies wat meestal zo is.",
    )
    start = fields.DateField(label="Startdatum")
    born = fields.BirthDateField(label="Geboortedatum", help_text="Bijvoorbeeld 27 3 1998.")
    hours = fields.NumberField(label="Werktijd", suffix="uur per week", max_digits=4, decimal_places=1, max_value=40)
    salary = fields.MoneyField(label="Salaris per maand", required=False, help_text="Bruto, bij een volle werkweek.")
    company = fields.ComboboxField(label="Bedrijf", search=search_companies, label_of=lambda key: LABELS.get(key, ""))
    email = fields.EmailField(label="E-mailadres")
    phone = fields.PhoneField(label="Telefoonnummer", required=False)
    plan = fields.FileField(label="Opleidingsplan", accept=[".pdf", ".docx"], required=False)
    code = fields.CodeField(label="Code uit de mail", length=8)
    authority = forms.BooleanField(label="Ik ben bevoegd om namens het bedrijf te tekenen")
    signature = fields.SignatureField(label="Handtekening", help_text="Typ uw voornaam en achternaam.")

    def __init__(self, *args, url: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["company"].widget.url = url


class ExampleFilter(forms.Form):
    text = forms.CharField(label="Zoek op naam", required=False)
    sector = forms.ChoiceField(label="Sector", choices=[("", "Alle sectoren"), ("bouw", "Bouw"), ("ict", "ICT")])


COLUMNS = [
    Column("Route", "naam", "name"),
    Column("Hogeschool", "hogeschool", "school"),
    Column("Studenten", "studenten", "students", numeric=True),
    Column("Status"),
]
ROUTES = [
    {"name": "Ad Bouwkunde", "school": "Saxion Parttime School", "students": 28, "label": "Erkend", "tone": "success"},
    {"name": "Ad Cybersecurity", "school": "HvA", "students": 14, "label": "Ingediend", "tone": "info"},
    {"name": "Ad Maritieme Techniek", "school": "NHL Stenden", "students": 20, "label": "Aanvullen", "tone": "warning"},
    {
        "name": "Ad Logistiek",
        "school": "ad-logistiek@hogeschool-met-lange-naam.example",
        "students": 1,
        "label": "Concept",
        "tone": "neutral",
    },
    {"name": "Mobiliteitsexpert", "school": "Fontys", "students": 0, "label": "Stilgelegd", "tone": "danger"},
]


def sorted_routes(order: str) -> list[dict]:
    """Fifteen pages, each with all of them."""
    return 15 * sorted(ROUTES, key=lambda route: str(route[order.removeprefix("-")]), reverse=order.startswith("-"))


def events() -> list[dict]:
    now = timezone.now()
    return [
        {"at": now, "who": "Bouwbedrijf De Linde", "what": "Overeenkomst getekend", "tone": "success"},
        {
            "at": now - timedelta(days=2, hours=3),
            "who": "Sanne de Wit, Saxion",
            "what": "Aanvulling gevraagd",
            "reason": "De begeleiding is nog niet beschreven: hoeveel uur per week, en door wie?",
            "tone": "warning",
        },
        {"at": now - timedelta(days=5), "who": "Yusuf Şahin", "what": "Aangemeld voor Ad Bouwkunde"},
    ]


STEPS = [
    {"label": "Aanmelding", "state": "done", "hint": "3 februari"},
    {"label": "Leerwerkplek", "state": "done", "hint": "Bouwbedrijf De Linde"},
    {"label": "Overeenkomst", "state": "current", "hint": "Het bedrijf tekent", "url": "#stappen"},
    {"label": "Start", "hint": "1 september"},
    {"label": "Diploma"},
]
STOPPED = [
    {"label": "Aanmelding", "state": "done"},
    {"label": "Leerwerkplek", "state": "stopped", "hint": "Ingetrokken"},
]

METER = [
    {
        "label": "Duur en periode",
        "ok": True,
        "law": "WHW 7.7 lid 5 a",
        "text": "1 september 2027 tot 31 augustus 2029.",
    },
    {"label": "Begeleiding", "ok": True, "law": "WHW 7.7 lid 5 b"},
    {
        "label": "Kwaliteiten en beoordeling",
        "ok": False,
        "law": "WHW 7.7 lid 5 c",
        "text": "Schrijf op wie beoordeelt, en hoe.",
        "url": "#meter",
    },
    {"label": "Tussentijds beëindigen", "ok": True, "law": "WHW 7.7 lid 5 d"},
]

FACTS = [
    ("Hogeschool", "Saxion Parttime School"),
    ("Graad", "Associate degree"),
    ("Werkplek", "Bouwbedrijf De Linde, Stationsweg 12, Ede"),
    ("Vestigingsnummer", ""),
    ("KvK-nummer", "01234567"),
]


def jobs(poll_url: str) -> list[dict]:
    label = "28 overeenkomsten klaarzetten"
    return [
        {"label": label, "state": "waiting", "poll_url": poll_url},
        {"label": label, "state": "running", "done": 11, "total": 28, "poll_url": poll_url},
        {"label": label, "state": "finished", "result_url": "#voortgang", "result_label": "Bekijk de overeenkomsten"},
        {"label": label, "state": "failed", "error": "Het opslaan lukte niet. Probeer het later opnieuw."},
    ]
