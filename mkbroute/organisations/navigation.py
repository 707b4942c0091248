"""The main menu of each part. A page that is not in it is reached from one that is."""

from django.urls import reverse

from .enums import Kind

MENU = {
    Kind.HOGESCHOOL: [
        ("home", "Werkvoorraad"),
        ("routes:list", "Routes"),
        ("matching:applications", "Aanmeldingen"),
        ("matching:offers", "Leerwerkplekken"),
        ("agreements:list", "Overeenkomsten"),
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
        ("organisations:people", "Organisaties"),
    ],
}
PERSON = [("home", "Mijn route"), ("routes:catalogue", "Opleidingen")]
VISITOR = [
    ("routes:catalogue", "Opleidingen"),
    ("for_companies", "Voor bedrijven"),
    ("agreements:verify", "Document controleren"),
]


def nav_items(request) -> list[dict]:
    return [_item(request, name, label) for name, label in _menu(request)]


def _menu(request) -> list[tuple[str, str]]:
    hat = getattr(request, "hat", None)
    if hat:
        return MENU[Kind(hat.kind)]
    return PERSON if request.user.is_authenticated else VISITOR


def _item(request, name: str, label: str) -> dict:
    url = reverse(name)
    active = request.path == url or (url != reverse("home") and request.path.startswith(url))
    return {"url": url, "label": label, "active": active}
