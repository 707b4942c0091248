"""Two measurements: one that is closed, with answers that are invented, and one that runs."""

from collections.abc import Sequence
from datetime import timedelta
from random import Random

from django.utils import timezone
from django.utils.timezone import localdate

from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.mail.models import Message, MessageBody
from mkbroute.mail.models import State as MailState
from routes.models import Route
from routes.models.route import OPEN
from surveys import tasks
from surveys.enums import Audience, InvitationState, Listed
from surveys.links import personal_token
from surveys.models import Approached, Invitation, Wave, WaveList
from surveys.services import lists, waves
from surveys.services.closing import close_wave

from . import words
from .answering import answer
from .people import DOMAIN
from .stage import Stage

PROGRAMME, COORDINATOR = "ingrid.dekker", "sanne.vermeer"
ASKED = {Audience.COMPANIES: 12, Audience.STUDENTS: 14, Audience.TEACHERS: 7}  # on a route
FIRST = [
    "Amber",
    "Bilal",
    "Carmen",
    "Daan",
    "Esra",
    "Femke",
    "Gijs",
    "Hanna",
    "Ilias",
    "Jill",
    "Koen",
    "Lotte",
    "Milan",
    "Nora",
]
LAST = ["Aalbers", "van Beek", "Çelik", "Dijkstra", "El Idrissi", "Faber", "de Graaf"]


def tell_closed(stage: Stage) -> None:
    """Of last year: long before anybody of the story was asked anything."""
    today, chance = localdate(), Random(2022)
    wave = _opened(stage, f"Meting voorjaar {today.year}", today - timedelta(days=200), today + timedelta(days=1))
    for found in _lists(wave):
        _invite(found, chance)
    _send_all(stage, wave)
    _answer(wave, chance, share=0.75, audiences=Audience.values)
    with stage.as_(PROGRAMME) as who:
        waves.move_end(wave, today - timedelta(days=170), who=who)
    with acting_as(SYSTEM):
        close_wave(wave.pk)
        Approached.objects.update(asked_on=today - timedelta(days=200))
    _compute(wave)
    words.tell(stage, wave.name)


def tell_open(stage: Stage) -> None:
    """One hogeschool sent its lists, the others did not yet."""
    today, chance = localdate(), Random(2027)
    wave = _opened(stage, f"Meting najaar {today.year}", today - timedelta(days=5), today + timedelta(days=25))
    with stage.as_(COORDINATOR) as who:
        for found in WaveList.objects.select_related("wave", "population", "route").filter(wave=wave):
            if found.population.audience == Audience.TEACHERS:
                lists.add_people(found, [_person(found, number) for number in range(3)], how=Listed.HAND, who=who)
            elif found.invitations.exists():
                lists.send_list(found, who=who)
    tasks.send()
    _answer(wave, chance, share=0.6, audiences=[Audience.STUDENTS])
    _compute(wave)


def _compute(wave: Wave) -> None:
    """The figures, at once: whoever looks at the demonstration waits for no worker."""
    with acting_as(SYSTEM):
        populations = list(wave.populations.values_list("pk", flat=True))
    for population in populations:
        tasks.compute_one(population)


def _opened(stage: Stage, name: str, opens_on, closes_on) -> Wave:
    with stage.as_(PROGRAMME) as who:
        plan = waves.Plan(
            name=name,
            opens_on=opens_on,
            closes_on=closes_on,
            audiences=Audience.values,
            routes=Route.objects.filter(OPEN),
        )
        wave = waves.draw_up_wave(plan, who=who)
        waves.open_wave(wave, who=who)
    tasks.prepare(wave.pk)
    return wave


def _lists(wave: Wave) -> Sequence[WaveList]:
    with acting_as(SYSTEM):
        return list(WaveList.objects.select_related("wave", "population", "route").filter(wave=wave))


def _invite(found: WaveList, chance: Random) -> None:
    """As a coordinator does with a file. Bouwkunde is by far the largest, as it was."""
    number = ASKED[Audience(found.population.audience)]
    if "Bouwkunde" not in found.route.programme:
        number = max(2, number // 3)
    with acting_as(SYSTEM):
        people = [_person(found, each + chance.randrange(3) * 20) for each in range(number)]
        lists.add_people(found, people, how=Listed.FILE, who="Route-coördinator")


def _person(found: WaveList, number: int) -> dict[str, str]:
    name = f"{FIRST[number % len(FIRST)]} {LAST[(number + found.pk) % len(LAST)]}"
    company = f"{LAST[number % len(LAST)].title()} Bouw" if found.population.audience == Audience.COMPANIES else ""
    return {"name": name, "email": f"gevraagd-{found.pk}-{number}@{DOMAIN}", "company": company}


def _send_all(stage: Stage, wave: Wave) -> None:
    with stage.as_(PROGRAMME) as who:
        lists.send_all(wave, who=who)
    tasks.send()
    with acting_as(SYSTEM):  # delivered long ago
        mails = Message.objects.filter(about=f"wave:{wave.public_id}")
        MessageBody.objects.filter(message__in=mails).delete()
        mails.update(state=MailState.SENT, sent_at=timezone.now() - timedelta(days=200))


def _answer(wave: Wave, chance: Random, *, share: float, audiences: Sequence[str]) -> None:
    with acting_as(SYSTEM):
        asked = Invitation.objects.filter(wave=wave, state=InvitationState.SENT, population__audience__in=audiences)
        for invitation in asked.select_related("wave__key").order_by("pk"):
            if chance.random() < share:
                token = personal_token(invitation.wave.key.secret, invitation.public_id, invitation.token_hash)
                answer(token, chance)
