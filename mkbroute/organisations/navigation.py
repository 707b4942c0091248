"""The main menu of each part. A page that is not in it is reached from one that is."""

from functools import cache

from django.urls import get_script_prefix, resolve, reverse

from .access import looks_on
from .enums import Kind

MENU = {
    Kind.HOGESCHOOL: [
        ("home", "Werkvoorraad"),
        ("routes:list", "Routes"),
        ("matching:applications", "Aanmeldingen"),
        ("matching:offers", "Leerwerkplekken"),
        ("matching:rounds", "Rondes"),
        ("agreements:list", "Overeenkomsten"),
        ("surveys:waves", "Metingen"),
        ("organisations:people", "Organisatie"),
    ],
    Kind.COMPANY: [
        ("home", "Overzicht"),
        ("matching:positions", "Leerwerkplekken"),
        ("matching:matches", "Kandidaten"),
        ("agreements:list", "Overeenkomsten"),
        ("organisations:people", "Bedrijf"),
    ],
    Kind.EMPLOYER: [
        ("home", "Overzicht"),
        ("agreements:list", "Overeenkomsten"),
        ("organisations:people", "Organisatie"),
    ],
    Kind.BRANCHE: [("home", "Overzicht"), ("organisations:people", "Organisatie")],
    Kind.PROGRAMME: [
        ("home", "Overzicht"),
        ("routes:reviews", "Beoordeling"),
        ("matching:demand_supply", "Vraag en aanbod"),
        ("agreements:templates", "Sjablonen"),
        ("surveys:waves", "Metingen"),
        ("agreements:schemes", "Praktijkleren"),
        ("organisations:companies", "Organisaties"),
    ],
}
# The pages about one's own organisation, which stand together.
ORGANISATION = {
    Kind.HOGESCHOOL: [
        ("organisations:people", "Mensen"),
        ("organisations:profile", "Gegevens"),
        ("organisations:house_style", "Huisstijl"),
        ("organisations:companies", "Bedrijven en branches"),
        ("agreements:retention", "Bewaartermijnen"),
    ],
    Kind.COMPANY: [
        ("organisations:people", "Mensen"),
        ("organisations:profile", "Gegevens"),
        ("organisations:workplaces", "Vestigingen"),
        ("organisations:mkb", "Mkb-verklaring"),
        ("routes:taking_part", "Routes"),
    ],
    Kind.EMPLOYER: [
        ("organisations:people", "Mensen"),
        ("organisations:profile", "Gegevens"),
        ("organisations:mkb", "Mkb-verklaring"),
    ],
    Kind.BRANCHE: [("organisations:people", "Mensen"), ("organisations:profile", "Gegevens")],
    Kind.PROGRAMME: [
        ("organisations:companies", "Hogescholen en branches"),
        ("organisations:people", "Programmateam"),
        ("organisations:profile", "Gegevens"),
    ],
}
PERSON = [
    ("home", "Mijn route"),
    ("routes:catalogue", "Opleidingen"),
    ("matching:open_places", "Leerwerkplekken"),
]
VISITOR = [
    ("routes:catalogue", "Opleidingen"),
    ("matching:open_places", "Leerwerkplekken"),
    ("for_companies", "Voor bedrijven"),
    ("agreements:verify", "Document controleren"),
]
FOOTER = [
    ("routes:catalogue", "Alle opleidingen"),
    ("for_companies", "Voor bedrijven"),
    ("routes:library", "Bibliotheek"),
    ("agreements:verify", "Controleer een document"),
    ("about", "Over het programma"),
    ("routes:open_data", "Open data"),
    ("privacy", "Privacy"),
    ("accessibility", "Toegankelijkheid"),
]


def nav_items(request) -> list[dict]:
    return [_item(request, name, label) for name, label in _menu(request)]


def footer_items() -> list[dict]:
    return [{"url": address(name), "label": label} for name, label in FOOTER]


def address(name: str) -> str:
    """Of a page without arguments: resolving a dozen anew is a twentieth of each page."""
    return _address(name, get_script_prefix())


@cache
def _address(name: str, script_prefix: str) -> str:
    return reverse(name)


def organisation_items(request) -> list[dict]:
    """The longest address that fits is where we are: the first of these pages is above the others."""
    items = [{"url": address(name), "label": label} for name, label in ORGANISATION[Kind(request.hat.kind)]]
    if looks_on(request.hat):
        items = [item for item in items if not getattr(resolve(item["url"]).func, "acting", False)]
    here = max((item["url"] for item in items if request.path.startswith(item["url"])), key=len, default="")
    return [{**item, "active": item["url"] == here} for item in items]


def _menu(request) -> list[tuple[str, str]]:
    hat = getattr(request, "hat", None)
    if hat:
        return MENU[Kind(hat.kind)]
    user = getattr(request, "user", None)  # a request refused early has none
    return PERSON if user and user.is_authenticated else VISITOR


def _item(request, name: str, label: str) -> dict:
    url = address(name)
    return {"url": url, "label": label, "active": _section(request.path) == _section(url)}


def _section(path: str) -> str:
    return path.split("/")[1]
