"""Answering by a link: what was answered so far, saving a screen, handing in, not taking part. The database lets a link
reach its own answers only (sql/answering.sql)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.core.cache import cache
from django.db import IntegrityError, connection, transaction
from django.utils.timezone import localdate

from matching.services.refusal import is_refused_by
from mkbroute.access.decorators import UnknownLink, hash_token
from routes.models.route import title_of

from ..asking.answers import all_typed, judged
from ..asking.columns import MISSING, columns, decode, encode
from ..asking.items import OTHER, Content, joined
from ..asking.reading import read
from ..asking.routing import route
from ..enums import Audience, InvitationState, WaveState
from ..links import Link
from ..models.responses import random_key

HOUR = 3600  # seconds


class NotAnswerable(Exception):
    """The wave is closed, or did not begin, or the link stopped working. Nothing was saved."""


class OpenLinkFull(Exception):
    """It was used as often as it may be. Who began goes on; nobody begins."""


def require_room(link: Link, address: str) -> None:
    """Before somebody begins by an open link, from this network address. Raises OpenLinkFull. The database counts again
    when she saves something: this is so that she hears it before the first question."""
    row = _row("SELECT portal.open_link_room(%s)", [link.parameters[1]])
    if row is None or row[0] is None or row[0] <= 0 or _begun_from(link, address) > _per_hour():
        raise OpenLinkFull


def _begun_from(link: Link, address: str) -> int:
    """In this hour, with this time. Of the address no more than a hash is kept, and no longer."""
    if not address:
        return 0
    key = f"survey-open-{hash_token(f'{link.parameters[1]} {address}')}"
    if cache.add(key, 1, HOUR):
        return 1
    return cache.incr(key)


def _per_hour() -> int:
    row = _row("SELECT portal.open_link_per_hour()", [])
    return row[0] if row else 0


@dataclass(frozen=True)
class Asked:
    """What whoever holds the link is asked, and what she answered."""

    link: Link
    invitation_state: str  # "" by an open link
    name: str
    company: str
    language: str
    wave: str
    opens_on: date
    closes_on: date
    wave_state: str
    audience: Audience
    content: Content
    programme: str
    hogeschool: str
    raw: dict[str, Any] = field(default_factory=dict)  # as typed; with answers that the routing leaves out now
    place: int | None = None  # the screen where she was
    has_begun: bool = False
    is_submitted: bool = False

    @property
    def is_answerable(self) -> bool:
        return self.wave_state == WaveState.OPEN and self.opens_on <= localdate() <= self.closes_on

    @property
    def is_early(self) -> bool:
        return self.wave_state == WaveState.OPEN and localdate() < self.opens_on

    @property
    def has_declined(self) -> bool:
        return self.invitation_state == InvitationState.DECLINED

    @property
    def informal(self) -> bool:
        return self.audience == Audience.STUDENTS

    @cached_property
    def known(self) -> dict[str, Any]:
        """What the link says already: on which programme she is asked."""
        lists = [item for item in self.content.items if item.fill == "programmes"]
        codes = [
            (item.code, option.code) for item in lists for option in item.options if str(option.text) == self.programme
        ]
        return {code: str(option) for code, option in codes}

    @property
    def filled_in(self) -> dict[str, Any]:
        return {**self.known, **self.raw}


def asked_by(link: Link) -> Asked:
    """Raises UnknownLink."""
    row = _row("SELECT * FROM portal.survey_by_link(%s, %s)", link.parameters)
    if row is None:
        raise UnknownLink
    (_, state, name, company, language, wave, opens_on, closes_on, wave_state, audience, content, supplement, degree,
     programme, hogeschool) = row  # fmt: skip
    whole = read(json.loads(content))
    asked = joined(whole, read(json.loads(supplement))) if supplement else whole
    return Asked(
        link,
        state or "",
        name or "",
        company or "",
        language or "nl",
        wave,
        opens_on,
        closes_on,
        wave_state,
        Audience(audience),
        asked,
        title_of(degree, programme),
        hogeschool,
        **_answers(asked, link),
    )


def _answers(content: Content, link: Link) -> dict[str, Any]:
    row = _row("SELECT * FROM portal.survey_answers(%s)", [link.answer_key])
    if row is None:
        return {}
    numbers, aside, place, is_submitted, texts = row
    answers = decode(content, numbers, json.loads(texts))
    raw = {**(json.loads(aside) if aside else {}), **all_typed(list(content.items), answers)}
    return {"raw": raw, "place": place, "has_begun": True, "is_submitted": is_submitted}


def begin_answering(link: Link) -> Asked:
    """For writing, until the end of the transaction: who has the same questions open elsewhere waits, and the last word
    on each question counts. Raises NotAnswerable, OpenLinkFull, UnknownLink."""
    asked = asked_by(link)
    blank = [MISSING] * len(columns(asked.content))
    parameters = [*link.parameters, link.answer_key, random_key(), blank]
    try:
        with transaction.atomic():
            row = _row("SELECT portal.begin_answering(%s, %s, %s, %s, %s::smallint[])", parameters)
    except IntegrityError as error:
        if is_refused_by(error, "open_link_has_room"):
            raise OpenLinkFull from error
        raise
    if not (row and row[0]):
        raise NotAnswerable
    return asked_by(link)


def save_answers(asked: Asked, raw: Mapping[str, Any], *, place: int, submits: bool = False) -> None:
    """All of them, as typed; after `begin_answering`. What the routing leaves out is set aside, should she go back."""
    content = asked.content
    answers = judged(list(content.items), raw)
    if not submits and _says_no_more_than(asked.known, answers):
        answers = {}
    encoded = encode(content, answers)
    applies = route(content, answers).codes
    aside = {code: text for code, text in raw.items() if text and code.removesuffix(OTHER) not in applies}
    words = {code: [random_key(), text] for code, text in encoded.texts.items()}
    left = json.dumps(aside) if aside and any(aside.values()) else None
    parameters = [
        asked.link.parameters[0],
        asked.link.answer_key,
        encoded.numbers,
        json.dumps(words),
        left,
        place,
        submits,
    ]
    _row("SELECT portal.save_answers(%s, %s, %s::smallint[], %s::jsonb, %s::jsonb, %s, %s)", parameters)


def _says_no_more_than(known: Mapping[str, Any], answers: Mapping[str, Any]) -> bool:
    """Nothing stands there but what the link filled in: that is no answer of hers."""
    return all(str(answer) == known.get(code) for code, answer in answers.items())


def decline(link: Link, *, stops: bool) -> bool:
    """What was begun goes. `stops`: and no later measurement asks. False: it was handed in already, and stays."""
    row = _row("SELECT portal.decline_survey(%s, %s, %s)", [link.parameters[0], link.answer_key, stops])
    return bool(row and row[0])


def _row(sql: str, parameters: list[Any]) -> tuple[Any, ...] | None:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchone()
