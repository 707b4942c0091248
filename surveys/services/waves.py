"""A wave is drawn up, opened, and thrown away while it is a draft. Closing it: closing.py."""

from collections.abc import Iterable
from datetime import date
from typing import TypedDict

from django.db import transaction
from django.utils import timezone

from matching.services.refusal import Refusal
from mkbroute.access.tasks import wake
from routes.models import Route
from routes.models.route import title_of

from ..asking.items import Option, Wording, filled
from ..asking.writing import as_data
from ..enums import Audience, WaveState
from ..models import Wave, WaveEvent, WavePopulation, WaveRoute
from .drafts import latest

BEGUN = "Deze meting is al begonnen, of weggegooid. Kijk hoe zij er nu voor staat."


class Plan(TypedDict):
    """As the programme team draws it up."""

    name: str
    opens_on: date
    closes_on: date
    audiences: list[str]
    routes: Iterable[Route]


@transaction.atomic
def draw_up_wave(plan: Plan, *, who: str) -> Wave:
    wave = Wave.objects.create(name=plan["name"], opens_on=plan["opens_on"], closes_on=plan["closes_on"])
    _scope(wave, plan)
    record(wave, who, "Meting opgezet.")
    return wave


@transaction.atomic
def change_wave(wave: Wave, plan: Plan, *, who: str) -> None:
    """Raises Refusal once it is open."""
    found = locked_draft(wave)
    found.name, found.opens_on, found.closes_on = plan["name"], plan["opens_on"], plan["closes_on"]
    found.save(update_fields=["name", "opens_on", "closes_on"])
    found.populations.all()._raw_delete("default")
    found.wave_routes.all()._raw_delete("default")
    _scope(found, plan)
    record(found, who, "Opzet gewijzigd.")


def _scope(wave: Wave, plan: Plan) -> None:
    for audience in plan["audiences"]:
        WavePopulation.objects.create(wave=wave, audience=audience)
    for route in plan["routes"]:
        WaveRoute.objects.create(wave=wave, route=route, hogeschool_id=route.hogeschool_id)


@transaction.atomic
def move_end(wave: Wave, closes_on: date, *, who: str) -> None:
    """Of a wave that runs. Raises Refusal when it was closed meanwhile."""
    found = Wave.objects.select_for_update().get(pk=wave.pk)
    if found.state != WaveState.OPEN:
        raise Refusal("Deze meting loopt niet meer.")
    Wave.objects.filter(pk=wave.pk).update(closes_on=closes_on)
    record(found, who, f"Loopt nu tot en met {closes_on:%d-%m-%Y}.")


@transaction.atomic
def open_wave(wave: Wave, *, who: str) -> None:
    """From here on what is asked stays as it is. A worker then draws up the lists. Raises Refusal."""
    found = locked_draft(wave)
    populations = list(found.populations.all())
    routes = [each.route for each in found.wave_routes.select_related("route")]
    if not populations or not routes:
        raise Refusal("Kies eerst wie u vraagt, en op welke routes.")
    lists = {"programmes": programmes(routes)}
    for population in populations:
        version = latest(population.audience, None)
        if version is None:
            label = Audience(population.audience).label.lower()
            raise Refusal(f"Er is nog geen vragenlijst voor {label} gepubliceerd.")
        population.version, population.content = version, as_data(filled(version.asked, lists))
        population.save(update_fields=["version", "content"])
    record(found, who, "Geopend: de vragen liggen vast.")
    Wave.objects.filter(pk=found.pk).update(state=WaveState.OPEN, opened_at=timezone.now())
    wake("surveys.prepare", found.pk)


def programmes(routes: Iterable[Route]) -> list[Option]:
    """The list of programmes that the wave keeps."""
    titles = sorted({title_of(route.degree, route.programme) for route in routes})
    return [Option(code, Wording(title)) for code, title in enumerate(titles, 1)]


@transaction.atomic
def drop_wave(wave: Wave) -> None:
    """Raises Refusal once it is open."""
    found = locked_draft(wave)
    found.events.all()._raw_delete("default")
    found.populations.all()._raw_delete("default")
    found.wave_routes.all()._raw_delete("default")
    Wave.objects.filter(pk=found.pk)._raw_delete("default")


def locked_draft(wave: Wave) -> Wave:
    found = Wave.objects.select_for_update(of=("self",)).filter(pk=wave.pk, state=WaveState.DRAFT).first()
    if found is None:
        raise Refusal(BEGUN)
    return found


def record(wave: Wave, who: str, text: str, hogeschool_id: int | None = None) -> None:
    WaveEvent.objects.create(wave=wave, hogeschool_id=hogeschool_id, who=who[:300], text=text[:400])
