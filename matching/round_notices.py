"""The mails about a round. Each goes to one person and says why she gets it."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from mkbroute.mail.links import absolute
from mkbroute.mail.services import post

from .models import Application, Position, Round, Run, RunPerson, RunPlace


def tell_open_person(found: Round, application: Application) -> None:
    """It opened, or a next turn did."""
    _to_person("round_open_person", application, round=found, url=_url("matching:mine", application.public_id))


def tell_open_company(found: Round, positions: Sequence[Position]) -> None:
    _to_company("round_open_company", positions[0], found, positions=positions, url=_url("matching:positions"))


def remind_to_rank(found: Round, application: Application) -> None:
    """She ranked nothing, and it closes soon."""
    url = _url("matching:choose", application.public_id)
    _to_person("round_closing_person", application, round=found, url=url)


def remind_to_judge(found: Round, positions: Sequence[Position]) -> None:
    """Of these it judged nobody, and it closes soon."""
    rows = [(position, _url("matching:position_candidates", position.public_id)) for position in positions]
    _to_company("round_closing_company", positions[0], found, rows=rows, unjudged=found.get_unjudged_display())


def tell_unplaced(run: Run, person: RunPerson) -> None:
    url = _url("matching:why_mine", person.public_id)
    _to_person("round_unplaced_person", person.application, round=run.round, url=url)


def tell_companies_without(run: Run) -> None:
    """One mail to each company about its places that nobody was proposed for."""
    empty: dict[str, list[RunPlace]] = {}
    rows = run.places.filter(placed=0, capacity__gt=0).select_related("position__organisation", "position__workplace")
    for place in rows:
        empty.setdefault(place.position.mailbox[1].lower(), []).append(place)
    for places in empty.values():
        tell_company_without(run, places)


def tell_company_without(run: Run, places: Sequence[RunPlace]) -> None:
    url = _url("matching:why_place", places[0].public_id)
    _to_company("round_nobody_company", places[0].position, run.round, places=places, url=url)


def remind_person(person: RunPerson) -> None:
    url = _url("matching:mine", person.application.public_id)
    _to_person("round_answer_person", person.application, round=person.run.round, person=person, url=url)


def remind_company(people: Sequence[RunPerson]) -> None:
    match = people[0].match
    if match:
        rows = [(person, _url("matching:match", person.match.public_id)) for person in people if person.match]
        _to_company("round_answer_company", match.position, people[0].run.round, rows=rows, number=len(rows))


def _to_person(kind: str, application: Application, **context: Any) -> None:
    post(
        kind,
        to=(application.name, application.email),
        context={
            "application": application,
            "route": application.route,
            "hogeschool": application.hogeschool,
            **context,
        },
        about=f"application:{application.public_id}",
        hogeschool_id=application.hogeschool_id,
    )


def _to_company(kind: str, position: Position, found: Round, **context: Any) -> None:
    post(
        kind,
        to=position.mailbox,
        context={"round": found, "hogeschool": found.hogeschool, "position": position, **context},
        about=f"round:{found.public_id}",
        hogeschool_id=found.hogeschool_id,
    )


def _url(name: str, *args: object) -> str:
    return absolute(reverse(name, args=args))
