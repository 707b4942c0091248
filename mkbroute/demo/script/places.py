"""The leerwerkplekken that companies offer."""

from dataclasses import dataclass
from decimal import Decimal

from ..people import DOMAIN
from .organisations import company_contact


@dataclass(frozen=True)
class PlaceScript:
    company: str
    routes: tuple[str, ...]
    terms: dict


def _place(company: str, routes: tuple[str, ...], title: str, supervisor: str, signatory: str, **terms) -> PlaceScript:
    usual = {
        "hours_per_week": Decimal(32),
        "working_days": "maandag tot en met donderdag",
        "salary_from": Decimal(2550),
        "salary_to": Decimal(2900),
        "salary_per": "month",
        "salary_hours": Decimal(40),
        "contract_months": 24,
        "capacity": 2,
        "supervisor_name": supervisor,
        "supervisor_email": f"{supervisor.lower().replace(' ', '.')}@{DOMAIN}",
        "supervisor_phone": "06 87654321",
        "signatory_name": signatory,
        "signatory_function": "Directeur",
        "signatory_email": f"{company_contact(company)}@{DOMAIN}",
    }
    return PlaceScript(company, routes, {**usual, "title": title, **terms})


PLACES = {
    "voorbereider": _place(
        "bennani",
        ("saxion-bouwkunde", "avans-bouwkunde"),
        "Assistent-werkvoorbereider",
        "Wim Dekkers",
        "Karim Bennani",
        tasks="Tekeningen en begrotingen maken, offertes vergelijken, meedenken over planning en inkoop.",
        learning="Een bouwproject voorbereiden van aanvraag tot start, werken met BIM, overleggen met opdrachtgever en "
        "onderaannemers.",
        supervisor_function="Hoofd werkvoorbereiding",
        capacity=9,
        requirements="Een technische opleiding op mbo 4-niveau, en plezier in uitzoeken. Een rijbewijs is niet nodig.",
        accessibility="Kantoor op de begane grond, rolstoeltoegankelijk. Bushalte op vijf minuten lopen.",
    ),
    "houtbouw": _place(
        "kuiper",
        ("saxion-bouwkunde",),
        "Junior projectleider houtbouw",
        "Gerda Mulder",
        "Marloes Kuiper",
        tasks="Kleine projecten begeleiden, klanten spreken, materiaal bestellen.",
        learning="Plannen, kosten bewaken, biobased bouwen.",
        supervisor_function="Projectleider",
        contract_months=12,
    ),
    "jachtbouw": _place(
        "jansma",
        ("nhl-maritiem",),
        "Tekenaar-constructeur",
        "Douwe Hiemstra",
        "Wiebe Jansma",
        tasks="Constructies uitwerken in 3D, gewichten en sterkte berekenen.",
        learning="Scheepsconstructies, regelgeving, productie begeleiden.",
        supervisor_function="Hoofd engineering",
    ),
    "calculator": _place(
        "bennani",
        ("saxion-bouwkunde",),
        "Junior calculator",
        "Wim Dekkers",
        "Karim Bennani",
        tasks="Hoeveelheden uittrekken, prijzen opvragen en begrotingen bijhouden.",
        learning="Kosten van een bouwproject ramen en onderbouwen.",
        supervisor_function="Hoofd werkvoorbereiding",
        capacity=1,
        requirements="Nauwkeurig, en handig met Excel.",
    ),
    "werf": _place(
        "jansma",
        ("nhl-maritiem",),
        "Assistent-werfleider",
        "Douwe Hiemstra",
        "Wiebe Jansma",
        tasks="Planning van de werf bijhouden, materiaal bestellen, meelopen met keuringen.",
        learning="Productie plannen en bewaken.",
        supervisor_function="Hoofd engineering",
        hours_per_week=Decimal(40),
        capacity=1,
    ),
}
PLACES_WAITING = ("calculator",)  # for the hogeschool to check
# what the company must change first
PLACES_RETURNED = {
    "werf": "Met 40 uur per week blijft er geen tijd over voor de schooldag. Maak er 32 uur van, en schrijf op welke dagen.",
}
# what the hogeschool saw at the first of them
SCANNED = {
    "answers": {"guide_time": "partly", "floor_team": "partly"},
    "notes": {"1": "Wim begeleidt graag, maar de week is snel vol."},
    "agreed": "Wim houdt vanaf september elke dinsdag een uur vrij. In augustus vertelt Karim het team waarom er iemand komt.",
}
# what the company has ready
SETTLED = ("function_described", "function_contract", "floor_why", "plan_outcomes", "guide_chosen", "guide_weekly")
