"""The worker draws up the lists of a wave that was opened: who is asked, as far as the portal knows them."""

from collections.abc import Iterator
from secrets import token_hex
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone

from agreements.enums import Role, State
from agreements.models import Party
from matching.models import Application
from mkbroute.mail.links import absolute
from mkbroute.mail.services import post
from mkbroute.organisations.enums import Part
from mkbroute.organisations.models import Membership

from ..asking.items import filled
from ..asking.writing import as_data
from ..enums import Audience, Listed, WaveState
from ..models import Invitation, Wave, WaveKey, WaveList, WavePopulation, WaveRoute, WaveSupplement
from .drafts import latest
from .waves import programmes, record

BATCH = 500
# of which people can tell something: a place that began, or was ended
KNOWN = (State.SIGNED, State.SEALED, State.ENDED)
PORTAL = "Het portaal"


def to_prepare() -> list[int]:
    found = Wave.objects.filter(state=WaveState.OPEN, prepared_at=None)
    return list(found.order_by("opened_at").values_list("pk", flat=True))


def parts_to_prepare(wave_id: int) -> list[tuple[int, int]]:
    """Population and route of each list that is not there yet."""
    made = set(WaveList.objects.filter(wave=wave_id).values_list("population", "wave_route"))
    populations = WavePopulation.objects.filter(wave=wave_id).values_list("pk", flat=True)
    routes = WaveRoute.objects.filter(wave=wave_id).values_list("pk", flat=True)
    wanted = [(population, route) for route in routes for population in populations]
    return [each for each in wanted if each not in made]


@transaction.atomic
def prepare_list(population_id: int, wave_route_id: int) -> None:
    """A list with its people, in one transaction; a second call does nothing."""
    wave_route = WaveRoute.objects.select_for_update().get(pk=wave_route_id)
    population = WavePopulation.objects.get(pk=population_id)
    if WaveList.objects.filter(population=population, wave_route=wave_route).exists():
        return
    _supplement(population, wave_route)
    owners = {"wave_id": wave_route.wave_id, "route_id": wave_route.route_id, "hogeschool_id": wave_route.hogeschool_id}
    made = WaveList.objects.create(population=population, wave_route=wave_route, **owners)
    draw(made)


def draw(found: WaveList) -> None:
    """Who has the same address as somebody before is on the list once."""
    batch: list[Invitation] = []
    for fields in DRAWN[Audience(found.population.audience)](found):
        batch.append(listed(found, Listed.PORTAL, **fields))
        if len(batch) == BATCH:
            Invitation.objects.bulk_create(batch, ignore_conflicts=True)
            batch = []
    Invitation.objects.bulk_create(batch, ignore_conflicts=True)


def listed(found: WaveList, how: Listed, **fields: object) -> Invitation:
    owners = {name: getattr(found, f"{name}_id") for name in ("wave", "population", "route", "hogeschool")}
    return Invitation(wave_list=found, listed=how, **{f"{name}_id": pk for name, pk in owners.items()}, **fields)


def _signers(found: WaveList, role: Role) -> QuerySet[Any]:
    """Of agreements on the route; of several with one address the newest."""
    parties = Party.objects.filter(agreement__route=found.route_id, agreement__state__in=KNOWN, role=role)
    return parties.annotate(mailbox=Lower("signer_email")).order_by("mailbox", "-agreement_id").distinct("mailbox")


def _companies(found: WaveList) -> Iterator[dict[str, object]]:
    """Of every company with an agreement whoever signs for it."""
    rows = _signers(found, Role.COMPANY).values_list("signer_name", "mailbox", "legal_name", "organisation_id")
    for name, address, company, organisation in rows.iterator(BATCH):
        yield {"name": name, "email": address, "company": company, "organisation_id": organisation}


def _students(found: WaveList) -> Iterator[dict[str, object]]:
    rows = _signers(found, Role.STUDENT).values_list(
        "agreement__student_name", "mailbox", "student_id", "agreement__language"
    )
    groups = dict(Application.objects.filter(route=found.route_id).values_list("student_id", "background"))
    for name, address, student, language in rows.iterator(BATCH):
        yield {
            "name": name,
            "email": address,
            "student_id": student,
            "language": language,
            "background": groups.get(student, ""),
        }


def _teachers(found: WaveList) -> Iterator[dict[str, object]]:
    """All of the hogeschool: the portal does not know who teaches on which route. The coordinator takes off who does
    not; nobody is asked twice."""
    teachers = Membership.objects.filter(Q(ended_at=None), organisation=found.hogeschool_id, part=Part.TEACHER)
    rows = teachers.annotate(mailbox=Lower(F("email"))).order_by("mailbox").distinct("mailbox")
    for name, address in rows.values_list("name", "mailbox").iterator(BATCH):
        yield {"name": name, "email": address}


DRAWN = {Audience.COMPANIES: _companies, Audience.STUDENTS: _students, Audience.TEACHERS: _teachers}


def _supplement(population: WavePopulation, wave_route: WaveRoute) -> None:
    """What the hogeschool asks after the standard questions: as published when the wave was opened."""
    version = latest(population.audience, wave_route.hogeschool_id)
    if version is None:
        return
    routes = [each.route for each in population.wave.wave_routes.select_related("route")]
    content = as_data(filled(version.asked, {"programmes": programmes(routes)}))
    WaveSupplement.objects.get_or_create(
        population=population,
        hogeschool_id=wave_route.hogeschool_id,
        defaults={"version": version, "content": content},
    )


@transaction.atomic
def finish_preparing(wave_id: int) -> None:
    """Then each coordinator hears that its lists stand ready. A second call does nothing."""
    wave = Wave.objects.select_for_update().get(pk=wave_id)
    if wave.prepared_at or wave.state != WaveState.OPEN or parts_to_prepare(wave_id):
        return
    WaveKey.objects.get_or_create(wave=wave, defaults={"secret": token_hex(32)})
    wave.prepared_at = timezone.now()
    wave.save(update_fields=["prepared_at"])
    record(wave, PORTAL, "De lijsten staan klaar om na te kijken.")
    url = absolute(reverse("surveys:wave", args=[wave.public_id]))
    for hogeschool_id, name, email in _contacts(wave):
        post("survey_lists_ready", to=(name, email), context={"wave": wave, "url": url}, hogeschool_id=hogeschool_id)


def _contacts(wave: Wave) -> list[tuple[int, str, str]]:
    """One mail to each contact person of routes, however many."""
    found = wave.wave_routes.exclude(route__contact_email="").annotate(mailbox=Lower("route__contact_email"))
    rows = found.order_by("hogeschool_id", "mailbox").distinct("hogeschool_id", "mailbox")
    return list(rows.values_list("hogeschool_id", "route__contact_name", "mailbox"))
